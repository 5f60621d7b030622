//! One job: takes the next run, does one step of it, and says that the next step
//! waits.

use std::{future::Future, sync::Arc, time::Duration};

use pilotbox_store::{
    Ended, Restart, Steps, StoreError, Taken,
    chain::{NewLink, SYSTEM},
};
use serde_json::json;
use tokio::{
    sync::watch,
    time::{MissedTickBehavior, interval},
};
use tracing::{error, info, warn};

use super::{
    announce, build, chunk,
    fault::{Fault, Whose},
    finish::{Office, recorded},
    inspect,
    workshop::Workshop,
};
use crate::jobs::{JobError, JobInfo, Outcome, Topic};

/// How often a run is taken without getting on. Stops one that kills its worker
/// each time; far above what restarts of a machine come to.
const MAX_TAKES: i64 = 100;

/// What waits after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Another step that any worker can do.
    Evaluate,
    /// The server's step.
    Finish,
    /// Nothing: the run has ended.
    Nothing,
}

/// Those who do the same steps.
#[derive(Clone)]
pub(super) struct Crew {
    pub(super) steps: Steps,
    pub(super) workshop: Arc<Workshop>,
    /// There for those who finish.
    pub(super) office: Option<Arc<Office>>,
}

impl Crew {
    /// Works until `stopped`, whenever this is the program that serves.
    pub(super) async fn work_while<F: Future<Output = ()>>(
        self,
        current: &watch::Receiver<bool>,
        concurrency: usize,
        stopped: impl Fn() -> F,
    ) {
        loop {
            let (mut begins, mut ends) = (current.clone(), current.clone());
            tokio::select! {
                biased;
                () = stopped() => return,
                _ = begins.wait_for(|is| *is) => {}
            }
            let stop = async {
                tokio::select! {
                    () = stopped() => {}
                    _ = ends.wait_for(|is| !is) => {}
                }
            };
            self.clone().work(concurrency, stop).await;
        }
    }

    /// Works until `stop`.
    async fn work(self, concurrency: usize, stop: impl Future<Output = ()>) {
        let (topic, prefix) = match self.steps {
            Steps::Evaluate => (Topic::Evaluate, "evaluate"),
            Steps::Finish => (Topic::Finish, "finish"),
        };
        let queue = self.workshop.queue.clone();
        let handler = move |job| {
            let crew = self.clone();
            async move { crew.job(job).await }
        };
        queue.work(topic, concurrency, prefix, handler, stop).await;
    }

    async fn job(&self, job: JobInfo) -> Result<Outcome, JobError> {
        let shop = &self.workshop;
        if self.steps == Steps::Evaluate {
            shop.room.demand().map_err(|full| retry(&full))?;
        }
        // Another version may have begun to serve a moment ago.
        if !build::is_current(shop)
            .await
            .map_err(|error| retry(&error))?
        {
            return Err(retry(&"another version serves"));
        }
        let now = shop.lease_now();
        let taken = shop.store.take_next(self.steps, &job.task_id, now);
        let taken = taken.await.map_err(|error| retry(&error))?;
        let Some(taken) = taken else {
            return Ok(Outcome::Nothing);
        };
        let next = match with_beats(shop, &taken, self.step(&taken)).await {
            Ok(next) => next,
            Err(fault) => self.fault(&job, &taken, fault).await?,
        };
        info!(run = taken.id, step = taken.step, ?next, "a step ended");
        match next {
            Next::Evaluate => announce(&shop.queue, Topic::Evaluate, 1).await,
            Next::Finish => announce(&shop.queue, Topic::Finish, 1).await,
            Next::Nothing => {
                if let Some(office) = &self.office {
                    office.tell_verdicts().await;
                }
            }
        }
        Ok(Outcome::Done)
    }

    async fn step(&self, taken: &Taken) -> Result<Next, Fault> {
        let shop = &self.workshop;
        if taken.takes > MAX_TAKES {
            let cause = format!("the run was taken {} times in vain", taken.takes - 1);
            error!(run = taken.id, cause, "a run is given up");
            return self.give_up(taken, Whose::Host).await;
        }
        if taken.step != "inspect" && taken.engine.as_deref() != Some(&shop.build.engine) {
            let begun_by = taken.engine.as_deref();
            info!(
                run = taken.id,
                begun_by, "a run of another engine is begun anew"
            );
            let claim = taken.claim();
            shop.store.restart(&claim, Restart::Engine).await?;
            return Ok(Next::Evaluate);
        }
        match (taken.step.as_str(), &self.office) {
            ("inspect", _) => inspect::inspect(shop, taken).await,
            ("run", _) => chunk::run(shop, taken).await,
            (_, Some(office)) => office.finish(taken).await,
            (step, None) => Err(Fault::Host(format!("a worker cannot do the step `{step}`"))),
        }
    }

    /// Decides what becomes of a run whose step did not get on.
    async fn fault(&self, job: &JobInfo, taken: &Taken, fault: Fault) -> Result<Next, JobError> {
        let id = &taken.id;
        let shop = &self.workshop;
        let fault = shop.room.excuse(fault);
        let ended = match &fault {
            Fault::Lost => {
                info!(run = id, "a run was taken back or by somebody else");
                return Ok(Next::Nothing);
            }
            Fault::Challenge(cause) if taken.restarts == 0 => {
                warn!(run = id, cause, "a challenge failed; the run is begun anew");
                shop.forget_pack(taken);
                let restarted = shop.store.restart(&taken.claim(), Restart::Fault).await;
                restarted.map(|()| Next::Evaluate).map_err(Fault::from)
            }
            Fault::Challenge(cause) => {
                error!(
                    run = id,
                    challenge = taken.challenge_id,
                    cause,
                    "a challenge failed"
                );
                shop.forget_pack(taken);
                self.give_up(taken, Whose::Challenge).await
            }
            Fault::Spoiled(cause) => {
                error!(run = id, cause, "a stored file is damaged or missing");
                self.give_up(taken, Whose::Storage).await
            }
            Fault::Host(cause) if taken.attempts + 1 >= shop.max_attempts => {
                error!(run = id, cause, "the host failed at a run too often");
                self.give_up(taken, Whose::Host).await
            }
            Fault::Host(_) | Fault::Outage(_) => {
                return Err(self.put_off(job, taken, &fault).await);
            }
        };
        match ended {
            Ok(next) => Ok(next),
            Err(Fault::Lost) => Ok(Next::Nothing),
            Err(other) => Err(retry(&other)),
        }
    }

    /// Ends a run without a verdict on its plugin, free of charge.
    async fn give_up(&self, taken: &Taken, whose: Whose) -> Result<Next, Fault> {
        let at = self.workshop.now();
        let ended = Ended {
            state: "challenge-failed".to_owned(),
            reason: Some(whose.reason().to_owned()),
            is_free: true,
            at,
            ..Ended::default()
        };
        let link = NewLink {
            at: recorded(at, &taken.split),
            kind: "run-failed",
            actor: SYSTEM.to_owned(),
            subject: taken.id.clone(),
            body: json!({
                "challenge": taken.challenge_id,
                "split": taken.split,
                "whose": whose.as_str(),
            }),
        };
        let store = &self.workshop.store;
        store.end_run(&taken.claim(), &ended, Some(&link)).await?;
        Ok(Next::Nothing)
    }

    /// Lets the queue try the job again after its pause. The job keeps the run, so
    /// that nobody takes it before.
    async fn put_off(&self, job: &JobInfo, taken: &Taken, fault: &Fault) -> JobError {
        let shop = &self.workshop;
        let claim = taken.claim();
        let noted = if job.last {
            shop.store.release(&claim).await
        } else {
            let pause = shop.queue.backoff(job.attempt);
            let until = shop.lease_now().saturating_add(millis(pause));
            let counts = matches!(fault, Fault::Host(_));
            shop.store.put_off(&claim, until, counts).await
        };
        if let Err(cause) = noted {
            warn!(run = taken.id, %cause, "a failure could not be noted");
        }
        retry(fault)
    }
}

/// Does something while it says again and again that the run is in good hands.
async fn with_beats<T>(shop: &Workshop, taken: &Taken, step: impl Future<Output = T>) -> T {
    let claim = taken.claim();
    let beats = async {
        let mut ticks = interval(shop.heartbeat);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            match shop.store.beat(&claim, shop.lease_now()).await {
                Ok(()) => {}
                // What the step writes will be refused; it ends by itself.
                Err(StoreError::Changed) => std::future::pending().await,
                Err(cause) => warn!(run = claim.run_id, %cause, "a heartbeat failed"),
            }
        }
    };
    tokio::select! {
        biased;
        ended = step => ended,
        () = beats => unreachable!("heartbeats do not end"),
    }
}

pub(super) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

fn retry(cause: &dyn std::fmt::Display) -> JobError {
    JobError::Retry(cause.to_string())
}
