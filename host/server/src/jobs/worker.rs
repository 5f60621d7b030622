//! Workers of one process. Each is an `apalis` worker that takes one job at a time.
//!
//! One worker with many jobs would be less to run, but `apalis` 1.0 then stops
//! driving its own database calls while it waits for the jobs at the end: a fetch
//! or a heartbeat that was begun would hold SQLite's only lock for as long, and more
//! finished jobs than its channel holds would wait for each other. A worker with one
//! job never fetches while it runs one, and is stopped only when it runs none.

use std::{
    any::Any, fs, future::Future, panic::AssertUnwindSafe, pin::pin, sync::Arc, time::Duration,
};

use apalis::prelude::{
    AbortError, Attempt, BackendExt, BoxDynError, TaskId, WorkerBuilder, WorkerBuilderExt,
    WorkerContext, WorkerError,
};
use apalis_postgres::PostgresStorage;
use apalis_sqlite::SqliteStorage;
use futures_util::{FutureExt, future::BoxFuture};
use tokio::{
    sync::watch,
    task::{JoinError, JoinSet},
    time::{sleep, timeout},
};
use tracing::{debug, error, warn};

use super::{BackEnd, JobError, JobInfo, Outcome, Queue, Step, Topic};

/// The pause before a worker is started again whose database failed.
const RESTART_PAUSE: Duration = Duration::from_secs(1);

/// How often a worker that shall stop is asked whether its job has ended.
const WIND_DOWN_PAUSE: Duration = Duration::from_millis(50);

/// What the database keeps of a failure. The cause is in the log, with the job's
/// id; a text from elsewhere would grow the database.
const FAILED: &str = "failed; the log says why";

pub(super) type Handler =
    Arc<dyn Fn(JobInfo) -> BoxFuture<'static, Result<Outcome, JobError>> + Send + Sync>;

/// All workers of one call of [`Queue::work`].
#[derive(Clone)]
pub(super) struct Workers {
    pub(super) queue: Queue,
    pub(super) topic: Topic,
    pub(super) name_prefix: Arc<str>,
    pub(super) handler: Handler,
}

impl Workers {
    pub(super) async fn run(self, concurrency: usize, stop: impl Future<Output = ()>) {
        let (tell, told) = watch::channel(false);
        let mut slots = JoinSet::new();
        for _ in 0..concurrency {
            slots.spawn(self.clone().keep_working(told.clone()));
        }
        stop.await;
        tell.send_replace(true);
        let all = async { while slots.join_next().await.is_some() {} };
        if timeout(self.queue.timing.grace, all).await.is_err() {
            warn!(
                topic = self.topic.name(),
                "jobs still run after the grace; other workers will take them up"
            );
        }
    }

    /// Runs one worker after the other: `apalis` ends a worker whose database fails
    /// once, and its job becomes an orphan.
    async fn keep_working(self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let name = unique_name(&self.name_prefix);
            let context = WorkerContext::new(&name);
            let worker = AssertUnwindSafe(self.start(&context)).catch_unwind();
            let pause = self.queue.timing.poll;
            match until_stopped(worker, &context, stop.clone(), pause).await {
                Ok(Ok(())) => {}
                Ok(Err(cause)) => warn!(worker = name, %cause, "a worker ended; another starts"),
                Err(panic) => {
                    let cause = panic_text(panic.as_ref());
                    error!(worker = name, cause, "a worker panicked; another starts");
                }
            }
            let stopped = stop.wait_for(|stop| *stop);
            // Either way the loop's condition says what follows.
            drop(timeout(RESTART_PAUSE, stopped).await);
        }
    }

    fn start(&self, context: &WorkerContext) -> BoxFuture<'static, Result<(), WorkerError>> {
        let timing = &self.queue.timing;
        let builder = WorkerBuilder::new(context);
        let workers = self.clone();
        let name: Arc<str> = context.name().into();
        let service = move |_: Step, id: TaskId, attempt: Attempt| {
            let (workers, name) = (workers.clone(), Arc::clone(&name));
            async move {
                workers
                    .attempt(id.to_string(), attempt.current(), &name)
                    .await
            }
        };
        match &self.queue.back_end {
            BackEnd::Sqlite(pool) => {
                let storage =
                    SqliteStorage::<Step>::new(pool).with_config(timing.sqlite(self.topic));
                builder
                    .backend(storage.poll_with_interval(timing.poll))
                    .concurrency(1)
                    .build(service)
                    .run()
                    .boxed()
            }
            // PostgreSQL could also tell of a new job. That takes a connection for
            // each worker, falls silent after its first error, and says nothing of a
            // job that was put off or orphaned, so looking would stay necessary.
            BackEnd::Postgres(pool) => {
                let storage =
                    PostgresStorage::<Step>::new(pool).with_config(timing.postgres(self.topic));
                builder
                    .backend(storage.poll_with_interval(timing.poll))
                    .concurrency(1)
                    .build(service)
                    .run()
                    .boxed()
            }
        }
    }

    /// One attempt at one job. What it returns decides what `apalis` writes: done,
    /// failed, or, for an [`AbortError`], never to be tried again.
    async fn attempt(
        &self,
        task_id: String,
        attempt: usize,
        worker: &str,
    ) -> Result<(), BoxDynError> {
        let timing = &self.queue.timing;
        let attempt = u32::try_from(attempt).unwrap_or(u32::MAX);
        if attempt > timing.max_attempts {
            // `apalis` gives an orphan back however often it was tried, so a job that
            // kills its workers would do so for ever.
            error!(task_id, attempt, "a job's attempts are used up");
            return Err(AbortError::new(FAILED).into());
        }
        let info = JobInfo {
            task_id: task_id.clone(),
            attempt,
            last: attempt == timing.max_attempts,
        };
        match self.run_apart(info).await {
            Ok(outcome) => {
                debug!(task_id, attempt, ?outcome, "a job ended");
                Ok(())
            }
            Err(JobError::GiveUp(cause)) => {
                error!(task_id, attempt, cause, "a job was given up");
                Err(AbortError::new(FAILED).into())
            }
            Err(JobError::Retry(cause)) => {
                warn!(task_id, attempt, cause, "a job failed");
                self.postpone(&task_id, attempt, worker).await;
                Err(FAILED.into())
            }
        }
    }

    /// Runs the handler as a task of its own, so that a panic ends this attempt
    /// alone and long computing does not delay the worker's heartbeat. The task ends
    /// with the set, when the worker is dropped.
    async fn run_apart(&self, info: JobInfo) -> Result<Outcome, JobError> {
        let mut task = JoinSet::new();
        task.spawn((self.handler)(info));
        match task.join_next().await {
            Some(Ok(ended)) => ended,
            Some(Err(cause)) => Err(JobError::Retry(join_text(cause))),
            None => Err(JobError::Retry("the job's task is gone".to_owned())),
        }
    }

    async fn postpone(&self, task_id: &str, attempt: u32, worker: &str) {
        let delay_s = self.queue.timing.backoff_s(attempt);
        if delay_s == 0 {
            return;
        }
        let delay_s = i64::try_from(delay_s).unwrap_or(i64::MAX);
        let run_at = self.queue.now().saturating_add(delay_s);
        let done = self.queue.back_end.postpone(task_id, worker, run_at).await;
        if let Err(cause) = done {
            warn!(task_id, %cause, "a job could not be put off; it is tried again at once");
        }
    }
}

/// Drives a worker; once told to stop, lets it end its job while it goes on to say
/// that it lives, and then ends it.
///
/// It is also driven when nothing has woken it: `apalis` 1.0 forgets a heartbeat that
/// falls due while it looks for a job, and with it whatever would wake the worker again.
async fn until_stopped<T>(
    worker: impl Future<Output = T>,
    context: &WorkerContext,
    mut stop: watch::Receiver<bool>,
    pause: Duration,
) -> T {
    let mut worker = pin!(worker);
    loop {
        tokio::select! {
            biased;
            ended = &mut worker => return ended,
            _ = stop.wait_for(|stop| *stop) => break,
            () = sleep(pause) => {}
        }
    }
    loop {
        // Both refuse in states in which there is nothing to do: not begun, or ended.
        // A paused worker beats and takes nothing; a stopped one does neither.
        drop(if context.task_count() == 0 {
            context.stop()
        } else {
            context.pause()
        });
        tokio::select! {
            biased;
            ended = &mut worker => return ended,
            () = sleep(WIND_DOWN_PAUSE) => {}
        }
    }
}

/// A name that no other worker has or had: `apalis` takes one of the same name for
/// the same worker.
fn unique_name(prefix: &str) -> String {
    let host = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let id = ulid::Ulid::generate();
    format!("{prefix}-{}-{}-{id}", host.trim(), std::process::id())
}

fn join_text(error: JoinError) -> String {
    match error.try_into_panic() {
        Ok(panic) => format!("panicked: {}", panic_text(panic.as_ref())),
        Err(error) => error.to_string(),
    }
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no text")
}

#[cfg(test)]
mod tests {
    use std::{future::poll_fn, task::Poll};

    use super::*;

    #[tokio::test]
    async fn a_worker_that_nothing_wakes_is_driven_on() {
        let (_tell, told) = watch::channel(false);
        let mut looks = 0;
        let sleeper = poll_fn(|_| {
            looks += 1;
            if looks < 3 {
                Poll::Pending
            } else {
                Poll::Ready("awake")
            }
        });
        let context = WorkerContext::new("sleeper");
        let ended = until_stopped(sleeper, &context, told, Duration::from_millis(1));
        assert_eq!(ended.await, "awake");
    }
}
