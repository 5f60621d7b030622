//! Uploads that go in parts: how large, how far, until when. Their bytes lie in the
//! server's own folder.

use crate::{Store, StoreError, connect::Topic};

/// An upload.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct UploadRow {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub account_id: String,
    /// Size of the whole.
    pub bytes: i64,
    /// How much has arrived.
    pub received: i64,
    /// Digest of the whole.
    pub digest: String,
    /// When it was opened.
    pub created_at: i64,
    /// Until when it is kept.
    pub expires_at: i64,
}

impl Store {
    /// Opens an upload unless the account has `most` open ones that have not
    /// expired; [`StoreError::Conflict`] of `uploads` then.
    pub async fn open_upload(&self, upload: &UploadRow, most: i64) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Quota).await?;
        let open: i64 = sqlx::query_scalar(
            "select count(*) from upload where account_id = $1 and expires_at > $2",
        )
        .bind(&upload.account_id)
        .bind(upload.created_at)
        .fetch_one(&mut *tx)
        .await?;
        if open >= most {
            return Err(StoreError::Conflict("uploads".to_owned()));
        }
        sqlx::query(
            "insert into upload (id, account_id, bytes, received, digest, created_at, expires_at) \
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(&upload.id)
        .bind(&upload.account_id)
        .bind(upload.bytes)
        .bind(upload.received)
        .bind(&upload.digest)
        .bind(upload.created_at)
        .bind(upload.expires_at)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// One upload.
    pub async fn upload(&self, id: &str) -> Result<UploadRow, StoreError> {
        let row = sqlx::query_as(
            "select id, account_id, bytes, received, digest, created_at, expires_at \
             from upload where id = $1",
        )
        .bind(id)
        .fetch_one(self.pool())
        .await?;
        Ok(row)
    }

    /// A part has arrived and is on the disk. [`StoreError::Changed`] when another
    /// one came first.
    pub async fn advance_upload(&self, id: &str, from: i64, to: i64) -> Result<(), StoreError> {
        let done = sqlx::query("update upload set received = $1 where id = $2 and received = $3")
            .bind(to)
            .bind(id)
            .bind(from)
            .execute(self.pool())
            .await?;
        (done.rows_affected() == 1)
            .then_some(())
            .ok_or(StoreError::Changed)
    }

    /// Forgets an upload; one that is not there is gone already.
    pub async fn drop_upload(&self, id: &str) -> Result<(), StoreError> {
        sqlx::query("delete from upload where id = $1")
            .bind(id)
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// Ids of uploads whose time is over, at most `limit`.
    pub async fn expired_uploads(&self, at: i64, limit: i64) -> Result<Vec<String>, StoreError> {
        let ids = sqlx::query_scalar(
            "select id from upload where expires_at <= $1 order by expires_at limit $2",
        )
        .bind(at)
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        Ok(ids)
    }
}
