//! Pilots: everybody sees them, asks them and says what they think; staff open them,
//! follow them and end them. What is asked is kept nowhere.

mod checks;
mod data;
mod feedback;
mod staff;
mod views;

use axum::{Json, extract::State, response::Response};
use jiff::{civil::Date, tz::TimeZone};
use pilotbox_model::api::{
    Page,
    pilots::{PilotAnswer, PilotAsk, PilotDetail, PilotState, PilotView},
    problem::Code,
};
use pilotbox_store::{PilotLife, PilotRow};
use utoipa_axum::routes;

use super::{
    Api,
    extract::{Body, Id},
    list::{Ask, ListQuery},
    problems::Problems,
};
use crate::{
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Whose days count.
const CITY: &str = "Europe/Sofia";

/// Comments that a pilot's page shows.
const COMMENTS: i64 = 20;

/// Routes with small bodies.
pub fn routes(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::ListPilots, routes!(list_pilots))
        .add(Action::ReadPilot, routes!(read_pilot))
        .add(Action::OpenPilot, routes!(staff::open_pilot))
        .add(Action::ReadPilotWork, routes!(staff::read_pilot_work))
        .add(Action::StopPilot, routes!(staff::stop_pilot))
        .add(Action::ManagePilot, routes!(staff::set_pilot_milestone))
        .add(Action::ManagePilot, routes!(staff::measure_pilot))
        .add(Action::ManagePilot, routes!(staff::end_pilot))
        .add(
            Action::ReadPilotWork,
            routes!(feedback::list_pilot_feedback),
        )
        .add(
            Action::ManagePilot,
            routes!(feedback::decide_pilot_feedback),
        )
}

/// Routes of whose bodies nothing is kept.
pub fn answer_routes(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::AskPilot, routes!(ask_pilot))
        .add(Action::SayOfPilot, routes!(feedback::say_of_pilot))
}

/// The route that takes tables.
pub fn file_routes(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::ManagePilot, routes!(data::bring_pilot_data))
}

/// Every pilot, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/pilots",
    operation_id = "list_pilots",
    tag = "pilots",
    params(ListQuery),
    responses((status = 200, description = "A page.", body = Page<PilotView>), Problems)
)]
async fn list_pilots(
    State(state): State<AppState>,
    principal: Principal,
    ask: Ask,
) -> Result<Response, Problem> {
    rights::demand(&principal, Action::ListPilots, Subject::default())?;
    let below = ask.after.as_deref().unwrap_or_default();
    let rows = state.store.pilots(below, ask.fetch).await?;
    let today = today(&state)?;
    let views: Result<Vec<_>, _> = rows.iter().map(|row| views::pilot(row, today)).collect();
    ask.answer(views?, |view| view.id.clone())
}

/// What a pilot does, its form while it runs, how the same bytes scored, and how it does.
#[utoipa::path(
    get,
    path = "/api/v1/pilots/{id}",
    operation_id = "read_pilot",
    tag = "pilots",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 200, description = "The pilot.", body = PilotDetail), Problems)
)]
async fn read_pilot(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<Json<PilotDetail>, Problem> {
    rights::demand(&principal, Action::ReadPilot, Subject::default())?;
    detail(&state, &id).await.map(Json)
}

/// Lets a pilot answer a form. Nothing of the form is kept or logged.
#[utoipa::path(
    post,
    path = "/api/v1/pilots/{id}/answers",
    operation_id = "ask_pilot",
    tag = "pilots",
    params(("id" = String, Path, max_length = 128)),
    request_body = PilotAsk,
    responses((status = 200, description = "The answer.", body = PilotAnswer), Problems)
)]
async fn ask_pilot(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<PilotAsk>,
) -> Result<Json<PilotAnswer>, Problem> {
    rights::demand(&principal, Action::AskPilot, Subject::default())?;
    let life = state.store.pilot_life(&id).await?;
    demand_running(&state, &life)?;
    let pilots = state.pilots();
    let answer = pilots.answer(&state.store, &life, &ask.input).await?;
    // It may have been stopped meanwhile; then nobody is shown anything more.
    demand_running(&state, &state.store.pilot_life(&id).await?)?;
    Ok(Json(answer))
}

/// A pilot as everybody sees it.
async fn detail(state: &AppState, id: &str) -> Result<PilotDetail, Problem> {
    let row = state.store.pilot(id).await?;
    let life = row.life();
    let form = match views::state(&life, today(state)?)? {
        PilotState::Running => state.pilots().open(&state.store, &life).await,
        _ => Err(Problem::new(Code::Gone)),
    };
    Ok(PilotDetail {
        // A form that cannot be had now is no reason to hide the rest.
        form: form.ok().map(|open| open.schemas.form().clone()),
        ..record(state, &row).await?
    })
}

/// A pilot as everybody sees it, without its form: nothing is opened for it.
pub(super) async fn record(state: &AppState, row: &PilotRow) -> Result<PilotDetail, Problem> {
    let (store, id) = (&state.store, row.id.as_str());
    let parts = views::Parts {
        milestones: store.milestones(id).await?,
        indicators: store.indicators(id).await?,
        measurements: store.measurements(id).await?,
        comments: store.pilot_feedback(id, true, "", COMMENTS).await?,
    };
    views::detail(row, parts, today(state)?)
}

/// Refuses a pilot that does not run, with words for whoever wanted to ask it.
fn demand_running(state: &AppState, life: &PilotLife) -> Result<(), Problem> {
    let gone = |detail: String| {
        Err(Problem::new(Code::Gone)
            .detail(detail)
            .hint("`GET /api/v1/pilots` lists the pilots that run"))
    };
    match views::state(life, today(state)?)? {
        PilotState::Running => Ok(()),
        PilotState::Planned => Err(Problem::new(Code::WrongState)
            .detail(format!("the pilot begins on {}", life.starts_on))),
        PilotState::Over => gone(format!("the pilot ended on {}", life.ends_on)),
        PilotState::Stopped => {
            let reason = life.stop_reason.as_deref().unwrap_or_default();
            gone(format!("the pilot was stopped: {reason}"))
        }
    }
}

/// The day that it is in the city.
fn today(state: &AppState) -> Result<Date, Problem> {
    let zone = TimeZone::get(CITY).map_err(Problem::internal)?;
    Ok(state.clock.now().to_zoned(zone).date())
}
