//! Organisations in numbers, and their names.

use axum::{extract::State, http::StatusCode, response::Response};
use pilotbox_model::api::{
    Page,
    admin::{NameAsk, OrganisationSummary},
};
use pilotbox_store::{OrganisationFigures, from_millis, to_millis};

use super::count;
use crate::{
    api::{
        extract::{Body, Id},
        list::{Ask, ListQuery},
        problems::Problems,
        text::demand_line,
    },
    principal::Principal,
    problem::Problem,
    state::AppState,
};

/// Longest name, in characters: as when an organisation is made.
const NAME_CHARS: usize = 200;

/// Organisations with what they use, in the order of their ids.
#[utoipa::path(
    get,
    path = "/api/v1/admin/organisations",
    operation_id = "list_organisations",
    tag = "admin",
    params(ListQuery),
    responses((status = 200, description = "A page.", body = Page<OrganisationSummary>), Problems)
)]
pub(super) async fn list_organisations(
    State(state): State<AppState>,
    ask: Ask,
) -> Result<Response, Problem> {
    let after = ask.after.as_deref().unwrap_or_default();
    let rows = state.store.organisation_figures(after, ask.fetch).await?;
    let views = rows.into_iter().map(view).collect();
    ask.answer(views, |view: &OrganisationSummary| view.id.clone())
}

/// Gives an organisation another name. Boards and lists show it at once.
#[utoipa::path(
    put,
    path = "/api/v1/organisations/{id}/name",
    operation_id = "rename_organisation",
    tag = "admin",
    params(("id" = String, Path, max_length = 128)),
    request_body = NameAsk,
    responses((status = 204, description = "It has the name."), Problems)
)]
pub(super) async fn rename_organisation(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<NameAsk>,
) -> Result<StatusCode, Problem> {
    demand_line("name", &ask.name, NAME_CHARS)?;
    let by = principal.account().unwrap_or_default();
    let now = to_millis(state.clock.now());
    state
        .store
        .rename_organisation(&id, &ask.name, by, now)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

fn view(row: OrganisationFigures) -> OrganisationSummary {
    OrganisationSummary {
        id: row.id,
        name: row.name,
        members: count(row.members),
        submissions: count(row.submissions),
        bytes: count(row.bytes),
        created_at: from_millis(row.created_at),
    }
}
