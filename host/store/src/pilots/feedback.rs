//! What citizens say of a pilot. Who says it is kept nowhere, and a word without a
//! comment is only counted.

use serde_json::json;
use sqlx::FromRow;

use super::change::note;
use crate::{Store, StoreError, Topic, new_id};

/// Comments of a pilot that nobody has read. Beyond, a flood would fill the disk; words
/// are still counted.
const MOST_UNREAD: i64 = 2_000;

/// A citizen's word.
#[derive(Clone, Copy, Debug)]
pub struct NewFeedback<'a> {
    /// The pilot.
    pub pilot: &'a str,
    /// `helpful`, `not-helpful` or `problem`.
    pub kind: &'a str,
    /// The comment; may be empty.
    pub comment: &'a str,
    /// Whether it may be shown.
    pub may_be_shown: bool,
    /// When.
    pub at: i64,
}

/// What came of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// It is kept or counted.
    Done,
    /// It is counted; too many comments wait to be read.
    TooMany,
}

/// A word with a comment.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct FeedbackRow {
    /// Its id.
    pub id: String,
    /// What kind.
    pub kind: String,
    /// The comment.
    pub comment: String,
    /// 1 if it may be shown.
    pub may_be_shown: i64,
    /// When it came.
    pub said_at: i64,
    /// 1 if it is shown; nothing where nobody has decided.
    pub is_shown: Option<i64>,
}

impl Store {
    /// Keeps what a citizen says.
    pub async fn say_of_pilot(&self, new: NewFeedback<'_>) -> Result<Said, StoreError> {
        let mut tx = self.write(Topic::Pilot).await?;
        sqlx::query(
            "update pilot set helpful = helpful + case when $1 = 'helpful' then 1 else 0 end, \
             not_helpful = not_helpful + case when $2 = 'not-helpful' then 1 else 0 end \
             where id = $3",
        )
        .bind(new.kind)
        .bind(new.kind)
        .bind(new.pilot)
        .execute(&mut *tx)
        .await?;
        let mut said = Said::Done;
        if !new.comment.is_empty() {
            let unread: i64 = sqlx::query_scalar(
                "select cast(count(*) as bigint) from pilot_feedback \
                 where pilot_id = $1 and is_shown is null",
            )
            .bind(new.pilot)
            .fetch_one(&mut *tx)
            .await?;
            if unread < MOST_UNREAD {
                sqlx::query(
                    "insert into pilot_feedback (id, pilot_id, kind, comment, may_be_shown, \
                     said_at) values ($1, $2, $3, $4, $5, $6)",
                )
                .bind(new_id())
                .bind(new.pilot)
                .bind(new.kind)
                .bind(new.comment)
                .bind(i64::from(new.may_be_shown))
                .bind(new.at)
                .execute(&mut *tx)
                .await?;
            } else {
                said = Said::TooMany;
            }
        }
        tx.commit().await?;
        Ok(said)
    }

    /// Comments from new to old, beginning below an id; those that are shown alone if
    /// asked for.
    pub async fn pilot_feedback(
        &self,
        pilot: &str,
        is_shown: bool,
        below: &str,
        fetch: i64,
    ) -> Result<Vec<FeedbackRow>, StoreError> {
        Ok(sqlx::query_as(
            "select id, kind, comment, may_be_shown, said_at, is_shown from pilot_feedback \
             where pilot_id = $1 and ($2 = 0 or is_shown = 1) and ($3 = '' or id < $3) \
             order by id desc limit $4",
        )
        .bind(pilot)
        .bind(i64::from(is_shown))
        .bind(below)
        .bind(fetch)
        .fetch_all(self.pool())
        .await?)
    }

    /// How many comments nobody has decided on.
    pub async fn unread_feedback(&self, pilot: &str) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar(
            "select cast(count(*) as bigint) from pilot_feedback \
             where pilot_id = $1 and is_shown is null",
        )
        .bind(pilot)
        .fetch_one(self.pool())
        .await?)
    }

    /// Shows a comment or hides it. One that its writer did not release is never shown:
    /// [`StoreError::Changed`].
    pub async fn decide_feedback(
        &self,
        (pilot, id): (&str, &str),
        is_shown: bool,
        by: &str,
        at: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        let may: i64 = sqlx::query_scalar(
            "select may_be_shown from pilot_feedback where id = $1 and pilot_id = $2",
        )
        .bind(id)
        .bind(pilot)
        .fetch_one(&mut *tx)
        .await?;
        if is_shown && may == 0 {
            return Err(StoreError::Changed);
        }
        sqlx::query(
            "update pilot_feedback set is_shown = $1, decided_by = $2, decided_at = $3 \
             where id = $4",
        )
        .bind(i64::from(is_shown))
        .bind(by)
        .bind(at)
        .bind(id)
        .execute(&mut *tx)
        .await?;
        let body = json!({ "pilot": pilot, "comment": id, "is_shown": is_shown });
        note(&mut tx, pilot, "pilot-comment", body, by, at).await?;
        tx.commit().await?;
        Ok(())
    }
}
