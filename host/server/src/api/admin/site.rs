//! The switches of the whole site, which everybody may read and admins set.

use std::sync::Arc;

use axum::{Json, extract::State};
use pilotbox_model::api::{
    admin::{SiteView, SwitchesAsk},
    problem::Code,
};
use pilotbox_store::{NewSwitches, to_millis};

use crate::{
    api::{extract::Body, problems::Problems, text::demand_text},
    principal::Principal,
    problem::Problem,
    state::AppState,
};

/// Longest message above every page, in characters: it has to leave room for the page.
const MESSAGE_CHARS: usize = 500;

/// What is switched on, and what the site says above every page.
#[utoipa::path(
    get,
    path = "/api/v1/site",
    operation_id = "read_site",
    tag = "admin",
    responses((status = 200, description = "The switches.", body = SiteView), Problems)
)]
pub(super) async fn read_site(State(state): State<AppState>) -> Result<Json<SiteView>, Problem> {
    Ok(Json(SiteView::clone(
        &*state.live().site(&state.store).await?,
    )))
}

/// Sets every switch. Counts at once, in other processes within a second.
#[utoipa::path(
    put,
    path = "/api/v1/admin/switches",
    operation_id = "set_switches",
    tag = "admin",
    request_body = SwitchesAsk,
    responses((status = 200, description = "The switches as they are now.", body = SiteView),
        Problems)
)]
pub(super) async fn set_switches(
    State(state): State<AppState>,
    principal: Principal,
    Body(ask): Body<SwitchesAsk>,
) -> Result<Json<SiteView>, Problem> {
    if let Some(message) = &ask.message {
        demand_message("message.bg", &message.bg)?;
        demand_message("message.en", &message.en)?;
    }
    let revision = ask.revision.map(i64::try_from).transpose();
    let message = ask.message.as_ref();
    let set = state.store.set_switches(NewSwitches {
        is_registration_open: ask.is_registration_open,
        takes_submissions: ask.takes_submissions,
        message: message.map(|text| (text.bg.as_str(), text.en.as_str())),
        revision: revision.map_err(|_| Problem::new(Code::Changed))?,
        by: principal.account().unwrap_or_default(),
        at: to_millis(state.clock.now()),
    });
    set.await?;
    state.live().forget_site().await;
    let now: Arc<SiteView> = state.live().site(&state.store).await?;
    Ok(Json(SiteView::clone(&now)))
}

fn demand_message(name: &str, text: &str) -> Result<(), Problem> {
    demand_text(name, text, 1, MESSAGE_CHARS)?;
    if text.trim().is_empty() {
        return Err(Problem::new(Code::BadRequest).detail(format!("`{name}` is blank")));
    }
    Ok(())
}
