//! What a board is computed from: runs that ended and count, and the results of
//! their cases. Nothing of a board is kept.

use sqlx::FromRow;

use crate::{Store, StoreError};

/// Most runs that one board looks at, the oldest first. Quotas end long before.
const MAX_RUNS: i64 = 100_000;

/// A run that scored.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct BoardRun {
    /// Its id.
    pub run_id: String,
    /// Its submission.
    pub submission_id: String,
    /// The organisation's id.
    pub organisation_id: String,
    /// The organisation's name.
    pub organisation: String,
    /// The organisation's name until results are published.
    pub pseudonym: String,
    /// The run's seed.
    pub seed: i64,
    /// From 0 to 100.
    pub total: f64,
    /// When the submission came.
    pub submitted_at: i64,
}

/// The result of a case.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct BoardResult {
    /// The case.
    pub case_id: String,
    /// What came of it, as JSON.
    pub result: String,
}

impl Store {
    /// The runs of a version and split that a board shows, in the order in which
    /// their submissions came. Of `final` only those of finalists.
    pub async fn board_runs(
        &self,
        version: &str,
        split: &str,
    ) -> Result<Vec<BoardRun>, StoreError> {
        Ok(sqlx::query_as(
            "select r.id as run_id, s.id as submission_id, s.organisation_id, \
             o.name as organisation, e.pseudonym, r.seed, r.total, s.created_at as submitted_at \
             from run r join submission s on s.id = r.submission_id \
             join organisation o on o.id = s.organisation_id \
             join enrolment e on e.challenge_id = s.challenge_id \
             and e.organisation_id = s.organisation_id \
             where r.version_id = $1 and r.split = $2 and r.counts = 1 and r.state = 'scored' \
             and r.total is not null and s.withdrawn_at is null \
             and (r.split <> 'final' or s.finalist_at is not null) \
             order by s.created_at, s.id limit $3",
        )
        .bind(version)
        .bind(split)
        .bind(MAX_RUNS)
        .fetch_all(self.pool())
        .await?)
    }

    /// The results of a run's cases, in the harness's order.
    pub async fn board_results(&self, run: &str) -> Result<Vec<BoardResult>, StoreError> {
        Ok(sqlx::query_as(
            "select case_id, result from case_result where run_id = $1 order by position",
        )
        .bind(run)
        .fetch_all(self.pool())
        .await?)
    }
}
