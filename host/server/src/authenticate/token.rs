//! API tokens: `authorization: Bearer pbx_…`.

use axum::http::HeaderValue;
use jiff::{SignedDuration, Timestamp};
use pilotbox_model::api::{accounts::TokenScope, problem::Code};
use pilotbox_store::{accounts::TokenRow, to_millis};

use super::principal_of;
use crate::{
    accounts::secret::{ApiToken, SecretDigest},
    principal::Principal,
    problem::Problem,
    state::AppState,
};

/// Bytes of the header that are looked at. A token has some 80.
const HEADER_BYTES: usize = 200;

/// Who asks with this header; 401 unless the token is good.
pub(super) async fn principal(state: &AppState, value: &HeaderValue) -> Result<Principal, Problem> {
    let token = parse(value).ok_or_else(refused)?;
    let row = state.store.token(&token.id()).await?.ok_or_else(refused)?;
    let now = state.clock.now();
    let kept = SecretDigest::parse(&row.digest).map_err(Problem::internal)?;
    let is_over = row.revoked_at.is_some() || row.expires_at <= to_millis(now);
    if !kept.matches(&token.digest()) || is_over {
        return Err(refused());
    }
    let access = state
        .store
        .access(&row.account_id)
        .await?
        .ok_or_else(refused)?;
    if access.is_locked || access.epoch != row.epoch {
        return Err(refused());
    }
    note_use(state, &row, now).await?;
    let required_for = &state.config.accounts.require_totp_for;
    let passed = row.has_second_factor == 1;
    let mut principal = principal_of(&row.account_id, &access, passed, required_for);
    principal.scopes = Some(scopes(&row)?);
    Ok(principal)
}

fn parse(value: &HeaderValue) -> Option<ApiToken> {
    let text = value
        .to_str()
        .ok()
        .filter(|text| text.len() <= HEADER_BYTES)?;
    let (scheme, token) = text.split_once(' ')?;
    let is_bearer = scheme.eq_ignore_ascii_case("bearer");
    is_bearer
        .then(|| ApiToken::parse(token.trim()).ok())
        .flatten()
}

fn scopes(row: &TokenRow) -> Result<Vec<TokenScope>, Problem> {
    serde_json::from_str(&row.scopes).map_err(Problem::internal)
}

/// Notes the use to the hour: a write for every read would be too much, and more
/// is nobody's business.
async fn note_use(state: &AppState, row: &TokenRow, now: Timestamp) -> Result<(), Problem> {
    let hour = i64::try_from(SignedDuration::from_hours(1).as_millis()).unwrap_or(1);
    let at = to_millis(now) / hour * hour;
    if row.last_used_at.is_none_or(|last| last < at) {
        state.store.touch_token(&row.id, at).await?;
    }
    Ok(())
}

fn refused() -> Problem {
    Problem::new(Code::SignInNeeded)
        .detail("the token is unknown, expired or revoked")
        .hint("make another one, or sign in anew")
}
