//! The second factor: the seed of one-time codes and the recovery codes, each
//! good once.

use super::{end_all, persons};
use crate::{Store, StoreError, Topic, chain, chain::NewLink, connect::demand_one};

impl Store {
    /// Keeps a seed that no code has proved yet, in the place of one before.
    /// [`StoreError::NotFound`] when a factor is set up already.
    pub async fn begin_factor(&self, account: &str, seed: &str) -> Result<(), StoreError> {
        let done = sqlx::query(
            "update account set totp_secret = $1 \
             where id = $2 and totp_confirmed_at is null and erased_at is null",
        )
        .bind(seed)
        .bind(account)
        .execute(self.pool())
        .await?;
        demand_one(done.rows_affected())
    }

    /// Sets the factor up, once a code has proved this very seed.
    /// [`StoreError::Changed`] when it is another one by now.
    pub async fn confirm_factor(
        &self,
        account: &str,
        seed: &str,
        step: i64,
        recovery: &[String],
        now: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Account).await?;
        let done = sqlx::query(
            "update account set totp_confirmed_at = $1, totp_step = $2 \
             where id = $3 and totp_secret = $4 and totp_confirmed_at is null \
             and totp_step < $5 and erased_at is null",
        )
        .bind(now)
        .bind(step)
        .bind(account)
        .bind(seed)
        .bind(step)
        .execute(&mut *tx)
        .await?;
        demand_one(done.rows_affected()).map_err(|_| StoreError::Changed)?;
        sqlx::query("delete from recovery_code where account_id = $1")
            .bind(account)
            .execute(&mut *tx)
            .await?;
        for digest in recovery {
            sqlx::query("insert into recovery_code (account_id, digest) values ($1, $2)")
                .bind(account)
                .bind(digest)
                .execute(&mut *tx)
                .await?;
        }
        note(
            &mut tx,
            account,
            "factor-added",
            persons::Actor::Account(account),
            now,
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Uses a time step up; whether nobody had before.
    pub async fn use_step(&self, account: &str, step: i64) -> Result<bool, StoreError> {
        let done =
            sqlx::query("update account set totp_step = $1 where id = $2 and totp_step < $3")
                .bind(step)
                .bind(account)
                .bind(step)
                .execute(self.pool())
                .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Uses a recovery code up, by its digest; whether it was one.
    pub async fn use_recovery(
        &self,
        account: &str,
        digest: &str,
        now: i64,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "update recovery_code set used_at = $1 \
             where account_id = $2 and digest = $3 and used_at is null",
        )
        .bind(now)
        .bind(account)
        .bind(digest)
        .execute(self.pool())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Takes the factor away and ends every session and token. Tells the new
    /// epoch.
    pub async fn drop_factor(
        &self,
        account: &str,
        actor: persons::Actor<'_>,
        now: i64,
    ) -> Result<i64, StoreError> {
        let mut tx = self.write(Topic::Account).await?;
        let done = sqlx::query(
            "update account set totp_secret = null, totp_confirmed_at = null \
             where id = $1 and totp_confirmed_at is not null and erased_at is null",
        )
        .bind(account)
        .execute(&mut *tx)
        .await?;
        demand_one(done.rows_affected())?;
        sqlx::query("delete from recovery_code where account_id = $1")
            .bind(account)
            .execute(&mut *tx)
            .await?;
        let epoch = end_all(&mut tx, account, now).await?;
        note(&mut tx, account, "factor-dropped", actor, now).await?;
        tx.commit().await?;
        Ok(epoch)
    }
}

async fn note(
    tx: &mut crate::Tx,
    account: &str,
    kind: &'static str,
    actor: persons::Actor<'_>,
    now: i64,
) -> Result<(), StoreError> {
    let link = NewLink {
        at: now,
        kind,
        actor: persons::actor_of(tx, actor).await?,
        subject: persons::person_of(tx, account).await?,
        body: serde_json::json!({}),
    };
    chain::append(tx, &link).await?;
    Ok(())
}
