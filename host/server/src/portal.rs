//! The portal within the server: pages reach the data through the API's own routes,
//! with the visitor's own cookie and token, and in no other way.

use std::sync::Arc;

use async_trait::async_trait;
use axum::{
    Router,
    body::Body,
    extract::State,
    http::{Extensions, HeaderMap, Request, Response, StatusCode, Version, header},
    middleware::{Next, from_fn_with_state},
};
use pilotbox_web::{backend::Backend, page::Public, pages::trouble, routes, visit::Portal};
use tower::ServiceExt as _;
use tower_http::{CompressionLevel, compression::CompressionLayer};

use crate::{
    app::MULTIPART_BYTES,
    guard::{ClientAddress, HoldsUpload},
    state::AppState,
    telemetry::RequestId,
};

/// Where programs come in; they are told problems as data.
const FOR_PROGRAMS: [&str; 2] = ["/api/", "/metrics"];

/// Where a provider sends people back to: it is in the API, and no program goes there.
const FOR_PERSONS: &str = "/api/v1/auth/oidc/";

/// The API, called within the process.
struct Inner(Router);

#[async_trait]
impl Backend for Inner {
    async fn answer(&self, mut request: Request<Body>) -> Response<Body> {
        let mut kept = Extensions::new();
        if let Some(address) = request.extensions().get::<ClientAddress>() {
            kept.insert(*address);
        }
        if let Some(id) = request.extensions().get::<RequestId>() {
            kept.insert(id.clone());
        }
        if let Some(held) = request.extensions().get::<HoldsUpload>() {
            kept.insert(*held);
        }
        // What the page's own route has left there is not the API's.
        *request.extensions_mut() = kept;
        let answer = self.0.clone().oneshot(request).await;
        answer.unwrap_or_else(|never| match never {})
    }
}

/// The portal over the API's routes, which know who asks.
pub(crate) fn open(state: &AppState, api: Router) -> Portal {
    let limits = &state.config.limits;
    Portal {
        backend: Arc::new(Inner(api)),
        address: state.config.public_url().into(),
        file_bytes: limits.component_bytes.get().max(limits.pack_bytes.get()),
    }
}

/// Every page and form.
pub(crate) fn routes(state: &AppState, portal: &Portal) -> Router {
    let guard = state.guard();
    let small = CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(is_public);
    let pages = guard.ordinary(routes::pages(portal.clone()).layer(small));
    let most = portal.file_bytes.saturating_add(MULTIPART_BYTES);
    let files = guard.uploads(routes::file_pages(portal.clone()), most);
    pages.merge(files)
}

/// Only pages that hold no secret are compressed.
fn is_public(_: StatusCode, _: Version, _: &HeaderMap, extensions: &Extensions) -> bool {
    extensions.get::<Public>().is_some()
}

/// Outermost layer: a problem that a person meets, wherever it arose, is a page.
pub(crate) fn show_problems(router: Router, portal: Portal) -> Router {
    router.layer(from_fn_with_state(portal, show_problem))
}

async fn show_problem(
    State(portal): State<Portal>,
    request: Request<Body>,
    next: Next,
) -> Response<Body> {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let is_below = |path: &&str| uri.path().starts_with(*path);
    let is_program = FOR_PROGRAMS.iter().any(is_below) && !is_below(&FOR_PERSONS);
    let is_person = !is_program && wants_page(&headers);
    let answer = next.run(request).await;
    if is_person && is_problem(answer.headers()) {
        trouble::instead(&portal, &uri, &headers, answer).await
    } else {
        answer
    }
}

fn wants_page(headers: &HeaderMap) -> bool {
    let value = headers.get(header::ACCEPT);
    value.is_some_and(|value| value.to_str().is_ok_and(|text| text.contains("text/html")))
}

fn is_problem(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind == "application/problem+json")
}
