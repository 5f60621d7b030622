//! Who asks: finds the account behind a session's cookie or an API token, and
//! refuses changes that another site's page has sent. Rights are not decided here.
//!
//! A token that is not good is an error and never anonymous; a session that is over
//! is nobody's. What an account may be is read anew at every request.

mod token;

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
};
use pilotbox_model::api::{accounts::Role, problem::Code};
use pilotbox_store::accounts::Access;
use tower_sessions::Session;

use crate::{
    accounts::csrf::{CrossSite, Sender},
    principal::{Membership, Principal},
    problem::Problem,
    session::{self, CSRF_HEADER, SignedIn},
    state::AppState,
    telemetry::note_account,
};

/// Who asked, on the way out: the span of the request is further out than we are.
#[derive(Clone)]
struct Asked(String);

/// Puts the session and the account before routes that have their state.
pub fn attach(router: Router, state: &AppState) -> Router {
    router
        .layer(from_fn_with_state(state.clone(), authenticate))
        .layer(session::layer(state))
        .layer(from_fn(settle))
}

/// A principal for an account, as it is just now. `passed` is whether the session or
/// token was made with a second factor.
pub fn principal_of(
    account: &str,
    access: &Access,
    passed: bool,
    required_for: &[Role],
) -> Principal {
    let granted = access.roles.iter().filter_map(|name| Role::parse(name));
    let startup = (!access.organisations.is_empty()).then_some(Role::Startup);
    let roles: Vec<Role> = granted.chain([Role::Citizen]).chain(startup).collect();
    let is_required = roles.iter().any(|role| required_for.contains(role));
    let membership = |row: &pilotbox_store::accounts::MembershipRow| Membership {
        organisation: row.organisation_id.clone(),
        is_owner: row.is_owner,
    };
    let mut principal = Principal::signed_in(account, roles);
    principal.organisations = access.organisations.iter().map(membership).collect();
    principal.needs_second_factor = is_required && !passed;
    principal
}

/// The same principal as its account is by now: for what goes on after its request was
/// let in. An error once the account is gone or locked.
pub async fn again(state: &AppState, principal: &Principal) -> Result<Principal, Problem> {
    let Some(account) = principal.account() else {
        return Ok(principal.clone());
    };
    let access = state.store.access(account).await?;
    let access = access.filter(|access| !access.is_locked);
    let access = access.ok_or_else(|| Problem::new(Code::SignInNeeded))?;
    let now = principal_of(account, &access, true, &[]);
    Ok(Principal {
        scopes: principal.scopes.clone(),
        needs_second_factor: principal.needs_second_factor,
        ..now
    })
}

/// Who asks and by what.
#[derive(Default)]
struct Caller {
    principal: Principal,
    signed_in: Option<SignedIn>,
}

async fn authenticate(
    State(state): State<AppState>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let caller = match identify(&state, &session, request.method(), request.headers()).await {
        Ok(caller) => caller,
        Err(problem) => return problem.into_response(),
    };
    let asked = caller.principal.account().map(|id| Asked(id.to_owned()));
    request.extensions_mut().insert(caller.principal);
    if let Some(signed_in) = caller.signed_in {
        request.extensions_mut().insert(signed_in);
    }
    let mut response = next.run(request).await;
    if let Some(asked) = asked {
        response.extensions_mut().insert(asked);
    }
    response
}

async fn identify(
    state: &AppState,
    session: &Session,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Caller, Problem> {
    let caller = if let Some(value) = headers.get(header::AUTHORIZATION) {
        let principal = token::principal(state, value).await?;
        Caller {
            principal,
            signed_in: None,
        }
    } else if session.id().is_some() {
        by_session(state, session).await?
    } else {
        Caller::default()
    };
    if let Some(account) = caller.principal.account() {
        state.guard().check_account(account)?;
    }
    if is_change(method) {
        demand_own_page(state, headers, &caller)?;
    }
    Ok(caller)
}

async fn by_session(state: &AppState, session: &Session) -> Result<Caller, Problem> {
    let Some(signed_in) = SignedIn::of(session).await? else {
        return Ok(Caller::default());
    };
    let now = state.clock.now();
    let access = if signed_in.is_over(&state.config.accounts, now) {
        None
    } else {
        state.store.access(&signed_in.account).await?
    };
    let is_good = |access: &Access| !access.is_locked && access.epoch == signed_in.epoch;
    let Some(access) = access.filter(is_good) else {
        session::close(session).await?;
        return Ok(Caller::default());
    };
    if let Some(seen) = signed_in.seen(now) {
        seen.keep(session).await?;
    }
    let required_for = &state.config.accounts.require_totp_for;
    let passed = signed_in.has_second_factor;
    let mut principal = principal_of(&signed_in.account, &access, passed, required_for);
    // Whoever set a factor up is asked for it, whichever way they came in.
    principal.needs_second_factor |= access.has_second_factor && !passed;
    Ok(Caller {
        principal,
        signed_in: Some(signed_in),
    })
}

/// Everything but reading.
fn is_change(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Refuses what another site's page sends in a visitor's name.
fn demand_own_page(state: &AppState, headers: &HeaderMap, caller: &Caller) -> Result<(), Problem> {
    let sender = match (&caller.signed_in, caller.principal.account()) {
        (Some(_), _) => Sender::Session,
        (None, Some(_)) => Sender::Token,
        (None, None) => Sender::Nobody,
    };
    let foreign = |error: CrossSite| Problem::new(Code::ForeignForm).detail(error.to_string());
    state.origins.admit(headers, sender).map_err(foreign)?;
    let Some(signed_in) = &caller.signed_in else {
        return Ok(());
    };
    let sent = headers.get(&CSRF_HEADER);
    let sent = sent.and_then(|value| value.to_str().ok()).unwrap_or("");
    if signed_in.csrf.matches(sent) {
        return Ok(());
    }
    Err(Problem::new(Code::ForeignForm)
        .detail("`x-csrf-token` is missing, or is not this session's")
        .hint("read it from `/api/v1/sessions/current`"))
}

/// Outermost: notes who asked in the request's span, and says in our own words that
/// a session could not be kept, for which the library has a bare 500.
async fn settle(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    if let Some(Asked(account)) = response.extensions().get() {
        note_account(account);
    }
    let is_bare =
        response.status().as_u16() == 500 && response.extensions().get::<Code>().is_none();
    if !is_bare {
        return response;
    }
    Problem::new(Code::Unavailable)
        .retry_after(std::time::Duration::from_secs(5))
        .into_response()
}

#[cfg(test)]
mod tests;
