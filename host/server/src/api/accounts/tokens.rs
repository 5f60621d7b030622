//! The own API tokens. Made and revoked in a session only: no token makes tokens.
//! A token can be ended by whoever holds it, and by that alone.

use axum::{Json, extract::State, http::StatusCode, response::Response};
use jiff::SignedDuration;
use pilotbox_model::api::{
    Page,
    accounts::{TokenAsk, TokenEnd, TokenMade, TokenView},
    problem::Code,
};
use pilotbox_store::{StoreError, accounts::NewToken, from_millis, to_millis};

use super::views;
use crate::{
    accounts::secret::{ApiToken, SecretDigest},
    api::{
        extract::{Body, Id},
        list::{Ask, ListQuery},
        problems::Problems,
        text::demand_line,
    },
    problem::Problem,
    session::SignedIn,
    state::AppState,
};

/// Longest name of a token, in characters.
const NAME_CHARS: usize = 100;

/// Days that a token is good for, at most.
const MAX_DAYS: u16 = 365;

/// Lists the own tokens that are good.
#[utoipa::path(get, path = "/api/v1/me/tokens", operation_id = "list_tokens", tag = "accounts",
    params(ListQuery), responses((status = 200, body = Page<TokenView>), Problems))]
pub(super) async fn list_tokens(
    State(state): State<AppState>,
    signed_in: SignedIn,
    ask: Ask,
) -> Result<Response, Problem> {
    let now = to_millis(state.clock.now());
    let rows = state
        .store
        .tokens(&signed_in.account, ask.after.as_deref(), ask.fetch, now)
        .await?;
    let views: Vec<_> = rows.into_iter().map(views::token).collect();
    ask.answer(views, |view: &TokenView| view.id.clone())
}

/// Makes a token. Its secret is in this answer and nowhere else.
#[utoipa::path(post, path = "/api/v1/me/tokens", operation_id = "create_token", tag = "accounts",
    request_body = TokenAsk, responses((status = 201, body = TokenMade), Problems))]
pub(super) async fn create_token(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Body(ask): Body<TokenAsk>,
) -> Result<(StatusCode, Json<TokenMade>), Problem> {
    check(&ask)?;
    let mut scopes = ask.scopes.clone();
    scopes.sort_unstable();
    scopes.dedup();
    let now = state.clock.now();
    let lasts = SignedDuration::from_hours(24 * i64::from(ask.expires_in_days));
    let token = ApiToken::issue().map_err(Problem::internal)?;
    let expires_at = to_millis(now.checked_add(lasts).unwrap_or(now));
    let new = NewToken {
        id: &token.id(),
        account: &signed_in.account,
        name: &ask.name,
        digest: &token.digest().hex(),
        scopes: &serde_json::to_string(&scopes).map_err(Problem::internal)?,
        epoch: signed_in.epoch,
        has_second_factor: signed_in.has_second_factor,
        created_at: to_millis(now),
        expires_at,
    };
    state.store.create_token(&new).await?;
    let about = TokenView {
        id: token.id(),
        name: ask.name.clone(),
        scopes,
        created_at: from_millis(new.created_at),
        expires_at: from_millis(expires_at),
        last_used_at: None,
    };
    let token = token.reveal();
    Ok((StatusCode::CREATED, Json(TokenMade { token, about })))
}

/// Revokes a token.
#[utoipa::path(delete, path = "/api/v1/me/tokens/{id}", operation_id = "revoke_token",
    tag = "accounts", params(("id" = String, Path, max_length = 128, description = "The token.")),
    responses((status = 204, description = "It is good for nothing any more."), Problems))]
pub(super) async fn revoke_token(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Id(id): Id,
) -> Result<StatusCode, Problem> {
    let now = to_millis(state.clock.now());
    state
        .store
        .revoke_token(&signed_in.account, &id, now)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a token that somebody holds: one that is no longer needed, or was found. The
/// answer is the same for one that is none, so that nothing can be learned from it.
#[utoipa::path(post, path = "/api/v1/tokens/end", operation_id = "end_token", tag = "accounts",
    request_body = TokenEnd,
    responses((status = 204, description = "It is good for nothing any more."), Problems))]
pub(super) async fn end_token(
    State(state): State<AppState>,
    Body(ask): Body<TokenEnd>,
) -> Result<StatusCode, Problem> {
    let ended = StatusCode::NO_CONTENT;
    let Ok(token) = ApiToken::parse(ask.token.trim()) else {
        return Ok(ended);
    };
    let Some(row) = state.store.token(&token.id()).await? else {
        return Ok(ended);
    };
    let kept = SecretDigest::parse(&row.digest).map_err(Problem::internal)?;
    if !kept.matches(&token.digest()) {
        return Ok(ended);
    }
    let now = to_millis(state.clock.now());
    match state
        .store
        .revoke_token(&row.account_id, &row.id, now)
        .await
    {
        Ok(()) | Err(StoreError::NotFound) => Ok(ended),
        Err(error) => Err(error.into()),
    }
}

fn check(ask: &TokenAsk) -> Result<(), Problem> {
    demand_line("name", &ask.name, NAME_CHARS)?;
    let bad = |detail: String| Err(Problem::new(Code::BadRequest).detail(detail));
    if ask.scopes.is_empty() || ask.scopes.len() > 3 {
        return bad(format!(
            "`scopes` has {} entries, 1 to 3 are wanted",
            ask.scopes.len()
        ));
    }
    if ask.expires_in_days == 0 || ask.expires_in_days > MAX_DAYS {
        let days = ask.expires_in_days;
        return bad(format!(
            "`expires_in_days` is {days}, 1 to {MAX_DAYS} are wanted"
        ));
    }
    Ok(())
}
