//! Letters: each organisation reads its own, staff read all, once a decision is out.

use axum::{Json, extract::State};
use pilotbox_model::api::{
    accounts::Role,
    challenges::ChallengeState,
    decisions::{LetterHead, LetterView, LettersView},
    problem::Code,
};
use pilotbox_store::{challenges::LetterRow, from_millis, to_millis};

use super::{
    Problems, file_digest, published, read::challenge_title, takes_inquiries, visible_state,
};
use crate::{
    api::{assignments::views::title, extract::Id},
    decision::{Addressed, letter},
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Letters of a decision by the names of organisations: the own, for staff all. None before
/// the decision is out.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/letters",
    operation_id = "list_letters",
    tag = "decisions",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 200, description = "The letters.", body = LettersView), Problems)
)]
pub(super) async fn list_letters(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<Json<LettersView>, Problem> {
    visible_state(&state, &principal, &id).await?;
    let rows = state.store.letters(&id).await?.into_iter();
    let letters =
        rows.filter(|row| principal.has(Role::Staff) || principal.is_member(&row.organisation_id));
    let heads = letters.map(|row| head(&principal, row));
    Ok(Json(LettersView {
        letters: heads.collect::<Result<_, _>>()?,
    }))
}

/// The letter of a submission: its scores by metric and stratum, its ranks, what evaluators
/// say, and what would have helped it most. Of the version in force.
#[utoipa::path(
    get,
    path = "/api/v1/submissions/{id}/letter",
    operation_id = "read_letter",
    tag = "decisions",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 200, description = "The letter.", body = LetterView), Problems)
)]
pub(super) async fn read_letter(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<Json<LetterView>, Problem> {
    let row = state.store.letter(&id).await?;
    let subject = Subject {
        organisation: Some(&row.organisation_id),
        ..Subject::default()
    };
    rights::demand(&principal, Action::ReadLetter, subject)?;
    let moment = ChallengeState::parse(&state.store.challenge_state(&row.challenge_id).await?)
        .ok_or_else(|| Problem::new(Code::NotFound))?;
    let (_, version) = published(&state, &row.challenge_id, None).await?;
    let document = state
        .live()
        .decision(&state, file_digest(&version)?)
        .await?;
    let to = Addressed {
        challenge_title: challenge_title(&state, &row.challenge_id).await?,
        takes_inquiries: takes_inquiries(&state, moment, to_millis(document.inquiry_until)),
        title: title(&row.dossier)?,
        sent_at: row.sent_at.map(from_millis),
        submission: row.submission_id,
        organisation: row.organisation,
    };
    Ok(Json(letter(&document, to)?))
}

fn head(principal: &Principal, row: LetterRow) -> Result<LetterHead, Problem> {
    Ok(LetterHead {
        title: title(&row.dossier)?,
        is_own: principal.is_member(&row.organisation_id),
        submission: row.submission_id,
        organisation: row.organisation,
        sent_at: row.sent_at.map(from_millis),
    })
}
