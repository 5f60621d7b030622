//! Phases: when plugins are accepted, and how many of each organisation. The
//! challenge's own dates are those of all its phases together.

use serde_json::json;
use sqlx::FromRow;

use super::{Challenge, Link, append, record_name};
use crate::{Store, StoreError, Topic, Tx, connect::demand_one, new_id};

/// A phase.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Phase {
    /// Its id.
    pub id: String,
    /// The challenge.
    pub challenge_id: String,
    /// Its name, unique in the challenge.
    pub name: String,
    /// From when on.
    pub opens_at: i64,
    /// Until when; absent for a standing phase.
    pub closes_at: Option<i64>,
    /// Submissions of an organisation in one day.
    pub per_day: i64,
    /// In the phase.
    pub per_phase: i64,
    /// That wait or run at one time.
    pub concurrent: i64,
}

/// A phase as it shall be.
#[derive(Clone, Debug)]
pub struct PhaseChange {
    /// The challenge.
    pub challenge_id: String,
    /// Its name.
    pub name: String,
    /// From when on.
    pub opens_at: i64,
    /// Until when.
    pub closes_at: Option<i64>,
    /// Submissions of an organisation in one day.
    pub per_day: i64,
    /// In the phase.
    pub per_phase: i64,
    /// That wait or run at one time.
    pub concurrent: i64,
}

impl Store {
    /// The phases of a challenge, in time.
    pub async fn phases(&self, challenge: &str) -> Result<Vec<Phase>, StoreError> {
        Ok(sqlx::query_as(
            "select id, challenge_id, name, opens_at, closes_at, per_day, per_phase, concurrent \
             from phase where challenge_id = $1 order by opens_at, name",
        )
        .bind(challenge)
        .fetch_all(self.pool())
        .await?)
    }

    /// The phase in which plugins are accepted now. Phases do not overlap.
    pub async fn open_phase(&self, challenge: &str, now: i64) -> Result<Phase, StoreError> {
        Ok(sqlx::query_as(
            "select id, challenge_id, name, opens_at, closes_at, per_day, per_phase, concurrent \
             from phase where challenge_id = $1 and opens_at <= $2 \
             and (closes_at is null or closes_at > $3) order by opens_at desc limit 1",
        )
        .bind(challenge)
        .bind(now)
        .bind(now)
        .fetch_one(self.pool())
        .await?)
    }

    /// Makes a phase or changes it, unless the challenge changed since it was read.
    pub async fn set_phase(
        &self,
        challenge: &Challenge,
        change: &PhaseChange,
        by: &str,
        at: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        put(&mut tx, change).await?;
        let touched = sqlx::query(
            "update challenge set \
             opens_at = (select min(p.opens_at) from phase p where p.challenge_id = challenge.id), \
             closes_at = case when exists (select 1 from phase p \
             where p.challenge_id = challenge.id and p.closes_at is null) then null \
             else (select max(p.closes_at) from phase p where p.challenge_id = challenge.id) end, \
             updated_at = $1, revision = revision + 1 where id = $2 and revision = $3",
        )
        .bind(at)
        .bind(&challenge.id)
        .bind(challenge.revision)
        .execute(&mut *tx)
        .await?;
        if touched.rows_affected() != 1 {
            return Err(StoreError::Changed);
        }
        let name = record_name(&mut tx, &challenge.id).await?;
        let body = json!({
            "phase": name.text(&change.name), "opens_at": change.opens_at, "closes_at": change.closes_at,
            "per_day": change.per_day, "per_phase": change.per_phase,
            "concurrent": change.concurrent,
        });
        append(
            &mut tx,
            Some(by),
            Link::new("phase-set", &name.subject(), at, body),
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }
}

pub(super) async fn put(tx: &mut Tx, change: &PhaseChange) -> Result<(), StoreError> {
    let put = sqlx::query(
        "insert into phase (id, challenge_id, name, opens_at, closes_at, per_day, per_phase, \
         concurrent) values ($1, $2, $3, $4, $5, $6, $7, $8) \
         on conflict (challenge_id, name) do update set opens_at = excluded.opens_at, \
         closes_at = excluded.closes_at, per_day = excluded.per_day, \
         per_phase = excluded.per_phase, concurrent = excluded.concurrent",
    )
    .bind(new_id())
    .bind(&change.challenge_id)
    .bind(&change.name)
    .bind(change.opens_at)
    .bind(change.closes_at)
    .bind(change.per_day)
    .bind(change.per_phase)
    .bind(change.concurrent)
    .execute(&mut **tx)
    .await?;
    demand_one(put.rows_affected())
}
