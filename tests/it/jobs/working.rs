//! Workers of a test, and what their handlers were given.

use std::{
    collections::BTreeSet,
    future::Future,
    sync::{Arc, Mutex},
};

use pilotbox_server::jobs::{JobError, JobInfo, Outcome, Queue};
use tokio::{sync::oneshot, task::JoinHandle};

use super::TOPIC;

/// Workers in the background.
pub(super) struct Working {
    task: JoinHandle<()>,
    stop: oneshot::Sender<()>,
}

impl Working {
    pub(super) fn start<F>(
        queue: &Queue,
        concurrency: usize,
        handler: impl Fn(JobInfo) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<Outcome, JobError>> + Send + 'static,
    {
        let queue = queue.clone();
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(async move {
            let stopped = async { drop(stopped.await) };
            queue
                .work(TOPIC, concurrency, "test", handler, stopped)
                .await;
        });
        Self { task, stop }
    }

    pub(super) async fn stop(self) {
        drop(self.stop);
        self.task.await.expect("the workers end");
    }

    /// Ends them as a killed process ends: nothing is said to the database.
    pub(super) async fn kill(self) {
        self.task.abort();
        drop(self.task.await);
    }
}

/// The jobs that handlers were given, in order.
#[derive(Clone, Default)]
pub(super) struct Seen(Arc<Mutex<Vec<JobInfo>>>);

impl Seen {
    pub(super) fn add(&self, job: JobInfo) {
        self.0.lock().expect("no holder panics").push(job);
    }

    pub(super) fn all(&self) -> Vec<JobInfo> {
        self.0.lock().expect("no holder panics").clone()
    }

    pub(super) fn attempts(&self) -> Vec<(u32, bool)> {
        let all = self.all();
        all.iter().map(|job| (job.attempt, job.last)).collect()
    }

    pub(super) fn ids(&self) -> BTreeSet<String> {
        self.all().into_iter().map(|job| job.task_id).collect()
    }
}
