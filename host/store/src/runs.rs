//! Runs as they are read, listed and taken back. Taking one up and recording what
//! came of it is in `queue` and `results`.

mod cases;
mod listing;
mod receipts;
mod waiting;

pub use cases::CaseRow;
pub use listing::RunFilter;
pub(crate) use listing::{NEWEST, runs_of_submission};
pub use receipts::{ReceiptFilter, ReceiptRow};
pub use waiting::{QueueCounts, WaitingRun};

use crate::{Store, StoreError, Tx, connect::Connection};

/// A run that is not there yet.
#[derive(Clone, Debug)]
pub struct NewRun {
    /// Its id.
    pub id: String,
    /// The submission that it evaluates.
    pub submission_id: String,
    /// The submission's organisation.
    pub organisation_id: String,
    /// The submission's challenge.
    pub challenge_id: String,
    /// The version of it that is run.
    pub version_id: String,
    /// `sample`, `public` or `final`.
    pub split: String,
    /// The rejudge that it belongs to, if any.
    pub rejudge_id: Option<String>,
    /// Whether it is what the submission is worth on its split.
    pub counts: bool,
    /// Seed of bootstrap draws and of compat's clock and randomness.
    pub seed: i64,
    /// When it came.
    pub created_at: i64,
}

/// A run, with what a reader's rights depend on.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct RunRow {
    /// Its id.
    pub id: String,
    /// Its submission.
    pub submission_id: String,
    /// The submission's organisation.
    pub organisation_id: String,
    /// The submission's challenge.
    pub challenge_id: String,
    /// The state of the challenge.
    pub challenge_state: String,
    /// The challenge's version, by id.
    pub version_id: String,
    /// And by its name in the manifest.
    pub version: String,
    /// `sample`, `public` or `final`.
    pub split: String,
    /// The rejudge that it belongs to, if any.
    pub rejudge_id: Option<String>,
    /// 1 if it is what the submission is worth on its split.
    pub counts: i64,
    /// Where it is.
    pub state: String,
    /// What comes next.
    pub step: String,
    /// Cases that there are, once known.
    pub total_cases: Option<i64>,
    /// Cases that are done.
    pub done_cases: i64,
    /// The plugin's fault.
    pub fault: Option<String>,
    /// Why it ended badly.
    pub reason: Option<String>,
    /// The result but for its cases, as JSON.
    pub result: Option<String>,
    /// 1 if it costs no quota.
    pub is_free: i64,
    /// When it came.
    pub created_at: i64,
    /// When its first case started.
    pub started_at: Option<i64>,
    /// When it ended.
    pub finished_at: Option<i64>,
    /// Grows with every change.
    pub revision: i64,
    /// Digest of its receipt's envelope.
    pub receipt_digest: Option<String>,
}

/// What a [`RunRow`] is read from; a condition follows.
macro_rules! select_runs {
    ($rest:literal) => {
        concat!(
            "select r.id, r.submission_id, r.organisation_id, r.challenge_id, \
             c.state as challenge_state, r.version_id, v.version, r.split, r.rejudge_id, \
             r.counts, r.state, r.step, r.total_cases, r.done_cases, r.fault, r.reason, \
             r.result, r.is_free, r.created_at, r.started_at, r.finished_at, r.revision, \
             t.digest as receipt_digest \
             from run r \
             join challenge c on c.id = r.challenge_id \
             join challenge_version v on v.id = r.version_id \
             left join receipt t on t.run_id = r.id ",
            $rest
        )
    };
}
use select_runs;

/// Adds a run that waits to be inspected. Whoever adds it pushes a job after the
/// commit.
pub async fn insert_run(tx: &mut Tx, run: &NewRun) -> Result<(), StoreError> {
    sqlx::query(
        "insert into run (id, submission_id, organisation_id, challenge_id, version_id, split, \
         rejudge_id, counts, seed, state, step, tries, created_at, revision) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'received', 'inspect', '{}', $10, 1)",
    )
    .bind(&run.id)
    .bind(&run.submission_id)
    .bind(&run.organisation_id)
    .bind(&run.challenge_id)
    .bind(&run.version_id)
    .bind(&run.split)
    .bind(&run.rejudge_id)
    .bind(i64::from(run.counts))
    .bind(run.seed)
    .bind(run.created_at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes back every run of a submission that has not ended. The count of claims
/// goes up, so that a worker that holds one changes nothing any more.
pub(crate) async fn withdraw_runs(
    connection: &mut Connection,
    submission_id: &str,
    at: i64,
) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "update run set state = 'withdrawn', step = 'done', claim = claim + 1, \
         claimed_by = null, finished_at = $1, revision = revision + 1 \
         where submission_id = $2 and step <> 'done'",
    )
    .bind(at)
    .bind(submission_id)
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

impl Store {
    /// One run.
    pub async fn run(&self, id: &str) -> Result<RunRow, StoreError> {
        let row = sqlx::query_as(select_runs!("where r.id = $1"))
            .bind(id)
            .fetch_one(self.pool())
            .await?;
        Ok(row)
    }

    /// The count of a run's changes: what a stream of events looks at.
    pub async fn run_revision(&self, id: &str) -> Result<i64, StoreError> {
        let revision = sqlx::query_scalar("select revision from run where id = $1")
            .bind(id)
            .fetch_one(self.pool())
            .await?;
        Ok(revision)
    }
}
