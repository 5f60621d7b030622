//! A pilot is opened, for bytes that were scored and for no others.

use serde_json::json;
use sqlx::FromRow;

use crate::{
    Store, StoreError, Topic, Tx,
    challenges::{Link, append, record_name},
    new_id,
};

/// A pilot that shall be opened.
#[derive(Clone, Debug)]
pub struct NewPilot<'a> {
    /// The challenge.
    pub challenge: &'a str,
    /// The submission.
    pub submission: &'a str,
    /// What it is called, in Bulgarian and in English.
    pub title: (&'a str, &'a str),
    /// What it does, in Bulgarian and in English.
    pub summary: (&'a str, &'a str),
    /// Its first and its last day.
    pub days: (&'a str, &'a str),
    /// Districts, as JSON.
    pub districts: &'a str,
    /// What it may cost, in whole euro.
    pub budget_eur: i64,
    /// The longest that an answer may take.
    pub wall_clock_ms: i64,
    /// Sites that may show it in a frame, as JSON.
    pub frame_origins: &'a str,
    /// Steps on the way.
    pub milestones: &'a [NewMilestone<'a>],
    /// What it is measured by.
    pub indicators: &'a [NewIndicator<'a>],
    /// Who opens it.
    pub by: &'a str,
    /// When.
    pub at: i64,
}

/// A step on the way.
#[derive(Clone, Copy, Debug)]
pub struct NewMilestone<'a> {
    /// What shall be there, in Bulgarian and in English.
    pub title: (&'a str, &'a str),
    /// By which day.
    pub due_on: &'a str,
}

/// An indicator; its texts in Bulgarian and in English.
#[derive(Clone, Copy, Debug)]
pub struct NewIndicator<'a> {
    /// The expected result.
    pub result: (&'a str, &'a str),
    /// The indicator.
    pub indicator: (&'a str, &'a str),
    /// Its unit.
    pub unit: &'a str,
    /// Its value before, and the value that is wanted.
    pub values: (f64, f64),
    /// By which day.
    pub due_on: &'a str,
    /// Means of verification.
    pub verification: (&'a str, &'a str),
}

/// What came of opening a pilot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// It is there, under this id.
    Opened(String),
    /// The submission is not of this challenge, or was taken back.
    NoSubmission,
    /// It was scored neither on `final` nor on `public`, or its receipt is missing.
    NotScored,
    /// It has a pilot that has not ended.
    HasPilot,
}

/// The run that a pilot rests on.
#[derive(FromRow)]
struct Scored {
    id: String,
    split: String,
    receipt: String,
    plugin: String,
}

impl Store {
    /// Opens a pilot for a submission of a published challenge. Its run on `final` counts,
    /// else that on `public`.
    pub async fn open_pilot(&self, new: &NewPilot<'_>) -> Result<Opening, StoreError> {
        let mut tx = self.write(Topic::Challenge).await?;
        let known: i64 = sqlx::query_scalar(
            "select cast(count(*) as bigint) from submission s \
             join challenge c on c.id = s.challenge_id where s.id = $1 and s.challenge_id = $2 \
             and s.withdrawn_at is null and c.state = 'published'",
        )
        .bind(new.submission)
        .bind(new.challenge)
        .fetch_one(&mut *tx)
        .await?;
        if known != 1 {
            return Ok(Opening::NoSubmission);
        }
        let Some(scored) = scored(&mut tx, new.submission).await? else {
            return Ok(Opening::NotScored);
        };
        if has_pilot(&mut tx, new.submission, new.days.0).await? {
            return Ok(Opening::HasPilot);
        }
        let id = new_id();
        insert(&mut tx, new, &id, &scored).await?;
        for (number, milestone) in (1_i64..).zip(new.milestones) {
            insert_milestone(&mut tx, &id, number, *milestone).await?;
        }
        for (number, indicator) in (1_i64..).zip(new.indicators) {
            insert_indicator(&mut tx, &id, number, *indicator).await?;
        }
        let body = json!({
            "pilot": id, "run": scored.id, "split": scored.split, "plugin": scored.plugin,
            "receipt": scored.receipt, "days": [new.days.0, new.days.1],
            "budget_eur": new.budget_eur,
        });
        let subject = record_name(&mut tx, new.challenge).await?.subject();
        let link = Link::new("pilot-opened", &subject, new.at, body);
        append(&mut tx, Some(new.by), link).await?;
        tx.commit().await?;
        Ok(Opening::Opened(id))
    }
}

async fn scored(tx: &mut Tx, submission: &str) -> Result<Option<Scored>, StoreError> {
    Ok(sqlx::query_as(
        "select r.id, r.split, t.digest as receipt, g.digest as plugin from run r \
         join receipt t on t.run_id = r.id join submission s on s.id = r.submission_id \
         join plugin g on g.id = s.plugin_id where r.submission_id = $1 and r.counts = 1 \
         and r.state = 'scored' and r.split in ('final', 'public') \
         order by r.split, r.id desc limit 1",
    )
    .bind(submission)
    .fetch_optional(&mut **tx)
    .await?)
}

async fn has_pilot(tx: &mut Tx, submission: &str, starts_on: &str) -> Result<bool, StoreError> {
    let found: i64 = sqlx::query_scalar(
        "select cast(count(*) as bigint) from pilot where submission_id = $1 \
         and stopped_at is null and ends_on >= $2",
    )
    .bind(submission)
    .bind(starts_on)
    .fetch_one(&mut **tx)
    .await?;
    Ok(found > 0)
}

async fn insert(
    tx: &mut Tx,
    new: &NewPilot<'_>,
    id: &str,
    scored: &Scored,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into pilot (id, challenge_id, submission_id, run_id, title_bg, title_en, \
         summary_bg, summary_en, starts_on, ends_on, districts, budget_eur, wall_clock_ms, \
         frame_origins, opened_by, opened_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
    )
    .bind(id)
    .bind(new.challenge)
    .bind(new.submission)
    .bind(&scored.id)
    .bind(new.title.0)
    .bind(new.title.1)
    .bind(new.summary.0)
    .bind(new.summary.1)
    .bind(new.days.0)
    .bind(new.days.1)
    .bind(new.districts)
    .bind(new.budget_eur)
    .bind(new.wall_clock_ms)
    .bind(new.frame_origins)
    .bind(new.by)
    .bind(new.at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn insert_milestone(
    tx: &mut Tx,
    pilot: &str,
    number: i64,
    new: NewMilestone<'_>,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into pilot_milestone (pilot_id, number, title_bg, title_en, due_on) \
         values ($1, $2, $3, $4, $5)",
    )
    .bind(pilot)
    .bind(number)
    .bind(new.title.0)
    .bind(new.title.1)
    .bind(new.due_on)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn insert_indicator(
    tx: &mut Tx,
    pilot: &str,
    number: i64,
    new: NewIndicator<'_>,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into pilot_indicator (pilot_id, number, result_bg, result_en, indicator_bg, \
         indicator_en, unit, baseline, target, due_on, verification_bg, verification_en) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(pilot)
    .bind(number)
    .bind(new.result.0)
    .bind(new.result.1)
    .bind(new.indicator.0)
    .bind(new.indicator.1)
    .bind(new.unit)
    .bind(new.values.0)
    .bind(new.values.1)
    .bind(new.due_on)
    .bind(new.verification.0)
    .bind(new.verification.1)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
