//! The clock by which heartbeats and leases are measured: the database's, which all
//! machines share. A machine whose own clock is wrong neither loses its runs nor
//! takes others'.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::{Store, StoreError};

/// What the database's clock shows, told from a clock of one's own.
#[derive(Debug, Default)]
pub struct DatabaseClock {
    /// How far the database's clock is ahead, in milliseconds.
    ahead_ms: AtomicI64,
}

impl DatabaseClock {
    /// Asks the database and remembers how far it is ahead of `own`, which tells the
    /// milliseconds since 1970 by one's own clock. Tells how far that is.
    pub async fn follow(&self, store: &Store, own: impl Fn() -> i64) -> Result<i64, StoreError> {
        let before = own();
        let theirs = store.database_now().await?;
        // The answer was given somewhere between the two.
        let middle = before.midpoint(own());
        let ahead_ms = theirs.saturating_sub(middle);
        self.ahead_ms.store(ahead_ms, Ordering::Relaxed);
        Ok(ahead_ms)
    }

    /// What the database's clock shows when one's own shows `own_ms`.
    pub fn at(&self, own_ms: i64) -> i64 {
        own_ms.saturating_add(self.ahead_ms.load(Ordering::Relaxed))
    }
}

impl Store {
    /// Milliseconds since 1970 by the database's clock; of SQLite that is this
    /// machine's.
    pub async fn database_now(&self) -> Result<i64, StoreError> {
        let query = if self.is_file() {
            "select cast(round((julianday('now') - 2440587.5) * 86400000.0) as bigint)"
        } else {
            "select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)"
        };
        Ok(sqlx::query_scalar(query).fetch_one(self.pool()).await?)
    }
}
