//! The public account of challenges and pilots: their trails, step by step, as JSON and as
//! CSV. Everybody reads the same; what is told of a challenge at which time is decided in
//! [`crate::visibility`].

mod challenge;
mod entry;
mod figures;
mod pilot;
mod words;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use pilotbox_model::api::{
    problem::Code,
    trails::{ChallengeTrail, PilotTrail, TrailEntry},
};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use utoipa_axum::routes;

use super::{
    Api,
    extract::{Id, Params},
    list::{Format, ListQuery},
    problems::Problems,
};
use crate::{
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
    visibility,
};

pub(super) use figures::{Words, figure};

/// Routes with small bodies.
pub fn routes(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::ReadTrail, routes!(read_challenge_trail))
        .add(Action::ReadTrail, routes!(read_pilot_trail))
}

/// How an account is written.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct FormatQuery {
    /// `json`, or `csv` for the rows alone.
    #[param(inline)]
    pub(super) format: Option<Format>,
}

/// What came of a challenge, step by step: dates, versions and data from the day on which
/// it opened, how many take part from the close on, names and scores once results are
/// published.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/trail",
    operation_id = "read_challenge_trail",
    tag = "trails",
    params(("id" = String, Path, max_length = 128), FormatQuery),
    responses((status = 200, description = "The trail.", body = ChallengeTrail), Problems)
)]
async fn read_challenge_trail(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Params(query): Params<FormatQuery>,
) -> Result<Response, Problem> {
    rights::demand(&principal, Action::ReadTrail, Subject::default())?;
    let now = pilotbox_store::to_millis(state.clock.now());
    let found = state.store.listed_challenge(&id, now).await?;
    let told = visibility::told(found.challenge.state());
    let told = told.ok_or_else(|| Problem::new(Code::NotFound))?;
    let trail = challenge::trail(&state, &found, told).await?;
    answer(&query, trail, |trail| trail.entries)
}

/// What came of a pilot, step by step, with its indicators over time.
#[utoipa::path(
    get,
    path = "/api/v1/pilots/{id}/trail",
    operation_id = "read_pilot_trail",
    tag = "trails",
    params(("id" = String, Path, max_length = 128), FormatQuery),
    responses((status = 200, description = "The trail.", body = PilotTrail), Problems)
)]
async fn read_pilot_trail(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Params(query): Params<FormatQuery>,
) -> Result<Response, Problem> {
    rights::demand(&principal, Action::ReadTrail, Subject::default())?;
    let trail = pilot::trail(&state, &id).await?;
    answer(&query, trail, |trail| trail.entries)
}

/// The whole as JSON, or its rows as a table.
pub(super) fn answer<T: Serialize, R: Serialize>(
    query: &FormatQuery,
    whole: T,
    rows: impl FnOnce(T) -> Vec<R>,
) -> Result<Response, Problem> {
    if query.format != Some(Format::Csv) {
        return Ok(Json(whole).into_response());
    }
    let all = ListQuery {
        format: query.format,
        ..ListQuery::default()
    };
    all.ask()?.answer(rows(whole), |_| String::new())
}

/// Entries in the order of their days; those to come say so.
fn in_order(mut entries: Vec<TrailEntry>, today: jiff::civil::Date) -> Vec<TrailEntry> {
    entries.sort_by_key(|entry| (entry.on, entry.at));
    for entry in &mut entries {
        entry.is_ahead = entry.on > today;
    }
    entries
}
