//! What staff do with problems: let them pass or not, merge them, answer them, and say which
//! challenge one becomes.

use axum::{Json, extract::State};
use pilotbox_model::api::{
    civic_problems::{
        CityProblemAnswer, CityProblemDecision, CityProblemDetail, CityProblemLink,
        CityProblemMerge, CityProblemState,
    },
    problem::Code,
};
use pilotbox_store::{Merged, ProblemAnswer, ProblemLink, ProblemMerge, to_millis};

use super::{Problems, demand_state, detail, missing, views, visible};
use crate::{
    api::{
        extract::{Body, Id},
        text::{demand_key, demand_text},
    },
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Longest reason and longest answer, in characters.
const REASON_CHARS: usize = 1_000;
const ANSWER_CHARS: usize = 8_000;

/// Lets a problem pass, or refuses it; one that everybody saw is taken down by that.
#[utoipa::path(
    put,
    path = "/api/v1/problems/{id}/decision",
    operation_id = "decide_problem",
    tag = "problems",
    params(("id" = String, Path, max_length = 128)),
    request_body = CityProblemDecision,
    responses((status = 200, description = "It is decided.", body = CityProblemDetail), Problems)
)]
pub(super) async fn decide_problem(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(decision): Body<CityProblemDecision>,
) -> Result<Json<CityProblemDetail>, Problem> {
    rights::demand(&principal, Action::ModerateProblem, Subject::default())?;
    let reason = reason(&decision)?;
    let row = visible(&state, &principal, &id).await?;
    let by = principal.account().unwrap_or_default();
    let at = to_millis(state.clock.now());
    let is_shown = views::state(&row)?.is_open();
    match reason {
        None if is_shown => {}
        None => {
            demand_state(&row, |state| state != CityProblemState::Merged)?;
            state.store.show_problem(&id, by, at).await?;
        }
        Some(reason) => {
            let stays = [CityProblemState::Merged, CityProblemState::Challenge];
            demand_state(&row, |state| !stays.contains(&state))?;
            state.store.refuse_problem(&id, reason, by, at).await?;
        }
    }
    detail(&state, &principal, &id).await.map(Json)
}

/// Why a problem is refused; nothing if it is let pass.
fn reason(decision: &CityProblemDecision) -> Result<Option<&str>, Problem> {
    let reason = decision.reason.as_deref().map(str::trim);
    match reason {
        Some(_) if decision.is_shown => Err(Problem::new(Code::BadRequest)
            .detail("only a refusal has a reason; leave `reason` out")),
        None if decision.is_shown => Ok(None),
        reason => {
            let reason = reason.unwrap_or_default();
            demand_text("reason", reason, 1, REASON_CHARS)?;
            Ok(Some(reason))
        }
    }
}

/// Merges a problem into another one. Its address leads there from now on, and whoever
/// supports both counts once.
#[utoipa::path(
    post,
    path = "/api/v1/problems/{id}/merge",
    operation_id = "merge_problem",
    tag = "problems",
    params(("id" = String, Path, max_length = 128)),
    request_body = CityProblemMerge,
    responses((status = 200, description = "The other.", body = CityProblemDetail), Problems)
)]
pub(super) async fn merge_problem(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<CityProblemMerge>,
) -> Result<Json<CityProblemDetail>, Problem> {
    rights::demand(&principal, Action::ModerateProblem, Subject::default())?;
    let into = demand_key("into", Some(ask.into))?;
    let row = visible(&state, &principal, &id).await?;
    let is_free = |state| {
        use CityProblemState::{Answered, Proposed, Shown};
        matches!(state, Proposed | Shown | Answered)
    };
    demand_state(&row, is_free)?;
    let merge = ProblemMerge {
        problem: &id,
        into: &into,
        by: principal.account().unwrap_or_default(),
        at: to_millis(state.clock.now()),
    };
    match state.store.merge_problem(merge).await? {
        Merged::Done => detail(&state, &principal, &into).await.map(Json),
        Merged::NoTarget => Err(Problem::new(Code::BadRequest)
            .detail("`into` is no other problem that everybody sees")
            .hint("let that one pass first; `GET /api/v1/problems` lists those that are shown")),
    }
}

/// Answers a problem for everybody to read, or answers it anew. Former answers stay.
#[utoipa::path(
    put,
    path = "/api/v1/problems/{id}/answer",
    operation_id = "answer_problem",
    tag = "problems",
    params(("id" = String, Path, max_length = 128)),
    request_body = CityProblemAnswer,
    responses((status = 200, description = "It is answered.", body = CityProblemDetail), Problems)
)]
pub(super) async fn answer_problem(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<CityProblemAnswer>,
) -> Result<Json<CityProblemDetail>, Problem> {
    rights::demand(&principal, Action::AnswerProblem, Subject::default())?;
    demand_text("text.bg", &ask.text.bg, 1, ANSWER_CHARS)?;
    demand_text("text.en", &ask.text.en, 1, ANSWER_CHARS)?;
    let row = visible(&state, &principal, &id).await?;
    demand_state(&row, CityProblemState::is_open)?;
    let answer = ProblemAnswer {
        problem: &id,
        kind: ask.kind.as_str(),
        text: (&ask.text.bg, &ask.text.en),
        by: principal.account().unwrap_or_default(),
        at: to_millis(state.clock.now()),
    };
    state.store.answer_problem(answer).await?;
    detail(&state, &principal, &id).await.map(Json)
}

/// Says which challenge a problem becomes, or that it is another one after all. Of a draft
/// citizens are only told that a challenge is being written.
#[utoipa::path(
    put,
    path = "/api/v1/problems/{id}/challenge",
    operation_id = "link_problem",
    tag = "problems",
    params(("id" = String, Path, max_length = 128)),
    request_body = CityProblemLink,
    responses((status = 200, description = "It is linked.", body = CityProblemDetail), Problems)
)]
pub(super) async fn link_problem(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<CityProblemLink>,
) -> Result<Json<CityProblemDetail>, Problem> {
    rights::demand(&principal, Action::LinkProblem, Subject::default())?;
    let challenge = demand_key("challenge", Some(ask.challenge))?;
    let row = visible(&state, &principal, &id).await?;
    demand_state(&row, CityProblemState::is_open)?;
    let link = ProblemLink {
        problem: &id,
        challenge: &challenge,
        by: principal.account().unwrap_or_default(),
        at: to_millis(state.clock.now()),
    };
    let linked = state.store.link_problem(link).await;
    linked.map_err(|error| missing(error, "challenge"))?;
    detail(&state, &principal, &id).await.map(Json)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(is_shown: bool, reason: Option<&str>) -> CityProblemDecision {
        CityProblemDecision {
            is_shown,
            reason: reason.map(str::to_owned),
        }
    }

    #[test]
    fn a_refusal_needs_a_reason_and_nothing_else_has_one() {
        assert_eq!(reason(&decision(true, None)).unwrap(), None);
        let why = decision(false, Some(" names a neighbour "));
        assert_eq!(reason(&why).unwrap(), Some("names a neighbour"));
        let long = "x".repeat(1_001);
        for bad in [
            decision(true, Some("x")),
            decision(false, None),
            decision(false, Some("  ")),
            decision(false, Some(&long)),
        ] {
            let refused = reason(&bad).unwrap_err();
            assert_eq!(refused.code(), Code::BadRequest, "{bad:?}");
        }
    }
}
