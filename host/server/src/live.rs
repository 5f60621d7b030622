//! What one process remembers while it runs: how the queue and the site's switches stood
//! a moment ago, what rubrics say and what was decided, which uploads are being written, and whether it shall stop. Nothing of it is
//! needed after a restart.

mod decisions;
mod queue;
mod rubric;
mod site;
mod storage;

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::watch;

pub use decisions::Texts;
pub use queue::QueueSnapshot;
pub use storage::Counted;

use self::{
    decisions::DecisionMemory, queue::QueueMemory, rubric::RubricMemory, site::SiteMemory,
    storage::StorageMemory,
};

/// The memory. Clones share it.
#[derive(Clone, Default)]
pub struct Live(Arc<Inner>);

#[derive(Default)]
struct Inner {
    decisions: DecisionMemory,
    queue: QueueMemory,
    rubrics: RubricMemory,
    site: SiteMemory,
    storage: StorageMemory,
    writing: Mutex<HashSet<String>>,
    stop: watch::Sender<bool>,
}

/// A decision, or why there is none.
pub type Decided = Result<
    Arc<pilotbox_challenge::statistics::decision::Published>,
    pilotbox_challenge::statistics::decision::DecisionError,
>;

/// The right to write to an upload; dropped when the part is written.
pub struct Writing {
    live: Live,
    upload: String,
}

impl Live {
    /// How the queue stands, at most a second old.
    pub async fn queue(
        &self,
        store: &pilotbox_store::Store,
    ) -> Result<Arc<QueueSnapshot>, pilotbox_store::StoreError> {
        self.0.queue.snapshot(store).await
    }

    /// What is switched on for the whole site, at most a second old.
    pub async fn site(
        &self,
        store: &pilotbox_store::Store,
    ) -> Result<Arc<pilotbox_model::api::admin::SiteView>, pilotbox_store::StoreError> {
        self.0.site.read(store).await
    }

    /// To be called once the switches were set: what is remembered of them is old.
    pub async fn forget_site(&self) {
        self.0.site.forget().await;
    }

    /// What is kept, by kind, at most a minute old.
    pub async fn storage(
        &self,
        state: &crate::state::AppState,
    ) -> Result<Arc<Counted>, crate::problem::Problem> {
        self.0.storage.read(state).await
    }

    /// The rubric in a pack for startups, read once.
    pub async fn rubric(
        &self,
        state: &crate::state::AppState,
        pack: pilotbox_model::Digest,
    ) -> Result<Arc<pilotbox_challenge::Rubric>, crate::problem::Problem> {
        self.0.rubrics.read(state, pack).await
    }

    /// The decision that follows from a snapshot, or why none does; worked out once.
    pub async fn decide(
        state: &crate::state::AppState,
        snapshot: pilotbox_challenge::statistics::decision::Snapshot,
    ) -> Result<Decided, crate::problem::Problem> {
        DecisionMemory::decide(state, snapshot).await
    }

    /// What the signed file of a decision says, read once.
    pub async fn decision(
        &self,
        state: &crate::state::AppState,
        file: pilotbox_model::Digest,
    ) -> Result<Arc<pilotbox_evaluate::DecisionDocument>, crate::problem::Problem> {
        self.0.decisions.document(state, file).await
    }

    /// Manifest and rubric in a pack for startups, byte by byte, read once.
    pub async fn texts(
        &self,
        state: &crate::state::AppState,
        pack: pilotbox_model::Digest,
    ) -> Result<Arc<Texts>, crate::problem::Problem> {
        self.0.decisions.texts(state, pack).await
    }

    /// Takes the right to write to an upload; `None` while somebody else has it:
    /// two parts at one place would mix.
    pub fn begin_writing(&self, upload: &str) -> Option<Writing> {
        let mut writing = self
            .0
            .writing
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        writing.insert(upload.to_owned()).then(|| Writing {
            live: self.clone(),
            upload: upload.to_owned(),
        })
    }

    /// Ends every stream of events, so that a stop need not wait for readers.
    pub fn end_streams(&self) {
        self.0.stop.send_replace(true);
    }

    /// Ready once [`Live::end_streams`] was called.
    pub async fn streams_ended(&self) {
        let mut told = self.0.stop.subscribe();
        // The sender lives as long as `self`: there is no error.
        drop(told.wait_for(|stop| *stop).await);
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        let writing = self.live.0.writing.lock();
        let mut writing = writing.unwrap_or_else(PoisonError::into_inner);
        writing.remove(&self.upload);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_part_at_a_time() {
        let live = Live::default();
        let first = live.begin_writing("U1");
        assert!(first.is_some());
        assert!(live.begin_writing("U1").is_none());
        assert!(live.begin_writing("U2").is_some());
        drop(first);
        assert!(live.begin_writing("U1").is_some());
    }

    #[tokio::test]
    async fn whoever_waits_is_told_of_the_stop() {
        let live = Live::default();
        let waiting = live.clone();
        let waiter = tokio::spawn(async move { waiting.streams_ended().await });
        live.end_streams();
        assert!(waiter.await.is_ok());
        live.streams_ended().await;
    }
}
