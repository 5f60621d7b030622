//! What one member of staff proposes to publish: the decision, or a correction of it.

use std::sync::Arc;

use axum::{Json, extract::State};
use pilotbox_evaluate::{DecisionDocument, Written};
use pilotbox_model::api::{
    challenges::ChallengeState,
    decisions::{CorrectionChange, ProposalAsk, ProposalView},
    problem::Code,
};
use pilotbox_store::{
    StoreError,
    challenges::{DecisionProposal, DecisionVersion, NewProposal},
    from_millis, to_millis,
};

use super::{
    Problems, REASON_CHARS, bilingual, demand_aloof, file_digest, published, small, subject,
    visible_state,
};
use crate::{
    api::{
        extract::{Body, Id},
        text::demand_text,
    },
    decision::{Gathered, corrected, demand_changes, differences, gather, texts},
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// What is proposed, with all that a correction would change.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/decision/proposals",
    operation_id = "read_proposal",
    tag = "decisions",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 200, description = "The proposal.", body = ProposalView), Problems)
)]
pub(super) async fn read_proposal(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<Json<ProposalView>, Problem> {
    rights::demand(&principal, Action::PreviewDecision, Subject::default())?;
    let moment = visible_state(&state, &principal, &id).await?;
    let facts = state.store.decision_facts(&id).await?;
    demand_aloof(&state, &principal, &id, &facts).await?;
    let proposal = state.store.decision_proposal(&id).await?;
    Ok(Json(
        shown(&state, &principal, &id, moment, proposal).await?,
    ))
}

/// Proposes to publish the decision as the preview shows it, or to correct one that is out.
/// Somebody else on the staff publishes it.
#[utoipa::path(
    post,
    path = "/api/v1/challenges/{id}/decision/proposals",
    operation_id = "propose_decision",
    tag = "decisions",
    params(("id" = String, Path, max_length = 128)),
    request_body = ProposalAsk,
    responses((status = 200, description = "It is proposed.", body = ProposalView), Problems)
)]
pub(super) async fn propose_decision(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<ProposalAsk>,
) -> Result<Json<ProposalView>, Problem> {
    let moment = visible_state(&state, &principal, &id).await?;
    rights::demand(&principal, Action::ProposeDecision, subject(moment))?;
    let facts = state.store.decision_facts(&id).await?;
    demand_aloof(&state, &principal, &id, &facts).await?;
    let (version, written) = if moment.is_published() {
        let reason = correction_of(&ask)?;
        let before = in_force(&state, &id).await?;
        let version = before.0.version.saturating_add(1);
        let written = corrected(&state, &before.1, texts(reason), &ask.changes).await?;
        (version, written)
    } else {
        (1, first(&state, &id, moment, &ask).await?)
    };
    propose(&state, &principal, &id, version, &written, &ask).await?;
    let proposal = state.store.decision_proposal(&id).await?;
    Ok(Json(
        shown(&state, &principal, &id, moment, proposal).await?,
    ))
}

async fn propose(
    state: &AppState,
    principal: &Principal,
    challenge: &str,
    version: i64,
    written: &Written,
    ask: &ProposalAsk,
) -> Result<(), Problem> {
    let digest = written.digest().map_err(Problem::internal)?.to_string();
    let changes = serde_json::to_string(&ask.changes).map_err(Problem::internal)?;
    let reason = ask
        .reason
        .as_ref()
        .map(|one| (one.bg.as_str(), one.en.as_str()));
    let proposed = state.store.propose_decision(NewProposal {
        challenge,
        version,
        digest: &digest,
        reason,
        changes: &changes,
        by: principal.account().unwrap_or_default(),
        at: to_millis(state.clock.now()),
    });
    Ok(proposed.await?)
}

/// The first version: exactly what the preview showed, and nothing missing.
async fn first(
    state: &AppState,
    challenge: &str,
    moment: ChallengeState,
    ask: &ProposalAsk,
) -> Result<Written, Problem> {
    if ask.reason.is_some() || !ask.changes.is_empty() {
        return Err(Problem::new(Code::BadRequest)
            .detail("`reason` and `changes` are for a correction, and no decision is out"));
    }
    let written = complete(gather(state, challenge, moment).await?)?.1;
    let digest = written.digest().map_err(Problem::internal)?.to_string();
    if ask.digest.as_deref() != Some(digest.as_str()) {
        return Err(Problem::new(Code::Changed)
            .detail("`digest` is not that of the preview as it is now")
            .hint("read the preview again, and give its `digest`"));
    }
    Ok(written)
}

/// A decision to which nothing is missing.
pub(super) fn complete(
    gathered: Gathered,
) -> Result<(pilotbox_store::challenges::DecisionFacts, Written), Problem> {
    let is_ready = gathered.is_ready();
    match gathered.written {
        Some(written) if is_ready => Ok((gathered.facts, written)),
        _ => {
            let why = gathered.refused;
            let why = why.unwrap_or_else(|| "something is missing that it waits for".to_owned());
            Err(Problem::new(Code::WrongState).detail(why).hint(
                "the preview lists all that is missing; what cannot come is left out with a reason",
            ))
        }
    }
}

/// The version in force and what it says.
pub(super) async fn in_force(
    state: &AppState,
    challenge: &str,
) -> Result<(DecisionVersion, Arc<DecisionDocument>), Problem> {
    let (_, row) = published(state, challenge, None).await?;
    let document = state.live().decision(state, file_digest(&row)?).await?;
    Ok((row, document))
}

fn correction_of(
    ask: &ProposalAsk,
) -> Result<&pilotbox_model::api::challenges::Bilingual, Problem> {
    demand_changes(&ask.changes)?;
    let reason = ask.reason.as_ref().ok_or_else(|| {
        Problem::new(Code::BadRequest)
            .detail("`reason` is missing")
            .hint("everybody who reads the correction reads why it was needed")
    })?;
    for (name, text) in [("reason.bg", &reason.bg), ("reason.en", &reason.en)] {
        demand_text(name, text, 1, REASON_CHARS)?;
        if text.trim().is_empty() {
            return Err(Problem::new(Code::BadRequest).detail(format!("`{name}` is blank")));
        }
    }
    Ok(reason)
}

/// What is proposed for a preview whose digest is known; nothing if nothing is.
pub(super) async fn open(
    state: &AppState,
    principal: &Principal,
    challenge: &str,
    digest: Option<&str>,
) -> Result<Option<ProposalView>, Problem> {
    match state.store.decision_proposal(challenge).await {
        Ok(proposal) => {
            let is_current = digest == Some(proposal.digest.as_str());
            Ok(Some(view(principal, proposal, is_current)?))
        }
        Err(StoreError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

async fn shown(
    state: &AppState,
    principal: &Principal,
    challenge: &str,
    moment: ChallengeState,
    proposal: DecisionProposal,
) -> Result<ProposalView, Problem> {
    if !moment.is_published() {
        let gathered = gather(state, challenge, moment).await?;
        let digest = gathered.written.map(|written| written.digest());
        let digest = digest.transpose().map_err(Problem::internal)?;
        let is_current = digest.is_some_and(|digest| digest.to_string() == proposal.digest);
        return view(principal, proposal, is_current);
    }
    let (row, before) = in_force(state, challenge).await?;
    let is_next = proposal.version == row.version.saturating_add(1);
    let after = proposed_correction(state, &before, &proposal).await?;
    let digest = after.digest().map_err(Problem::internal)?.to_string();
    let is_current = is_next && digest == proposal.digest;
    let mut view = view(principal, proposal, is_current)?;
    view.differences = differences(&before.content, &after)?.1;
    Ok(view)
}

/// A proposed correction, worked out anew.
pub(super) async fn proposed_correction(
    state: &AppState,
    before: &DecisionDocument,
    proposal: &DecisionProposal,
) -> Result<Written, Problem> {
    let reason = bilingual(proposal.reason_bg.as_ref(), proposal.reason_en.as_ref());
    let reason = reason.ok_or_else(|| Problem::internal("a correction has no reason"))?;
    corrected(state, before, texts(&reason), &changes(proposal)?).await
}

fn changes(proposal: &DecisionProposal) -> Result<Vec<CorrectionChange>, Problem> {
    serde_json::from_str(&proposal.changes).map_err(Problem::internal)
}

fn view(
    principal: &Principal,
    proposal: DecisionProposal,
    is_current: bool,
) -> Result<ProposalView, Problem> {
    Ok(ProposalView {
        version: small(proposal.version),
        is_current,
        is_own: principal.account() == Some(proposal.proposed_by.as_str()),
        proposed_at: from_millis(proposal.proposed_at),
        reason: bilingual(proposal.reason_bg.as_ref(), proposal.reason_en.as_ref()),
        changes: changes(&proposal)?,
        differences: Vec::new(),
        digest: proposal.digest,
        proposed_by: proposal.proposer,
    })
}
