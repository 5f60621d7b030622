//! The work behind runs: inspect, run in chunks, finish. A job says that there is
//! work, the store says which run is next, and one step of it is done; so startups
//! take turns, and a worker that dies loses one chunk.
//!
//! Workers hold no key. The server alone finishes runs, signs receipts and writes
//! mails. No guest runs in this process.

mod build;
mod chunk;
mod fault;
mod finish;
mod inspect;
mod packs;
pub(crate) mod pilots;
mod plan;
mod retention;
mod room;
mod step;
mod tell;
mod upkeep;
mod workshop;

use std::{
    future::Future,
    path::{Path, PathBuf},
    pin::Pin,
    sync::Arc,
};

use pilotbox_store::Steps;
use tokio::{sync::watch, task::JoinHandle};

use self::{finish::Office, step::Crew, upkeep::Upkeep, workshop::Workshop};
use crate::{
    clock::Clock,
    config::Config,
    jobs::{JobsError, Queue, Topic},
    keys::{Keys, KeysError},
    open::{self, OpenError},
    state::AppState,
};

/// Jobs that are finished at once: reading, adding and signing.
const FINISHERS: usize = 2;

/// Why no work can be done.
#[derive(Debug, thiserror::Error)]
pub enum WorkError {
    /// What the installation keeps.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The key that signs.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// A folder of this machine.
    #[error("`{path}` cannot be used: {cause}; hint: see `server.data` and `cache.path`")]
    Folder {
        /// Which.
        path: String,
        /// Why.
        cause: std::io::Error,
    },
}

/// Starts the work of `pilotbox serve`: workers as many as are set, and what the
/// server alone does. `program` is `pilotbox`, which runs guests as a child. Ends
/// after `stop`, when running jobs have ended or the grace is over.
pub async fn start(
    state: &AppState,
    program: &Path,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<JoinHandle<()>, WorkError> {
    let workshop = Arc::new(Workshop::new(
        &state.config,
        program,
        state.store.clone(),
        state.blobs.clone(),
        state.queue.clone(),
        state.clock.clone(),
    )?);
    workshop.follow_clock().await.map_err(OpenError::from)?;
    let keys = Keys::open(&state.config, &state.store, state.clock.now()).await?;
    let serving = state
        .store
        .set_serving_build(&workshop.build, workshop.now());
    serving.await.map_err(OpenError::from)?;
    let office = Arc::new(Office {
        workshop: Arc::clone(&workshop),
        keys,
        state: state.clone(),
    });
    state.pilots().start(Arc::clone(&workshop));
    let workers = usize::try_from(state.config.jobs.workers).unwrap_or(usize::MAX);
    Ok(tokio::spawn(all(workshop, workers, Some(office), stop)))
}

/// The work of `pilotbox worker`, until `stop`. `program` is as for [`start`]. Boxed
/// for the reason that [`crate::run::run`] gives.
pub fn run_worker<'a>(
    config: &'a Config,
    program: PathBuf,
    stop: Pin<Box<dyn Future<Output = ()> + 'a>>,
) -> Pin<Box<dyn Future<Output = Result<(), WorkError>> + 'a>> {
    Box::pin(work_until(config, program, stop))
}

async fn work_until(
    config: &Config,
    program: PathBuf,
    stop: impl Future<Output = ()>,
) -> Result<(), WorkError> {
    let store = open::store(config).await?;
    let blobs = open::blobs(config)?;
    let queue = open::queue(config).await?;
    let workshop = Workshop::new(config, &program, store, blobs, queue, Clock::system())?;
    workshop.follow_clock().await.map_err(OpenError::from)?;
    // A worker that is set to do nothing would be of no use.
    let workers = usize::try_from(config.jobs.workers).unwrap_or(usize::MAX);
    all(Arc::new(workshop), workers.max(1), None, stop).await;
    Ok(())
}

/// Says that runs wait. What cannot be said now is noticed by the upkeep.
pub async fn announce(queue: &Queue, topic: Topic, runs: usize) {
    if let Err(cause) = queue.push_many(topic, runs).await {
        log_late(&cause);
    }
}

fn log_late(cause: &JobsError) {
    tracing::warn!(%cause, "a job could not be added; the run waits for the next look");
}

async fn all(
    workshop: Arc<Workshop>,
    workers: usize,
    office: Option<Arc<Office>>,
    stop: impl Future<Output = ()>,
) {
    let (tell, told) = watch::channel(false);
    let stopped = || {
        let mut told = told.clone();
        async move { drop(told.wait_for(|stop| *stop).await) }
    };
    let evaluating = Crew {
        steps: Steps::Evaluate,
        workshop: Arc::clone(&workshop),
        office: None,
    };
    let finishing = office.clone().map(|office| Crew {
        steps: Steps::Finish,
        workshop: Arc::clone(&workshop),
        office: Some(office),
    });
    let upkeep = Upkeep::new(Arc::clone(&workshop), office);
    let (tell_current, current) = watch::channel(false);
    tokio::join!(
        evaluating.work_while(&current, workers, stopped),
        async {
            if let Some(finishing) = finishing {
                finishing.work_while(&current, FINISHERS, stopped).await;
            }
        },
        build::follow(&workshop, &tell_current, stopped()),
        upkeep.run(stopped()),
        async {
            stop.await;
            tell.send_replace(true);
        }
    );
}
