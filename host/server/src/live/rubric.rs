//! The rubrics of challenges that were judged lately. A rubric lies in a pack, which may be
//! large, and never changes: it is read once and remembered by the pack's digest.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use pilotbox_challenge::{Bounds, Rubric, Source, lint::parse_rubric, package};
use pilotbox_model::Digest;
use tokio::task::spawn_blocking;

use crate::{problem::Problem, state::AppState};

/// Rubrics that are remembered: far more than there are juries at one time.
const REMEMBERED: usize = 64;

/// Remembers them.
#[derive(Default)]
pub(super) struct RubricMemory {
    known: Mutex<VecDeque<(Digest, Arc<Rubric>)>>,
    /// One pack is opened at a time: each may fill a good part of the memory.
    turn: tokio::sync::Mutex<()>,
}

impl RubricMemory {
    /// The rubric in a pack for startups.
    pub(super) async fn read(
        &self,
        state: &AppState,
        pack: Digest,
    ) -> Result<Arc<Rubric>, Problem> {
        if let Some(known) = self.find(pack) {
            return Ok(known);
        }
        let _turn = self.turn.lock().await;
        // Whoever had the turn before may have read the same one.
        if let Some(known) = self.find(pack) {
            return Ok(known);
        }
        let bytes = state.blobs.get(pack).await?.to_vec();
        let read = spawn_blocking(move || rubric_of(bytes)).await;
        let rubric = Arc::new(read.map_err(Problem::internal)??);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.push_front((pack, Arc::clone(&rubric)));
        known.truncate(REMEMBERED);
        Ok(rubric)
    }

    fn find(&self, pack: Digest) -> Option<Arc<Rubric>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.iter().find(|(digest, _)| *digest == pack)?;
        Some(Arc::clone(&found.1))
    }
}

fn rubric_of(pack: Vec<u8>) -> Result<Rubric, Problem> {
    let pack = Source::pack(pack, Bounds::default()).map_err(Problem::internal)?;
    let text = pack.read_text(package::RUBRIC).map_err(Problem::internal)?;
    parse_rubric(&text).map_err(|findings| {
        let first = findings.first().map(ToString::to_string);
        Problem::internal(first.unwrap_or_default())
    })
}
