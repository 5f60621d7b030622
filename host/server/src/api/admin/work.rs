//! Workers, the queue and the runs that have not ended.

use std::time::Duration;

use axum::{Json, extract::State, response::Response};
use jiff::Timestamp;
use pilotbox_model::api::{
    Page,
    admin::{StateCount, StuckView, WorkView, WorkerView},
    runs::RunState,
};
use pilotbox_store::{RunUnderWay, Stuck, UnderWay, from_millis};
use serde::Deserialize;
use utoipa::IntoParams;

use super::count;
use crate::{
    api::{
        list::{Filtered, ListQuery},
        problems::Problems,
    },
    principal::Principal,
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
    let now = state.store.database_now().await?;
    let stuck = stuck(now, state.queue.orphan_after());
    let (taken, stuck) = state.store.count_taken(stuck).await?;
    let workers = state.queue.workers(WORKERS, now.div_euclid(1_000)).await;
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

/// Runs that have not ended, from old to new. Those of an organisation to which the
/// reader belongs are left out.
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
    principal: Principal,
    Filtered(ask, query): Filtered<UnendedQuery>,
) -> Result<Response, Problem> {
    let now = state.store.database_now().await?;
    let which = UnderWay {
        stuck: stuck(now, state.queue.orphan_after()),
        is_stuck_only: query.stuck.unwrap_or(false),
        reader: principal.account().unwrap_or_default(),
        after: ask.after.as_deref().unwrap_or_default(),
    };
    let rows = state.store.runs_under_way(which, ask.fetch).await?;
    let views = rows.into_iter().map(view).collect();
    ask.answer(views, |view: &StuckView| view.id.clone())
}

/// Silent for as long as frees a run that a worker holds, and once more, so that one that
/// is about to be freed does not show. `now` is the database's: by its clock workers say
/// that they live, and this machine's may be wrong.
fn stuck(now: i64, orphan_after: Duration) -> Stuck {
    let silent = orphan_after.saturating_mul(2);
    let silent = i64::try_from(silent.as_millis()).unwrap_or(i64::MAX);
    Stuck {
        silent_since: now.saturating_sub(silent),
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
        takes: count(row.takes),
        attempts: count(row.attempts),
        is_taken: row.is_taken == 1,
        is_stuck: row.is_stuck == 1,
        created_at: from_millis(row.created_at),
        seen_at: (row.beat_at > 0).then(|| from_millis(row.beat_at)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_measured_from_the_databases_time() {
        let stuck = stuck(100_000, Duration::from_secs(15));
        assert_eq!((stuck.silent_since, stuck.takes), (70_000, MANY_TAKES));
    }
}
