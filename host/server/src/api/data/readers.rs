//! Readers of raw data: staff whom other readers name.

use axum::{Json, extract::State, http::StatusCode};
use pilotbox_model::api::{
    accounts::Role,
    data::{DataReaderAsk, DataSetView},
    problem::Code,
};
use pilotbox_store::{
    StoreError,
    data::{DataSet, LAST_READER, ReaderChange},
    to_millis,
};

use super::{demand_reader, views, visible};
use crate::{
    accounts::email::EmailAddress,
    api::{
        extract::{Body, Id, Ids},
        problems::Problems,
    },
    data::{field, rejected},
    principal::Principal,
    problem::Problem,
    rights::Action,
    state::AppState,
};

/// Names a reader, by the address of somebody on the staff.
#[utoipa::path(
    post,
    path = "/api/v1/data-sets/{id}/readers",
    operation_id = "name_reader",
    tag = "data",
    params(("id" = String, Path, max_length = 128)),
    request_body = DataReaderAsk,
    responses((status = 200, description = "The data set.", body = DataSetView), Problems)
)]
pub(super) async fn name_reader(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<DataReaderAsk>,
) -> Result<Json<DataSetView>, Problem> {
    let set = visible(&state, &principal, &id).await?;
    demand_may_name(&state, &principal, &set).await?;
    let account = of_staff(&state, &ask.email).await?;
    let change = ReaderChange {
        data_set: &id,
        account: &account,
        by: principal.account().unwrap_or_default(),
        at: to_millis(state.clock.now()),
    };
    let named = state.store.name_reader(&change);
    named.await.map_err(|error| match error {
        StoreError::Conflict(_) => {
            Problem::new(Code::Conflict).detail("this account is a reader already")
        }
        other => other.into(),
    })?;
    let set = visible(&state, &principal, &id).await?;
    Ok(Json(views::whole(&state, &principal, set).await?))
}

/// Removes a reader. The last one on the staff stays.
#[utoipa::path(
    delete,
    path = "/api/v1/data-sets/{id}/readers/{account}",
    operation_id = "remove_reader",
    tag = "data",
    params(
        ("id" = String, Path, max_length = 128),
        ("account" = String, Path, max_length = 128)
    ),
    responses((status = 204, description = "The account reads no more."), Problems)
)]
pub(super) async fn remove_reader(
    State(state): State<AppState>,
    principal: Principal,
    Ids(id, account): Ids,
) -> Result<StatusCode, Problem> {
    let set = visible(&state, &principal, &id).await?;
    demand_reader(&state, &principal, &set, Action::NameReader).await?;
    let change = ReaderChange {
        data_set: &id,
        account: &account,
        by: principal.account().unwrap_or_default(),
        at: to_millis(state.clock.now()),
    };
    let removed = state.store.remove_reader(&change);
    removed.await.map_err(|error| match error {
        StoreError::Conflict(what) if what == LAST_READER => Problem::new(Code::Conflict)
            .detail("nobody would be left who reads this data set")
            .hint("name another reader first"),
        other => other.into(),
    })?;
    Ok(StatusCode::NO_CONTENT)
}

/// Readers name readers. Where none is left and there is nothing to read, anybody on the
/// staff may begin anew.
async fn demand_may_name(
    state: &AppState,
    principal: &Principal,
    set: &DataSet,
) -> Result<(), Problem> {
    let Err(problem) = demand_reader(state, principal, set, Action::NameReader).await else {
        return Ok(());
    };
    let is_staff = principal.has(Role::Staff);
    if is_staff && state.store.is_data_abandoned(&set.id).await? {
        return Ok(());
    }
    Err(problem)
}

/// The account of somebody on the staff, by the address.
async fn of_staff(state: &AppState, email: &str) -> Result<String, Problem> {
    let unknown = || {
        let message = "nobody on the staff has this address";
        rejected(vec![field("email", message)])
    };
    let address = EmailAddress::parse(email)
        .map_err(|error| Problem::new(Code::BadRequest).detail(format!("`email`: {error}")))?;
    let found = state.store.account_of_email(&address.key()).await?;
    let usable = found.filter(|account| account.locked_at.is_none() && account.erased_at.is_none());
    let account = usable.ok_or_else(unknown)?.id;
    let grants = state.store.grants_between(&account, &account).await?;
    let is_staff = grants
        .iter()
        .any(|grant| grant.role == Role::Staff.as_str());
    is_staff.then_some(account).ok_or_else(unknown)
}
