//! An evaluator's own work: read under codes, with a note. Nobody else is shown any of it,
//! the note least of all.

use axum::{Json, extract::State, http::StatusCode, response::Response};
use pilotbox_model::api::{
    Page,
    assignments::{AssignmentCounts, NoteAsk, OwnAssignmentDetail, OwnAssignmentView},
};
use pilotbox_store::challenges::{NoteChange, OwnFilter};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Problems, state_of, today, views};
use crate::{
    api::{
        extract::{Body, Id},
        list::{Filtered, ListQuery},
        text::{demand_key, demand_text},
    },
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Longest note, in characters.
const NOTE_CHARS: usize = 4_000;

/// Which work.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnQuery {
    /// Only that of a challenge.
    #[param(max_length = 128)]
    challenge: Option<String>,
    /// Only what is done, or only what is not.
    is_done: Option<bool>,
}

/// The evaluator's own work across challenges, what is due first first.
#[utoipa::path(
    get,
    path = "/api/v1/assignments",
    operation_id = "list_own_assignments",
    tag = "evaluation",
    params(OwnQuery, ListQuery),
    responses((status = 200, description = "A page.", body = Page<OwnAssignmentView>), Problems)
)]
pub(super) async fn list_own_assignments(
    State(state): State<AppState>,
    principal: Principal,
    Filtered(ask, query): Filtered<OwnQuery>,
) -> Result<Response, Problem> {
    rights::demand(&principal, Action::ListOwnAssignments, Subject::default())?;
    let challenge = demand_key("challenge", query.challenge)?;
    let filter = OwnFilter {
        evaluator: principal.account().unwrap_or_default(),
        challenge: &challenge,
        is_done: query.is_done,
        after: place(ask.after.as_deref().unwrap_or_default()),
    };
    let today = today(&state)?;
    let rows = state.store.own_assignments(filter, ask.fetch).await?;
    let views: Result<Vec<_>, _> = rows.iter().map(|row| views::own(row, today)).collect();
    // No id holds a dot.
    ask.answer(views?, |view| format!("{}.{}", view.due_on, view.id))
}

/// How much work the evaluator has.
#[utoipa::path(
    get,
    path = "/api/v1/assignments/counts",
    operation_id = "count_own_assignments",
    tag = "evaluation",
    responses((status = 200, description = "Three numbers.", body = AssignmentCounts), Problems)
)]
pub(super) async fn count_own_assignments(
    State(state): State<AppState>,
    principal: Principal,
) -> Result<Json<AssignmentCounts>, Problem> {
    rights::demand(&principal, Action::ListOwnAssignments, Subject::default())?;
    let evaluator = principal.account().unwrap_or_default();
    let today = today(&state)?.to_string();
    let figures = state.store.own_assignment_figures(evaluator, &today);
    Ok(Json(views::counts(figures.await?)))
}

/// One piece of the evaluator's own work, with its dossier once the evaluator has said that
/// there is no conflict of interest.
#[utoipa::path(
    get,
    path = "/api/v1/assignments/{id}",
    operation_id = "read_own_assignment",
    tag = "evaluation",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 200, description = "The work.", body = OwnAssignmentDetail), Problems)
)]
pub(super) async fn read_own_assignment(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<Json<OwnAssignmentDetail>, Problem> {
    demand_own(&state, &principal, Action::ReadOwnAssignment, &id).await?;
    detail(&state, &principal, &id).await.map(Json)
}

/// Keeps the evaluator's own note while the challenge is not decided.
#[utoipa::path(
    put,
    path = "/api/v1/assignments/{id}/note",
    operation_id = "set_assignment_note",
    tag = "evaluation",
    params(("id" = String, Path, max_length = 128)),
    request_body = NoteAsk,
    responses((status = 204, description = "It is kept."), Problems)
)]
pub(super) async fn set_assignment_note(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<NoteAsk>,
) -> Result<StatusCode, Problem> {
    demand_own(&state, &principal, Action::NoteAssignment, &id).await?;
    demand_text("note", &ask.note, 0, NOTE_CHARS)?;
    // What was taken back, or withdrawn, is not there to be judged.
    detail(&state, &principal, &id).await?;
    let change = NoteChange {
        id: &id,
        evaluator: principal.account().unwrap_or_default(),
        note: &ask.note,
    };
    state.store.set_assignment_note(change).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Demands that work is the caller's own, in a state in which this may be done.
pub(in crate::api) async fn demand_own(
    state: &AppState,
    principal: &Principal,
    action: Action,
    id: &str,
) -> Result<(), Problem> {
    let (challenge, evaluator) = state.store.assignment_of(id).await?;
    let subject = Subject {
        account: Some(&evaluator),
        state: Some(state_of(state, &challenge).await?),
        ..Subject::default()
    };
    rights::demand(principal, action, subject)
}

async fn detail(
    state: &AppState,
    principal: &Principal,
    id: &str,
) -> Result<OwnAssignmentDetail, Problem> {
    let evaluator = principal.account().unwrap_or_default();
    let row = state.store.own_assignment(evaluator, id).await?;
    views::own_detail(&row, today(state)?)
}

/// Where a page begins: after a day and an id.
fn place(cursor: &str) -> (&str, &str) {
    cursor.split_once('.').unwrap_or((cursor, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_begins_after_a_day_and_an_id() {
        assert_eq!(place("2027-01-15.01ARZ"), ("2027-01-15", "01ARZ"));
        assert_eq!(place(""), ("", ""));
    }
}
