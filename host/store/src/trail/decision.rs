//! Decisions on a challenge, as its trail and its year tell them.

use sqlx::FromRow;

use crate::{Store, StoreError};

/// A version of a decision: the first one, or a correction.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct TrailDecision {
    /// Counts up from 1; the highest is in force.
    pub version: i64,
    /// Digest of the signed file.
    pub digest: String,
    /// When it was published.
    pub published_at: i64,
}

impl Store {
    /// The decisions on a challenge that were published, the first one first. None is kept
    /// yet, so there is none.
    pub async fn trail_decisions(&self, challenge: &str) -> Result<Vec<TrailDecision>, StoreError> {
        let _ = challenge;
        std::future::ready(Ok(Vec::new())).await
    }

    /// How many challenges were decided for the first time from a moment to another;
    /// nothing where decisions are not kept.
    pub async fn decisions_between(&self, from: i64, to: i64) -> Result<Option<i64>, StoreError> {
        let _ = (from, to);
        std::future::ready(Ok(None)).await
    }
}
