//! What staff do with pilots.

use axum::{Json, extract::State, http::StatusCode};
use pilotbox_model::api::{
    challenges::{Bilingual, ChallengeState},
    pilots::{
        ExitAsk, ExitKind, IndicatorAsk, MeasurementAsk, MilestoneAsk, MilestoneChange,
        PilotDetail, PilotNew, PilotStaffView, StopAsk,
    },
    problem::Code,
};
use pilotbox_store::{
    NewExit, NewIndicator, NewMeasurement, NewMilestone, NewPilot, Opening, to_millis,
};

use super::{Problems, checks, detail, today, views};
use crate::{
    api::{
        extract::{Body, Id, Ids},
        text::{demand_key, demand_text},
    },
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Longest report and longest reason, in characters.
const REPORT_CHARS: usize = 20_000;
const REASON_CHARS: usize = 1_000;

/// Opens a pilot for a submission of a published challenge. What answers citizens are the
/// bytes that were scored.
#[utoipa::path(
    post,
    path = "/api/v1/challenges/{id}/pilots",
    operation_id = "open_pilot",
    tag = "pilots",
    params(("id" = String, Path, max_length = 128)),
    request_body = PilotNew,
    responses((status = 201, description = "It is open.", body = PilotDetail), Problems)
)]
pub(super) async fn open_pilot(
    State(state): State<AppState>,
    principal: Principal,
    Id(challenge): Id,
    Body(new): Body<PilotNew>,
) -> Result<(StatusCode, Json<PilotDetail>), Problem> {
    let found = ChallengeState::parse(&state.store.challenge_state(&challenge).await?);
    let subject = Subject {
        state: Some(found.ok_or_else(|| Problem::new(Code::NotFound))?),
        ..Subject::default()
    };
    rights::demand(&principal, Action::OpenPilot, subject)?;
    checks::demand(&new, today(&state)?)?;
    demand_key("submission", Some(new.submission.clone()))?;
    let by = principal.account().unwrap_or_default();
    let opening = open(&state, &challenge, &new, by).await?;
    let id = told(opening)?;
    Ok((StatusCode::CREATED, Json(detail(&state, &id).await?)))
}

async fn open(
    state: &AppState,
    challenge: &str,
    new: &PilotNew,
    by: &str,
) -> Result<Opening, Problem> {
    let text = |list: &Vec<String>| serde_json::to_string(list).map_err(Problem::internal);
    let days: Vec<_> = new
        .milestones
        .iter()
        .map(|one| one.due_on.to_string())
        .collect();
    let milestones: Vec<_> = new.milestones.iter().zip(&days).map(milestone).collect();
    let days: Vec<_> = new
        .indicators
        .iter()
        .map(|one| one.due_on.to_string())
        .collect();
    let indicators: Vec<_> = new.indicators.iter().zip(&days).map(indicator).collect();
    let (starts_on, ends_on) = (new.starts_on.to_string(), new.ends_on.to_string());
    let row = NewPilot {
        challenge,
        submission: &new.submission,
        title: pair(&new.title),
        summary: pair(&new.summary),
        days: (&starts_on, &ends_on),
        districts: &text(&new.districts)?,
        budget_eur: i64::try_from(new.budget_eur).map_err(Problem::internal)?,
        wall_clock_ms: i64::try_from(new.wall_clock_ms).map_err(Problem::internal)?,
        frame_origins: &text(&new.frame_origins)?,
        milestones: &milestones,
        indicators: &indicators,
        by,
        at: to_millis(state.clock.now()),
    };
    Ok(state.store.open_pilot(&row).await?)
}

/// How a pilot does on the machine that is asked, and what waits to be read.
#[utoipa::path(
    get,
    path = "/api/v1/pilots/{id}/work",
    operation_id = "read_pilot_work",
    tag = "pilots",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 200, description = "How it does.", body = PilotStaffView), Problems)
)]
pub(super) async fn read_pilot_work(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<Json<PilotStaffView>, Problem> {
    rights::demand(&principal, Action::ReadPilotWork, Subject::default())?;
    let row = state.store.pilot(&id).await?;
    let data = state.store.pilot_data(&id).await?;
    let health = state.pilots().health(&id);
    let is_warm = health.is_some();
    let health = health.unwrap_or_default();
    Ok(Json(PilotStaffView {
        about: views::pilot(&row, today(&state)?)?,
        submission: row.submission_id.clone(),
        wall_clock_ms: views::count(row.wall_clock_ms),
        frame_origins: views::list(&row.frame_origins)?,
        is_warm,
        is_resting: health.is_resting,
        asked: health.asked,
        faults: health.faults,
        last_fault: health.last_fault,
        unread: views::count(state.store.unread_feedback(&id).await?),
        data: data.into_iter().map(views::data).collect(),
    }))
}

/// Stops a pilot at once: from now on citizens are told why, and nothing is answered.
#[utoipa::path(
    post,
    path = "/api/v1/pilots/{id}/stop",
    operation_id = "stop_pilot",
    tag = "pilots",
    params(("id" = String, Path, max_length = 128)),
    request_body = StopAsk,
    responses((status = 204, description = "It is stopped."), Problems)
)]
pub(super) async fn stop_pilot(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<StopAsk>,
) -> Result<StatusCode, Problem> {
    rights::demand(&principal, Action::StopPilot, Subject::default())?;
    demand_text("reason", &ask.reason, 1, REASON_CHARS)?;
    state.store.pilot(&id).await?;
    let by = principal.account().unwrap_or_default();
    let at = to_millis(state.clock.now());
    state.store.stop_pilot(&id, &ask.reason, by, at).await?;
    state.pilots().close(&id);
    Ok(StatusCode::NO_CONTENT)
}

/// Says that a step is reached, or that it is not after all.
#[utoipa::path(
    put,
    path = "/api/v1/pilots/{id}/milestones/{number}",
    operation_id = "set_pilot_milestone",
    tag = "pilots",
    params(
        ("id" = String, Path, max_length = 128),
        ("number" = String, Path, max_length = 128),
    ),
    request_body = MilestoneChange,
    responses((status = 204, description = "It is so."), Problems)
)]
pub(super) async fn set_pilot_milestone(
    State(state): State<AppState>,
    principal: Principal,
    Ids(id, number): Ids,
    Body(change): Body<MilestoneChange>,
) -> Result<StatusCode, Problem> {
    rights::demand(&principal, Action::ManagePilot, Subject::default())?;
    let number = counted(&number)?;
    let by = principal.account().unwrap_or_default();
    let at = to_millis(state.clock.now());
    let is_reached = change.is_reached;
    state
        .store
        .set_milestone(&id, number, is_reached, by, at)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Notes what was measured of an indicator on a day.
#[utoipa::path(
    post,
    path = "/api/v1/pilots/{id}/indicators/{number}/values",
    operation_id = "measure_pilot",
    tag = "pilots",
    params(
        ("id" = String, Path, max_length = 128),
        ("number" = String, Path, max_length = 128),
    ),
    request_body = MeasurementAsk,
    responses((status = 204, description = "It is noted."), Problems)
)]
pub(super) async fn measure_pilot(
    State(state): State<AppState>,
    principal: Principal,
    Ids(id, number): Ids,
    Body(ask): Body<MeasurementAsk>,
) -> Result<StatusCode, Problem> {
    rights::demand(&principal, Action::ManagePilot, Subject::default())?;
    checks::finite("value", ask.value)?;
    let today = today(&state)?;
    if ask.on > today {
        return Err(
            Problem::new(Code::BadRequest).detail(format!("`on` is {}, today is {today}", ask.on))
        );
    }
    let new = NewMeasurement {
        pilot: &id,
        number: counted(&number)?,
        on: &ask.on.to_string(),
        value: ask.value,
        by: principal.account().unwrap_or_default(),
        at: to_millis(state.clock.now()),
    };
    state.store.measure_pilot(new).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a pilot with a report, or lets it go on until another day.
#[utoipa::path(
    post,
    path = "/api/v1/pilots/{id}/exit",
    operation_id = "end_pilot",
    tag = "pilots",
    params(("id" = String, Path, max_length = 128)),
    request_body = ExitAsk,
    responses((status = 204, description = "It is decided."), Problems)
)]
pub(super) async fn end_pilot(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<ExitAsk>,
) -> Result<StatusCode, Problem> {
    rights::demand(&principal, Action::ManagePilot, Subject::default())?;
    checks::prose("report", &ask.report, REPORT_CHARS)?;
    let row = state.store.pilot(&id).await?;
    let ends_on = match (ask.decision, ask.ends_on) {
        (ExitKind::Extend, Some(day)) => {
            let first = row.starts_on.parse().map_err(Problem::internal)?;
            checks::last_day(first, day)?;
            if day.to_string() <= row.ends_on {
                return Err(Problem::new(Code::BadRequest).detail(format!(
                    "`ends_on` is {day}, the pilot ends on {}",
                    row.ends_on
                )));
            }
            Some(day.to_string())
        }
        (ExitKind::Extend, None) => {
            return Err(Problem::new(Code::BadRequest)
                .detail("an extension names its new last day in `ends_on`"));
        }
        (ExitKind::Adopt | ExitKind::Stop, None) => None,
        (ExitKind::Adopt | ExitKind::Stop, Some(_)) => {
            return Err(Problem::new(Code::BadRequest)
                .detail("only an extension has a new last day; leave `ends_on` out"));
        }
    };
    let new = NewExit {
        pilot: &id,
        decision: ask.decision.as_str(),
        report: pair(&ask.report),
        ends_on: ends_on.as_deref(),
        by: principal.account().unwrap_or_default(),
        at: to_millis(state.clock.now()),
    };
    state.store.exit_pilot(new).await?;
    if ask.decision != ExitKind::Extend {
        state.pilots().close(&id);
    }
    Ok(StatusCode::NO_CONTENT)
}

fn told(opening: Opening) -> Result<String, Problem> {
    match opening {
        Opening::Opened(id) => Ok(id),
        Opening::NoSubmission => Err(Problem::new(Code::BadRequest)
            .detail("`submission` is none of this challenge's, or was taken back")),
        Opening::NotScored => Err(Problem::new(Code::WrongState)
            .detail("the submission was scored neither on `final` nor on `public`")
            .hint("a pilot runs the very bytes of a run that has a receipt")),
        Opening::HasPilot => Err(Problem::new(Code::Conflict)
            .detail("the submission has a pilot that has not ended")
            .hint("stop that one, or extend it")),
    }
}

/// A number in an address that counts from 1.
fn counted(text: &str) -> Result<i64, Problem> {
    text.parse().map_err(|_| Problem::new(Code::NotFound))
}

fn pair(texts: &Bilingual) -> (&str, &str) {
    (&texts.bg, &texts.en)
}

fn milestone<'a>((one, due_on): (&'a MilestoneAsk, &'a String)) -> NewMilestone<'a> {
    NewMilestone {
        title: pair(&one.title),
        due_on,
    }
}

fn indicator<'a>((one, due_on): (&'a IndicatorAsk, &'a String)) -> NewIndicator<'a> {
    NewIndicator {
        result: pair(&one.result),
        indicator: pair(&one.indicator),
        unit: &one.unit,
        values: (one.baseline, one.target),
        due_on,
        verification: pair(&one.verification),
    }
}
