//! Forgetting a person. What organisations did stays, for the record; the person
//! goes: name, address, secrets, memberships, and the salt without which nobody in
//! the chain can be told.

use super::{Actor, end_all, persons, roles};
use crate::{
    Store, StoreError, Topic, Tx, chain, chain::NewLink, challenges::forget_evaluator,
    connect::demand_one, data::forget_reader, problems::forget_proposer,
};

/// What is removed, row by row.
const REMOVED: [&str; 7] = [
    "delete from identity where account_id = $1",
    "delete from recovery_code where account_id = $1",
    "delete from role_grant where account_id = $1",
    "delete from mail_link where account_id = $1",
    "delete from api_token where account_id = $1",
    "delete from idempotency where account_id = $1",
    "delete from membership where account_id = $1",
];

impl Store {
    /// Forgets the person of an account. [`StoreError::Conflict`] with
    /// [`super::LAST_ADMIN`] for the last admin.
    pub async fn erase_account(
        &self,
        account: &str,
        actor: Actor<'_>,
        now: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Account).await?;
        roles::demand_other_admin(&mut tx, account).await?;
        end_all(&mut tx, account, now).await?;
        // While the salt is there: the link tells that this person went, and to
        // nobody who.
        let link = NewLink {
            at: now,
            kind: "account-erased",
            actor: persons::actor_of(&mut tx, actor).await?,
            subject: persons::person_of(&mut tx, account).await?,
            body: serde_json::json!({}),
        };
        hand_over(&mut tx, account).await?;
        forget_evaluator(&mut tx, account, now).await?;
        forget_proposer(&mut tx, account).await?;
        let read = forget_reader(&mut tx, account, actor, now).await?;
        sqlx::query(
            "delete from invitation where email = (select email from account where id = $1)",
        )
        .bind(account)
        .execute(&mut *tx)
        .await?;
        for statement in REMOVED {
            sqlx::query(statement)
                .bind(account)
                .execute(&mut *tx)
                .await?;
        }
        // Bytes of uploads lie with the server, which removes them with their rows.
        sqlx::query("update upload set expires_at = 0 where account_id = $1")
            .bind(account)
            .execute(&mut *tx)
            .await?;
        let done = sqlx::query(
            "update account set email = null, email_confirmed_at = null, name = '', \
             password = null, totp_secret = null, totp_confirmed_at = null, salt = null, \
             erased_at = $1 where id = $2 and erased_at is null",
        )
        .bind(now)
        .bind(account)
        .execute(&mut *tx)
        .await?;
        demand_one(done.rows_affected())?;
        for removed in &read {
            chain::append(&mut tx, removed).await?;
        }
        chain::append(&mut tx, &link).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// An organisation that would be left without an owner gets its oldest member as
/// one.
async fn hand_over(tx: &mut Tx, account: &str) -> Result<(), StoreError> {
    let owned: Vec<String> = sqlx::query_scalar(
        "select organisation_id from membership as mine \
         where mine.account_id = $1 and mine.is_owner = 1 and not exists \
         (select 1 from membership as other where other.organisation_id = mine.organisation_id \
         and other.is_owner = 1 and other.account_id <> mine.account_id)",
    )
    .bind(account)
    .fetch_all(&mut **tx)
    .await?;
    for organisation in owned {
        sqlx::query(
            "update membership set is_owner = 1 where organisation_id = $1 and account_id = \
             (select account_id from membership where organisation_id = $2 and account_id <> $3 \
             order by created_at, account_id limit 1)",
        )
        .bind(&organisation)
        .bind(&organisation)
        .bind(account)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}
