//! What `apalis` leaves to others: to count what waits, to put off a job that
//! failed, and to forget what ended.
//!
//! These few statements are about the tables of `apalis`, which no other code
//! names, so they lie here and not in the store.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{BackEnd, JobsError, Topic};

/// A worker's name, its queue, and when it was last seen.
type Seen = (String, String, i64);

impl BackEnd {
    pub(super) async fn pending(&self, topic: Topic) -> Result<u64, JobsError> {
        let count: i64 = match self {
            Self::Sqlite(pool) => {
                sqlx::query_scalar(
                    "select count(*) from Jobs where job_type = ?1 \
                     and (status in ('Pending', 'Queued', 'Running') \
                     or (status = 'Failed' and attempts < max_attempts))",
                )
                .bind(topic.name())
                .fetch_one(pool)
                .await?
            }
            Self::Postgres(pool) => {
                sqlx::query_scalar(
                    "select count(*) from apalis.jobs where job_type = $1 \
                     and (status in ('Pending', 'Queued', 'Running') \
                     or (status = 'Failed' and attempts < max_attempts))",
                )
                .bind(topic.name())
                .fetch_one(pool)
                .await?
            }
        };
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// Workers, those that were seen last first: name, queue, and when, in seconds
    /// since 1970.
    pub(super) async fn workers(&self, most: i64) -> Result<Vec<Seen>, JobsError> {
        let seen = match self {
            Self::Sqlite(pool) => {
                sqlx::query_as(
                    "select id, worker_type, last_seen from Workers \
                     order by last_seen desc, id limit ?1",
                )
                .bind(most)
                .fetch_all(pool)
                .await?
            }
            Self::Postgres(pool) => {
                sqlx::query_as(
                    "select id, worker_type, extract(epoch from last_seen)::bigint \
                     from apalis.workers order by last_seen desc, id limit $1",
                )
                .bind(most)
                .fetch_all(pool)
                .await?
            }
        };
        Ok(seen)
    }

    /// Puts off the job that a worker holds until `run_at`, in seconds since 1970, for
    /// the time after it has failed: `apalis` would take it again at once.
    pub(super) async fn postpone(
        &self,
        task_id: &str,
        worker: &str,
        run_at: i64,
    ) -> Result<(), JobsError> {
        match self {
            Self::Sqlite(pool) => {
                sqlx::query("update Jobs set run_at = ?1 where id = ?2 and lock_by = ?3")
                    .bind(run_at)
                    .bind(task_id)
                    .bind(worker)
                    .execute(pool)
                    .await?;
            }
            Self::Postgres(pool) => {
                sqlx::query(
                    "update apalis.jobs set run_at = to_timestamp($1) \
                     where id = $2 and lock_by = $3",
                )
                .bind(run_at)
                .bind(task_id)
                .bind(worker)
                .execute(pool)
                .await?;
            }
        }
        Ok(())
    }

    /// Tells how many jobs were forgotten. Workers go after the jobs that name them.
    /// PostgreSQL keeps parts of a second and SQLite does not, hence the second more.
    pub(super) async fn sweep(&self, jobs: Duration, workers: Duration) -> Result<u64, JobsError> {
        let (jobs, workers) = (unix_before(jobs), unix_before(workers));
        match self {
            Self::Sqlite(pool) => {
                let swept = sqlx::query(
                    "delete from Jobs where done_at <= ?1 and (status in ('Done', 'Killed') \
                     or (status = 'Failed' and attempts >= max_attempts))",
                )
                .bind(jobs)
                .execute(pool)
                .await?;
                sqlx::query(
                    "delete from Workers where last_seen <= ?1 \
                     and not exists (select 1 from Jobs where lock_by = Workers.id)",
                )
                .bind(workers)
                .execute(pool)
                .await?;
                Ok(swept.rows_affected())
            }
            Self::Postgres(pool) => {
                let swept = sqlx::query(
                    "delete from apalis.jobs where done_at < to_timestamp($1 + 1) \
                     and (status in ('Done', 'Killed') \
                     or (status = 'Failed' and attempts >= max_attempts))",
                )
                .bind(jobs)
                .execute(pool)
                .await?;
                sqlx::query(
                    "delete from apalis.workers w where last_seen < to_timestamp($1 + 1) \
                     and not exists (select 1 from apalis.jobs j where j.lock_by = w.id)",
                )
                .bind(workers)
                .execute(pool)
                .await?;
                Ok(swept.rows_affected())
            }
        }
    }
}

/// Seconds since 1970, as the queue counts them.
pub(super) fn unix_now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    })
}

fn unix_before(duration: Duration) -> i64 {
    unix_now().saturating_sub(i64::try_from(duration.as_secs()).unwrap_or(i64::MAX))
}
