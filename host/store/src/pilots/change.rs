//! What happens to a pilot: it is stopped, a step is reached, something is measured, it
//! ends with a report.

use serde_json::json;

use crate::{
    Store, StoreError, Topic, Tx,
    challenges::{Link, append, record_name},
};

/// What was measured on a day.
#[derive(Clone, Copy, Debug)]
pub struct NewMeasurement<'a> {
    /// The pilot.
    pub pilot: &'a str,
    /// The indicator.
    pub number: i64,
    /// The day.
    pub on: &'a str,
    /// The value.
    pub value: f64,
    /// Who notes it.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

/// How a pilot ends.
#[derive(Clone, Copy, Debug)]
pub struct NewExit<'a> {
    /// The pilot.
    pub pilot: &'a str,
    /// `adopt`, `extend` or `stop`.
    pub decision: &'a str,
    /// The report, in Bulgarian and in English.
    pub report: (&'a str, &'a str),
    /// The new last day of an extension.
    pub ends_on: Option<&'a str>,
    /// Who decides.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

impl Store {
    /// Stops a pilot at once. Twice is as good as once; the first reason stays.
    pub async fn stop_pilot(
        &self,
        pilot: &str,
        reason: &str,
        by: &str,
        at: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        let stopped = sqlx::query(
            "update pilot set stopped_at = $1, stop_reason = $2, stopped_by = $3 \
             where id = $4 and stopped_at is null",
        )
        .bind(at)
        .bind(reason)
        .bind(by)
        .bind(pilot)
        .execute(&mut *tx)
        .await?;
        if stopped.rows_affected() == 1 {
            // Not the reason: people write it, and no link can ever be changed.
            let body = json!({ "pilot": pilot });
            note(&mut tx, pilot, "pilot-stopped", body, by, at).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Says that a step is reached, or that it is not after all.
    pub async fn set_milestone(
        &self,
        pilot: &str,
        number: i64,
        is_reached: bool,
        by: &str,
        at: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        let changed = sqlx::query(
            "update pilot_milestone set reached_at = case when $1 = 1 \
             then coalesce(reached_at, $2) end where pilot_id = $3 and number = $4",
        )
        .bind(i64::from(is_reached))
        .bind(at)
        .bind(pilot)
        .bind(number)
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() != 1 {
            return Err(StoreError::NotFound);
        }
        let body = json!({ "pilot": pilot, "milestone": number, "is_reached": is_reached });
        note(&mut tx, pilot, "pilot-milestone", body, by, at).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Notes what was measured. A second value for a day takes the place of the first.
    pub async fn measure_pilot(&self, new: NewMeasurement<'_>) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        let known: i64 = sqlx::query_scalar(
            "select cast(count(*) as bigint) from pilot_indicator \
             where pilot_id = $1 and number = $2",
        )
        .bind(new.pilot)
        .bind(new.number)
        .fetch_one(&mut *tx)
        .await?;
        if known != 1 {
            return Err(StoreError::NotFound);
        }
        sqlx::query(
            "insert into pilot_measurement (pilot_id, number, measured_on, value, noted_by, \
             noted_at) values ($1, $2, $3, $4, $5, $6) \
             on conflict (pilot_id, number, measured_on) do update \
             set value = excluded.value, noted_by = excluded.noted_by, \
             noted_at = excluded.noted_at",
        )
        .bind(new.pilot)
        .bind(new.number)
        .bind(new.on)
        .bind(new.value)
        .bind(new.by)
        .bind(new.at)
        .execute(&mut *tx)
        .await?;
        let body = json!({
            "pilot": new.pilot, "indicator": new.number, "on": new.on, "value": new.value,
        });
        note(&mut tx, new.pilot, "pilot-measured", body, new.by, new.at).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends a pilot with its report. An extension moves its last day; a second report
    /// takes the place of the first only where that was an extension:
    /// [`StoreError::Changed`] otherwise.
    pub async fn exit_pilot(&self, new: NewExit<'_>) -> Result<(), StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        let changed = sqlx::query(
            "update pilot set exit_decision = $1, exit_bg = $2, exit_en = $3, exit_at = $4, \
             ends_on = coalesce($5, ends_on) where id = $6 \
             and (exit_decision is null or exit_decision = 'extend')",
        )
        .bind(new.decision)
        .bind(new.report.0)
        .bind(new.report.1)
        .bind(new.at)
        .bind(new.ends_on)
        .bind(new.pilot)
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() != 1 {
            return Err(StoreError::Changed);
        }
        let body = json!({
            "pilot": new.pilot, "decision": new.decision, "ends_on": new.ends_on,
        });
        note(&mut tx, new.pilot, "pilot-ended", body, new.by, new.at).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// A link about a pilot, under the name of its challenge.
pub(super) async fn note(
    tx: &mut Tx,
    pilot: &str,
    kind: &'static str,
    body: serde_json::Value,
    by: &str,
    at: i64,
) -> Result<(), StoreError> {
    let challenge: String = sqlx::query_scalar("select challenge_id from pilot where id = $1")
        .bind(pilot)
        .fetch_one(&mut **tx)
        .await?;
    let subject = record_name(tx, &challenge).await?.subject();
    append(tx, Some(by), Link::new(kind, &subject, at, body)).await
}
