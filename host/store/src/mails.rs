//! That mails were sent, or why not. What they say, to whom and with which links is not
//! kept: whoever reads this list could else sign in as anybody.

use sqlx::FromRow;

use crate::{Store, StoreError, new_id, runs::NEWEST};

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
    /// What a mail that may be tried several times tells of; all its tries share a row.
    /// `None` for one that is tried once.
    pub about: Option<&'a str>,
    /// What it is for.
    pub purpose: &'a str,
    /// What follows the `@` of its address.
    pub domain: &'a str,
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
    /// Notes that a mail is about to be tried, and tells the note's id: one of its own,
    /// so that the list goes by when mails were first tried and names no submission.
    pub async fn begin_mail(&self, mail: MailTry<'_>) -> Result<String, StoreError> {
        Ok(sqlx::query_scalar(
            "insert into mail_log (id, about, purpose, domain, is_repeated, attempts, \
             created_at, tried_at) values ($1, $2, $3, $4, $5, 1, $6, $7) \
             on conflict (about) do update set \
             attempts = mail_log.attempts + 1, tried_at = excluded.tried_at, \
             fault = null, sent_at = null, failed_at = null returning id",
        )
        .bind(new_id())
        .bind(mail.about)
        .bind(mail.purpose)
        .bind(mail.domain)
        .bind(i64::from(mail.about.is_some()))
        .bind(mail.at)
        .bind(mail.at)
        .fetch_one(self.pool())
        .await?)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn tries_share_a_note_that_names_no_submission() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("store.db").display());
        let store = Store::open(&url, 1).await.unwrap();
        let submission = new_id();
        let begin = async |about, at| {
            let mail = MailTry {
                about,
                purpose: "verdict",
                domain: "startup.example",
                at,
            };
            store.begin_mail(mail).await.unwrap()
        };
        let other = begin(None, 1).await;
        assert_ne!(begin(None, 2).await, other);
        let first = begin(Some(&submission), 3).await;
        let later = MailEnd::Later("unreachable");
        store.end_mail(&first, later, 4).await.unwrap();
        assert_eq!(begin(Some(&submission), 5).await, first);
        let mails = store.mails(None, 10).await.unwrap();
        assert_eq!(mails.len(), 3);
        assert!(mails.is_sorted_by(|a, b| a.id > b.id));
        let tried = mails.iter().find(|mail| mail.id == first).unwrap();
        assert_eq!(
            (tried.attempts, tried.tried_at, &tried.fault),
            (2, 5, &None)
        );
        assert!(tried.is_repeated());
        assert!(mails.iter().all(|mail| mail.id != submission));
    }
}
