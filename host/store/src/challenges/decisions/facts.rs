//! All that a decision rests on besides cases and their results, which do not change once a
//! run is done. Read in one transaction, and read again in the one that publishes: if it is
//! not the same, nothing is published.

use sqlx::FromRow;

use super::omissions::{Omission, omissions};
use crate::{Store, StoreError, Tx};

/// Most rows of each kind: what a decision can rest on at all (256 finalists, 64 evaluators,
/// six criteria).
const MOST: i64 = 100_000;

/// What a decision rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionFacts {
    /// The current version's id, if one is approved.
    pub version_id: Option<String>,
    /// Finalists that were not withdrawn, by id.
    pub finalists: Vec<FinalistFact>,
    /// Who handed in a rubric, by id.
    pub judges: Vec<JudgeFact>,
    /// Marks of rubrics that are in.
    pub marks: Vec<DecidedMarkRow>,
    /// Work that is not done.
    pub waiting: Vec<WaitingRubric>,
    /// What was left out.
    pub omissions: Vec<Omission>,
    /// Rejudges of the final split that are undecided.
    pub rejudges: Vec<String>,
}

/// A finalist.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct FinalistFact {
    /// The submission.
    pub submission_id: String,
    /// Whose it is.
    pub organisation_id: String,
    /// That organisation's name.
    pub organisation: String,
    /// The dossier, as JSON.
    pub dossier: String,
    /// Digest of the plugin.
    pub plugin_digest: String,
    /// The final run on the current version that counts.
    pub run_id: Option<String>,
    /// Its state.
    pub run_state: Option<String>,
}

impl FinalistFact {
    /// Whether every case has a result that can be scored.
    pub fn is_run(&self) -> bool {
        matches!(self.run_state.as_deref(), Some("scored" | "plugin-failed"))
    }
}

/// Somebody who handed in a rubric.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct JudgeFact {
    /// The evaluator.
    pub evaluator_id: String,
    /// The name; empty once the account is erased.
    pub name: String,
}

/// A mark of a rubric that is in, with what was said of it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct DecidedMarkRow {
    /// Who gave it.
    pub evaluator_id: String,
    /// For which finalist.
    pub submission_id: String,
    /// The criterion's id.
    pub criterion: String,
    /// As first given.
    pub given: i64,
    /// What stands after a moderation.
    pub moderated: Option<i64>,
    /// What was said of the first.
    pub comment: String,
    /// What was said of the second.
    pub moderated_comment: String,
}

/// A rubric that is waited for.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct WaitingRubric {
    /// The work.
    pub assignment_id: String,
    /// The finalist.
    pub submission_id: String,
    /// The evaluator's name; empty once the account is erased.
    pub evaluator: String,
}

impl Store {
    /// All that a decision rests on, as of one moment.
    pub async fn decision_facts(&self, challenge: &str) -> Result<DecisionFacts, StoreError> {
        let mut tx = self.read().await?;
        facts(&mut tx, challenge).await
    }
}

pub(super) async fn facts(tx: &mut Tx, challenge: &str) -> Result<DecisionFacts, StoreError> {
    Ok(DecisionFacts {
        version_id: current_version(tx, challenge).await?,
        finalists: finalists(tx, challenge).await?,
        judges: judges(tx, challenge).await?,
        marks: marks(tx, challenge).await?,
        waiting: waiting(tx, challenge).await?,
        omissions: omissions(tx, challenge).await?,
        rejudges: rejudges(tx, challenge).await?,
    })
}

async fn current_version(tx: &mut Tx, challenge: &str) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar(
        "select id from challenge_version where challenge_id = $1 and approved_at is not null \
         order by number desc limit 1",
    )
    .bind(challenge)
    .fetch_optional(&mut **tx)
    .await?)
}

/// Of a finalist the final run on the newest approved version counts.
async fn finalists(tx: &mut Tx, challenge: &str) -> Result<Vec<FinalistFact>, StoreError> {
    Ok(sqlx::query_as(
        "select s.id as submission_id, s.organisation_id, o.name as organisation, s.dossier, \
         p.digest as plugin_digest, r.id as run_id, r.state as run_state from submission s \
         join organisation o on o.id = s.organisation_id join plugin p on p.id = s.plugin_id \
         left join run r on r.submission_id = s.id and r.split = 'final' and r.counts = 1 \
         and r.version_id = (select v.id from challenge_version v where v.challenge_id = $1 \
         and v.approved_at is not null order by v.number desc limit 1) \
         where s.challenge_id = $2 and s.finalist_at is not null and s.withdrawn_at is null \
         order by s.id limit $3",
    )
    .bind(challenge)
    .bind(challenge)
    .bind(MOST)
    .fetch_all(&mut **tx)
    .await?)
}

async fn judges(tx: &mut Tx, challenge: &str) -> Result<Vec<JudgeFact>, StoreError> {
    Ok(sqlx::query_as(
        "select distinct w.evaluator_id, a.name from assignment w \
         join account a on a.id = w.evaluator_id join submission s on s.id = w.submission_id \
         where w.challenge_id = $1 and w.judged_at is not null and w.withdrawn_at is null \
         and s.withdrawn_at is null order by w.evaluator_id limit $2",
    )
    .bind(challenge)
    .bind(MOST)
    .fetch_all(&mut **tx)
    .await?)
}

async fn marks(tx: &mut Tx, challenge: &str) -> Result<Vec<DecidedMarkRow>, StoreError> {
    Ok(sqlx::query_as(
        "select w.evaluator_id, w.submission_id, m.criterion, m.given, m.moderated, m.comment, \
         m.moderated_comment from mark m join assignment w on w.id = m.assignment_id \
         join submission s on s.id = w.submission_id where w.challenge_id = $1 \
         and w.judged_at is not null and w.withdrawn_at is null and s.withdrawn_at is null \
         and m.given is not null order by w.id, m.criterion limit $2",
    )
    .bind(challenge)
    .bind(MOST)
    .fetch_all(&mut **tx)
    .await?)
}

async fn waiting(tx: &mut Tx, challenge: &str) -> Result<Vec<WaitingRubric>, StoreError> {
    Ok(sqlx::query_as(
        "select w.id as assignment_id, w.submission_id, a.name as evaluator from assignment w \
         join account a on a.id = w.evaluator_id join submission s on s.id = w.submission_id \
         where w.challenge_id = $1 and w.judged_at is null and w.withdrawn_at is null \
         and s.withdrawn_at is null and s.finalist_at is not null order by w.id limit $2",
    )
    .bind(challenge)
    .bind(MOST)
    .fetch_all(&mut **tx)
    .await?)
}

async fn rejudges(tx: &mut Tx, challenge: &str) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar(
        "select id from rejudge where challenge_id = $1 and split = 'final' \
         and state = 'running' order by id",
    )
    .bind(challenge)
    .fetch_all(&mut **tx)
    .await?)
}
