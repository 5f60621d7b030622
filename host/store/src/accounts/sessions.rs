//! Sessions, by a digest of what the cookie holds. A session that has ended stays
//! ended: saving never makes one.

use crate::{Store, StoreError};

impl Store {
    /// Keeps a new session.
    pub async fn create_session(
        &self,
        id: &str,
        account: Option<&str>,
        record: &str,
        expires_at: i64,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "insert into session (id, account_id, record, expires_at) values ($1, $2, $3, $4)",
        )
        .bind(id)
        .bind(account)
        .bind(record)
        .bind(expires_at)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// Keeps what changed in a session that is there; one that has ended meanwhile
    /// is left alone.
    pub async fn save_session(
        &self,
        id: &str,
        account: Option<&str>,
        record: &str,
        expires_at: i64,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "update session set account_id = $1, record = $2, expires_at = $3 where id = $4",
        )
        .bind(account)
        .bind(record)
        .bind(expires_at)
        .bind(id)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// The record of a session that is not over.
    pub async fn session(&self, id: &str, now: i64) -> Result<Option<String>, StoreError> {
        let record =
            sqlx::query_scalar("select record from session where id = $1 and expires_at > $2")
                .bind(id)
                .bind(now)
                .fetch_optional(self.pool())
                .await?;
        Ok(record)
    }

    /// Ends a session.
    pub async fn end_session(&self, id: &str) -> Result<(), StoreError> {
        sqlx::query("delete from session where id = $1")
            .bind(id)
            .execute(self.pool())
            .await?;
        Ok(())
    }
}
