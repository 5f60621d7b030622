//! Decisions on a challenge, as its trail and its year tell them.

use sqlx::FromRow;

use crate::{Store, StoreError};

/// Most versions of a decision that are told: far more than anybody corrects.
const MOST: i64 = 1_000;

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
    /// The decisions on a challenge that were published, the first one first.
    pub async fn trail_decisions(&self, challenge: &str) -> Result<Vec<TrailDecision>, StoreError> {
        Ok(sqlx::query_as(
            "select version, digest, published_at from decision_version \
             where challenge_id = $1 order by version limit $2",
        )
        .bind(challenge)
        .bind(MOST)
        .fetch_all(self.pool())
        .await?)
    }

    /// How many challenges were decided for the first time from a moment to another.
    pub async fn decisions_between(&self, from: i64, to: i64) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar(
            "select count(*) from decision_version \
             where version = 1 and published_at >= $1 and published_at < $2",
        )
        .bind(from)
        .bind(to)
        .fetch_one(self.pool())
        .await?)
    }
}
