//! Opening an account and setting its password anew. Neither tells who has an
//! account: what there is to say is said by mail.

use axum::{Extension, extract::State, http::StatusCode};
use pilotbox_model::api::{
    accounts::{Language, Register, ResetAsk, ResetConfirm, Secret},
    problem::Code,
};
use pilotbox_store::{
    StoreError,
    accounts::{NewAccount, Purpose, Registered},
    to_millis,
};

use super::{
    credentials,
    links::{self, CONFIRM, Fresh, RESET},
};
use crate::{
    accounts::password::check_rules,
    api::{extract::Body, problems::Problems, text::demand_line},
    config::Registration,
    guard::ClientAddress,
    mail::{Message, log::MailKind, texts},
    problem::Problem,
    state::AppState,
};

/// Longest name of a person or an organisation, in characters.
pub(super) const NAME_CHARS: usize = 200;

/// Opens an account. The answer is the same whether or not the address has one
/// already; a mail says how to go on.
#[utoipa::path(post, path = "/api/v1/accounts", operation_id = "register", tag = "accounts",
    request_body = Register,
    responses((status = 202, description = "A mail is on its way."), Problems))]
pub(super) async fn register(
    State(state): State<AppState>,
    client: Option<Extension<ClientAddress>>,
    Body(ask): Body<Register>,
) -> Result<StatusCode, Problem> {
    if !takes_registrations(&state).await? {
        return Err(Problem::new(Code::NotAllowed)
            .detail("accounts are for those who were invited")
            .hint("ask those who run this site for an invitation"));
    }
    let email = credentials::address(&ask.email)?;
    demand_line("name", &ask.name, NAME_CHARS)?;
    if let Some(name) = &ask.organisation {
        demand_line("organisation", name, NAME_CHARS)?;
    }
    demand_password("password", &ask.password, &email.key(), &ask.name)?;
    slow_down(&state, client)?;
    let fresh = Fresh::new(state.clock.now(), CONFIRM)?;
    let key = email.key();
    let new = NewAccount {
        email: &key,
        name: &ask.name,
        language: ask.language.as_str(),
        password: &credentials::hash(&state, &ask.password).await?,
    };
    let organisation = ask.organisation.as_deref();
    match state
        .store
        .register(&new, organisation, &fresh.kept())
        .await?
    {
        Registered::Pending => {
            let text = texts::confirm(ask.language, &fresh.link(&state, "confirm"));
            let message = Message {
                to: email,
                text,
                language: ask.language,
            };
            links::post_to(&state, MailKind::Confirm, message);
        }
        Registered::Taken(account) => {
            let language = Language::of_code(&account.language);
            let link = links::address(&state, "reset", None);
            let text = texts::already_registered(language, &link);
            links::post(&state, MailKind::Registered, &account, text);
        }
        Registered::TooMany => {}
    }
    Ok(StatusCode::ACCEPTED)
}

/// Whether anybody may open an account: both the operator and the admins have to say so.
pub(super) async fn takes_registrations(state: &AppState) -> Result<bool, Problem> {
    let is_open = state.config.accounts.registration == Registration::Open;
    Ok(is_open && state.live().site(&state.store).await?.is_registration_open)
}

/// Follows the link of a registration: from here on the account can sign in.
#[utoipa::path(post, path = "/api/v1/accounts/confirm", operation_id = "confirm_email",
    tag = "accounts", request_body = Secret,
    responses((status = 204, description = "The address is confirmed."), Problems))]
pub(super) async fn confirm_email(
    State(state): State<AppState>,
    Body(ask): Body<Secret>,
) -> Result<StatusCode, Problem> {
    let digest = links::digest_of(&ask.secret).ok_or_else(spent)?;
    let now = to_millis(state.clock.now());
    state.store.confirm(&digest, now).await.map_err(spent_or)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Asks for a mail that lets the password be set anew. The answer is the same for
/// an address without an account.
#[utoipa::path(post, path = "/api/v1/accounts/reset", operation_id = "ask_reset",
    tag = "accounts", request_body = ResetAsk,
    responses((status = 202, description = "If there is an account, a mail is on its way."), Problems))]
pub(super) async fn ask_reset(
    State(state): State<AppState>,
    client: Option<Extension<ClientAddress>>,
    Body(ask): Body<ResetAsk>,
) -> Result<StatusCode, Problem> {
    let email = credentials::address(&ask.email)?;
    slow_down(&state, client)?;
    let fresh = Fresh::new(state.clock.now(), RESET)?;
    let found = state.store.ask_reset(&email.key(), &fresh.kept()).await?;
    if let Some(account) = found {
        let language = Language::of_code(&account.language);
        let text = texts::reset(language, &fresh.link(&state, "reset"));
        links::post(&state, MailKind::Reset, &account, text);
    }
    Ok(StatusCode::ACCEPTED)
}

/// Sets the password anew with the secret of a mail. Every session and token of
/// the account ends.
#[utoipa::path(post, path = "/api/v1/accounts/reset/confirm", operation_id = "reset_password",
    tag = "accounts", request_body = ResetConfirm,
    responses((status = 204, description = "The new password holds."), Problems))]
pub(super) async fn reset_password(
    State(state): State<AppState>,
    client: Option<Extension<ClientAddress>>,
    Body(ask): Body<ResetConfirm>,
) -> Result<StatusCode, Problem> {
    slow_down(&state, client)?;
    let digest = links::digest_of(&ask.secret).ok_or_else(spent)?;
    let now = to_millis(state.clock.now());
    let account = state
        .store
        .account_of_link(Purpose::Reset, &digest, now)
        .await;
    let account = account.map_err(spent_or)?;
    let email = account.email.as_deref().unwrap_or_default();
    demand_password("password", &ask.password, email, &account.name)?;
    let hash = credentials::hash(&state, &ask.password).await?;
    let done = state.store.reset_password(&digest, &hash, now).await;
    done.map_err(spent_or)?;
    credentials::forget_tries(&state, &account).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Demands that a new password may be one.
pub(super) fn demand_password(
    field: &str,
    password: &str,
    email: &str,
    name: &str,
) -> Result<(), Problem> {
    let local = email.split('@').next().unwrap_or_default();
    check_rules(password, &[email, local, name])
        .map_err(|rule| Problem::new(Code::BadRequest).detail(format!("`{field}`: {rule}")))
}

/// Counts what costs a hash or a mail by the client's address.
pub(super) fn slow_down(
    state: &AppState,
    client: Option<Extension<ClientAddress>>,
) -> Result<(), Problem> {
    client.map_or(Ok(()), |Extension(address)| {
        state.guard().check_sign_in(address)
    })
}

/// A secret that is unknown, used or too old: which of these is nobody's business.
pub(super) fn spent() -> Problem {
    Problem::new(Code::Gone)
        .detail("this link was used, has expired, or never was one")
        .hint("ask for another mail")
}

pub(super) fn spent_or(error: StoreError) -> Problem {
    match error {
        StoreError::NotFound => spent(),
        other => other.into(),
    }
}
