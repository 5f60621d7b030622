//! Runs as they are shown. Pure but for where the queue stands.

use jiff::Timestamp;
use pilotbox_model::{
    Digest,
    api::runs::{RunState, RunView},
};
use pilotbox_store::{RunRow, from_millis};

use crate::{
    live::QueueSnapshot,
    principal::Principal,
    problem::Problem,
    state::AppState,
    visibility::{Level, level_of, shown},
};

/// Characters of a mark: enough that two versions of one view do not share it.
const MARK_CHARS: usize = 16;

/// One run at a level.
pub fn run_view(
    run: &RunRow,
    level: Level,
    queue: &QueueSnapshot,
    now: Timestamp,
) -> Result<RunView, Problem> {
    let state = RunState::parse(&run.state)
        .ok_or_else(|| Problem::internal(format!("run `{}` is in no state", run.id)))?;
    let place = queue.place(&run.id).filter(|_| !state.is_final());
    let parts = shown(run, state, level);
    Ok(RunView {
        id: run.id.clone(),
        submission: run.submission_id.clone(),
        challenge: run.challenge_id.clone(),
        version: run.version.clone(),
        split: run.split.clone(),
        state,
        progress: parts.progress,
        cases: parts.cases,
        place_in_queue: place,
        expected_start: place.and_then(|place| queue.expected_start(place, now)),
        fault: parts.fault,
        reason: parts.reason,
        score: parts.score,
        has_receipt: parts.has_receipt,
        created_at: from_millis(run.created_at),
        started_at: parts.started_at,
        finished_at: parts.finished_at,
    })
}

/// Those of the runs that the reader may see something of.
pub async fn run_views(
    state: &AppState,
    principal: &Principal,
    runs: &[RunRow],
) -> Result<Vec<RunView>, Problem> {
    let queue = state.live().queue(&state.store).await?;
    let now = state.clock.now();
    let seen = runs.iter().map(|run| (run, level_of(principal, run)));
    seen.filter(|(_, level)| *level > Level::Nothing)
        .map(|(run, level)| run_view(run, level, &queue, now))
        .collect()
}

/// Leaves out what makes a list long.
pub fn shorten(view: &mut RunView) {
    if let Some(score) = &mut view.score {
        score.full = None;
    }
}

/// Changes whenever the view does, and tells nothing of what is not shown: a count
/// of changes would time hidden cases. The expected start, which moves with the
/// clock, is left out.
pub fn mark(view: &RunView) -> Result<String, Problem> {
    let still = RunView {
        expected_start: None,
        ..view.clone()
    };
    let bytes = serde_json::to_vec(&still).map_err(Problem::internal)?;
    let mut mark = Digest::of(&bytes).hex();
    mark.truncate(MARK_CHARS);
    Ok(mark)
}
