//! What a browser may do with an answer: as little as can be. A handler that
//! needs more sets the header itself, and it stays.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{
        AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, COOKIE, REFERRER_POLICY, SET_COOKIE,
        STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
    },
};

use super::Guard;

/// Headers of every answer.
const HEADERS: [(HeaderName, &str); 7] = [
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    // Not `no-referrer`: browsers would then send `origin: null` with forms,
    // and the check of origins could not tell ours from others.
    (REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// A year. Without subdomains, which may be another department's.
const STAY_WITH_HTTPS: &str = "max-age=31536000";

/// Layer: sets what the handler did not.
pub(super) async fn set_headers(
    State(guard): State<Guard>,
    request: Request,
    next: Next,
) -> Response {
    let asked = request.headers();
    let is_personal = asked.contains_key(COOKIE) || asked.contains_key(AUTHORIZATION);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        set(headers, name, value);
    }
    if guard.0.is_https {
        set(headers, STRICT_TRANSPORT_SECURITY, STAY_WITH_HTTPS);
    }
    // Neither a proxy nor a shared computer keeps what one account was shown,
    // whatever a library said of caches, as one does for events.
    if is_personal || headers.contains_key(SET_COOKIE) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers
        .entry(name)
        .or_insert(HeaderValue::from_static(value));
}
