//! What can go wrong with what is kept, as far as a caller can tell it apart.

/// A fault of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The row is not there.
    #[error("not found")]
    NotFound,
    /// A unique constraint, by its name in the migration.
    #[error("clashes with `{0}`")]
    Conflict(String),
    /// A row that refers to something that is not there, or a value outside its
    /// check.
    #[error("breaks the constraint `{0}`")]
    Constraint(String),
    /// It changed since it was read.
    #[error("it changed meanwhile")]
    Changed,
    /// The database is locked, full, restarting or gone; later may be better.
    #[error("the database is not available: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// A row that does not hold what was written.
    #[error("`{table}` holds what nobody wrote: {cause}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// What is wrong.
        cause: String,
    },
    /// A migration that cannot be run.
    #[error("the database cannot be brought up to date: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// Anything else: a fault of ours.
    #[error("the database refused a query: {0}")]
    Query(#[source] sqlx::Error),
}

/// SQLite's names of constraints, by the columns that it reports instead.
const SQLITE_CONSTRAINTS: [(&str, &str); 21] = [
    ("account.email", "account_email"),
    ("invitation.digest", "invitation_digest"),
    ("challenge.id", "challenge_pkey"),
    (
        "challenge_version.challenge_id, challenge_version.version",
        "challenge_version_unique",
    ),
    (
        "challenge_version.challenge_id, challenge_version.number",
        "challenge_version_number",
    ),
    ("phase.challenge_id, phase.name", "phase_name"),
    (
        "enrolment.challenge_id, enrolment.organisation_id",
        "enrolment_pkey",
    ),
    (
        "enrolment.challenge_id, enrolment.pseudonym",
        "enrolment_pseudonym",
    ),
    (
        "enrolment.challenge_id, enrolment.blind_code",
        "enrolment_blind_code",
    ),
    ("plugin.organisation_id, plugin.digest", "plugin_digest"),
    (
        "case_result.run_id, case_result.case_id",
        "case_result_once",
    ),
    (
        "idempotency.account_id, idempotency.key",
        "idempotency_pkey",
    ),
    ("chain_link.seq", "chain_link_pkey"),
    ("data_set.id", "data_set_pkey"),
    (
        "data_reader.data_set_id, data_reader.account_id",
        "data_reader_pkey",
    ),
    ("raw_data.id", "raw_data_pkey"),
    ("raw_data.digest", "raw_data_digest"),
    (
        "data_policy.data_set_id, data_policy.version",
        "data_policy_unique",
    ),
    (
        "data_use.version_id, data_use.split, data_use.table_name",
        "data_use_pkey",
    ),
    (
        "decision_omission.submission_id",
        "decision_omission_finalist",
    ),
    (
        "decision_omission.assignment_id",
        "decision_omission_rubric",
    ),
];

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Io(_)
            | sqlx::Error::Tls(_) => Self::Unavailable(error),
            sqlx::Error::Database(database) => {
                if is_transient(database.as_ref()) {
                    return Self::Unavailable(error);
                }
                let name = constraint(database.as_ref());
                match database.kind() {
                    sqlx::error::ErrorKind::UniqueViolation => Self::Conflict(name),
                    sqlx::error::ErrorKind::ForeignKeyViolation
                    | sqlx::error::ErrorKind::NotNullViolation
                    | sqlx::error::ErrorKind::CheckViolation => Self::Constraint(name),
                    _ => Self::Query(error),
                }
            }
            _ => Self::Query(error),
        }
    }
}

/// SQLite: busy (5), locked (6), out of memory, I/O, full, cannot open.
/// PostgreSQL: classes 08 (connection), 40 (rolled back), 53 (resources), 57
/// (operator intervention), 58 (system).
fn is_transient(error: &dyn sqlx::error::DatabaseError) -> bool {
    let Some(code) = error.code() else {
        return false;
    };
    if code.len() == 5 {
        return ["08", "40", "53", "57", "58"]
            .iter()
            .any(|class| code.starts_with(class));
    }
    let primary = code.parse::<u32>().map_or(0, |code| code & 0xff);
    matches!(primary, 5 | 6 | 7 | 10 | 13 | 14)
}

fn constraint(error: &dyn sqlx::error::DatabaseError) -> String {
    if let Some(name) = error.constraint() {
        return name.to_owned();
    }
    let message = error.message();
    let columns = message
        .split_once("UNIQUE constraint failed: ")
        .map_or(message, |(_, columns)| columns);
    SQLITE_CONSTRAINTS
        .iter()
        .find(|(known, _)| *known == columns)
        .map_or(columns, |(_, name)| name)
        .to_owned()
}
