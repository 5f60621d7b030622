//! The own second factor: set up with a first code, dropped with another.

use axum::{Json, extract::State, http::StatusCode};
use pilotbox_model::api::{
    accounts::{OneTimeCode, PasswordProof, RecoveryCodes, SecondFactorBegun},
    problem::Code,
};
use pilotbox_store::{StoreError, accounts::Actor, to_millis};
use tower_sessions::Session;

use super::credentials;
use crate::{
    accounts::totp::{RecoveryCode, TotpSecret},
    api::{extract::Body, problems::Problems},
    problem::Problem,
    session::SignedIn,
    state::AppState,
};

/// The name that an app shows beside the account.
const SITE: &str = "Pilotbox";

/// Begins to set up a second factor: gives the seed for an app. It holds once a
/// first code has proved it.
#[utoipa::path(post, path = "/api/v1/me/second-factor", operation_id = "begin_second_factor",
    tag = "accounts", request_body = PasswordProof,
    responses((status = 200, body = SecondFactorBegun), Problems))]
pub(super) async fn begin_second_factor(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Body(proof): Body<PasswordProof>,
) -> Result<Json<SecondFactorBegun>, Problem> {
    let account = state.store.account(&signed_in.account).await?;
    if account.has_second_factor() {
        return Err(already());
    }
    credentials::demand_password(&state, &account, proof.password.as_deref()).await?;
    let seed = TotpSecret::generate().map_err(Problem::internal)?;
    let label = account.email.as_deref().unwrap_or(&account.id);
    let begun = SecondFactorBegun {
        secret: seed.to_base32(),
        uri: seed.uri(SITE, label).map_err(Problem::internal)?,
    };
    let kept = state.store.begin_factor(&account.id, &begun.secret).await;
    kept.map_err(|error| match error {
        StoreError::NotFound => already(),
        other => other.into(),
    })?;
    Ok(Json(begun))
}

/// Sets the second factor up with a first code, and gives the recovery codes.
#[utoipa::path(post, path = "/api/v1/me/second-factor/confirm",
    operation_id = "confirm_second_factor", tag = "accounts", request_body = OneTimeCode,
    responses((status = 200, body = RecoveryCodes), Problems))]
pub(super) async fn confirm_second_factor(
    State(state): State<AppState>,
    session: Session,
    signed_in: SignedIn,
    Body(ask): Body<OneTimeCode>,
) -> Result<Json<RecoveryCodes>, Problem> {
    let account = state.store.account(&signed_in.account).await?;
    let seed = match &account.totp_secret {
        Some(seed) if !account.has_second_factor() => seed.clone(),
        Some(_) => return Err(already()),
        None => return Err(not_begun()),
    };
    let step = credentials::demand_first_code(&state, &account, &seed, &ask.code).await?;
    let codes = RecoveryCode::generate_set().map_err(Problem::internal)?;
    let digests: Vec<String> = codes.iter().map(|code| code.digest().hex()).collect();
    let now = to_millis(state.clock.now());
    state
        .store
        .confirm_factor(&account.id, &seed, step, &digests, now)
        .await?;
    // The same token: the page that shows the codes goes on with what it has.
    signed_in.with_factor().open(&session).await?;
    Ok(Json(RecoveryCodes {
        codes: codes.iter().map(RecoveryCode::reveal).collect(),
    }))
}

/// Drops the second factor. Every session and token ends, this one too.
#[utoipa::path(delete, path = "/api/v1/me/second-factor", operation_id = "drop_second_factor",
    tag = "accounts", request_body = OneTimeCode,
    responses((status = 204, description = "There is none any more; sign in anew."), Problems))]
pub(super) async fn drop_second_factor(
    State(state): State<AppState>,
    session: Session,
    signed_in: SignedIn,
    Body(ask): Body<OneTimeCode>,
) -> Result<StatusCode, Problem> {
    let account = state.store.account(&signed_in.account).await?;
    if !account.has_second_factor() {
        return Err(not_begun());
    }
    credentials::demand_code(&state, &account, &ask.code).await?;
    let now = to_millis(state.clock.now());
    let actor = Actor::Account(&account.id);
    state.store.drop_factor(&account.id, actor, now).await?;
    crate::session::close(&session).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn already() -> Problem {
    Problem::new(Code::WrongState)
        .detail("a second factor is set up already")
        .hint("drop it first")
}

fn not_begun() -> Problem {
    Problem::new(Code::WrongState)
        .detail("no second factor is being set up")
        .hint("begin with a POST to `/api/v1/me/second-factor`")
}
