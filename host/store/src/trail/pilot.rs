//! What the trail of a pilot is made of, beside what its page shows.

use super::ToldLink;
use crate::{Store, StoreError};

/// Links of a pilot that are told: as many as it can be extended, and more.
const MOST_LINKS: i64 = 200;

impl Store {
    /// When a pilot was opened.
    pub async fn pilot_opened_at(&self, pilot: &str) -> Result<i64, StoreError> {
        let found = sqlx::query_scalar("select opened_at from pilot where id = $1").bind(pilot);
        Ok(found.fetch_one(self.pool()).await?)
    }

    /// Links of one kind about a pilot, in their order. They stand under the name of its
    /// challenge, which may have other pilots.
    pub async fn links_of_pilot(
        &self,
        challenge: &str,
        pilot: &str,
        kind: &str,
    ) -> Result<Vec<ToldLink>, StoreError> {
        Ok(sqlx::query_as(
            "select seq, at, body from chain_link where subject = $1 and kind = $2 \
             and body like $3 order by seq limit $4",
        )
        .bind(challenge)
        .bind(kind)
        .bind(format!("%\"pilot\":\"{pilot}\"%"))
        .bind(MOST_LINKS)
        .fetch_all(self.pool())
        .await?)
    }
}
