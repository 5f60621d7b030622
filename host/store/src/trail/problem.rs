//! The problems that a challenge answers, as its trail tells them.

use sqlx::FromRow;

use crate::{Store, StoreError};

/// Most problems of a challenge that are told.
const MOST: i64 = 1_000;

/// A problem that a challenge answers.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct TrailProblem {
    /// Its id.
    pub id: String,
    /// What it is called, in the language in which it was written.
    pub title: String,
    /// When everybody could read it first.
    pub shown_at: i64,
}

impl Store {
    /// The problems that a challenge answers, as far as everybody may read them.
    pub async fn trail_problems(&self, challenge: &str) -> Result<Vec<TrailProblem>, StoreError> {
        Ok(sqlx::query_as(
            "select id, title, shown_at from problem \
             where challenge_id = $1 and shown_at is not null order by id limit $2",
        )
        .bind(challenge)
        .bind(MOST)
        .fetch_all(self.pool())
        .await?)
    }

    /// How many problems everybody could read first from a moment to another.
    pub async fn problems_between(&self, from: i64, to: i64) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar(
            "select count(*) from problem where shown_at >= $1 and shown_at < $2",
        )
        .bind(from)
        .bind(to)
        .fetch_one(self.pool())
        .await?)
    }
}
