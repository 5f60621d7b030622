//! Runs, their cases and logs, the queue, and events of both. What is shown is
//! [`crate::visibility`]'s to say.

mod cases;
mod events;
pub mod view;

use axum::{Json, extract::State, http::HeaderMap, response::Response};
use pilotbox_model::{
    Split,
    api::{
        Page,
        accounts::Role,
        problem::Code,
        runs::{QueueView, RunState, RunView},
    },
};
use pilotbox_store::{RunFilter, RunRow};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;

use super::{
    Api,
    etag::tagged,
    extract::Id,
    list::{Filtered, ListQuery, is_short},
    problems::Problems,
    text::demand_key,
};
use crate::{
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
    visibility::{Level, level_of},
};

/// Routes with short answers.
pub fn routes(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::ListRuns, routes!(list_runs))
        .add(Action::ReadRun, routes!(read_run))
        .add(Action::ReadCases, routes!(cases::list_cases))
        .add(Action::ReadCases, routes!(cases::list_logs))
        .add(Action::ReadQueue, routes!(read_queue))
}

/// Routes with answers that go on.
pub fn stream_routes(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::ReadRun, routes!(events::follow_run))
        .add(Action::ReadQueue, routes!(events::follow_queue))
}

/// Which runs.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct RunsQuery {
    /// Only those of a challenge.
    #[param(max_length = 128)]
    challenge: Option<String>,
    /// Only those of a submission.
    #[param(max_length = 128)]
    submission: Option<String>,
    /// Only those of a split: `sample`, `public` or `final`.
    #[param(value_type = Option<String>, pattern = "^(sample|public|final)$")]
    split: Option<Split>,
    /// Only those in a state.
    #[param(inline)]
    state: Option<RunState>,
}

/// Runs from new to old: those of the own organisations, for staff everybody's.
#[utoipa::path(
    get,
    path = "/api/v1/runs",
    operation_id = "list_runs",
    tag = "runs",
    params(RunsQuery, ListQuery),
    responses((status = 200, description = "A page; the score in full is on the run itself.",
        body = Page<RunView>), Problems)
)]
async fn list_runs(
    State(state): State<AppState>,
    principal: Principal,
    Filtered(ask, query): Filtered<RunsQuery>,
) -> Result<Response, Problem> {
    let filter = filter(&principal, query)?;
    let (mut views, mut after) = (Vec::new(), ask.after.clone());
    while let Some(batch) = ask.next_batch(views.len()) {
        let rows = state.store.runs(&filter, after.as_deref(), batch).await?;
        after = rows.last().map(|row| row.id.clone());
        views.extend(view::run_views(&state, &principal, &rows).await?);
        views.iter_mut().for_each(view::shorten);
        if is_short(&rows, batch) {
            break;
        }
    }
    ask.answer(views, |view| view.id.clone())
}

fn filter(principal: &Principal, query: RunsQuery) -> Result<RunFilter, Problem> {
    Ok(RunFilter {
        account: principal.account().unwrap_or_default().to_owned(),
        is_everybody: principal.has(Role::Staff),
        challenge: demand_key("challenge", query.challenge)?,
        submission: demand_key("submission", query.submission)?,
        split: query.split.map_or("", Split::as_str).to_owned(),
        state: query.state.map_or("", RunState::as_str).to_owned(),
    })
}

/// A run, as far as it is shown to the reader.
#[utoipa::path(
    get,
    path = "/api/v1/runs/{id}",
    operation_id = "read_run",
    tag = "runs",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 200, description = "The run.", body = RunView),
        (status = 304, description = "As the reader has it."), Problems)
)]
async fn read_run(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (run, level) = find_run(&state, &principal, Action::ReadRun, &id).await?;
    let queue = state.live().queue(&state.store).await?;
    let view = view::run_view(&run, level, &queue, state.clock.now())?;
    let tag = format!("\"{}\"", view::mark(&view)?);
    Ok(tagged(&headers, &tag, Json(view)))
}

/// How long the queue is.
#[utoipa::path(
    get,
    path = "/api/v1/queue",
    operation_id = "read_queue",
    tag = "runs",
    responses((status = 200, description = "The queue.", body = QueueView), Problems)
)]
async fn read_queue(State(state): State<AppState>) -> Result<Json<QueueView>, Problem> {
    Ok(Json(state.live().queue(&state.store).await?.view()))
}

/// A run that the reader may see something of, and how much.
async fn find_run(
    state: &AppState,
    principal: &Principal,
    action: Action,
    id: &str,
) -> Result<(RunRow, Level), Problem> {
    let run = state.store.run(id).await?;
    let subject = Subject {
        organisation: Some(&run.organisation_id),
        ..Subject::default()
    };
    rights::demand(principal, action, subject)?;
    match level_of(principal, &run) {
        Level::Nothing => Err(Problem::new(Code::NotFound)),
        level => Ok((run, level)),
    }
}
