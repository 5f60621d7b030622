//! That mails were sent, or why not. What they say, to whom and with which links is not
//! kept: whoever reads this list could else sign in as anybody.

use sqlx::FromRow;

use crate::{Store, StoreError, runs::NEWEST};

/// A mail.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct MailRow {
    /// Its id.
    pub id: String,
    /// What it was for.
    pub purpose: String,
    /// What follows the `@` of its address.
    pub domain: String,
    is_repeated: i64,
    /// How often it was tried.
    pub attempts: i64,
    /// What was wrong with the last try.
    pub fault: Option<String>,
    /// When it was first tried.
    pub created_at: i64,
    /// When it was last tried.
    pub tried_at: i64,
    /// When it went.
    pub sent_at: Option<i64>,
    /// When it was given up.
    pub failed_at: Option<i64>,
}

impl MailRow {
    /// Whether it is tried again by itself when it did not go.
    pub fn is_repeated(&self) -> bool {
        self.is_repeated == 1
    }
}

/// A try to send a mail.
#[derive(Clone, Copy, Debug)]
pub struct MailTry<'a> {
    /// The mail: the same in every try.
    pub id: &'a str,
    /// What it is for.
    pub purpose: &'a str,
    /// What follows the `@` of its address.
    pub domain: &'a str,
    /// Whether it is tried again by itself when it does not go.
    pub is_repeated: bool,
    /// When.
    pub at: i64,
}

/// How a try ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailEnd<'a> {
    /// It went.
    Sent,
    /// It did not go, and is tried again.
    Later(&'a str),
    /// It never will.
    Failed(&'a str),
}

impl Store {
    /// Notes that a mail is about to be tried.
    pub async fn begin_mail(&self, mail: MailTry<'_>) -> Result<(), StoreError> {
        sqlx::query(
            "insert into mail_log (id, purpose, domain, is_repeated, attempts, created_at, \
             tried_at) values ($1, $2, $3, $4, 1, $5, $6) on conflict (id) do update set \
             attempts = mail_log.attempts + 1, tried_at = excluded.tried_at, \
             fault = null, sent_at = null, failed_at = null",
        )
        .bind(mail.id)
        .bind(mail.purpose)
        .bind(mail.domain)
        .bind(i64::from(mail.is_repeated))
        .bind(mail.at)
        .bind(mail.at)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// Notes what came of the try.
    pub async fn end_mail(&self, id: &str, end: MailEnd<'_>, at: i64) -> Result<(), StoreError> {
        let (fault, sent_at, failed_at) = match end {
            MailEnd::Sent => (None, Some(at), None),
            MailEnd::Later(fault) => (Some(fault), None, None),
            MailEnd::Failed(fault) => (Some(fault), None, Some(at)),
        };
        sqlx::query("update mail_log set fault = $1, sent_at = $2, failed_at = $3 where id = $4")
            .bind(fault)
            .bind(sent_at)
            .bind(failed_at)
            .bind(id)
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// Mails from new to old, beginning below the id `after`.
    pub async fn mails(&self, after: Option<&str>, fetch: i64) -> Result<Vec<MailRow>, StoreError> {
        Ok(sqlx::query_as(
            "select id, purpose, domain, is_repeated, attempts, fault, created_at, tried_at, \
             sent_at, failed_at from mail_log where id < $1 order by id desc limit $2",
        )
        .bind(after.unwrap_or(NEWEST))
        .bind(fetch)
        .fetch_all(self.pool())
        .await?)
    }

    /// Forgets mails of before a time.
    pub async fn sweep_mails(&self, before: i64) -> Result<(), StoreError> {
        sqlx::query("delete from mail_log where created_at < $1")
            .bind(before)
            .execute(self.pool())
            .await?;
        Ok(())
    }
}
