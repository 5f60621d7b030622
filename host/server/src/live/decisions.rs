//! Decisions that were worked out or read lately. Working one out takes seconds, for large
//! contests minutes, so the same one is worked out once: it goes on when its request is
//! gone, and whoever asks again finds it.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use pilotbox_challenge::{
    Bounds, Source, package,
    statistics::decision::{DecisionError, Published, Snapshot},
};
use pilotbox_evaluate::{DecisionDocument, SignedDecision};
use pilotbox_model::Digest;
use tokio::task::spawn_blocking;

use crate::{problem::Problem, state::AppState};

/// What is remembered of each kind: a decision may fill some hundred megabytes at the most,
/// and usually fills one.
const REMEMBERED: usize = 8;

/// What of a pack a decision is made from.
#[derive(Debug, PartialEq, Eq)]
pub struct Texts {
    /// The text of `challenge.toml`.
    pub manifest: String,
    /// The text of `rubric.toml`.
    pub rubric: String,
}

/// Remembers them.
#[derive(Default)]
pub(super) struct DecisionMemory {
    decided: Shelf<Published>,
    documents: Shelf<DecisionDocument>,
    texts: Shelf<Texts>,
    /// One is worked out at a time: it takes a processor.
    turn: tokio::sync::Mutex<()>,
    /// One file is read at a time: it takes a good part of the memory. Readers do not wait for
    /// what is worked out.
    reading: tokio::sync::Mutex<()>,
}

/// The last few of a kind, by digest.
struct Shelf<T>(Mutex<VecDeque<(Digest, Arc<T>)>>);

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Shelf<T> {
    fn find(&self, key: Digest) -> Option<Arc<T>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.iter().find(|(digest, _)| *digest == key)?;
        Some(Arc::clone(&found.1))
    }

    fn keep(&self, key: Digest, value: T) -> Arc<T> {
        let value = Arc::new(value);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.push_front((key, Arc::clone(&value)));
        known.truncate(REMEMBERED);
        value
    }
}

impl DecisionMemory {
    /// The decision that follows from a snapshot, or why none does.
    pub(super) async fn decide(
        state: &AppState,
        snapshot: Snapshot,
    ) -> Result<Result<Arc<Published>, DecisionError>, Problem> {
        let (key, snapshot) = spawn_blocking(move || {
            let bytes = serde_json::to_vec(&snapshot)?;
            Ok::<_, serde_json::Error>((Digest::of(&bytes), snapshot))
        })
        .await
        .map_err(Problem::internal)?
        .map_err(Problem::internal)?;
        let state = state.clone();
        let task = tokio::spawn(async move {
            let memory = &state.live().0.decisions;
            let _turn = memory.turn.lock().await;
            if let Some(known) = memory.decided.find(key) {
                return Ok(Ok(known));
            }
            let decided = spawn_blocking(move || Published::new(snapshot)).await;
            let decided = decided.map_err(Problem::internal)?;
            Ok(decided.map(|decided| memory.decided.keep(key, decided)))
        });
        task.await.map_err(Problem::internal)?
    }

    /// What a signed file says.
    pub(super) async fn document(
        &self,
        state: &AppState,
        file: Digest,
    ) -> Result<Arc<DecisionDocument>, Problem> {
        if let Some(known) = self.documents.find(file) {
            return Ok(known);
        }
        let _turn = self.reading.lock().await;
        // Whoever had the turn before may have read the same one.
        if let Some(known) = self.documents.find(file) {
            return Ok(known);
        }
        let bytes = state.blobs.get(file).await?.to_vec();
        let read = spawn_blocking(move || SignedDecision::read(&bytes)?.document()).await;
        let read = read
            .map_err(Problem::internal)?
            .map_err(Problem::internal)?;
        Ok(self.documents.keep(file, read))
    }

    /// Manifest and rubric in a pack for startups, byte by byte.
    pub(super) async fn texts(
        &self,
        state: &AppState,
        pack: Digest,
    ) -> Result<Arc<Texts>, Problem> {
        if let Some(known) = self.texts.find(pack) {
            return Ok(known);
        }
        let _turn = self.reading.lock().await;
        if let Some(known) = self.texts.find(pack) {
            return Ok(known);
        }
        let bytes = state.blobs.get(pack).await?.to_vec();
        let read = spawn_blocking(move || texts_of(bytes)).await;
        Ok(self.texts.keep(pack, read.map_err(Problem::internal)??))
    }
}

fn texts_of(pack: Vec<u8>) -> Result<Texts, Problem> {
    let pack = Source::pack(pack, Bounds::default()).map_err(Problem::internal)?;
    let text = |file: &str| pack.read_text(file).map_err(Problem::internal);
    Ok(Texts {
        manifest: text(package::MANIFEST)?,
        rubric: text(package::RUBRIC)?,
    })
}
