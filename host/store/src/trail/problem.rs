//! The problems that a challenge answers, as its trail tells them.

use sqlx::FromRow;

use crate::{Store, StoreError};

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
    /// The problems that a challenge answers, as far as everybody may read them. None is
    /// kept yet, so there are none.
    pub async fn trail_problems(&self, challenge: &str) -> Result<Vec<TrailProblem>, StoreError> {
        let _ = challenge;
        std::future::ready(Ok(Vec::new())).await
    }

    /// How many problems everybody could read first from a moment to another; nothing where
    /// none is kept.
    pub async fn problems_between(&self, from: i64, to: i64) -> Result<Option<i64>, StoreError> {
        let _ = (from, to);
        std::future::ready(Ok(None)).await
    }
}
