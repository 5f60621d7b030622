//! Idempotency keys: a `POST` of an account that comes again under the same key is
//! answered as it was the first time and does nothing. Only what was done is kept;
//! a request that was refused changed nothing and may come again.

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use pilotbox_model::{Digest, api::problem::Code};
use pilotbox_store::{Begun, KeptAnswer, NewKey, to_millis};
use tracing::Instrument as _;

use crate::{principal::Principal, problem::Problem, state::AppState};

/// The header of the key.
const KEY_HEADER: &str = "idempotency-key";

/// The header that says that nothing was done.
const REPLAYED_HEADER: &str = "idempotency-replayed";

/// Longest key.
const MAX_KEY_BYTES: usize = 128;

/// Most bytes of an answer that is kept: keeps one key from filling the database. Of a
/// longer one it is kept that it was given.
const MAX_ANSWER_BYTES: usize = 1 << 20;

/// Where requests hold passwords and answers hold secrets. Of these the database
/// keeps neither; whoever comes again is told that it was done.
const SECRET_PATHS: [&str; 3] = ["/api/v1/me", "/api/v1/sessions", "/api/v1/accounts"];

/// Layer: answers a `POST` with a key once. For routes with small bodies; others
/// take their key themselves ([`key_of`], [`once`]).
pub async fn answer_once(State(state): State<AppState>, request: Request, next: Next) -> Response {
    match begin(&state, request).await {
        Ok((request, key, is_secret)) => {
            let Some(key) = key else {
                return next.run(request).await;
            };
            once(
                &state,
                key,
                is_secret,
                async move { next.run(request).await },
            )
            .await
        }
        Err(problem) => problem.into_response(),
    }
}

/// The key of a request, if it has one and somebody is signed in. `digest` is over
/// all that the request asks for.
pub fn key_of(
    state: &AppState,
    principal: &Principal,
    headers: &HeaderMap,
    digest: Digest,
) -> Result<Option<NewKey>, Problem> {
    let (Some(key), Some(account)) = (headers.get(KEY_HEADER), principal.account()) else {
        return Ok(None);
    };
    let key = key.to_str().ok().filter(|key| is_key(key)).ok_or_else(|| {
        Problem::new(Code::BadRequest)
            .detail("`idempotency-key` has to be 1 to 128 visible ASCII characters")
    })?;
    Ok(Some(NewKey {
        account_id: account.to_owned(),
        key: key.to_owned(),
        request_digest: digest.to_string(),
        at: to_millis(state.clock.now()),
    }))
}

/// Does the work unless it was done under this key. The work goes on when the
/// client goes away: its answer is what the client will ask for again.
pub async fn once(
    state: &AppState,
    key: NewKey,
    is_secret: bool,
    work: impl Future<Output = Response> + Send + 'static,
) -> Response {
    match state.store.begin_request(&key).await {
        Ok(Begun::First) => {}
        Ok(Begun::UnderWay) => return under_way().into_response(),
        Ok(Begun::OtherRequest) => return reused().into_response(),
        Ok(Begun::Answer(answer)) => return replay(answer, true),
        Err(error) => return Problem::from(error).into_response(),
    }
    let state = state.clone();
    let task = async move {
        let guard = Dropping::new(&state, &key);
        let response = work.await;
        guard.defuse();
        settle(&state, &key, is_secret, response).await
    };
    match tokio::spawn(task.in_current_span()).await {
        Ok(response) => response,
        Err(error) => match error.try_into_panic() {
            // The guard's own layer answers for it.
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(cause) => Problem::internal(cause).into_response(),
        },
    }
}

/// A kept answer as a response.
pub fn replay(answer: KeptAnswer, is_replayed: bool) -> Response {
    let Some(body) = answer.body else {
        return Problem::new(Code::Conflict)
            .detail("this was done under this key, and its answer is shown once")
            .into_response();
    };
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    let location = answer.location.as_deref().map(HeaderValue::from_str);
    if let Some(Ok(location)) = location {
        headers.insert(header::LOCATION, location);
    }
    if is_replayed {
        headers.insert(REPLAYED_HEADER, HeaderValue::from_static("true"));
    }
    response
}

/// The key belongs to another request.
pub fn reused() -> Problem {
    Problem::new(Code::KeyReused).hint("take a new key for each request")
}

fn under_way() -> Problem {
    Problem::new(Code::Conflict)
        .detail("the first request under this key is under way")
        .hint("ask again a little later")
        .retry_after(std::time::Duration::from_secs(1))
}

/// The request with its body read, its key, and whether it deals with secrets.
async fn begin(
    state: &AppState,
    request: Request,
) -> Result<(Request, Option<NewKey>, bool), Problem> {
    let principal = request.extensions().get::<Principal>().cloned();
    let has_key = request.headers().contains_key(KEY_HEADER);
    let Some(principal) = principal.filter(|_| has_key && request.method() == Method::POST) else {
        return Ok((request, None, false));
    };
    let limit = usize::try_from(state.config.limits.body_bytes.get()).unwrap_or(usize::MAX);
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, limit).await.map_err(|error| {
        crate::guard::body_problem(&error).unwrap_or_else(|| {
            Problem::new(Code::TooLarge).detail("the body is over the limit for this address")
        })
    })?;
    let is_secret = SECRET_PATHS
        .iter()
        .any(|path| parts.uri.path().starts_with(path));
    let asked = if is_secret {
        Bytes::new()
    } else {
        body.clone()
    };
    let kind = parts.headers.get(header::CONTENT_TYPE);
    let digest = Digest::of_parts([
        parts.uri.to_string().as_bytes(),
        kind.map_or(&b""[..], HeaderValue::as_bytes),
        &asked,
    ]);
    let key = key_of(state, &principal, &parts.headers, digest)?;
    Ok((Request::from_parts(parts, Body::from(body)), key, is_secret))
}

/// Keeps what was done, and forgets what was not.
async fn settle(state: &AppState, key: &NewKey, is_secret: bool, response: Response) -> Response {
    let (parts, body) = response.into_parts();
    // The handler has made it in memory already.
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        forget(state, key).await;
        return Problem::internal("an answer to a keyed request broke off").into_response();
    };
    if parts.status.is_success() {
        let is_kept = !is_secret && body.len() <= MAX_ANSWER_BYTES;
        let text = is_kept.then(|| String::from_utf8(body.to_vec()).ok());
        let location = parts.headers.get(header::LOCATION);
        let answer = KeptAnswer {
            status: parts.status.as_u16(),
            location: location.and_then(|to| to.to_str().ok()).map(str::to_owned),
            body: text.flatten(),
        };
        if let Err(cause) = state.store.end_request(key, &answer).await {
            tracing::warn!(%cause, "an answer was not kept under its key");
        }
    } else {
        forget(state, key).await;
    }
    Response::from_parts(parts, Body::from(body))
}

async fn forget(state: &AppState, key: &NewKey) {
    if let Err(cause) = state.store.drop_request(key).await {
        tracing::warn!(%cause, "a key of a refused request was not forgotten");
    }
}

/// Forgets the key when the work panics.
struct Dropping(Option<(AppState, NewKey)>);

impl Dropping {
    fn new(state: &AppState, key: &NewKey) -> Self {
        Self(Some((state.clone(), key.clone())))
    }

    fn defuse(mut self) {
        self.0 = None;
    }
}

impl Drop for Dropping {
    fn drop(&mut self) {
        if let Some((state, key)) = self.0.take() {
            tokio::spawn(async move { forget(&state, &key).await });
        }
    }
}

fn is_key(key: &str) -> bool {
    (1..=MAX_KEY_BYTES).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_short_and_visible() {
        assert!(is_key("a"));
        assert!(is_key(&"k".repeat(MAX_KEY_BYTES)));
        assert!(!is_key(&"k".repeat(MAX_KEY_BYTES + 1)));
        assert!(!is_key("") && !is_key("a b") && !is_key("ключ"));
    }

    #[test]
    fn what_was_a_secret_is_not_told_again() {
        let answer = |body: Option<&str>| KeptAnswer {
            status: 201,
            location: Some("/api/v1/x/1".to_owned()),
            body: body.map(str::to_owned),
        };
        assert_eq!(replay(answer(None), true).status(), 409);
        let told = replay(answer(Some("{}")), true);
        assert_eq!(told.status(), 201);
        assert_eq!(told.headers()["location"], "/api/v1/x/1");
        assert_eq!(told.headers()[REPLAYED_HEADER], "true");
    }
}
