//! What all mails that go by themselves share: whom one can reach, and how one process at a
//! time tries, for so long and so often. Each family of tables says who is told, and when
//! they were.

use crate::{Store, StoreError, Tx};

/// How often one tries to tell somebody: with pauses that double up to an hour, for
/// about a day.
pub(crate) const MOST_TRIES: i64 = 28;

/// What holds of an account `a` that mails reach.
pub(crate) const REACHABLE: &str = "a.email is not null and a.email_confirmed_at is not null \
     and a.erased_at is null and a.locked_at is null";

/// Rows of which somebody is to be told. Their table has `tell_tries`, how often it was
/// tried, and `tell_after`, the time before which nobody tries.
pub(crate) struct Untold {
    /// The table.
    pub(crate) table: &'static str,
    /// The column that names what one mail is about.
    pub(crate) about: &'static str,
    /// What holds of a row as long as nobody was told.
    pub(crate) waits: &'static str,
}

impl Untold {
    /// What may be told now, so much at most.
    pub(crate) async fn find(
        &self,
        tx: &mut Tx,
        limit: i64,
        now: i64,
    ) -> Result<Vec<String>, StoreError> {
        let Self {
            table,
            about,
            waits,
        } = self;
        let query = format!(
            "select {about} from {table} where {waits} and tell_tries < $1 \
             and tell_after <= $2 order by {about} limit $3"
        );
        let found = sqlx::query_scalar(sqlx::AssertSqlSafe(query))
            .bind(MOST_TRIES)
            .bind(now)
            .bind(limit);
        Ok(found.fetch_all(&mut **tx).await?)
    }

    /// From here on nobody else tries, and the try counts.
    pub(crate) async fn lease(
        &self,
        tx: &mut Tx,
        about: &str,
        lease_ends: i64,
    ) -> Result<(), StoreError> {
        let Self {
            table,
            about: column,
            waits,
        } = self;
        let query = format!(
            "update {table} set tell_after = $1, tell_tries = tell_tries + 1 \
             where {column} = $2 and {waits}"
        );
        let lease = sqlx::query(sqlx::AssertSqlSafe(query))
            .bind(lease_ends)
            .bind(about);
        lease.execute(&mut **tx).await?;
        Ok(())
    }

    /// The mail did not go; it may be tried again from `at` on. Nothing changes if somebody
    /// else tries by now, or if there is something newer to tell.
    pub(crate) async fn put_off(
        &self,
        store: &Store,
        (about, lease_ends): (&str, i64),
        at: i64,
    ) -> Result<(), StoreError> {
        let Self {
            table,
            about: column,
            waits,
        } = self;
        let query = format!(
            "update {table} set tell_after = $1 where {column} = $2 and {waits} \
             and tell_after = $3"
        );
        let put_off = sqlx::query(sqlx::AssertSqlSafe(query))
            .bind(at)
            .bind(about)
            .bind(lease_ends);
        put_off.execute(store.pool()).await?;
        Ok(())
    }
}
