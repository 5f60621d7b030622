//! The catalogue's pages, made from what the API would answer.

use async_trait::async_trait;
use axum::{
    body::Body,
    extract::Path,
    http::{Request, Response, StatusCode, Uri},
};
use futures_util::FutureExt as _;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};

use crate::{
    backend::Backend,
    visit::{Portal, Visit},
};

/// A text that would be markup, were it not for us.
pub(crate) const ODD: &str = "<script>x</script>";

/// Answers with one data set that says odd things of itself, whose release is sealed or not.
struct Odd {
    is_sealed: bool,
}

#[async_trait]
impl Backend for Odd {
    async fn answer(&self, request: Request<Body>) -> Response<Body> {
        let path = request.uri().path().trim_start_matches("/api/v1");
        let query = request.uri().query().unwrap_or_default();
        let body = match (path, query) {
            ("/data-sets", "q=nothing") => json!({ "items": [], "next": null }),
            ("/data-sets", _) => json!({ "items": [listed()], "next": "x&y" }),
            ("/data-sets/trips", _) => set(self.is_sealed, &Value::Null),
            ("/data-sets/trips/releases/2", _) => release(self.is_sealed),
            _ => return missing(),
        };
        Response::new(Body::from(body.to_string()))
    }
}

fn missing() -> Response<Body> {
    let body = json!({
        "type": "urn:pilotbox:problem:not-found", "title": "not found", "status": 404,
        "code": "not-found", "detail": null, "hint": null, "request_id": null
    });
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

fn both(text: &str) -> Value {
    json!({ "bg": text, "en": text })
}

pub(crate) fn listed() -> Value {
    json!({
        "id": "trips", "title": both(ODD), "description": both(ODD), "owner": ODD,
        "release": 2, "released_at": "2026-11-22T10:00:00Z", "light": "amber"
    })
}

/// A data set with one release, and for staff what is inside.
pub(crate) fn set(is_sealed: bool, inside: &Value) -> Value {
    json!({
        "id": "trips", "title": both(ODD), "description": both(ODD), "owner": ODD,
        "theme": "TRAN", "created_at": "2026-11-01T10:00:00Z",
        "releases": [about(is_sealed)],
        "used_by": [{
            "challenge": "parking", "version": "1.0.0", "split": "final", "table": "trips",
            "data_set": "trips", "release": 2, "policy": "1.0.0"
        }],
        "inside": inside
    })
}

fn about(is_sealed: bool) -> Value {
    json!({
        "number": 2, "policy": "1.0.0", "policy_digest": digest(), "licence": "CC-BY-4.0",
        "published_at": "2026-11-22T10:00:00Z", "rows": 48, "columns": 1, "light": "amber",
        "is_sealed": is_sealed,
        "files": [{ "name": "trips.csv", "bytes": 2048, "digest": digest() }]
    })
}

pub(crate) fn digest() -> String {
    format!("sha256:{}", "ab".repeat(32))
}

fn release(is_sealed: bool) -> Value {
    json!({
        "about": about(is_sealed), "policy_toml": ODD, "report": report(),
        "dictionary": [{
            "name": "line", "data_type": "text", "title": both(ODD), "description": null,
            "unit": null
        }]
    })
}

pub(crate) fn report() -> Value {
    json!({
        "dataset": "trips", "version": "1.0.0", "title": both(ODD), "policy": digest(),
        "light": "amber", "rows_before": 50, "rows_after": 48, "rows_suppressed": 2,
        "figures": [], "promises": [], "crowds": [], "columns": []
    })
}

/// The page at an address, and its status.
fn page(path: &str, is_sealed: bool) -> (StatusCode, String) {
    let portal = Portal::for_tests(Odd { is_sealed });
    let uri: Uri = format!("/en{path}").parse().unwrap();
    let visit = Visit::of_nobody(&portal, &uri);
    let parts: Vec<String> = uri.path().split('/').map(str::to_owned).collect();
    let part = |at: usize| parts.get(at).cloned().unwrap_or_default();
    let shown = async {
        let response = match parts.len() {
            3 => super::list(visit).await,
            4 => super::one::show(visit, Path(part(3))).await,
            _ => super::release::show(visit, Path((part(3), part(5)))).await,
        };
        let status = response.status();
        (
            status,
            response.into_body().collect().await.unwrap().to_bytes(),
        )
    };
    let (status, bytes) = shown.now_or_never().unwrap();
    let html = String::from_utf8(bytes.to_vec()).unwrap();
    (status, html.replace("<!---->", ""))
}

#[test]
fn whatever_a_data_set_says_is_text_on_a_whole_page() {
    for path in ["/data", "/data/trips", "/data/trips/releases/2"] {
        let (status, html) = page(path, false);
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(!html.contains(ODD), "{html}");
        assert!(html.contains("&lt;script&gt;x"), "{path} has lost it");
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
        assert!(html.contains("</span> amber</span>"), "{html}");
    }
}

#[test]
fn the_list_says_when_nothing_fits_and_goes_on_with_its_words() {
    let (_, html) = page("/data?q=nothing", false);
    assert!(html.contains("No data set has this word."), "{html}");
    let (_, html) = page("/data?q=water", false);
    assert!(html.contains(r#"value="water""#), "{html}");
    assert!(html.contains("/en/data?q=water&amp;cursor=x%26y"), "{html}");
}

#[test]
fn files_are_fetched_from_the_api_unless_they_are_sealed() {
    let file = "/api/v1/data-sets/trips/releases/2/files/trips.csv";
    for path in ["/data/trips", "/data/trips/releases/2"] {
        let (_, open) = page(path, false);
        assert!(open.contains(&format!(r#"href="{file}""#)), "{open}");
        let (_, sealed) = page(path, true);
        assert!(!sealed.contains(file), "{sealed}");
        assert!(sealed.contains("The files are sealed"), "{sealed}");
        assert!(sealed.contains(&digest()), "{sealed}");
    }
}

#[test]
fn a_data_set_names_who_uses_it_and_shows_staff_alone_where_they_work() {
    let (_, html) = page("/data/trips", false);
    assert!(
        html.contains(r#"href="/en/challenges/parking/data""#),
        "{html}"
    );
    assert!(!html.contains("/staff/data"), "{html}");
}

#[test]
fn what_is_not_there_is_not_found() {
    for path in [
        "/data/other",
        "/data/trips/releases/9",
        "/data/trips/releases/x",
    ] {
        assert_eq!(page(path, false).0, StatusCode::NOT_FOUND, "{path}");
    }
}
