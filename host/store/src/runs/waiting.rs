//! What waits, in numbers and in the order that people are told.

use crate::{Store, StoreError};

/// A run that waits for its turn.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct WaitingRun {
    /// Its id.
    pub id: String,
    /// Its organisation.
    pub organisation_id: String,
    /// When a run of that organisation was last taken.
    pub served_at: i64,
}

/// How long the queue is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueCounts {
    /// Runs that wait.
    pub waiting: i64,
    /// Runs under way.
    pub running: i64,
}

impl Store {
    /// Runs that wait, oldest first, at most `limit`.
    pub async fn waiting_runs(&self, limit: i64) -> Result<Vec<WaitingRun>, StoreError> {
        let rows = sqlx::query_as(
            "select r.id, r.organisation_id, o.served_at from run r \
             join organisation o on o.id = r.organisation_id \
             where r.step in ('inspect', 'run') and r.state <> 'running' \
             order by r.created_at, r.id limit $1",
        )
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        Ok(rows)
    }

    /// How many runs wait, and how many are under way.
    pub async fn queue_counts(&self) -> Result<QueueCounts, StoreError> {
        let (waiting, running) = sqlx::query_as(
            "select cast(coalesce(sum(case when state = 'running' then 0 else 1 end), 0) as bigint), \
             cast(coalesce(sum(case when state = 'running' then 1 else 0 end), 0) as bigint) \
             from run where step in ('inspect', 'run', 'finish')",
        )
        .fetch_one(self.pool())
        .await?;
        Ok(QueueCounts { waiting, running })
    }

    /// Milliseconds from start to end of the runs that ended last, at most `limit`.
    pub async fn recent_durations(&self, limit: i64) -> Result<Vec<i64>, StoreError> {
        let durations = sqlx::query_scalar(
            "select finished_at - started_at from run \
             where finished_at is not null and started_at is not null \
             order by finished_at desc limit $1",
        )
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        Ok(durations)
    }

    /// How many runs are in each state.
    pub async fn runs_by_state(&self) -> Result<Vec<(String, i64)>, StoreError> {
        let rows = sqlx::query_as("select state, count(*) from run group by state")
            .fetch_all(self.pool())
            .await?;
        Ok(rows)
    }
}
