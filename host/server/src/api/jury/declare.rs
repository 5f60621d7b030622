//! Conflicts of interest, said before anything of a dossier is shown.

use axum::{extract::State, http::StatusCode};
use pilotbox_model::api::{jury::ConflictAsk, problem::Code};
use pilotbox_store::{
    challenges::{Declaration, Declared},
    to_millis,
};

use super::{Problems, TEXT_CHARS, demand_own};
use crate::{
    api::{
        extract::{Body, Id},
        text::demand_text,
    },
    principal::Principal,
    problem::Problem,
    rights::Action,
    state::AppState,
};

/// Says whether you have a conflict of interest, once for each piece of work: nothing of
/// the dossier is shown before. With a conflict the work is withdrawn and never given to
/// you again; the city's staff read the reason.
#[utoipa::path(
    put,
    path = "/api/v1/assignments/{id}/conflict",
    operation_id = "declare_conflict",
    tag = "evaluation",
    params(("id" = String, Path, max_length = 128)),
    request_body = ConflictAsk,
    responses((status = 204, description = "It is kept."), Problems)
)]
pub(super) async fn declare_conflict(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<ConflictAsk>,
) -> Result<StatusCode, Problem> {
    demand_own(&state, &principal, Action::DeclareConflict, &id).await?;
    let conflict = conflict_of(&ask)?;
    let evaluator = principal.account().unwrap_or_default();
    // What was taken back, or withdrawn, is not there to be judged.
    state.store.own_assignment(evaluator, &id).await?;
    let declaration = Declaration {
        id: &id,
        evaluator,
        conflict,
        at: to_millis(state.clock.now()),
    };
    match state.store.declare(declaration).await? {
        Declared::Done => Ok(StatusCode::NO_CONTENT),
        Declared::Already => Err(Problem::new(Code::Conflict)
            .detail("you have said already that you have no conflict of interest")
            .hint(
                "if you have learnt of one since, tell the city's staff: they withdraw the work",
            )),
    }
}

/// What the conflict is; nothing where there is none.
fn conflict_of(ask: &ConflictAsk) -> Result<Option<&str>, Problem> {
    let reason = ask.reason.as_deref().unwrap_or_default();
    demand_text("reason", reason, 0, TEXT_CHARS)?;
    match (ask.has_conflict, reason.trim().is_empty()) {
        (true, false) => Ok(Some(reason.trim())),
        (false, true) => Ok(None),
        (true, true) => Err(Problem::new(Code::BadRequest)
            .detail("`reason` is empty")
            .hint("say in a sentence what the conflict is; the city's staff alone read it")),
        (false, false) => Err(Problem::new(Code::BadRequest)
            .detail("`reason` is given, and `has_conflict` is false")
            .hint("leave it out, or say that there is a conflict")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(has_conflict: bool, reason: &str) -> ConflictAsk {
        ConflictAsk {
            has_conflict,
            reason: Some(reason.to_owned()),
        }
    }

    #[test]
    fn a_conflict_has_a_reason_and_none_has_none() {
        assert_eq!(conflict_of(&ask(false, "")).unwrap(), None);
        assert_eq!(conflict_of(&ask(true, " kin ")).unwrap(), Some("kin"));
        for wrong in [ask(true, " \n"), ask(false, "kin")] {
            assert_eq!(conflict_of(&wrong).unwrap_err().code(), Code::BadRequest);
        }
        let long = |count| ask(true, &"ж".repeat(count));
        assert!(conflict_of(&long(TEXT_CHARS)).is_ok());
        assert!(conflict_of(&long(TEXT_CHARS + 1)).is_err());
    }
}
