//! What every step needs: the stores, an evaluator, packs that are laid out.

use std::{io, path::Path, sync::Arc, thread, time::Duration};

use bytes::Bytes;
use pilotbox_evaluate::{CompileLimits, Evaluator, RunOptions, Worker};
use pilotbox_model::{Case, Digest, Split};
use pilotbox_store::{Blobs, Build, DatabaseClock, Store, StoreError, Taken, to_millis};
use tokio::{sync::Mutex, task::spawn_blocking};

use super::{
    WorkError, build,
    fault::Fault,
    packs::{LaidOut, PackKey, Packs},
    room::Room,
};
use crate::{clock::Clock, config::Config, jobs::Queue};

/// How far two clocks may differ before it is said.
const CLOCK_TOLERANCE_MS: u64 = 2_000;

/// What a worker works with.
pub(super) struct Workshop {
    pub(super) store: Store,
    pub(super) blobs: Blobs,
    pub(super) queue: Queue,
    pub(super) clock: Clock,
    /// This program.
    pub(super) build: Build,
    pub(super) evaluator: Evaluator,
    /// What leases are measured by.
    leases: DatabaseClock,
    packs: Packs,
    pub(super) room: Room,
    /// Held while a pack is laid out, so that two do not lay out the same.
    laying_out: Mutex<()>,
    /// Runner processes of one run.
    runners: usize,
    /// What a chunk of cases should take.
    pub(super) chunk: Duration,
    pub(super) heartbeat: Duration,
    pub(super) orphan_after: Duration,
    /// Failures of one step that are borne.
    pub(super) max_attempts: i64,
}

impl Workshop {
    pub(super) fn new(
        config: &Config,
        program: &Path,
        store: Store,
        blobs: Blobs,
        queue: Queue,
        clock: Clock,
    ) -> Result<Self, WorkError> {
        let folder = config.server.data.join("packs");
        let packs = absolute(&folder)
            .and_then(|folder| Packs::new(&folder, config.limits.ceiling.limits()))
            .map_err(|cause| folder_error(&folder, cause))?;
        let cache = config.cache_folder();
        let cache = absolute(&cache).map_err(|cause| folder_error(&cache, cause))?;
        let evaluator = Evaluator::new(Worker::new(program), cache, CompileLimits::DEFAULT)
            .with_cache_budget(config.cache.budget_bytes);
        let jobs = &config.jobs;
        Ok(Self {
            store,
            blobs,
            queue,
            clock,
            build: build::own(),
            evaluator,
            leases: DatabaseClock::default(),
            packs,
            room: Room::new(config),
            laying_out: Mutex::default(),
            runners: runners(jobs.runners),
            chunk: Duration::from_secs(jobs.chunk_seconds.get()),
            heartbeat: Duration::from_secs(jobs.heartbeat_seconds.get()),
            orphan_after: Duration::from_secs(jobs.orphan_seconds.get()),
            max_attempts: i64::from(jobs.max_attempts.get()),
        })
    }

    /// Milliseconds since 1970.
    pub(super) fn now(&self) -> i64 {
        to_millis(self.clock.now())
    }

    /// Milliseconds since 1970 by the database's clock: for heartbeats and leases.
    pub(super) fn lease_now(&self) -> i64 {
        self.leases.at(self.now())
    }

    /// Asks the database what time it is. A clock that differs does no harm here; it
    /// does to dates and receipts, so whoever runs the machine is told.
    pub(super) async fn follow_clock(&self) -> Result<(), StoreError> {
        let before_ms = self.leases.at(0);
        let ahead_ms = self.leases.follow(&self.store, || self.now()).await?;
        self.queue.set_ahead(ahead_ms);
        let is_wrong = ahead_ms.unsigned_abs() > CLOCK_TOLERANCE_MS;
        if is_wrong && ahead_ms.abs_diff(before_ms) > CLOCK_TOLERANCE_MS {
            tracing::warn!(
                ahead_ms,
                "the database's clock and this machine's differ; hint: set both by NTP"
            );
        }
        Ok(())
    }

    /// A run's challenge, laid out on this machine.
    pub(super) async fn pack(self: &Arc<Self>, taken: &Taken) -> Result<Arc<LaidOut>, Fault> {
        self.lay_out(pack_key(taken)?).await
    }

    /// A challenge, laid out on this machine.
    pub(super) async fn lay_out(self: &Arc<Self>, key: PackKey) -> Result<Arc<LaidOut>, Fault> {
        if let Some(pack) = self.packs.get(key) {
            return Ok(pack);
        }
        let _alone = self.laying_out.lock().await;
        if let Some(pack) = self.packs.get(key) {
            return Ok(pack);
        }
        let pack = self.blobs.get(key.pack).await?;
        let final_data = match key.final_data {
            Some(digest) => Some(self.blobs.get(digest).await?.to_vec()),
            None => None,
        };
        let workshop = Arc::clone(self);
        blocking(move || Ok(workshop.packs.lay_out(key, pack.to_vec(), final_data)?)).await
    }

    /// Lays the run's challenge out anew the next time.
    pub(super) fn forget_pack(&self, taken: &Taken) {
        if let Ok(key) = pack_key(taken) {
            self.packs.forget(key);
        }
    }

    /// The component that the run is about.
    pub(super) async fn plugin(&self, taken: &Taken) -> Result<Bytes, Fault> {
        Ok(self.blobs.get(digest(&taken.plugin_digest)?).await?)
    }

    /// The cases of the run's split, which are known once it was inspected.
    pub(super) async fn cases(&self, taken: &Taken) -> Result<Vec<Case>, Fault> {
        let text = self
            .store
            .split_cases(&taken.version_id, &taken.split)
            .await?;
        parsed(&text)
    }

    pub(super) fn options(&self, taken: &Taken) -> Result<RunOptions, Fault> {
        let split: Split = taken.split.parse().map_err(Fault::host)?;
        Ok(RunOptions {
            split,
            seed: taken.seed.cast_unsigned(),
            jobs: self.runners,
        })
    }
}

/// Runs what computes or waits for other processes where that holds up nobody.
pub(super) async fn blocking<T: Send + 'static>(
    task: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    spawn_blocking(task).await.map_err(Fault::host)?
}

pub(super) fn digest(text: &str) -> Result<Digest, Fault> {
    text.parse().map_err(Fault::host)
}

/// What the database holds as JSON.
pub(super) fn parsed<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(Fault::host)
}

/// What the database is to hold as JSON.
pub(super) fn json(value: &impl serde::Serialize) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(Fault::host)
}

fn pack_key(taken: &Taken) -> Result<PackKey, Fault> {
    let is_final = taken.split == Split::Final.as_str();
    let attached = taken.final_digest.as_deref().filter(|_| is_final);
    Ok(PackKey {
        pack: digest(&taken.pack_digest)?,
        final_data: attached.map(digest).transpose()?,
    })
}

fn runners(set: u32) -> usize {
    match usize::try_from(set) {
        Ok(0) | Err(_) => thread::available_parallelism().map_or(1, usize::from),
        Ok(set) => set,
    }
}

fn absolute(path: &Path) -> io::Result<std::path::PathBuf> {
    std::path::absolute(path)
}

fn folder_error(path: &Path, cause: io::Error) -> WorkError {
    WorkError::Folder {
        path: path.display().to_string(),
        cause,
    }
}
