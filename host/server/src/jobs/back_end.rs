//! The database that holds the queue: its connections and its tables.

use std::{str::FromStr, time::Duration};

use apalis_postgres::PostgresStorage;
use apalis_sqlite::SqliteStorage;
use sqlx::{
    Connection, PgPool, SqlitePool,
    error::DatabaseError,
    migrate::MigrateError,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::JobsError;

/// Connections for the queue alone. It never holds one while a job runs, so a few
/// serve many workers.
const CONNECTIONS: u32 = 4;

/// How long a writer waits for another one on SQLite, which lets one write at a
/// time.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// How often opening is tried while another process switches the same new file to
/// its write-ahead log: SQLite answers busy then without waiting.
const OPENING_ATTEMPTS: u32 = 50;

/// The pause between them.
const OPENING_PAUSE: Duration = Duration::from_millis(100);

/// The two databases that can hold the queue.
#[derive(Clone, Debug)]
pub(super) enum BackEnd {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl BackEnd {
    pub(super) async fn open(url: &str) -> Result<Self, JobsError> {
        if url.starts_with("sqlite:") {
            return open_sqlite(url).await.map(Self::Sqlite);
        }
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            return open_postgres(url).await.map(Self::Postgres);
        }
        Err(JobsError::UnknownScheme)
    }
}

async fn open_sqlite(url: &str) -> Result<SqlitePool, JobsError> {
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // A job that was accepted survives a power cut. The set-up that `apalis`
        // brings turns this off for the whole connection, so it is not used.
        .synchronous(SqliteSynchronous::Full)
        // In KiB: the system keeps the pages too.
        .pragma("cache_size", "-512")
        .busy_timeout(BUSY_TIMEOUT);
    let mut attempt = 1;
    loop {
        match prepare_sqlite(options.clone()).await {
            Err(error) if is_busy(&error) && attempt < OPENING_ATTEMPTS => attempt += 1,
            ended => return ended,
        }
        tokio::time::sleep(OPENING_PAUSE).await;
    }
}

/// Makes the tables under the lock for writers: SQLite has no other to keep two
/// processes from making them at the same moment.
async fn prepare_sqlite(options: SqliteConnectOptions) -> Result<SqlitePool, JobsError> {
    let pool = SqlitePoolOptions::new()
        .max_connections(CONNECTIONS)
        .connect_with(options)
        .await?;
    let mut connection = pool.acquire().await?;
    let mut transaction = connection.begin_with("begin immediate").await?;
    // Not `run`: the compiler cannot tell that its future may move between threads.
    SqliteStorage::<()>::migrations()
        .run_direct(None, &mut *transaction, false)
        .await?;
    transaction.commit().await?;
    drop(connection);
    Ok(pool)
}

/// PostgreSQL's own lock keeps two processes from making the tables at once.
async fn open_postgres(url: &str) -> Result<PgPool, JobsError> {
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .connect_with(PgConnectOptions::from_str(url)?)
        .await?;
    let mut connection = pool.acquire().await?;
    PostgresStorage::<()>::migrations()
        .run_direct(None, &mut *connection, false)
        .await?;
    drop(connection);
    Ok(pool)
}

/// Whether SQLite said that somebody else holds the lock, in any of the ways in
/// which it says so.
fn is_busy(error: &JobsError) -> bool {
    let database = match error {
        JobsError::Database(error)
        | JobsError::Migrate(
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _),
        ) => error.as_database_error(),
        _ => None,
    };
    let code = database.and_then(DatabaseError::code);
    // The low byte is the kind: 5 is busy, whatever the rest adds.
    code.and_then(|code| code.parse::<i32>().ok())
        .is_some_and(|code| code & 0xff == 5)
}
