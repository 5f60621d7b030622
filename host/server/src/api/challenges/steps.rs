//! Steps in a challenge's life that a person takes.

use axum::{Json, extract::State};
use pilotbox_model::api::{
    challenges::{ChallengeDetail, ChallengeState, Transition},
    problem::Code,
};
use pilotbox_store::{
    challenges::{Approval, Move, Version},
    to_millis,
};

use super::{detail, subject, visible};
use crate::{
    api::{
        extract::{Body, Id, Ids},
        problems::Problems,
        text::demand_text,
    },
    jobs::Topic,
    life,
    principal::Principal,
    problem::Problem,
    rights::{self, Action},
    state::AppState,
    work,
};

/// Lets a version pass that somebody else uploaded, and final data that somebody else
/// attached to it. The highest version that passed is what new submissions get; once
/// the finalists are locked, it is also what their final runs are on.
#[utoipa::path(
    put,
    path = "/api/v1/challenges/{id}/versions/{version}/approval",
    operation_id = "approve_version",
    tag = "challenges",
    params(
        ("id" = String, Path, max_length = 128),
        ("version" = String, Path, max_length = 128)
    ),
    responses((status = 200, description = "The challenge.", body = ChallengeDetail), Problems)
)]
pub(super) async fn approve_version(
    State(state): State<AppState>,
    principal: Principal,
    Ids(id, version): Ids,
) -> Result<Json<ChallengeDetail>, Problem> {
    let found = visible(&state, &principal, &id).await?;
    let subject = subject(found.challenge.state());
    rights::demand(&principal, Action::ApproveVersion, subject)?;
    let version = state.store.version_named(&id, &version).await?;
    let account = principal.account().unwrap_or_default();
    let approval = Approval {
        at: to_millis(state.clock.now()),
        ..permitted(&version, account)?
    };
    let runs = state.store.approve_version(approval).await?;
    work::announce(&state.queue, Topic::Evaluate, runs).await;
    let found = visible(&state, &principal, &id).await?;
    Ok(Json(detail(&state, &principal, &found).await?))
}

/// What of a version waits and was not brought by who approves. Nothing that waits is
/// well, too: it was approved before.
fn permitted<'a>(version: &'a Version, account: &'a str) -> Result<Approval<'a>, Problem> {
    let version_waits = version.approved_at.is_none();
    let final_waits = version.is_final_waiting();
    let approval = Approval {
        version,
        passes_version: version_waits && version.created_by != account,
        passes_final: final_waits && version.final_by.as_deref() != Some(account),
        by: account,
        at: 0,
    };
    let waits = version_waits || final_waits;
    if waits && !approval.passes_version && !approval.passes_final {
        let detail = if version_waits {
            "you uploaded this version"
        } else {
            "you attached this final data"
        };
        return Err(Problem::new(Code::NotAllowed)
            .detail(detail)
            .hint("ask somebody else on the staff to read and approve it"));
    }
    Ok(approval)
}

/// Moves a challenge on. Whoever handed it to review does not open it; it goes to
/// the jury when all final runs are done.
#[utoipa::path(
    post,
    path = "/api/v1/challenges/{id}/transitions",
    operation_id = "move_challenge",
    tag = "challenges",
    params(("id" = String, Path, max_length = 128)),
    request_body = Transition,
    responses((status = 200, description = "The challenge.", body = ChallengeDetail), Problems)
)]
pub(super) async fn move_challenge(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<Transition>,
) -> Result<Json<ChallengeDetail>, Problem> {
    let found = visible(&state, &principal, &id).await?;
    let challenge = &found.challenge;
    rights::demand(
        &principal,
        Action::MoveChallenge,
        subject(challenge.state()),
    )?;
    if let Some(reason) = &ask.reason {
        demand_text("reason", reason, 1, 2_000)?;
    }
    let account = principal.account().unwrap_or_default();
    let facts = life::facts(&state, challenge, account, ask.reason.is_some()).await?;
    life::permit(challenge.state(), ask.to, facts)?;
    let moved = state.store.move_challenge(Move {
        challenge,
        to: ask.to,
        by: Some(account),
        reason: ask.reason.as_deref(),
        at: to_millis(state.clock.now()),
    });
    moved.await?;
    if ask.to == ChallengeState::Closed {
        life::settle(&state, &id).await?;
    }
    let found = visible(&state, &principal, &id).await?;
    Ok(Json(detail(&state, &principal, &found).await?))
}
