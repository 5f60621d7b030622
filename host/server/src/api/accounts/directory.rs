//! Accounts as admins see and change them.

use axum::{extract::State, http::StatusCode, response::Response};
use pilotbox_model::api::{
    Page,
    accounts::{AccountView, Role},
    problem::Code,
};
use pilotbox_store::{accounts::Actor, to_millis};

use super::{personal::last_admin_or, views};
use crate::{
    api::{
        extract::{Id, Ids},
        list::{Ask, ListQuery},
        problems::Problems,
    },
    principal::Principal,
    problem::Problem,
    state::AppState,
};

/// Lists accounts with their roles.
#[utoipa::path(get, path = "/api/v1/accounts", operation_id = "list_accounts", tag = "accounts",
    params(ListQuery), responses((status = 200, body = Page<AccountView>), Problems))]
pub(super) async fn list_accounts(
    State(state): State<AppState>,
    ask: Ask,
) -> Result<Response, Problem> {
    let rows = state
        .store
        .accounts(ask.after.as_deref(), ask.fetch)
        .await?;
    let grants = match (rows.first(), rows.last()) {
        (Some(first), Some(last)) => state.store.grants_between(&first.id, &last.id).await?,
        _ => Vec::new(),
    };
    let views: Vec<_> = rows
        .into_iter()
        .map(|row| views::account(row, &grants))
        .collect();
    ask.answer(views, |view: &AccountView| view.id.clone())
}

/// Grants a role.
#[utoipa::path(put, path = "/api/v1/accounts/{id}/roles/{role}", operation_id = "grant_role",
    tag = "accounts",
    params(("id" = String, Path, max_length = 128, description = "The account."),
        ("role" = String, Path, max_length = 128, description = "`evaluator`, `staff` or `admin`.")),
    responses((status = 204, description = "The account has the role."), Problems))]
pub(super) async fn grant_role(
    State(state): State<AppState>,
    principal: Principal,
    Ids(id, role): Ids,
) -> Result<StatusCode, Problem> {
    let role = granted(&role)?.as_str();
    let now = to_millis(state.clock.now());
    state
        .store
        .grant_role(&id, role, actor(&principal), now)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a role, wherever it came from.
#[utoipa::path(delete, path = "/api/v1/accounts/{id}/roles/{role}", operation_id = "take_role",
    tag = "accounts",
    params(("id" = String, Path, max_length = 128, description = "The account."),
        ("role" = String, Path, max_length = 128, description = "`evaluator`, `staff` or `admin`.")),
    responses((status = 204, description = "The account has it no more."), Problems))]
pub(super) async fn take_role(
    State(state): State<AppState>,
    principal: Principal,
    Ids(id, role): Ids,
) -> Result<StatusCode, Problem> {
    let role = granted(&role)?.as_str();
    let now = to_millis(state.clock.now());
    let taken = state
        .store
        .take_role(&id, role, actor(&principal), now)
        .await;
    taken.map_err(last_admin_or)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Locks an account and ends its sessions and tokens.
#[utoipa::path(put, path = "/api/v1/accounts/{id}/lock", operation_id = "lock_account",
    tag = "accounts", params(("id" = String, Path, max_length = 128, description = "The account.")),
    responses((status = 204, description = "It is locked."), Problems))]
pub(super) async fn lock_account(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<StatusCode, Problem> {
    set_lock(&state, &principal, &id, true).await
}

/// Unlocks an account.
#[utoipa::path(delete, path = "/api/v1/accounts/{id}/lock", operation_id = "unlock_account",
    tag = "accounts", params(("id" = String, Path, max_length = 128, description = "The account.")),
    responses((status = 204, description = "It is not locked."), Problems))]
pub(super) async fn unlock_account(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<StatusCode, Problem> {
    set_lock(&state, &principal, &id, false).await
}

async fn set_lock(
    state: &AppState,
    principal: &Principal,
    id: &str,
    is_locked: bool,
) -> Result<StatusCode, Problem> {
    let now = to_millis(state.clock.now());
    let set = state
        .store
        .set_lock(id, is_locked, actor(principal), now)
        .await;
    set.map_err(last_admin_or)?;
    Ok(StatusCode::NO_CONTENT)
}

/// A role that is granted; the others follow from what an account is.
fn granted(name: &str) -> Result<Role, Problem> {
    let role = Role::parse(name).filter(|role| !matches!(role, Role::Citizen | Role::Startup));
    role.ok_or_else(|| {
        Problem::new(Code::NotFound)
            .detail("there is no such role to grant")
            .hint("`evaluator`, `staff` or `admin`")
    })
}

fn actor(principal: &Principal) -> Actor<'_> {
    principal.account().map_or(Actor::System, Actor::Account)
}
