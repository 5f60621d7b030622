//! What the law gives to a person: a copy of all that is kept, and to be forgotten.

use axum::{Json, extract::State, http::StatusCode};
use pilotbox_model::api::{
    accounts::{AccountExport, PasswordProof},
    problem::Code,
};
use pilotbox_store::{
    StoreError,
    accounts::{Actor, LAST_ADMIN},
    to_millis,
};
use tower_sessions::Session;

use super::{credentials, views};
use crate::{
    api::{extract::Body, problems::Problems},
    principal::Principal,
    problem::Problem,
    session::{self, SignedIn},
    state::AppState,
};

/// Gives a copy of all that is kept about the person who asks.
#[utoipa::path(get, path = "/api/v1/me/export", operation_id = "export_me", tag = "accounts",
    responses((status = 200, body = AccountExport), Problems))]
pub(super) async fn export_me(
    State(state): State<AppState>,
    principal: Principal,
) -> Result<Json<AccountExport>, Problem> {
    let me = views::me_of(&state, &principal).await?;
    let rows = state.store.export_account(&me.id).await?;
    Ok(Json(views::export(rows, me)))
}

/// Forgets the person who asks. What organisations submitted and what was decided
/// stays, without the person. Cannot be undone.
#[utoipa::path(delete, path = "/api/v1/me", operation_id = "erase_me", tag = "accounts",
    request_body = PasswordProof,
    responses((status = 204, description = "The person is forgotten."), Problems))]
pub(super) async fn erase_me(
    State(state): State<AppState>,
    session: Session,
    signed_in: SignedIn,
    Body(proof): Body<PasswordProof>,
) -> Result<StatusCode, Problem> {
    let account = state.store.account(&signed_in.account).await?;
    credentials::demand_password(&state, &account, proof.password.as_deref()).await?;
    let now = to_millis(state.clock.now());
    let erased = state
        .store
        .erase_account(&account.id, Actor::Account(&account.id), now)
        .await;
    erased.map_err(last_admin_or)?;
    session::close(&session).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The last admin's refusal in words.
pub(super) fn last_admin_or(error: StoreError) -> Problem {
    match error {
        StoreError::Conflict(what) if what == LAST_ADMIN => Problem::new(Code::Conflict)
            .detail("this is the last admin who can sign in")
            .hint("make somebody else an admin first"),
        other => other.into(),
    }
}
