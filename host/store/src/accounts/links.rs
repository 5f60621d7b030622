//! Links in mails: good once, for a time, and not too many in an hour.

use sqlx::FromRow;

use super::{AccountRow, persons, replace_password};
use crate::{Store, StoreError, Topic, Tx, chain, chain::NewLink};

/// Mails that an account gets in an hour, whoever asks for them: nobody's mailbox
/// is filled through this server.
const MAILS_PER_HOUR: i64 = 5;

/// An hour in milliseconds.
const HOUR_MS: i64 = 60 * 60 * 1000;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Confirms an address.
    Confirm,
    /// Lets the password be set anew.
    Reset,
    /// Nothing: a mail without a secret, which is counted.
    Notice,
}

/// The secret of a mail, as it is kept.
#[derive(Clone, Copy, Debug)]
pub struct MailLink<'a> {
    /// The digest of the secret.
    pub digest: &'a str,
    /// Now.
    pub created_at: i64,
    /// Until when it is good.
    pub expires_at: i64,
}

/// A link that was followed.
#[derive(FromRow)]
pub(super) struct UsedLink {
    pub(super) account_id: String,
    pub(super) organisation: Option<String>,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Reset => "reset",
            Self::Notice => "notice",
        }
    }
}

impl Store {
    /// Keeps a link that resets the password of an address. `None` when it has no
    /// account that could use it, or when it got enough mails for now.
    pub async fn ask_reset(
        &self,
        email: &str,
        link: &MailLink<'_>,
    ) -> Result<Option<AccountRow>, StoreError> {
        let mut tx = self.write(Topic::Account).await?;
        let row: Option<AccountRow> = sqlx::query_as(
            "select * from account where email = $1 and email_confirmed_at is not null \
             and locked_at is null and erased_at is null",
        )
        .bind(email)
        .fetch_optional(&mut *tx)
        .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        if !may_mail(&mut tx, &row.id, link.created_at).await? {
            return Ok(None);
        }
        insert(&mut tx, Purpose::Reset, &row.id, None, link).await?;
        tx.commit().await?;
        Ok(Some(row))
    }

    /// The account of a link that can still be followed.
    pub async fn account_of_link(
        &self,
        purpose: Purpose,
        digest: &str,
        now: i64,
    ) -> Result<AccountRow, StoreError> {
        let row = sqlx::query_as(
            "select account.* from mail_link join account on account.id = mail_link.account_id \
             where mail_link.digest = $1 and mail_link.purpose = $2 and mail_link.used_at is null \
             and mail_link.expires_at > $3 and account.erased_at is null",
        )
        .bind(digest)
        .bind(purpose.as_str())
        .bind(now)
        .fetch_one(self.pool())
        .await?;
        Ok(row)
    }

    /// Follows a link that resets a password: every session, token and other link
    /// of the account ends.
    pub async fn reset_password(
        &self,
        digest: &str,
        hash: &str,
        now: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Account).await?;
        let used = take(&mut tx, Purpose::Reset, digest, now).await?;
        replace_password(&mut tx, &used.account_id, hash, now).await?;
        void(&mut tx, &used.account_id, now).await?;
        let person = persons::person_of(&mut tx, &used.account_id).await?;
        let link = NewLink {
            at: now,
            kind: "password-reset",
            actor: person.clone(),
            subject: person,
            body: serde_json::json!({}),
        };
        chain::append(&mut tx, &link).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Whether one more mail may be sent to an account.
pub(super) async fn may_mail(tx: &mut Tx, account: &str, now: i64) -> Result<bool, StoreError> {
    let sent: i64 = sqlx::query_scalar(
        "select count(*) from mail_link where account_id = $1 and created_at > $2",
    )
    .bind(account)
    .bind(now.saturating_sub(HOUR_MS))
    .fetch_one(&mut **tx)
    .await?;
    Ok(sent < MAILS_PER_HOUR)
}

pub(super) async fn insert(
    tx: &mut Tx,
    purpose: Purpose,
    account: &str,
    organisation: Option<&str>,
    link: &MailLink<'_>,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into mail_link (digest, purpose, account_id, organisation, created_at, expires_at) \
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(link.digest)
    .bind(purpose.as_str())
    .bind(account)
    .bind(organisation)
    .bind(link.created_at)
    .bind(link.expires_at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Uses a link up; [`StoreError::NotFound`] when it cannot be followed any more.
pub(super) async fn take(
    tx: &mut Tx,
    purpose: Purpose,
    digest: &str,
    now: i64,
) -> Result<UsedLink, StoreError> {
    let used = sqlx::query_as(
        "update mail_link set used_at = $1 \
         where digest = $2 and purpose = $3 and used_at is null and expires_at > $4 \
         returning account_id, organisation",
    )
    .bind(now)
    .bind(digest)
    .bind(purpose.as_str())
    .bind(now)
    .fetch_one(&mut **tx)
    .await?;
    Ok(used)
}

/// Makes every link of an account useless. They stay to be counted.
pub(super) async fn void(tx: &mut Tx, account: &str, now: i64) -> Result<(), StoreError> {
    sqlx::query("update mail_link set used_at = $1 where account_id = $2 and used_at is null")
        .bind(now)
        .bind(account)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
