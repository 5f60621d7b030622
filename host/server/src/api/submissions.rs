//! Submissions: how they come in, what their owners read and change, and what the
//! jury sees of them.

mod blind;
mod change;
mod dossier;
mod files;
mod submit;
mod view;

use axum::{
    Json,
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures_util::TryStreamExt as _;
use pilotbox_model::{
    Digest,
    api::{
        Page, accounts::Role, challenges::ChallengeState, problem::Code,
        submissions::SubmissionView,
    },
};
use pilotbox_store::{SubmissionFilter, SubmissionRow};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;

use super::{
    Api,
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
};

pub(super) use blind::{blind_code, blind_dossier};
pub(super) use submit::day_of;

/// Routes with small bodies.
pub fn routes(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::ListSubmissions, routes!(list_submissions))
        .add(Action::ReadSubmission, routes!(read_submission))
        .add(Action::ChangeDossier, routes!(change::change_dossier))
        .add(Action::ReadPlugin, routes!(files::read_plugin))
        .add(Action::ReadSubmission, routes!(files::read_document))
        .add(Action::Withdraw, routes!(change::withdraw_submission))
        .add(Action::ChooseFinalist, routes!(change::choose_finalist))
        .add(Action::ReadBlind, routes!(blind::list_blind))
}

/// Routes with a file in the body.
pub fn file_routes(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::Submit, routes!(submit::submit_plugin))
        .add(Action::ChangeDossier, routes!(files::change_document))
}

/// Which submissions.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct SubmissionsQuery {
    /// Only those to a challenge.
    #[param(max_length = 128)]
    challenge: Option<String>,
    /// Only those of an organisation.
    #[param(max_length = 128)]
    organisation: Option<String>,
}

/// Submissions from new to old: those of the own organisations, for staff
/// everybody's. Of dossiers a list holds title and cost alone.
#[utoipa::path(
    get,
    path = "/api/v1/submissions",
    operation_id = "list_submissions",
    tag = "submissions",
    params(SubmissionsQuery, ListQuery),
    responses((status = 200, description = "A page.", body = Page<SubmissionView>), Problems)
)]
async fn list_submissions(
    State(state): State<AppState>,
    principal: Principal,
    Filtered(ask, query): Filtered<SubmissionsQuery>,
) -> Result<Response, Problem> {
    let filter = SubmissionFilter {
        account: principal.account().unwrap_or_default().to_owned(),
        is_everybody: principal.has(Role::Staff),
        challenge: demand_key("challenge", query.challenge)?,
        organisation: demand_key("organisation", query.organisation)?,
    };
    let (mut views, mut after) = (Vec::new(), ask.after.clone());
    while let Some(batch) = ask.next_batch(views.len()) {
        let rows = state.store.submissions(&filter, after.as_deref(), batch);
        let rows = rows.await?;
        let is_end = is_short(&rows, batch);
        after = rows.last().map(|row| row.id.clone());
        views.extend(view::submission_views(&state, &principal, rows).await?);
        if is_end {
            break;
        }
    }
    ask.answer(views, |view| view.id.clone())
}

/// A submission with its runs. The entity tag's first part is the submission's own: a
/// change by `PATCH` asks for that alone.
#[utoipa::path(
    get,
    path = "/api/v1/submissions/{id}",
    operation_id = "read_submission",
    tag = "submissions",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 200, description = "The submission.", body = SubmissionView),
        (status = 304, description = "As the reader has it."), Problems)
)]
async fn read_submission(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let row = find_submission(&state, &principal, Action::ReadSubmission, &id).await?;
    shown(&state, &principal, row, &headers).await
}

/// A submission as its readers see it, with its tag.
async fn shown(
    state: &AppState,
    principal: &Principal,
    row: SubmissionRow,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let revision = row.revision;
    let view = view::submission_view(state, principal, row).await?;
    let tag = view::tag(revision, &view)?;
    Ok(super::etag::tagged(headers, &tag, Json(view)))
}

/// A submission that the account may do this to, the challenge's dates included.
async fn find_submission(
    state: &AppState,
    principal: &Principal,
    action: Action,
    id: &str,
) -> Result<SubmissionRow, Problem> {
    let row = state.store.submission(id).await?;
    let subject = Subject {
        organisation: Some(&row.organisation_id),
        state: ChallengeState::parse(&row.challenge_state),
        ..Subject::default()
    };
    rights::demand(principal, action, subject)?;
    Ok(row)
}

/// The state of a challenge. One that is not public is not there.
async fn public_state(state: &AppState, challenge: &str) -> Result<ChallengeState, Problem> {
    let found = ChallengeState::parse(&state.store.challenge_state(challenge).await?);
    let public = found.filter(|state| state.is_public());
    public.ok_or_else(|| Problem::new(Code::NotFound))
}

/// Demands that a submission may still change: not withdrawn, and before the close.
fn demand_changeable(state: &AppState, row: &SubmissionRow) -> Result<(), Problem> {
    let now = pilotbox_store::to_millis(state.clock.now());
    let what = if row.withdrawn_at.is_some() {
        "the submission was withdrawn"
    } else if row.closes_at.is_some_and(|at| at <= now) {
        "the challenge has closed"
    } else {
        return Ok(());
    };
    Err(Problem::new(Code::WrongState).detail(what))
}

/// A file as a download: never shown in a page, whatever is in it. Read as fast as it is
/// taken, so that no reader, however slow, holds more than a piece of it in memory.
async fn download(
    state: &AppState,
    digest: &str,
    kind: &'static str,
    name: &str,
) -> Result<Response, Problem> {
    let digest: Digest = digest.parse().map_err(Problem::internal)?;
    let (bytes, stream) = state.blobs.stream(digest).await?;
    let body = Body::from_stream(stream.inspect_err(|error| {
        tracing::error!(%error, "a file broke off while it was sent");
    }));
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, bytes.into());
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
