//! Workers, the queue and the runs that have not ended.

use axum::{Json, extract::State, response::Response};
use jiff::Timestamp;
use pilotbox_model::api::{
    Page,
    admin::{StateCount, StuckView, WorkView, WorkerView},
    runs::RunState,
};
use pilotbox_store::{RunUnderWay, Stuck, from_millis, to_millis};
use serde::Deserialize;
use utoipa::IntoParams;

use super::count;
use crate::{
    api::{
        list::{Filtered, ListQuery},
        problems::Problems,
    },
    problem::Problem,
    state::AppState,
};

/// Workers that are told of. An installation has dozens; those of the last days are kept.
const WORKERS: i64 = 200;

/// Taken so often without getting on, a run is stuck: its workers die of it, or
/// something that it needs is not there.
const MANY_TAKES: i64 = 3;

/// Which runs.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct UnendedQuery {
    /// Whether only those that are stuck.
    stuck: Option<bool>,
}

/// The workers that were seen lately, and how the queue stands.
#[utoipa::path(
    get,
    path = "/api/v1/admin/work",
    operation_id = "read_work",
    tag = "admin",
    responses((status = 200, description = "The work.", body = WorkView), Problems)
)]
pub(super) async fn read_work(State(state): State<AppState>) -> Result<Json<WorkView>, Problem> {
    let counts = state.store.runs_by_state().await?;
    let (taken, stuck) = state.store.count_taken(stuck(&state)).await?;
    let workers = state.queue.workers(WORKERS).await;
    let workers = workers.map_err(Problem::internal)?;
    let runs = RunState::ALL.iter().map(|known| {
        let found = counts.iter().find(|(state, _)| state == known.as_str());
        StateCount {
            state: known.as_str().to_owned(),
            runs: found.map_or(0, |(_, runs)| count(*runs)),
        }
    });
    let seen = workers.into_iter().map(|worker| WorkerView {
        name: worker.name,
        queue: worker.queue,
        seen_at: Timestamp::from_second(worker.seen_at_s).unwrap_or_default(),
        is_alive: worker.is_alive,
    });
    Ok(Json(WorkView {
        runs: runs.collect(),
        workers: seen.collect(),
        taken: count(taken),
        stuck: count(stuck),
    }))
}

/// Runs that have not ended, from old to new.
#[utoipa::path(
    get,
    path = "/api/v1/admin/work/runs",
    operation_id = "list_unended_runs",
    tag = "admin",
    params(UnendedQuery, ListQuery),
    responses((status = 200, description = "A page.", body = Page<StuckView>), Problems)
)]
pub(super) async fn list_unended_runs(
    State(state): State<AppState>,
    Filtered(ask, query): Filtered<UnendedQuery>,
) -> Result<Response, Problem> {
    let is_stuck_only = query.stuck.unwrap_or(false);
    let after = ask.after.as_deref().unwrap_or_default();
    let stuck = stuck(&state);
    let rows = state
        .store
        .runs_under_way(stuck, is_stuck_only, after, ask.fetch)
        .await?;
    let views = rows.into_iter().map(view).collect();
    ask.answer(views, |view: &StuckView| view.id.clone())
}

/// Silent for as long as frees a run that a worker holds, and once more, so that one that
/// is about to be freed does not show.
fn stuck(state: &AppState) -> Stuck {
    let silent = state.queue.orphan_after().saturating_mul(2);
    let silent = i64::try_from(silent.as_millis()).unwrap_or(i64::MAX);
    Stuck {
        silent_since: to_millis(state.clock.now()).saturating_sub(silent),
        takes: MANY_TAKES,
    }
}

fn view(row: RunUnderWay) -> StuckView {
    StuckView {
        id: row.id,
        submission: row.submission_id,
        challenge: row.challenge_id,
        split: row.split,
        state: row.state,
        step: row.step,
        done_cases: count(row.done_cases),
        takes: count(row.takes),
        attempts: count(row.attempts),
        is_taken: row.is_taken == 1,
        is_stuck: row.is_stuck == 1,
        created_at: from_millis(row.created_at),
        seen_at: (row.beat_at > 0).then(|| from_millis(row.beat_at)),
    }
}
