//! The own account.

use axum::{Json, extract::State};
use pilotbox_model::api::accounts::{Me, MeChange, PasswordChange, SessionOpened};
use pilotbox_model::api::problem::Code;
use pilotbox_store::to_millis;
use tower_sessions::Session;

use super::{credentials, registration, sessions, views};
use crate::{
    api::{extract::Body, problems::Problems, text::demand_line},
    principal::Principal,
    problem::Problem,
    session::SignedIn,
    state::AppState,
};

/// Reads the own account.
#[utoipa::path(get, path = "/api/v1/me", operation_id = "read_me", tag = "accounts",
    responses((status = 200, body = Me), Problems))]
pub(super) async fn read_me(
    State(state): State<AppState>,
    principal: Principal,
) -> Result<Json<Me>, Problem> {
    views::me_of(&state, &principal).await.map(Json)
}

/// Changes the own name or language.
#[utoipa::path(patch, path = "/api/v1/me", operation_id = "change_me", tag = "accounts",
    request_body = MeChange, responses((status = 200, body = Me), Problems))]
pub(super) async fn change_me(
    State(state): State<AppState>,
    principal: Principal,
    Body(change): Body<MeChange>,
) -> Result<Json<Me>, Problem> {
    let mut me = views::me_of(&state, &principal).await?;
    if let Some(name) = change.name {
        demand_line("name", &name, registration::NAME_CHARS)?;
        me.name = name;
    }
    me.language = change.language.unwrap_or(me.language);
    state
        .store
        .set_profile(&me.id, &me.name, me.language.as_str())
        .await?;
    Ok(Json(me))
}

/// Sets another password. Every other session and every token ends; this session
/// goes on under a new cookie and token.
#[utoipa::path(put, path = "/api/v1/me/password", operation_id = "change_password",
    tag = "accounts", request_body = PasswordChange,
    responses((status = 200, body = SessionOpened), Problems))]
pub(super) async fn change_password(
    State(state): State<AppState>,
    session: Session,
    signed_in: SignedIn,
    Body(ask): Body<PasswordChange>,
) -> Result<Json<SessionOpened>, Problem> {
    let account = state.store.account(&signed_in.account).await?;
    let Some(email) = &account.email else {
        return Err(Problem::new(Code::WrongState)
            .detail("this account signs in through its identity provider and has no password"));
    };
    registration::demand_password("new", &ask.new, email, &account.name)?;
    credentials::demand_password(&state, &account, Some(&ask.current)).await?;
    let hash = credentials::hash(&state, &ask.new).await?;
    let now = to_millis(state.clock.now());
    let epoch = state.store.set_password(&account.id, &hash, now).await?;
    let renewed = signed_in.renewed(epoch, signed_in.has_second_factor)?;
    renewed.open(&session).await?;
    sessions::opened(&state, &renewed).await.map(Json)
}
