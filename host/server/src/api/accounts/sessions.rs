//! Signing in and out by password and code.

use axum::{Extension, Json, extract::State, http::StatusCode};
use pilotbox_model::api::{
    accounts::{OneTimeCode, SessionOpened, SignIn},
    problem::Code,
};
use tower_sessions::Session;

use super::{credentials, registration::slow_down, views};
use crate::{
    api::{extract::Body, problems::Problems},
    authenticate::principal_of,
    guard::ClientAddress,
    principal::Principal,
    problem::Problem,
    session::{self, SignedIn},
    state::AppState,
};

/// Signs in with e-mail, password and, where the account has a second factor, a
/// code. The session's cookie comes with the answer.
#[utoipa::path(post, path = "/api/v1/sessions", operation_id = "open_session", tag = "accounts",
    request_body = SignIn,
    responses((status = 200, body = SessionOpened), Problems))]
pub(super) async fn open_session(
    State(state): State<AppState>,
    session: Session,
    client: Option<Extension<ClientAddress>>,
    Body(ask): Body<SignIn>,
) -> Result<Json<SessionOpened>, Problem> {
    slow_down(&state, client)?;
    let code = ask.code.as_deref();
    let shown = credentials::check(&state, &ask.email, &ask.password, code).await?;
    let (account, passed) = (&shown.account, shown.has_second_factor);
    let signed_in = SignedIn::new(&account.id, account.epoch, passed, state.clock.now())?;
    signed_in.open(&session).await?;
    opened(&state, &signed_in).await.map(Json)
}

/// Tells who is signed in, and the token that changes need.
#[utoipa::path(get, path = "/api/v1/sessions/current", operation_id = "read_session",
    tag = "accounts", responses((status = 200, body = SessionOpened), Problems))]
pub(super) async fn read_session(
    State(state): State<AppState>,
    principal: Principal,
    signed_in: SignedIn,
) -> Result<Json<SessionOpened>, Problem> {
    Ok(Json(SessionOpened {
        csrf_token: signed_in.csrf.reveal(),
        me: views::me_of(&state, &principal).await?,
    }))
}

/// Signs out.
#[utoipa::path(delete, path = "/api/v1/sessions/current", operation_id = "close_session",
    tag = "accounts", responses((status = 204, description = "The session is over."), Problems))]
pub(super) async fn close_session(
    session: Session,
    _signed_in: SignedIn,
) -> Result<StatusCode, Problem> {
    session::close(&session).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows the second factor in a session that came from an identity provider, where
/// no code was asked for.
#[utoipa::path(post, path = "/api/v1/sessions/current/second-factor",
    operation_id = "prove_second_factor", tag = "accounts", request_body = OneTimeCode,
    responses((status = 200, body = SessionOpened), Problems))]
pub(super) async fn prove_second_factor(
    State(state): State<AppState>,
    session: Session,
    signed_in: SignedIn,
    Body(ask): Body<OneTimeCode>,
) -> Result<Json<SessionOpened>, Problem> {
    let account = state.store.account(&signed_in.account).await?;
    if !account.has_second_factor() {
        return Err(Problem::new(Code::WrongState)
            .detail("no second factor is set up")
            .hint("begin with a POST to `/api/v1/me/second-factor`"));
    }
    credentials::demand_code(&state, &account, &ask.code).await?;
    let renewed = signed_in.renewed(signed_in.epoch, true)?;
    renewed.open(&session).await?;
    opened(&state, &renewed).await.map(Json)
}

/// What a session is answered with that has just begun or changed.
pub(super) async fn opened(
    state: &AppState,
    signed_in: &SignedIn,
) -> Result<SessionOpened, Problem> {
    let access = state.store.access(&signed_in.account).await?;
    let access = access.ok_or_else(|| Problem::new(Code::SignInNeeded))?;
    let required_for = &state.config.accounts.require_totp_for;
    let passed = signed_in.has_second_factor;
    let mut principal = principal_of(&signed_in.account, &access, passed, required_for);
    principal.needs_second_factor |= access.has_second_factor && !passed;
    Ok(SessionOpened {
        csrf_token: signed_in.csrf.reveal(),
        me: views::me_of(state, &principal).await?,
    })
}
