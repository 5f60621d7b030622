//! One span for each request, and an id that names it in the answer and in the
//! log.

use std::time::Instant;

use axum::{
    body::{Body, to_bytes},
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use http::{
    HeaderName, HeaderValue,
    header::{CONTENT_LENGTH, CONTENT_TYPE},
};
use pilotbox_model::api::problem::{Code, ProblemBody};
use tracing::{Instrument, Span, field};
use ulid::Ulid;

use super::Metrics;

/// The header of the id, in requests and in answers.
pub const REQUEST_ID_HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// A longer id of a client's is replaced: it would fill the log.
const MAX_ID_LENGTH: usize = 64;

/// Problems are short; what is longer was made by somebody else.
const MAX_PROBLEM_BYTES: usize = 64 * 1024;

/// Names a request. An extension of every request behind [`observe_request`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// The id as text: letters, digits and `-_.`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The client's own id where it is short and plain, else a new one.
    fn of(request: &Request) -> Self {
        let given = request
            .headers()
            .get(&REQUEST_ID_HEADER)
            .and_then(|value| value.to_str().ok())
            .filter(|text| is_plain(text));
        Self(given.map_or_else(|| Ulid::generate().to_string(), str::to_owned))
    }
}

/// Writes the account's id into the request's span. An id, never an e-mail.
pub fn note_account(id: &str) {
    Span::current().record("account", id);
}

/// Layer: gives the request its id and its span, measures it, and logs its end.
pub async fn observe_request(
    State(metrics): State<Metrics>,
    mut request: Request,
    next: Next,
) -> Response {
    let id = RequestId::of(&request);
    let method = request.method().clone();
    let route = route_of(&request);
    let span = tracing::info_span!(
        "request",
        id = id.as_str(),
        method = method.as_str(),
        route = route.as_str(),
        account = field::Empty,
    );
    request.extensions_mut().insert(id.clone());
    let in_flight = metrics.begin_request();
    let started = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    let elapsed = started.elapsed();
    drop(in_flight);
    metrics.count_answer(&route, &method, response.status(), elapsed);
    span.in_scope(|| {
        let status = response.status().as_u16();
        tracing::info!(status, elapsed_us = elapsed.as_micros(), "answered");
    });
    let mut response = named(response, &id).await;
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        response.headers_mut().insert(REQUEST_ID_HEADER, value);
    }
    response
}

/// A problem's body names the request too: people copy bodies, not headers.
async fn named(response: Response, id: &RequestId) -> Response {
    let is_problem = response.extensions().get::<Code>().is_some()
        && response
            .headers()
            .get(CONTENT_TYPE)
            .is_some_and(|kind| kind == "application/problem+json");
    if !is_problem {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, MAX_PROBLEM_BYTES).await.unwrap_or_default();
    let body = match serde_json::from_slice::<ProblemBody>(&bytes) {
        Ok(mut problem) => {
            problem.request_id = Some(id.as_str().to_owned());
            serde_json::to_vec(&problem).map_or(Body::from(bytes), Body::from)
        }
        Err(_) => Body::from(bytes),
    };
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, body)
}

/// The pattern of the route, since a path may hold ids and a query secrets.
fn route_of(request: &Request) -> String {
    request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned())
}

fn is_plain(text: &str) -> bool {
    (1..=MAX_ID_LENGTH).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}
