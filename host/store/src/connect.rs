//! The pool, transactions, migrations. Owns what differs between the two
//! databases: how a connection is set up, how a writer keeps others out.

use std::{path::Path, time::Duration};

use sqlx::{
    Any, AnyConnection, AnyPool, Connection as _, Executor, Transaction,
    any::{AnyPoolOptions, install_default_drivers},
    migrate::Migrator,
};

use crate::StoreError;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// Where our migrations are recorded; the queue's have sqlx's own table.
const MIGRATIONS_TABLE: &str = "_pilotbox_migrations";

/// How long a caller waits for a connection before it is told that the database
/// is not available.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a connection may have lain idle and still be taken for alive: it answered when
/// it was given back, and to ask it before each query takes as long as the query.
const FRESH: Duration = Duration::from_secs(1);

/// How each connection to SQLite is set up. A writer waits for another up to ten
/// seconds; what is committed is on the disk; each keeps at most 512 KiB of pages,
/// since the system keeps them too.
const SQLITE_SETUP: &str = "pragma journal_mode = wal; pragma synchronous = full; \
     pragma foreign_keys = on; pragma busy_timeout = 10000; pragma cache_size = -512;";

/// What writers must do one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Bringing the tables up to date.
    Migration = 1,
    /// Appending to the chain.
    Chain = 2,
    /// Choosing the next run.
    Queue = 3,
    /// Counting what an organisation submitted.
    Quota = 4,
    /// Moving a challenge or its versions on.
    Challenge = 5,
    /// Granting and taking roles, members, sign-ins.
    Account = 6,
    /// Removing blobs that nothing names.
    Blob = 7,
    /// Changing a data set, its raw data, policies or releases.
    Data = 8,
    /// Keeping what citizens say of pilots.
    Pilot = 10,
    /// Changing what citizens propose and who supports it.
    Problem = 14,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    Sqlite,
    Postgres,
}

/// The database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pool: AnyPool,
    dialect: Dialect,
}

/// A transaction; rolled back unless committed.
pub type Tx = Transaction<'static, Any>;

impl Store {
    /// Connects to `sqlite:PATH` (made when missing) or `postgres://…` and brings
    /// the tables up to date.
    pub async fn open(url: &str, max_connections: u32) -> Result<Self, StoreError> {
        install_default_drivers();
        let dialect = dialect(url)?;
        let url = match dialect {
            Dialect::Sqlite if !url.contains("mode=") => {
                let joint = if url.contains('?') { '&' } else { '?' };
                format!("{url}{joint}mode=rwc")
            }
            _ => url.to_owned(),
        };
        let pool = AnyPoolOptions::new()
            .max_connections(max_connections)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .test_before_acquire(false)
            .before_acquire(|connection, about| {
                Box::pin(async move {
                    if about.idle_for > FRESH {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if dialect == Dialect::Sqlite {
                        connection.execute(SQLITE_SETUP).await?;
                    }
                    Ok(())
                })
            })
            .connect(&url)
            .await?;
        let store = Self { pool, dialect };
        store.migrate().await?;
        Ok(store)
    }

    /// Processes that start together wait for each other here.
    async fn migrate(&self) -> Result<(), StoreError> {
        let mut migrations = Migrator {
            migrations: MIGRATIONS.migrations.clone(),
            ..Migrator::DEFAULT
        };
        migrations.dangerous_set_table_name(MIGRATIONS_TABLE);
        migrations.run(&self.pool).await?;
        Ok(())
    }

    /// A transaction that only reads.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        Ok(self.pool.begin().await?)
    }

    /// A transaction that writes and that nobody else can hold for the same topic
    /// at the same time. Take one topic a transaction: two could deadlock.
    pub async fn write(&self, topic: Topic) -> Result<Tx, StoreError> {
        match self.dialect {
            // SQLite has one writer at a time; taking the lock at the start spares a
            // transaction that reads first from failing when it writes.
            Dialect::Sqlite => Ok(self.pool.begin_with("begin immediate").await?),
            Dialect::Postgres => {
                let mut tx = self.pool.begin().await?;
                lock(&mut tx, topic).await?;
                Ok(tx)
            }
        }
    }

    /// The pool, for single statements.
    pub(crate) fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("select 1").execute(&self.pool).await?;
        Ok(())
    }

    /// Connections that are open, and those of them that nobody uses.
    pub fn connections(&self) -> (u32, usize) {
        (self.pool.size(), self.pool.num_idle())
    }

    /// Whether the database is one file.
    pub fn is_file(&self) -> bool {
        self.dialect == Dialect::Sqlite
    }

    /// Copies a SQLite database into one new file while it is in use.
    pub async fn copy_file(&self, to: &Path) -> Result<(), StoreError> {
        sqlx::query("vacuum into $1")
            .bind(to.to_string_lossy().into_owned())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Ends every connection.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// Waits until nobody else holds the topic, and holds it until the transaction
/// ends. On SQLite a transaction that writes has kept all others out from its start.
pub(crate) async fn lock(tx: &mut Tx, topic: Topic) -> Result<(), StoreError> {
    if tx.backend_name() == "PostgreSQL" {
        sqlx::query("select pg_advisory_xact_lock($1)::text")
            .bind(topic as i64)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// One row's worth of change, or [`StoreError::NotFound`].
pub(crate) fn demand_one(affected: u64) -> Result<(), StoreError> {
    (affected == 1).then_some(()).ok_or(StoreError::NotFound)
}

/// Whatever runs a query: a pool's connection or a transaction's.
pub(crate) type Connection = AnyConnection;

fn dialect(url: &str) -> Result<Dialect, StoreError> {
    if url.starts_with("sqlite:") {
        Ok(Dialect::Sqlite)
    } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        Ok(Dialect::Postgres)
    } else {
        let message = "a database's URL starts with `sqlite:` or `postgres://`";
        Err(StoreError::Query(sqlx::Error::Configuration(
            message.into(),
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without the flag every statement would be planned anew for each value.
    #[tokio::test]
    async fn sqlite_was_built_with_the_flags_of_the_repository() {
        let store = Store::open("sqlite::memory:", 1).await.unwrap();
        let query = "select count(*) from pragma_compile_options \
             where compile_options = 'ENABLE_QPSG'";
        let found: i64 = sqlx::query_scalar(query)
            .fetch_one(store.pool())
            .await
            .unwrap();
        assert_eq!(found, 1, "`.cargo/config.toml` was not read");
    }
}
