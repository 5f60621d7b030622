//! API tokens: scopes, a digest, an end.

use sqlx::FromRow;

use crate::{Store, StoreError, Topic, connect::demand_one};

/// Tokens that one account may have at a time.
const TOKENS_PER_ACCOUNT: i64 = 50;

/// A new token.
#[derive(Clone, Copy, Debug)]
pub struct NewToken<'a> {
    /// Its id.
    pub id: &'a str,
    /// Whose it is.
    pub account: &'a str,
    /// What it is for.
    pub name: &'a str,
    /// The digest of its secret.
    pub digest: &'a str,
    /// JSON list of scopes.
    pub scopes: &'a str,
    /// The account's epoch that the session has seen.
    pub epoch: i64,
    /// Whether the session was opened with a second factor.
    pub has_second_factor: bool,
    /// Now.
    pub created_at: i64,
    /// Until when it is good.
    pub expires_at: i64,
}

/// A token.
#[derive(Clone, Debug, FromRow)]
pub struct TokenRow {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub account_id: String,
    /// What it is for.
    pub name: String,
    /// The digest of its secret.
    pub digest: String,
    /// JSON list of scopes.
    pub scopes: String,
    /// The account's epoch when it was made.
    pub epoch: i64,
    /// Whether it was made with a second factor: 1 or 0.
    pub has_second_factor: i64,
    /// When it was made.
    pub created_at: i64,
    /// Until when it is good.
    pub expires_at: i64,
    /// When it was last used, to the hour.
    pub last_used_at: Option<i64>,
    /// When it was revoked.
    pub revoked_at: Option<i64>,
}

impl Store {
    /// Keeps a token. [`StoreError::Conflict`] when the account has too many.
    pub async fn create_token(&self, new: &NewToken<'_>) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Account).await?;
        let there: i64 = sqlx::query_scalar(
            "select count(*) from api_token \
             where account_id = $1 and revoked_at is null and expires_at > $2",
        )
        .bind(new.account)
        .bind(new.created_at)
        .fetch_one(&mut *tx)
        .await?;
        if there >= TOKENS_PER_ACCOUNT {
            return Err(StoreError::Conflict("too_many_tokens".to_owned()));
        }
        sqlx::query(
            "insert into api_token (id, account_id, name, digest, scopes, epoch, \
             has_second_factor, created_at, expires_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(new.id)
        .bind(new.account)
        .bind(new.name)
        .bind(new.digest)
        .bind(new.scopes)
        .bind(new.epoch)
        .bind(i64::from(new.has_second_factor))
        .bind(new.created_at)
        .bind(new.expires_at)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// The token of an id, whatever became of it.
    pub async fn token(&self, id: &str) -> Result<Option<TokenRow>, StoreError> {
        let row = sqlx::query_as("select * from api_token where id = $1")
            .bind(id)
            .fetch_optional(self.pool())
            .await?;
        Ok(row)
    }

    /// The tokens of an account that are good, in the order of their ids.
    pub async fn tokens(
        &self,
        account: &str,
        after: Option<&str>,
        limit: i64,
        now: i64,
    ) -> Result<Vec<TokenRow>, StoreError> {
        let rows = sqlx::query_as(
            "select * from api_token where account_id = $1 and id > $2 \
             and revoked_at is null and expires_at > $3 order by id limit $4",
        )
        .bind(account)
        .bind(after.unwrap_or(""))
        .bind(now)
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        Ok(rows)
    }

    /// Revokes a token of this account.
    pub async fn revoke_token(&self, account: &str, id: &str, now: i64) -> Result<(), StoreError> {
        let done = sqlx::query(
            "update api_token set revoked_at = $1 \
             where id = $2 and account_id = $3 and revoked_at is null",
        )
        .bind(now)
        .bind(id)
        .bind(account)
        .execute(self.pool())
        .await?;
        demand_one(done.rows_affected())
    }

    /// Notes that a token was used, to what the caller rounds the time to.
    pub async fn touch_token(&self, id: &str, at: i64) -> Result<(), StoreError> {
        sqlx::query(
            "update api_token set last_used_at = $1 \
             where id = $2 and (last_used_at is null or last_used_at < $3)",
        )
        .bind(at)
        .bind(id)
        .bind(at)
        .execute(self.pool())
        .await?;
        Ok(())
    }
}
