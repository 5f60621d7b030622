//! The public halves of the keys that ever signed receipts, with dates. Rows stay
//! for ever: an old receipt is checked with the key of its day.

use crate::{
    Store, StoreError, Topic,
    chain::{NewLink, append},
};

/// A key that signs or has signed.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct KeyRow {
    /// Its name in receipts' lists.
    pub name: String,
    /// The public key in base64.
    pub public_key: String,
    /// From when on its signatures count, in milliseconds since 1970.
    pub not_before: i64,
    /// Until when.
    pub not_after: i64,
    /// When it came.
    pub created_at: i64,
}

impl Store {
    /// Every key, newest first.
    pub async fn signing_keys(&self) -> Result<Vec<KeyRow>, StoreError> {
        let rows = sqlx::query_as(
            "select name, public_key, not_before, not_after, created_at from signing_key \
             order by created_at desc, name desc",
        )
        .fetch_all(self.pool())
        .await?;
        Ok(rows)
    }

    /// Makes a key the current one; the signatures of those before count up to now.
    /// [`StoreError::Conflict`] when the name is taken.
    pub async fn adopt_key(&self, key: &KeyRow, link: &NewLink) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Chain).await?;
        sqlx::query("update signing_key set not_after = $1 where not_after > cast($2 as bigint)")
            .bind(key.not_before)
            .bind(key.not_before)
            .execute(&mut *tx)
            .await?;
        sqlx::query(
            "insert into signing_key (name, public_key, not_before, not_after, created_at) \
             values ($1, $2, $3, $4, $5)",
        )
        .bind(&key.name)
        .bind(&key.public_key)
        .bind(key.not_before)
        .bind(key.not_after)
        .bind(key.created_at)
        .execute(&mut *tx)
        .await?;
        append(&mut tx, link).await?;
        tx.commit().await?;
        Ok(())
    }
}
