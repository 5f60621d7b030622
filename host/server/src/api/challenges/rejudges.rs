//! Rejudges: started, looked at, applied or cancelled.

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use pilotbox_model::{
    Split,
    api::{
        Page,
        challenges::{
            RejudgeAsk, RejudgeDecision, RejudgeHead, RejudgePhase, RejudgeVerdict, RejudgeView,
            ScoreChange,
        },
        problem::Code,
        runs::RunState,
    },
};
use pilotbox_store::{
    RejudgedRun, StoreError,
    challenges::{NewRejudge, Rejudge, RejudgeChange, RejudgeState, Version},
    from_millis, to_millis,
};

use super::{subject, views::count, visible};
use crate::{
    api::{
        extract::{Body, Id, Params},
        list::ListQuery,
        problems::Problems,
    },
    jobs::Topic,
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
    visibility::{Level, Seen, level_at},
    work,
};

/// Runs every counting run of a split anew on the current version. Nothing counts
/// until it is applied.
#[utoipa::path(
    post,
    path = "/api/v1/challenges/{id}/rejudges",
    operation_id = "start_rejudge",
    tag = "challenges",
    params(("id" = String, Path, max_length = 128)),
    request_body = RejudgeAsk,
    responses(
        (status = 201, description = "It is started.", body = RejudgeView,
            headers(("location" = String))),
        Problems
    )
)]
pub(super) async fn start_rejudge(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<RejudgeAsk>,
) -> Result<Response, Problem> {
    let challenge = visible(&state, &principal, &id).await?.challenge;
    rights::demand(&principal, Action::Rejudge, subject(challenge.state()))?;
    let version = state.store.current_version(&id).await?;
    demand_split(&state, &version, ask.split).await?;
    let started = state.store.start_rejudge(NewRejudge {
        challenge: &id,
        version: &version.id,
        split: ask.split.as_str(),
        by: principal.account().unwrap_or_default(),
        at: to_millis(state.clock.now()),
    });
    let (rejudge, runs) = started.await?.ok_or_else(|| {
        Problem::new(Code::Conflict)
            .detail(format!("another rejudge of `{}` is undecided", ask.split))
            .hint("apply or cancel it first")
    })?;
    work::announce(&state.queue, Topic::Evaluate, runs).await;
    let location = [(header::LOCATION, format!("/api/v1/rejudges/{rejudge}"))];
    let view = shown(&state, &principal, &rejudge).await?;
    Ok((StatusCode::CREATED, location, Json(view)).into_response())
}

/// Rejudges of a challenge from new to old.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/rejudges",
    operation_id = "list_rejudges",
    tag = "challenges",
    params(("id" = String, Path, max_length = 128), ListQuery),
    responses((status = 200, description = "A page.", body = Page<RejudgeHead>), Problems)
)]
pub(super) async fn list_rejudges(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Params(query): Params<ListQuery>,
) -> Result<Response, Problem> {
    rights::demand(&principal, Action::ListRejudges, Subject::default())?;
    visible(&state, &principal, &id).await?;
    let ask = query.ask()?;
    let after = ask.after.as_deref();
    let rows = state.store.rejudges(&id, after, ask.fetch).await?;
    let heads = rows.into_iter().map(head).collect();
    ask.answer(heads, |head: &RejudgeHead| head.id.clone())
}

/// A rejudge, with what it would change.
#[utoipa::path(
    get,
    path = "/api/v1/rejudges/{id}",
    operation_id = "read_rejudge",
    tag = "challenges",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 200, description = "The rejudge.", body = RejudgeView), Problems)
)]
pub(super) async fn read_rejudge(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<Json<RejudgeView>, Problem> {
    rights::demand(&principal, Action::Rejudge, Subject::default())?;
    Ok(Json(shown(&state, &principal, &id).await?))
}

/// Applies a rejudge whose runs have all ended, or cancels it.
#[utoipa::path(
    put,
    path = "/api/v1/rejudges/{id}/decision",
    operation_id = "decide_rejudge",
    tag = "challenges",
    params(("id" = String, Path, max_length = 128)),
    request_body = RejudgeDecision,
    responses((status = 200, description = "The rejudge.", body = RejudgeView), Problems)
)]
pub(super) async fn decide_rejudge(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<RejudgeDecision>,
) -> Result<Json<RejudgeView>, Problem> {
    let rejudge = state.store.rejudge(&id).await?;
    let challenge = state.store.challenge(&rejudge.challenge_id).await?;
    rights::demand(&principal, Action::Rejudge, subject(challenge.state()))?;
    let is_applied = ask.decision == RejudgeVerdict::Apply;
    demand_decidable(&rejudge, is_applied)?;
    let decided = state.store.decide_rejudge(RejudgeChange {
        rejudge: &rejudge,
        is_applied,
        by: principal.account().unwrap_or_default(),
        at: to_millis(state.clock.now()),
    });
    decided.await?;
    Ok(Json(shown(&state, &principal, &id).await?))
}

/// Runs on a split that the version does not hold could never end, and no run reads
/// final data that one person alone has brought.
async fn demand_split(state: &AppState, version: &Version, split: Split) -> Result<(), Problem> {
    if split == Split::Final && version.is_final_waiting() {
        return Err(Problem::new(Code::WrongState)
            .detail("nobody has let the attached final data pass")
            .hint("ask somebody else on the staff to approve the version again"));
    }
    match state.store.split(&version.id, split.as_str()).await {
        Ok(_) => Ok(()),
        Err(StoreError::NotFound) => Err(Problem::new(Code::WrongState)
            .detail(format!("the current version holds no data of `{split}`"))),
        Err(error) => Err(error.into()),
    }
}

fn demand_decidable(rejudge: &Rejudge, is_applied: bool) -> Result<(), Problem> {
    match (phase(rejudge), is_applied) {
        (RejudgePhase::Applied | RejudgePhase::Cancelled, _) => {
            Err(Problem::new(Code::WrongState).detail("it is decided already"))
        }
        (RejudgePhase::Running, true) => Err(Problem::new(Code::WrongState)
            .detail(format!("{} of its runs are under way", rejudge.waiting))
            .hint("wait for them, or cancel it")),
        (_, true) if !rejudge.is_current() => Err(Problem::new(Code::WrongState)
            .detail("another version was approved since it was started")
            .hint("cancel it and start another one")),
        _ => Ok(()),
    }
}

async fn shown(state: &AppState, principal: &Principal, id: &str) -> Result<RejudgeView, Problem> {
    let rejudge = state.store.rejudge(id).await?;
    let challenge = state.store.challenge(&rejudge.challenge_id).await?;
    let split: Split = rejudge.split.parse().map_err(Problem::internal)?;
    let mut changes = state.store.rejudge_changes(id).await?;
    let all = changes.len();
    changes.retain(|row| {
        let seen = Seen {
            organisation: &row.organisation_id,
            split,
            state: challenge.state(),
            is_preview: rejudge.state() != RejudgeState::Applied,
        };
        level_at(principal, seen) == Level::All
    });
    let hidden = all.saturating_sub(changes.len());
    Ok(view(rejudge, changes, hidden as u64))
}

fn view(rejudge: Rejudge, changes: Vec<RejudgedRun>, hidden: u64) -> RejudgeView {
    RejudgeView {
        hidden,
        state: phase(&rejudge),
        id: rejudge.id,
        challenge: rejudge.challenge_id,
        version: rejudge.version,
        split: rejudge.split,
        waiting: count(rejudge.waiting),
        changes: changes.into_iter().map(change).collect(),
        created_at: from_millis(rejudge.created_at),
        decided_at: rejudge.decided_at.map(from_millis),
    }
}

fn head(rejudge: Rejudge) -> RejudgeHead {
    RejudgeHead {
        state: phase(&rejudge),
        id: rejudge.id,
        challenge: rejudge.challenge_id,
        version: rejudge.version,
        split: rejudge.split,
        waiting: count(rejudge.waiting),
        created_at: from_millis(rejudge.created_at),
        decided_at: rejudge.decided_at.map(from_millis),
    }
}

fn phase(rejudge: &Rejudge) -> RejudgePhase {
    match rejudge.state() {
        RejudgeState::Running if rejudge.waiting == 0 => RejudgePhase::Ready,
        RejudgeState::Running => RejudgePhase::Running,
        RejudgeState::Applied => RejudgePhase::Applied,
        RejudgeState::Cancelled => RejudgePhase::Cancelled,
    }
}

fn change(row: RejudgedRun) -> ScoreChange {
    let bits = |total: Option<f64>| total.map(f64::to_bits);
    let has_ended = RunState::parse(&row.new_state).is_some_and(RunState::is_final);
    let differs = row.old_state != row.new_state || bits(row.old_total) != bits(row.new_total);
    ScoreChange {
        is_changed: has_ended && differs,
        submission: row.submission_id,
        old_run: row.old_run_id,
        old_state: row.old_state,
        old_score: row.old_total,
        new_run: row.new_run_id,
        new_state: row.new_state,
        new_score: row.new_total,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(new_state: &str, new_total: Option<f64>) -> RejudgedRun {
        RejudgedRun {
            submission_id: "S1".to_owned(),
            organisation_id: "O1".to_owned(),
            old_run_id: "R1".to_owned(),
            old_state: "scored".to_owned(),
            old_total: Some(50.0),
            new_run_id: "R2".to_owned(),
            new_state: new_state.to_owned(),
            new_total,
        }
    }

    #[test]
    fn a_change_is_of_state_or_of_any_bit_of_the_score() {
        assert!(!change(row("scored", Some(50.0))).is_changed);
        assert!(change(row("scored", Some(50.0 + 1e-14))).is_changed);
        assert!(change(row("plugin-failed", None)).is_changed);
        assert!(
            !change(row("running", None)).is_changed,
            "it is not known yet"
        );
    }
}
