//! Where marks of one finalist lie two or more apart: who gave what, and what stands.

use axum::{Json, extract::State, http::StatusCode};
use pilotbox_model::api::{
    accounts::Role,
    challenges::ChallengeState,
    jury::{ModerationAsk, ModerationView, ModerationsView},
    problem::Code,
};
use pilotbox_store::{
    challenges::{DisputedMark, ModeratedMark},
    to_millis,
};

use super::{Problems, SPREAD, TEXT_CHARS, count, declared_work, demand_mark, rubric, views};
use crate::{
    api::{
        extract::{Body, Id, Ids},
        text::demand_text,
    },
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Most moderations that are listed: far more than a jury talks about.
const MOST: usize = 200;

/// Criteria over which the marks of a finalist differ by two or more: for staff all, with
/// names; for evaluators those of their own finalists, others by numbers, once the own
/// rubric is in.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/moderations",
    operation_id = "list_moderations",
    tag = "evaluation",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 200, description = "Moderations.", body = ModerationsView), Problems)
)]
pub(super) async fn list_moderations(
    State(state): State<AppState>,
    principal: Principal,
    Id(challenge): Id,
) -> Result<Json<ModerationsView>, Problem> {
    rights::demand(&principal, Action::ReadModerations, Subject::default())?;
    demand_visible(&state, &principal, &challenge).await?;
    let reader = principal.account().filter(|_| !principal.has(Role::Staff));
    let mut all = moderations(&state, &challenge, reader).await?;
    all.sort_by(|a, b| (a.is_settled, &a.title).cmp(&(b.is_settled, &b.title)));
    let count = count(all.len());
    all.truncate(MOST);
    Ok(Json(ModerationsView {
        count,
        moderations: all,
    }))
}

/// Says what stands of the own mark. What was given first stays beside it, and this may be
/// said again while the jury sits.
#[utoipa::path(
    put,
    path = "/api/v1/assignments/{id}/moderations/{criterion}",
    operation_id = "moderate_mark",
    tag = "evaluation",
    params(
        ("id" = String, Path, max_length = 128),
        ("criterion" = String, Path, max_length = 64)
    ),
    request_body = ModerationAsk,
    responses((status = 204, description = "It is kept."), Problems)
)]
pub(super) async fn moderate(
    State(state): State<AppState>,
    principal: Principal,
    Ids(id, criterion): Ids,
    Body(ask): Body<ModerationAsk>,
) -> Result<StatusCode, Problem> {
    let work = declared_work(&state, &principal, Action::Moderate, &id).await?;
    demand_mark("mark", ask.mark)?;
    demand_text("comment", &ask.comment, 0, TEXT_CHARS)?;
    if work.judged_at.is_none() {
        return Err(Problem::new(Code::WrongState)
            .detail("the rubric is not handed in yet")
            .hint("`POST /api/v1/assignments/{id}/judgement` hands it in"));
    }
    let disputed = disputed(&state, &work.challenge_id).await?;
    let is_it = |one: &DisputedMark| one.assignment_id == id && one.criterion == criterion;
    if !disputed.iter().any(is_it) {
        return Err(Problem::new(Code::Conflict)
            .detail(format!(
                "no marks for `{criterion}` differ by {SPREAD} or more"
            ))
            .hint("`GET /api/v1/challenges/{id}/moderations` lists those that do"));
    }
    let new = ModeratedMark {
        id: &id,
        evaluator: principal.account().unwrap_or_default(),
        criterion: &criterion,
        mark: i64::from(ask.mark),
        comment: &ask.comment,
        at: to_millis(state.clock.now()),
    };
    state.store.moderate(new).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// To evaluators, a challenge that is not public is not there.
async fn demand_visible(
    state: &AppState,
    principal: &Principal,
    challenge: &str,
) -> Result<(), Problem> {
    let found = ChallengeState::parse(&state.store.challenge_state(challenge).await?);
    let visible = found.filter(|state| state.is_public() || principal.has(Role::Staff));
    visible
        .map(|_| ())
        .ok_or_else(|| Problem::new(Code::NotFound))
}

async fn disputed(state: &AppState, challenge: &str) -> Result<Vec<DisputedMark>, Problem> {
    let found = state.store.disputed_marks(challenge, i64::from(SPREAD));
    Ok(found.await?)
}

/// In the order of finalists and of the rubric.
async fn moderations(
    state: &AppState,
    challenge: &str,
    reader: Option<&str>,
) -> Result<Vec<ModerationView>, Problem> {
    let marks = disputed(state, challenge).await?;
    if marks.is_empty() {
        return Ok(Vec::new());
    }
    let rubric = rubric(state, challenge).await?;
    let mut all = Vec::new();
    for finalist in marks.chunk_by(|a, b| a.submission_id == b.submission_id) {
        for criterion in &rubric.criteria {
            let mut groups = finalist.chunk_by(|a, b| a.criterion == b.criterion);
            let own = |group: &&[DisputedMark]| {
                group
                    .first()
                    .is_some_and(|one| one.criterion == criterion.id)
            };
            if let Some(group) = groups.find(own) {
                all.extend(views::moderation(criterion, group, reader)?);
            }
        }
    }
    Ok(all)
}
