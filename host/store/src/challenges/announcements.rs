//! Announcements, of the site or of one challenge.

use sqlx::FromRow;

use crate::{Store, StoreError, new_id};

/// Comes after every id: the newest row is before it.
const AFTER_ALL: &str = "8";

/// An announcement.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Announcement {
    /// Its id.
    pub id: String,
    /// The challenge; absent for the whole site.
    pub challenge_id: Option<String>,
    /// One line in Bulgarian.
    pub title_bg: String,
    /// One line in English.
    pub title_en: String,
    /// The text in Bulgarian.
    pub body_bg: String,
    /// The text in English.
    pub body_en: String,
    /// When it was published.
    pub published_at: i64,
}

/// An announcement that shall be.
#[derive(Clone, Copy, Debug)]
pub struct NewAnnouncement<'a> {
    /// The challenge; absent for the whole site.
    pub challenge: Option<&'a str>,
    /// One line in Bulgarian.
    pub title_bg: &'a str,
    /// One line in English.
    pub title_en: &'a str,
    /// The text in Bulgarian.
    pub body_bg: &'a str,
    /// The text in English.
    pub body_en: &'a str,
    /// Who announces it.
    pub account: &'a str,
    /// When.
    pub at: i64,
}

impl Store {
    /// Publishes an announcement and tells it.
    pub async fn announce(&self, new: NewAnnouncement<'_>) -> Result<Announcement, StoreError> {
        let row = sqlx::query_as(
            "insert into announcement (id, challenge_id, title_bg, title_en, body_bg, body_en, \
             account_id, published_at) values ($1, $2, $3, $4, $5, $6, $7, $8) \
             returning id, challenge_id, title_bg, title_en, body_bg, body_en, published_at",
        )
        .bind(new_id())
        .bind(new.challenge)
        .bind(new.title_bg)
        .bind(new.title_en)
        .bind(new.body_bg)
        .bind(new.body_en)
        .bind(new.account)
        .bind(new.at);
        Ok(row.fetch_one(self.pool()).await?)
    }

    /// Announcements before an id, newest first: of one challenge, or of the site.
    pub async fn announcements(
        &self,
        challenge: Option<&str>,
        before: Option<&str>,
        fetch: i64,
    ) -> Result<Vec<Announcement>, StoreError> {
        Ok(sqlx::query_as(
            "select id, challenge_id, title_bg, title_en, body_bg, body_en, published_at \
             from announcement where coalesce(challenge_id, '') = $1 and id < $2 \
             order by id desc limit $3",
        )
        .bind(challenge.unwrap_or_default())
        .bind(before.unwrap_or(AFTER_ALL))
        .bind(fetch)
        .fetch_all(self.pool())
        .await?)
    }
}
