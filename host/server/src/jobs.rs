//! The queue of jobs, which `apalis` keeps in the installation's own database, so
//! that any number of processes and machines share it.
//!
//! A job carries nothing but its topic: it says that there is work, and whoever
//! takes it asks the store which run comes next. So a job that is lost, late or
//! done twice costs time and never a result.

mod back_end;
mod timing;
mod upkeep;
mod worker;

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use apalis::prelude::{Task, TaskBuilder, TaskSink};
use apalis_postgres::PostgresStorage;
use apalis_sqlite::SqliteStorage;
use futures_util::{FutureExt, stream};
use serde::{Deserialize, Serialize};

use self::{back_end::BackEnd, upkeep::unix_now, worker::Workers};

pub use self::timing::QueueTiming;

/// Jobs that one transaction adds: so that a long list holds the database's lock
/// for milliseconds.
const PUSHED_AT_ONCE: usize = 500;

/// Which work a job announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// A run waits to be evaluated. Any worker does this.
    Evaluate,
    /// A run waits for its receipt. Only the server does this: it alone holds the
    /// key.
    Finish,
}

impl Topic {
    /// The name under which the database knows it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Evaluate => "pilotbox-evaluate",
            Self::Finish => "pilotbox-finish",
        }
    }
}

/// What a handler is told about the job that it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobInfo {
    /// The job's own id, the same in every attempt.
    pub task_id: String,
    /// Which attempt this is, from 1. Attempts whose worker died count.
    pub attempt: u32,
    /// Whether no other attempt follows if this one fails.
    pub last: bool,
}

/// How a job ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Work was there and is done.
    Done,
    /// Somebody else had done the work already.
    Nothing,
}

/// Why a job failed. The text is logged and kept nowhere else.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// It is tried again after a pause, until the attempts are used up.
    #[error("{0}")]
    Retry(String),
    /// Trying again would not help.
    #[error("{0}")]
    GiveUp(String),
}

/// Why the queue cannot be opened or used.
#[derive(Debug, thiserror::Error)]
pub enum JobsError {
    /// No database of this kind is known. The address is not shown: it may hold a
    /// password.
    #[error(
        "the database's address begins with neither `sqlite:` nor `postgres:`; hint: give a file as `sqlite:data/pilotbox.db`"
    )]
    UnknownScheme,
    /// The timing would take jobs from workers that live.
    #[error("the queue's `{field}` {problem}")]
    Timing {
        /// Which setting.
        field: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The database failed.
    #[error("the job queue's database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The queue's tables could not be made.
    #[error("the job queue's tables cannot be made: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A job could not be added.
    #[error("a job cannot be added to the queue: {0}")]
    Push(String),
}

/// A worker of any process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenWorker {
    /// Its name.
    pub name: String,
    /// The topic that it works on, by its name.
    pub queue: String,
    /// When it last said that it lives, in seconds since 1970 by the database's clock.
    pub seen_at_s: i64,
    /// Whether that is recent enough.
    pub is_alive: bool,
}

/// What a job holds: nothing.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Step {}

/// A handle on the queue; clones share its connections.
#[derive(Clone, Debug)]
pub struct Queue {
    back_end: BackEnd,
    timing: QueueTiming,
    /// How far the database's clock, which says when a job may begin, is ahead of
    /// this machine's, in seconds.
    ahead_s: Arc<AtomicI64>,
}

impl Queue {
    /// Opens the queue in a database and makes its tables where they are missing.
    /// Any number of processes may do so at the same moment.
    pub async fn open(database_url: &str, timing: QueueTiming) -> Result<Self, JobsError> {
        timing.check()?;
        let back_end = BackEnd::open(database_url).await?;
        Ok(Self {
            back_end,
            timing,
            ahead_s: Arc::default(),
        })
    }

    /// Adds one job.
    pub async fn push(&self, topic: Topic) -> Result<(), JobsError> {
        self.add(topic, 1, Duration::ZERO).await
    }

    /// Adds as many jobs.
    pub async fn push_many(&self, topic: Topic, count: usize) -> Result<(), JobsError> {
        self.add(topic, count, Duration::ZERO).await
    }

    /// Adds one job that nobody takes before the delay is over, by the whole second.
    pub async fn push_later(&self, topic: Topic, delay: Duration) -> Result<(), JobsError> {
        self.add(topic, 1, delay).await
    }

    /// Jobs that are not done: waiting, being done, or failed with attempts left.
    pub async fn pending(&self, topic: Topic) -> Result<u64, JobsError> {
        self.back_end.pending(topic).await
    }

    /// Workers that were seen lately, those that were seen last first. `now_s` is seconds
    /// since 1970 by the database's clock, by which workers say that they live.
    pub async fn workers(&self, most: i64, now_s: i64) -> Result<Vec<SeenWorker>, JobsError> {
        let silence = i64::try_from(self.timing.orphan_after.as_secs()).unwrap_or(i64::MAX);
        let alive_since = now_s.saturating_sub(silence);
        let seen = self.back_end.workers(most).await?;
        let told = seen.into_iter().map(|(name, queue, seen_at_s)| SeenWorker {
            name,
            queue,
            seen_at_s,
            is_alive: seen_at_s >= alive_since,
        });
        Ok(told.collect())
    }

    /// How long whoever does a job may be silent until it is given to others.
    pub fn orphan_after(&self) -> Duration {
        self.timing.orphan_after
    }

    /// The pause after an attempt that failed.
    pub fn backoff(&self, attempt: u32) -> Duration {
        Duration::from_secs(self.timing.backoff_s(attempt))
    }

    /// Forgets jobs that ended, and workers that were last seen, before so long.
    /// Tells how many jobs there were.
    pub async fn sweep(&self, older_than: Duration) -> Result<u64, JobsError> {
        // A worker that may still hold a job must stay known, or nobody would find
        // that job again.
        let workers = older_than.max(self.timing.orphan_after.saturating_mul(10));
        self.back_end.sweep(older_than, workers).await
    }

    /// Says how far the database's clock is ahead of this machine's, for this queue
    /// and its clones: without it jobs of a machine whose clock is ahead would wait.
    pub fn set_ahead(&self, ahead_ms: i64) {
        self.ahead_s.store(ahead_ms / 1_000, Ordering::Relaxed);
    }

    /// Takes jobs of a topic, at most `concurrency` at once, until `stop` is ready;
    /// then takes no more and waits for the running ones, at most the timing's
    /// grace. What is still running then is dropped, and another worker takes it up
    /// as an orphan. Dropping the future drops the running jobs in the same way.
    pub async fn work<H, F>(
        &self,
        topic: Topic,
        concurrency: usize,
        name_prefix: &str,
        handler: H,
        stop: impl Future<Output = ()>,
    ) where
        H: Fn(JobInfo) -> F + Send + Sync + 'static,
        F: Future<Output = Result<Outcome, JobError>> + Send + 'static,
    {
        let workers = Workers {
            queue: self.clone(),
            topic,
            name_prefix: name_prefix.into(),
            handler: Arc::new(move |info| handler(info).boxed()),
        };
        workers.run(concurrency, stop).await;
    }

    /// Seconds since 1970 by the database's clock.
    fn now(&self) -> i64 {
        unix_now().saturating_add(self.ahead_s.load(Ordering::Relaxed))
    }

    async fn add(&self, topic: Topic, count: usize, delay: Duration) -> Result<(), JobsError> {
        let delay_s = i64::try_from(timing::seconds_up(delay)).unwrap_or(i64::MAX);
        let run_at = u64::try_from(self.now().saturating_add(delay_s)).unwrap_or(0);
        let task = || {
            TaskBuilder::new(Step::default())
                .max_attempts(self.timing.attempts())
                .run_at_timestamp(run_at)
                .build()
        };
        let mut left = count;
        while left > 0 {
            let now = left.min(PUSHED_AT_ONCE);
            self.add_all((0..now).map(|_| task()).collect(), topic)
                .await?;
            left -= now;
        }
        Ok(())
    }

    async fn add_all(&self, tasks: Vec<Task<Step>>, topic: Topic) -> Result<(), JobsError> {
        let tasks = stream::iter(tasks);
        match &self.back_end {
            BackEnd::Sqlite(pool) => SqliteStorage::<Step>::new(pool)
                .with_config(self.timing.sqlite(topic))
                .push_all(tasks)
                .await
                .map_err(|error| JobsError::Push(error.to_string())),
            BackEnd::Postgres(pool) => PostgresStorage::<Step>::new(pool)
                .with_config(self.timing.postgres(topic))
                .push_all(tasks)
                .await
                .map_err(|error| JobsError::Push(error.to_string())),
        }
    }
}
