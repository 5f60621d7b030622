//! Publishing what somebody else proposed: signed with the city's key, written in one
//! transaction, visible at once.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use pilotbox_evaluate::{DecisionDocument, SignedDecision, Written};
use pilotbox_model::api::{
    challenges::ChallengeState,
    decisions::{DecisionVersionView, PublicationAsk},
    problem::Code,
};
use pilotbox_store::{
    StoreError,
    challenges::{DecisionFacts, DecisionProposal, NewDecision, PublishedBefore},
    from_millis, to_millis,
};
use tokio::task::spawn_blocking;

use super::{
    Problems, demand_aloof, file_digest,
    proposals::{complete, in_force, proposed_correction},
    published, subject, version_view, visible_state, window_end,
};
use crate::{
    api::extract::{Body, Id},
    decision::gather,
    principal::Principal,
    problem::Problem,
    rights::{self, Action},
    state::AppState,
};

/// Publishes what somebody else on the staff proposed, if it is still what follows from all
/// that is there. With the first version the challenge is published: names, boards, scores
/// and letters are out at once.
#[utoipa::path(
    post,
    path = "/api/v1/challenges/{id}/decision/versions",
    operation_id = "publish_decision",
    tag = "decisions",
    params(("id" = String, Path, max_length = 128)),
    request_body = PublicationAsk,
    responses((status = 201, description = "It is out.", body = DecisionVersionView), Problems)
)]
pub(super) async fn publish_decision(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<PublicationAsk>,
) -> Result<Response, Problem> {
    let moment = visible_state(&state, &principal, &id).await?;
    rights::demand(&principal, Action::PublishDecision, subject(moment))?;
    let facts = state.store.decision_facts(&id).await?;
    demand_aloof(&state, &principal, &id, &facts).await?;
    let proposal = proposal(&state, &principal, &id).await?;
    let next = if moment.is_published() {
        correction(&state, &id, &proposal).await?
    } else {
        first(&state, &id, moment).await?
    };
    let digest = next
        .written
        .digest()
        .map_err(Problem::internal)?
        .to_string();
    if digest != ask.digest || digest != proposal.digest {
        return Err(Problem::new(Code::Changed)
            .detail("what was proposed is not what would be published now")
            .hint("something changed since: propose it again"));
    }
    publish(&state, &principal, &id, next, &digest).await?;
    let (_, row) = published(&state, &id, None).await?;
    Ok((StatusCode::CREATED, Json(version_view(&row))).into_response())
}

/// What is published next.
struct Next {
    written: Written,
    /// What the first version rests on.
    facts: Option<DecisionFacts>,
    /// The version before and its file.
    before: Option<(i64, pilotbox_model::Digest)>,
    challenge_version: String,
    published_at: Timestamp,
    inquiry_until: Timestamp,
}

async fn proposal(
    state: &AppState,
    principal: &Principal,
    challenge: &str,
) -> Result<DecisionProposal, Problem> {
    let found = state.store.decision_proposal(challenge).await;
    let proposal = found.map_err(|error| match error {
        StoreError::NotFound => Problem::new(Code::WrongState)
            .detail("nothing is proposed")
            .hint("somebody else on the staff proposes it first"),
        other => other.into(),
    })?;
    if principal.account() == Some(proposal.proposed_by.as_str()) {
        return Err(Problem::new(Code::NotAllowed)
            .detail("you proposed it")
            .hint("ask somebody else on the staff to read and publish it"));
    }
    Ok(proposal)
}

async fn first(state: &AppState, challenge: &str, moment: ChallengeState) -> Result<Next, Problem> {
    let gathered = gather(state, challenge, moment).await?;
    let days = gathered
        .settings
        .as_ref()
        .map(|(known, _)| known.inquiry_days);
    let (facts, written) = complete(gathered)?;
    let version = state.store.current_version(challenge).await?;
    let published_at = now(state);
    Ok(Next {
        written,
        facts: Some(facts),
        before: None,
        challenge_version: version.version,
        published_at,
        inquiry_until: window_end(published_at, days.unwrap_or_default())?,
    })
}

async fn correction(
    state: &AppState,
    challenge: &str,
    proposal: &DecisionProposal,
) -> Result<Next, Problem> {
    let (row, before) = in_force(state, challenge).await?;
    Ok(Next {
        written: proposed_correction(state, &before, proposal).await?,
        facts: None,
        before: Some((row.version, file_digest(&row)?)),
        challenge_version: before.challenge_version.clone(),
        published_at: now(state),
        inquiry_until: before.inquiry_until,
    })
}

async fn publish(
    state: &AppState,
    principal: &Principal,
    challenge: &str,
    next: Next,
    digest: &str,
) -> Result<(), Problem> {
    let keys = state.keys().await.map_err(Problem::internal)?;
    let key = keys.current(next.published_at).await;
    let key = key.map_err(Problem::internal)?;
    let before = next.before;
    let version = before.map_or(1, |(version, _)| version.saturating_add(1));
    let document = DecisionDocument {
        issuer: keys.issuer().to_owned(),
        challenge: challenge.to_owned(),
        challenge_version: next.challenge_version,
        version: super::small(version),
        previous: before.map(|(_, file)| file),
        published_at: next.published_at,
        inquiry_until: next.inquiry_until,
        content: next.written,
    };
    let signing = std::sync::Arc::clone(&key);
    let file = spawn_blocking(move || SignedDecision::sign(&document, &signing.key)?.to_json());
    let file = file.await.map_err(Problem::internal)?;
    let file = file.map_err(Problem::internal)?;
    let bytes = i64::try_from(file.len()).map_err(Problem::internal)?;
    let file = state.blobs.put(file.into()).await?.to_string();
    let written = state.store.publish_decision(NewDecision {
        challenge,
        before: match (&next.facts, before) {
            (Some(facts), _) => PublishedBefore::Nothing(facts),
            (None, before) => PublishedBefore::Version(before.map_or(0, |(version, _)| version)),
        },
        digest: &file,
        bytes,
        content_digest: digest,
        key_name: &key.name,
        by: principal.account().unwrap_or_default(),
        at: to_millis(next.published_at),
        inquiry_until: to_millis(next.inquiry_until),
    });
    Ok(written.await?)
}

/// Now, as far as the database keeps it.
fn now(state: &AppState) -> Timestamp {
    from_millis(to_millis(state.clock.now()))
}
