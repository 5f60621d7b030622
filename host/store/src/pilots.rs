//! Pilots: plugins that answer citizens for a time. What a citizen asks is nowhere here.

mod change;
mod data;
mod feedback;
mod open;

use sqlx::FromRow;

use crate::{Store, StoreError};

pub use change::{NewExit, NewMeasurement};
pub use data::{NewPilotData, PilotDataRow};
pub use feedback::{FeedbackRow, NewFeedback, Said};
pub use open::{NewIndicator, NewMilestone, NewPilot, Opening};

/// A pilot with what its page and its runners need.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct PilotRow {
    /// Its id.
    pub id: String,
    /// The challenge.
    pub challenge_id: String,
    /// The submission.
    pub submission_id: String,
    /// The run that scored the bytes that answer.
    pub run_id: String,
    /// What it is called, in Bulgarian.
    pub title_bg: String,
    /// In English.
    pub title_en: String,
    /// What it does, in Bulgarian.
    pub summary_bg: String,
    /// In English.
    pub summary_en: String,
    /// Its first day.
    pub starts_on: String,
    /// Its last day.
    pub ends_on: String,
    /// Districts, as JSON.
    pub districts: String,
    /// What it may cost.
    pub budget_eur: i64,
    /// The longest that an answer may take.
    pub wall_clock_ms: i64,
    /// Sites that may show it, as JSON.
    pub frame_origins: String,
    /// When it was stopped.
    pub stopped_at: Option<i64>,
    /// Why.
    pub stop_reason: Option<String>,
    /// How it ended.
    pub exit_decision: Option<String>,
    /// The report, in Bulgarian.
    pub exit_bg: Option<String>,
    /// In English.
    pub exit_en: Option<String>,
    /// When.
    pub exit_at: Option<i64>,
    /// How many found an answer helpful.
    pub helpful: i64,
    /// How many did not.
    pub not_helpful: i64,
    /// Whose plugin it is.
    pub organisation: String,
    /// Digest of the plugin.
    pub plugin_digest: String,
    /// Digest of the challenge's pack.
    pub pack_digest: String,
    /// The manifest of the version that was run, as JSON.
    pub manifest: String,
    /// Which split was scored.
    pub split: String,
    /// The score.
    pub total: Option<f64>,
    /// Digest of its newest tables; those of the pack where there are none.
    pub data_digest: Option<String>,
}

/// Whether a pilot runs, and from which tables: all that a question needs to know of one
/// that is open.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct PilotLife {
    /// Its id.
    pub id: String,
    /// Its first day.
    pub starts_on: String,
    /// Its last day.
    pub ends_on: String,
    /// When it was stopped.
    pub stopped_at: Option<i64>,
    /// Why.
    pub stop_reason: Option<String>,
    /// How it ended.
    pub exit_decision: Option<String>,
    /// Digest of its newest tables.
    pub data_digest: Option<String>,
}

impl PilotRow {
    /// Whether it runs, and from which tables.
    pub fn life(&self) -> PilotLife {
        PilotLife {
            id: self.id.clone(),
            starts_on: self.starts_on.clone(),
            ends_on: self.ends_on.clone(),
            stopped_at: self.stopped_at,
            stop_reason: self.stop_reason.clone(),
            exit_decision: self.exit_decision.clone(),
            data_digest: self.data_digest.clone(),
        }
    }
}

/// What a [`PilotRow`] is read from; a condition follows.
macro_rules! select_pilots {
    ($rest:literal) => {
        concat!(
            "select p.id, p.challenge_id, p.submission_id, p.run_id, p.title_bg, p.title_en, \
             p.summary_bg, p.summary_en, p.starts_on, p.ends_on, p.districts, p.budget_eur, \
             p.wall_clock_ms, p.frame_origins, p.stopped_at, p.stop_reason, p.exit_decision, \
             p.exit_bg, p.exit_en, p.exit_at, p.helpful, p.not_helpful, o.name as organisation, \
             g.digest as plugin_digest, v.pack_digest, v.manifest, r.split, r.total, \
             (select d.digest from pilot_data d where d.pilot_id = p.id \
             order by d.number desc limit 1) as data_digest \
             from pilot p join run r on r.id = p.run_id \
             join submission s on s.id = p.submission_id \
             join plugin g on g.id = s.plugin_id \
             join organisation o on o.id = s.organisation_id \
             join challenge_version v on v.id = r.version_id ",
            $rest
        )
    };
}

/// A step on the way.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct MilestoneRow {
    /// Counts up within the pilot.
    pub number: i64,
    /// What shall be there, in Bulgarian.
    pub title_bg: String,
    /// In English.
    pub title_en: String,
    /// By which day.
    pub due_on: String,
    /// When it was reached.
    pub reached_at: Option<i64>,
}

/// An indicator.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct IndicatorRow {
    /// Counts up within the pilot.
    pub number: i64,
    /// The expected result, in Bulgarian.
    pub result_bg: String,
    /// In English.
    pub result_en: String,
    /// The indicator, in Bulgarian.
    pub indicator_bg: String,
    /// In English.
    pub indicator_en: String,
    /// Its unit.
    pub unit: String,
    /// Its value before.
    pub baseline: f64,
    /// The value that is wanted.
    pub target: f64,
    /// By which day.
    pub due_on: String,
    /// Means of verification, in Bulgarian.
    pub verification_bg: String,
    /// In English.
    pub verification_en: String,
}

/// What was measured of an indicator on a day.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct MeasurementRow {
    /// The indicator.
    pub number: i64,
    /// The day.
    pub measured_on: String,
    /// The value.
    pub value: f64,
}

/// Most values of all indicators of a pilot that are read: ten years of days.
const MOST_MEASUREMENTS: i64 = 4_000;

impl Store {
    /// Pilots from new to old, beginning below an id.
    pub async fn pilots(&self, below: &str, fetch: i64) -> Result<Vec<PilotRow>, StoreError> {
        Ok(sqlx::query_as(select_pilots!(
            "where ($1 = '' or p.id < $1) order by p.id desc limit $2"
        ))
        .bind(below)
        .bind(fetch)
        .fetch_all(self.pool())
        .await?)
    }

    /// One pilot.
    pub async fn pilot(&self, id: &str) -> Result<PilotRow, StoreError> {
        Ok(sqlx::query_as(select_pilots!("where p.id = $1"))
            .bind(id)
            .fetch_one(self.pool())
            .await?)
    }

    /// Whether a pilot runs, and from which tables.
    pub async fn pilot_life(&self, id: &str) -> Result<PilotLife, StoreError> {
        Ok(sqlx::query_as(
            "select p.id, p.starts_on, p.ends_on, p.stopped_at, p.stop_reason, p.exit_decision, \
             (select d.digest from pilot_data d where d.pilot_id = p.id \
             order by d.number desc limit 1) as data_digest from pilot p where p.id = $1",
        )
        .bind(id)
        .fetch_one(self.pool())
        .await?)
    }

    /// Its steps, in order.
    pub async fn milestones(&self, pilot: &str) -> Result<Vec<MilestoneRow>, StoreError> {
        Ok(sqlx::query_as(
            "select number, title_bg, title_en, due_on, reached_at from pilot_milestone \
             where pilot_id = $1 order by number",
        )
        .bind(pilot)
        .fetch_all(self.pool())
        .await?)
    }

    /// Its indicators, in order.
    pub async fn indicators(&self, pilot: &str) -> Result<Vec<IndicatorRow>, StoreError> {
        Ok(sqlx::query_as(
            "select number, result_bg, result_en, indicator_bg, indicator_en, unit, baseline, \
             target, due_on, verification_bg, verification_en from pilot_indicator \
             where pilot_id = $1 order by number",
        )
        .bind(pilot)
        .fetch_all(self.pool())
        .await?)
    }

    /// What was measured of them, by day.
    pub async fn measurements(&self, pilot: &str) -> Result<Vec<MeasurementRow>, StoreError> {
        Ok(sqlx::query_as(
            "select number, measured_on, value from pilot_measurement where pilot_id = $1 \
             order by number, measured_on limit $2",
        )
        .bind(pilot)
        .bind(MOST_MEASUREMENTS)
        .fetch_all(self.pool())
        .await?)
    }
}

#[cfg(test)]
mod tests;
