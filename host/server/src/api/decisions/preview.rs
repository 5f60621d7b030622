//! A decision before it is out: what it would be, what is missing, what is left out.

use axum::{Json, extract::State, http::StatusCode};
use pilotbox_model::api::{
    decisions::{
        DecisionPreview, DecisionSettingsView, EvaluatorCodeView, LeaveOutAsk, LeftOutView,
    },
    problem::Code,
};
use pilotbox_store::{
    StoreError,
    challenges::{DecisionFacts, NewOmission},
    to_millis,
};

use super::{Problems, REASON_CHARS, demand_aloof, proposals, settings, subject, visible_state};
use crate::{
    api::{
        assignments::views::title,
        extract::{Body, Id, Ids},
        text::{demand_key, demand_text},
    },
    decision::{Gathered, gather, numbers},
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// The decision as it would be now, with all that is missing. Numbers come as soon as they
/// follow from what is there. Not for members of organisations that take part, nor for
/// evaluators whose rubrics are waited for.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/decision/preview",
    operation_id = "preview_decision",
    tag = "decisions",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 200, description = "The preview.", body = DecisionPreview), Problems)
)]
pub(super) async fn preview_decision(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<Json<DecisionPreview>, Problem> {
    rights::demand(&principal, Action::PreviewDecision, Subject::default())?;
    let moment = visible_state(&state, &principal, &id).await?;
    if moment.is_published() {
        return Err(Problem::new(Code::WrongState)
            .detail("the results are published")
            .hint("read the decision itself; a correction is proposed"));
    }
    let facts = state.store.decision_facts(&id).await?;
    demand_aloof(&state, &principal, &id, &facts).await?;
    let gathered = gather(&state, &id, moment).await?;
    let settings = match &gathered.settings {
        Some((settings, _)) => Some(settings::shown(&state, settings, moment).await?),
        None => None,
    };
    Ok(Json(
        shown(&state, &principal, &id, gathered, settings).await?,
    ))
}

async fn shown(
    state: &AppState,
    principal: &Principal,
    challenge: &str,
    gathered: Gathered,
    settings: Option<DecisionSettingsView>,
) -> Result<DecisionPreview, Problem> {
    let digest = match &gathered.written {
        Some(written) => Some(written.digest().map_err(Problem::internal)?.to_string()),
        None => None,
    };
    let proposal = proposals::open(state, principal, challenge, digest.as_deref()).await?;
    Ok(DecisionPreview {
        challenge: challenge.to_owned(),
        settings,
        is_ready: gathered.is_ready(),
        left_out: left_out(&gathered.facts)?,
        evaluators: evaluators(&gathered),
        numbers: gathered.written.as_ref().map(numbers).transpose()?,
        missing: gathered.missing,
        refused: gathered.refused,
        digest,
        proposal,
    })
}

fn evaluators(gathered: &Gathered) -> Vec<EvaluatorCodeView> {
    let judges = gathered.facts.judges.iter();
    let mut named: Vec<EvaluatorCodeView> = judges
        .filter_map(|judge| {
            Some(EvaluatorCodeView {
                code: gathered.codes.get(&judge.evaluator_id)?.clone(),
                name: judge.name.clone(),
            })
        })
        .collect();
    named.sort_by(|a, b| (a.code.len(), &a.code).cmp(&(b.code.len(), &b.code)));
    named
}

fn left_out(facts: &DecisionFacts) -> Result<Vec<LeftOutView>, Problem> {
    let mut all = Vec::new();
    for one in &facts.omissions {
        let mut finalists = facts.finalists.iter();
        let Some(finalist) = finalists.find(|known| known.submission_id == one.submission_id)
        else {
            continue;
        };
        let work = one.assignment_id.as_deref();
        let mut waiting = facts.waiting.iter();
        let waiting = waiting.find(|known| Some(known.assignment_id.as_str()) == work);
        all.push(LeftOutView {
            id: Some(one.id.clone()),
            submission: one.submission_id.clone(),
            title: title(&finalist.dossier)?,
            organisation: finalist.organisation.clone(),
            is_rubric: work.is_some(),
            evaluator_name: waiting.map(|known| known.evaluator.clone()),
            reason: pilotbox_model::api::challenges::Bilingual {
                bg: one.reason_bg.clone(),
                en: one.reason_en.clone(),
            },
        });
    }
    Ok(all)
}

/// Leaves a finalist out of the decision, or does not wait for a rubric. The reason is
/// published with the decision.
#[utoipa::path(
    post,
    path = "/api/v1/challenges/{id}/decision/omissions",
    operation_id = "leave_out",
    tag = "decisions",
    params(("id" = String, Path, max_length = 128)),
    request_body = LeaveOutAsk,
    responses((status = 204, description = "It is left out."), Problems)
)]
pub(super) async fn leave_out(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<LeaveOutAsk>,
) -> Result<StatusCode, Problem> {
    demand_chair(&state, &principal, &id).await?;
    let submission = demand_key("submission", Some(ask.submission))?;
    let assignment = ask
        .assignment
        .map(|work| demand_key("assignment", Some(work)));
    let assignment = assignment.transpose()?;
    for (name, text) in [("reason.bg", &ask.reason.bg), ("reason.en", &ask.reason.en)] {
        demand_text(name, text.trim(), 1, REASON_CHARS)?;
    }
    let left_out = state.store.leave_out(NewOmission {
        challenge: &id,
        submission: &submission,
        assignment: assignment.as_deref(),
        reason_bg: ask.reason.bg.trim(),
        reason_en: ask.reason.en.trim(),
        by: principal.account().unwrap_or_default(),
        at: to_millis(state.clock.now()),
    });
    left_out.await.map_err(|error| match error {
        StoreError::NotFound => Problem::new(Code::BadRequest)
            .detail("`submission` is no finalist, or `assignment` is no work on it that waits")
            .hint("the preview lists both"),
        StoreError::Conflict(_) => Problem::new(Code::Conflict).detail("it is left out already"),
        other => other.into(),
    })?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes back that something is left out.
#[utoipa::path(
    delete,
    path = "/api/v1/challenges/{id}/decision/omissions/{omission}",
    operation_id = "take_in",
    tag = "decisions",
    params(
        ("id" = String, Path, max_length = 128),
        ("omission" = String, Path, max_length = 128)
    ),
    responses((status = 204, description = "It counts again."), Problems)
)]
pub(super) async fn take_in(
    State(state): State<AppState>,
    principal: Principal,
    Ids(id, omission): Ids,
) -> Result<StatusCode, Problem> {
    demand_chair(&state, &principal, &id).await?;
    let (account, now) = (principal.account().unwrap_or_default(), state.clock.now());
    let taken = state.store.take_in(&id, &omission, account, to_millis(now));
    taken.await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn demand_chair(
    state: &AppState,
    principal: &Principal,
    challenge: &str,
) -> Result<(), Problem> {
    let moment = visible_state(state, principal, challenge).await?;
    rights::demand(principal, Action::LeaveOut, subject(moment))?;
    let facts = state.store.decision_facts(challenge).await?;
    demand_aloof(state, principal, challenge, &facts).await
}
