//! The portal within the server: pages reach the data through the API's own routes,
//! with the visitor's own cookie and token, and in no other way.

use std::{error::Error, sync::Arc};

use async_trait::async_trait;
use axum::{
    Router,
    body::Body,
    extract::State,
    http::{Extensions, HeaderMap, Request, Response, StatusCode, Version, header},
    middleware::{Next, from_fn_with_state},
};
use pilotbox_model::api::problem::Code;
use pilotbox_web::{
    backend::Backend,
    page::Public,
    pages::trouble,
    routes,
    visit::{FileRules, Portal},
};
use tokio::sync::Semaphore;
use tower::ServiceExt as _;
use tower_http::{CompressionLevel, compression::CompressionLayer};

use crate::{
    app::MULTIPART_BYTES,
    config::LimitsConfig,
    guard::{ClientAddress, HoldsUpload, body_problem},
    problem::Problem,
    state::AppState,
    telemetry::RequestId,
};

/// Where programs come in; they are told problems as data.
const FOR_PROGRAMS: [&str; 2] = ["/api/", "/metrics"];

/// Where a provider sends people back to: it is in the API, and no program goes there.
const FOR_PERSONS: &str = "/api/v1/auth/oidc/";

/// Raw data that waits in memory at once. Each may have `limits.raw_data_bytes`.
const RAW_PLACES: usize = 2;

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
        files: FileRules {
            // Where programs' uploads wait, too: on the disk whose room is watched.
            scratch: state.config.server.data.join("uploads").into(),
            startup_bytes: limits.component_bytes.max(limits.dossier_bytes).get(),
            staff_bytes: limits.pack_bytes.get(),
            raw_bytes: limits.raw_data_bytes.get(),
            raw_places: Arc::new(Semaphore::new(RAW_PLACES)),
            cut_off,
        },
    }
}

fn cut_off(error: &(dyn Error + 'static)) -> Option<Code> {
    body_problem(error).as_ref().map(Problem::code)
}

/// Every page and form.
pub(crate) fn routes(state: &AppState, portal: &Portal) -> Router {
    let guard = state.guard();
    let small = CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(is_public);
    let pages = guard.ordinary(routes::pages(portal.clone()).layer(small));
    let startups = guard.uploads(
        routes::startup_file_pages(portal.clone()),
        submitted_bytes(&state.config.limits),
    );
    let packs = portal.files.staff_bytes.saturating_add(MULTIPART_BYTES);
    let staff = guard.uploads(routes::staff_file_pages(portal.clone()), packs);
    pages.merge(startups).merge(staff)
}

/// Most bytes of a whole form with which a startup sends a component and a document. It
/// is not a pack's: any member of an organisation may send as much.
fn submitted_bytes(limits: &LimitsConfig) -> u64 {
    let files = limits.component_bytes.get();
    files
        .saturating_add(limits.dossier_bytes.get())
        .saturating_add(MULTIPART_BYTES)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn startups_may_not_send_as_much_as_staff() {
        let limits = LimitsConfig::default();
        let both = limits.component_bytes.get() + limits.dossier_bytes.get();
        assert_eq!(submitted_bytes(&limits), both + MULTIPART_BYTES);
        assert!(submitted_bytes(&limits) < limits.pack_bytes.get());
    }

    /// The names of the variants of a type in the schema of policies.
    fn variants(schema: &serde_json::Value, of: &str) -> Vec<String> {
        let all = schema.pointer(&format!("/$defs/{of}/oneOf")).unwrap();
        let name = |one: &serde_json::Value| {
            let word = one.get("const").and_then(|word| word.as_str());
            let key = one.pointer("/required/0").and_then(|key| key.as_str());
            word.or(key).unwrap().to_owned()
        };
        all.as_array().unwrap().iter().map(name).collect()
    }

    #[test]
    fn whatever_a_report_can_name_has_words_on_its_page() {
        use pilotbox_sanitize::{catalogue::Theme, check::Promise, find::Kind, policy};
        use pilotbox_web::{pages::data::theme, report::words};

        let schema: serde_json::Value = serde_json::from_str(&policy::schema_json()).unwrap();
        for step in variants(&schema, "Step") {
            assert!(words::step(&step).is_some(), "step {step}");
        }
        for data_type in variants(&schema, "DataType") {
            assert!(words::data_type(&data_type).is_some(), "type {data_type}");
        }
        for name in Promise::ALL.map(Promise::name) {
            assert!(words::promise(name).is_some(), "promise {name}");
        }
        for name in Kind::ALL.map(Kind::as_str) {
            assert!(words::kind(name).is_some(), "kind {name}");
        }
        for code in Theme::ALL.map(Theme::code) {
            assert!(theme::named(code).is_some(), "theme {code}");
        }
    }
}
