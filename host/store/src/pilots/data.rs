//! Newer tables of a pilot, version by version. None is ever changed.

use serde_json::json;
use sqlx::FromRow;

use super::change::note;
use crate::{Store, StoreError, Topic};

/// Versions that are listed.
const MOST_VERSIONS: i64 = 100;

/// Newer tables.
#[derive(Clone, Copy, Debug)]
pub struct NewPilotData<'a> {
    /// The pilot.
    pub pilot: &'a str,
    /// Digest of the archive, which is kept.
    pub digest: &'a str,
    /// Its size.
    pub bytes: i64,
    /// Who brings it.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

/// A version of a pilot's tables.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct PilotDataRow {
    /// Counts up within the pilot.
    pub number: i64,
    /// Digest of the archive.
    pub digest: String,
    /// Its size.
    pub bytes: i64,
    /// When it was brought.
    pub brought_at: i64,
}

impl Store {
    /// From now on a pilot answers from these tables.
    pub async fn bring_pilot_data(&self, new: NewPilotData<'_>) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        let number: i64 = sqlx::query_scalar(
            "select cast(coalesce(max(number), 0) + 1 as bigint) from pilot_data \
             where pilot_id = $1",
        )
        .bind(new.pilot)
        .fetch_one(&mut *tx)
        .await?;
        sqlx::query(
            "insert into pilot_data (pilot_id, number, digest, bytes, brought_by, brought_at) \
             values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(new.pilot)
        .bind(number)
        .bind(new.digest)
        .bind(new.bytes)
        .bind(new.by)
        .bind(new.at)
        .execute(&mut *tx)
        .await?;
        let body = json!({ "pilot": new.pilot, "number": number, "data": new.digest });
        note(&mut tx, new.pilot, "pilot-data", body, new.by, new.at).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Versions of a pilot's tables, newest first.
    pub async fn pilot_data(&self, pilot: &str) -> Result<Vec<PilotDataRow>, StoreError> {
        Ok(sqlx::query_as(
            "select number, digest, bytes, brought_at from pilot_data where pilot_id = $1 \
             order by number desc limit $2",
        )
        .bind(pilot)
        .bind(MOST_VERSIONS)
        .fetch_all(self.pool())
        .await?)
    }
}
