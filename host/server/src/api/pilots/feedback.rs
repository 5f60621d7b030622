//! What citizens say of a pilot, and what staff let be shown of it. Who says it is kept
//! nowhere.

use axum::{Json, extract::State, http::StatusCode, response::Response};
use pilotbox_model::api::{
    Page,
    pilots::{FeedbackAsk, FeedbackDecision, FeedbackKind, FeedbackView},
    problem::Code,
};
use pilotbox_store::{NewFeedback, Said, to_millis};

use super::{Problems, views};
use crate::{
    api::{
        extract::{Body, Id, Ids},
        list::{Ask, ListQuery},
        text::demand_text,
    },
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Longest comment, in characters.
const COMMENT_CHARS: usize = 2_000;

/// Says whether an answer helped, or reports a problem.
#[utoipa::path(
    post,
    path = "/api/v1/pilots/{id}/feedback",
    operation_id = "say_of_pilot",
    tag = "pilots",
    params(("id" = String, Path, max_length = 128)),
    request_body = FeedbackAsk,
    responses((status = 204, description = "It is noted."), Problems)
)]
pub(super) async fn say_of_pilot(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<FeedbackAsk>,
) -> Result<StatusCode, Problem> {
    rights::demand(&principal, Action::SayOfPilot, Subject::default())?;
    let comment = ask.comment.trim();
    let least = usize::from(ask.kind == FeedbackKind::Problem);
    demand_text("comment", comment, least, COMMENT_CHARS)?;
    state.store.pilot(&id).await?;
    let new = NewFeedback {
        pilot: &id,
        kind: ask.kind.as_str(),
        comment,
        may_be_shown: ask.may_be_shown,
        at: to_millis(state.clock.now()),
    };
    match state.store.say_of_pilot(new).await? {
        Said::Done => Ok(StatusCode::NO_CONTENT),
        Said::TooMany => Err(Problem::new(Code::Unavailable)
            .detail("too many comments wait to be read; your vote is counted")
            .hint("write to the city instead")),
    }
}

/// Comments on a pilot, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/pilots/{id}/feedback",
    operation_id = "list_pilot_feedback",
    tag = "pilots",
    params(("id" = String, Path, max_length = 128), ListQuery),
    responses((status = 200, description = "A page.", body = Page<FeedbackView>), Problems)
)]
pub(super) async fn list_pilot_feedback(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    ask: Ask,
) -> Result<Response, Problem> {
    rights::demand(&principal, Action::ReadPilotWork, Subject::default())?;
    state.store.pilot(&id).await?;
    let below = ask.after.as_deref().unwrap_or_default();
    let rows = state.store.pilot_feedback(&id, false, below, ask.fetch);
    let views: Result<Vec<_>, _> = rows.await?.into_iter().map(views::feedback).collect();
    ask.answer(views?, |view| view.id.clone())
}

/// Shows a comment on the pilot's page, or hides it. One that its writer did not release
/// cannot be shown.
#[utoipa::path(
    put,
    path = "/api/v1/pilots/{id}/feedback/{comment}",
    operation_id = "decide_pilot_feedback",
    tag = "pilots",
    params(
        ("id" = String, Path, max_length = 128),
        ("comment" = String, Path, max_length = 128),
    ),
    request_body = FeedbackDecision,
    responses((status = 200, description = "It is decided.", body = FeedbackDecision), Problems)
)]
pub(super) async fn decide_pilot_feedback(
    State(state): State<AppState>,
    principal: Principal,
    Ids(id, comment): Ids,
    Body(decision): Body<FeedbackDecision>,
) -> Result<Json<FeedbackDecision>, Problem> {
    rights::demand(&principal, Action::ManagePilot, Subject::default())?;
    let by = principal.account().unwrap_or_default();
    let at = to_millis(state.clock.now());
    let decided = state
        .store
        .decide_feedback((&id, &comment), decision.is_shown, by, at);
    decided.await?;
    Ok(Json(decision))
}
