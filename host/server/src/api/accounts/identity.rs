//! Signing in through an identity provider.

use axum::{
    Json,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use pilotbox_model::{
    api::{
        accounts::{Language, ProviderView, Role},
        problem::Code,
    },
    printable,
};
use pilotbox_store::{StoreError, accounts::ForeignIdentity, to_millis};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use utoipa::IntoParams;

use super::registration::{NAME_CHARS, slow_down, takes_registrations};
use crate::{
    accounts::{
        oidc::{Callback, Identity, OidcError, OidcFailure, Pending},
        providers::Known,
    },
    api::{
        extract::{Id, Params},
        problems::Problems,
    },
    guard::ClientAddress,
    problem::Problem,
    session::{SignedIn, refused},
    state::AppState,
};

/// Under which name a session keeps a sign-in that was begun.
const KEY: &str = "oidc";

/// A sign-in that was begun, and where.
#[derive(Serialize, Deserialize)]
struct Begun {
    provider: String,
    pending: Pending,
}

/// What a provider sends back.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CallbackQuery {
    /// To be exchanged, once.
    #[param(max_length = 4096)]
    code: Option<String>,
    /// What this site gave it.
    #[param(max_length = 4096)]
    state: Option<String>,
    /// Who it is.
    #[param(max_length = 4096)]
    iss: Option<String>,
    /// Why it lets nobody in.
    #[param(max_length = 4096)]
    error: Option<String>,
}

/// Lists the identity providers that sign people in.
#[utoipa::path(get, path = "/api/v1/auth/oidc", operation_id = "list_providers",
    tag = "accounts", responses((status = 200, body = Vec<ProviderView>), Problems))]
pub(super) async fn list_providers(State(state): State<AppState>) -> Json<Vec<ProviderView>> {
    let view = |known: &Known| ProviderView {
        id: known.config.id.clone(),
        title_bg: known.config.title.bg.clone(),
        title_en: known.config.title.en.clone(),
        href: format!("/api/v1/auth/oidc/{}", known.config.id),
    };
    Json(state.providers.all().iter().map(view).collect())
}

/// Begins to sign in: sends the browser to the provider.
#[utoipa::path(get, path = "/api/v1/auth/oidc/{provider}", operation_id = "begin_sign_in",
    tag = "accounts",
    params(("provider" = String, Path, max_length = 128, description = "The provider's id.")),
    responses((status = 303, description = "To the provider."), Problems))]
pub(super) async fn begin_sign_in(
    State(state): State<AppState>,
    session: Session,
    client: Option<axum::Extension<ClientAddress>>,
    Id(id): Id,
) -> Result<Response, Problem> {
    let known = find(&state, &id)?;
    slow_down(&state, client)?;
    let begun = known.provider.authorize(state.clock.now()).await;
    let (url, pending) = begun.map_err(|error| failed(&error))?;
    let begun = Begun {
        provider: id,
        pending,
    };
    session
        .insert(KEY, &begun)
        .await
        .map_err(|error| refused(&error))?;
    go_to(url.as_str())
}

/// Ends signing in: where the provider sends the browser back to. The session's
/// cookie comes with the answer.
#[utoipa::path(get, path = "/api/v1/auth/oidc/{provider}/callback",
    operation_id = "end_sign_in", tag = "accounts",
    params(("provider" = String, Path, max_length = 128, description = "The provider's id."),
        CallbackQuery),
    responses((status = 303, description = "To this site's first page."), Problems))]
pub(super) async fn end_sign_in(
    State(state): State<AppState>,
    session: Session,
    Id(id): Id,
    Params(query): Params<CallbackQuery>,
) -> Result<Response, Problem> {
    let known = find(&state, &id)?;
    // Taken out first: what was begun serves once, whatever comes of it.
    let taken = session
        .remove_value(KEY)
        .await
        .map_err(|error| refused(&error))?;
    let begun: Option<Begun> = taken.and_then(|value| serde_json::from_value(value).ok());
    let Some(begun) = begun.filter(|begun| begun.provider == id) else {
        return Err(Problem::new(Code::WrongCredentials).detail(OidcFailure::NotBegun.to_string()));
    };
    session.save().await.map_err(|error| refused(&error))?;
    let callback = Callback {
        code: query.code,
        state: query.state,
        iss: query.iss,
        error: query.error,
    };
    let now = state.clock.now();
    let exchanged = known
        .provider
        .exchange(&callback, &begun.pending, now)
        .await;
    let identity = exchanged.map_err(|error| failed(&error))?;
    let signed_in = sign_in(&state, known, &identity, now).await?;
    signed_in.open(&session).await?;
    go_to(&format!("{}/", state.config.public_url()))
}

async fn sign_in(
    state: &AppState,
    known: &Known,
    identity: &Identity,
    now: Timestamp,
) -> Result<SignedIn, Problem> {
    let is_granted = |role: &&Role| !matches!(role, Role::Citizen | Role::Startup);
    let roles = identity.roles.iter().filter(is_granted);
    let roles: Vec<String> = roles.map(|role| role.as_str().to_owned()).collect();
    let language: Language = state.config.server.language;
    let foreign = ForeignIdentity {
        provider: &known.config.id,
        issuer: &identity.issuer,
        subject: &identity.subject,
        name: &name(identity),
        language: language.as_str(),
        roles: &roles,
    };
    let is_open = takes_registrations(state).await?;
    let may_create = is_open || !roles.is_empty();
    let found = state
        .store
        .sign_in_identity(&foreign, may_create, to_millis(now))
        .await;
    let account = found.map_err(|error| match error {
        StoreError::NotFound => Problem::new(Code::NotAllowed)
            .detail("accounts are for those who were invited")
            .hint("ask those who run this site"),
        other => other.into(),
    })?;
    if account.locked_at.is_some() {
        return Err(Problem::new(Code::LockedOut)
            .detail("an admin locked this account")
            .hint("ask those who run this site"));
    }
    let passed = known.config.counts_as_second_factor;
    SignedIn::new(&account.id, account.epoch, passed, now)
}

/// The name that the provider tells, as one line; else what it calls the person.
fn name(identity: &Identity) -> String {
    let told = identity.name.as_deref().map(printable);
    let told = told.map(|name| name.replace(['\n', '\t'], " ").trim().to_owned());
    let name = told.filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| printable(&identity.subject));
    name.chars().take(NAME_CHARS).collect()
}

fn find<'a>(state: &'a AppState, id: &str) -> Result<&'a Known, Problem> {
    state
        .providers
        .find(id)
        .ok_or_else(|| Problem::new(Code::NotFound))
}

fn failed(error: &OidcError) -> Problem {
    tracing::warn!(
        detail = error.detail(),
        "a sign-in through a provider failed"
    );
    let code = match error.failure() {
        OidcFailure::Unavailable | OidcFailure::Configuration => Code::Unavailable,
        OidcFailure::NotBegun
        | OidcFailure::TooLate
        | OidcFailure::Refused
        | OidcFailure::BadToken => Code::WrongCredentials,
    };
    let problem = Problem::new(code).detail(error.to_string());
    if code == Code::Unavailable {
        return problem.retry_after(std::time::Duration::from_secs(30));
    }
    problem
}

fn go_to(address: &str) -> Result<Response, Problem> {
    let location = HeaderValue::from_str(address).map_err(Problem::internal)?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response())
}
