//! The workbench of city data, made from what the API would answer.

mod forms;

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::{
    body::Body,
    extract::Path,
    http::{Method, Request, Response, StatusCode, Uri, header},
};
use futures_util::{FutureExt as _, future::BoxFuture};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};

use super::*;
use crate::{
    backend::Backend,
    form::SentFiles,
    pages::data::tests::{ODD, digest, listed, report, set},
    visit::{Portal, Viewer},
};

/// What an API answers to a change: a status and a body.
type Answer = (StatusCode, Value);

/// Answers with one data set, notes what is changed, and answers changes in one way.
struct Bench {
    inside: Value,
    answer: Answer,
    changes: Arc<Mutex<Vec<String>>>,
}

#[async_trait]
impl Backend for Bench {
    async fn answer(&self, request: Request<Body>) -> Response<Body> {
        let path = request.uri().path().trim_start_matches("/api/v1");
        if request.method() != Method::GET {
            let change = format!("{} {path}", request.method());
            self.changes.lock().unwrap().push(change);
            let mut response = Response::new(Body::from(self.answer.1.to_string()));
            *response.status_mut() = self.answer.0;
            return response;
        }
        let body = match path {
            "/data-sets" => json!({ "items": [listed()], "next": null }),
            "/data-sets/trips" => set(true, &self.inside),
            "/data-sets/trips/policies/draft" => json!({ "toml": "k = 5\n</textarea>" }),
            _ => policy(false),
        };
        Response::new(Body::from(body.to_string()))
    }
}

fn head(is_own: bool, approved_by: Option<&str>) -> Value {
    let at = approved_by.map(|_| "2026-11-22T09:00:00Z");
    json!({
        "version": "1.0.0", "digest": digest(), "proposed_by": ODD, "is_own": is_own,
        "proposed_at": "2026-11-21T10:00:00Z", "approved_by": approved_by,
        "approved_at": at, "light": "green"
    })
}

fn policy(is_own: bool) -> Value {
    json!({ "about": head(is_own, None), "toml": ODD, "report": report() })
}

fn raw() -> Value {
    json!({
        "id": "R", "file_name": ODD, "table": "trips", "bytes": 2048, "rows": 50,
        "rows_aside": 1, "findings": [ODD], "brought_by": "", "brought_at": "2026-11-20T10:00:00Z",
        "delete_at": "2026-12-20T10:00:00Z",
        "columns": [{
            "name": ODD, "data_type": "text", "role": "identifier", "missing": 0,
            "distinct": 49, "is_estimate": true,
            "kinds": [{ "kind": "egn", "share": 0.98 }, { "kind": "new-kind", "share": 0.5 }]
        }]
    })
}

/// What a reader sees, or a colleague who is none.
fn inside(may_read: bool, raw: &Value) -> Value {
    let release_by = (!raw.is_null()).then_some("1.0.0");
    json!({
        "raw_days": 30, "may_read": may_read, "may_name": may_read,
        "may_delete": may_read, "raw": raw,
        "readers": [{
            "account": "A", "name": "Ана", "email": "ana@sofia.example",
            "named_at": "2026-11-01T10:00:00Z"
        }],
        "policies": [head(false, Some("Борис"))],
        "release_by": release_by,
        "accesses": [
            { "by": "Ана", "kind": "fetched", "at": "2026-11-21T10:00:00Z" },
            { "by": null, "kind": "deleted", "at": "2026-11-20T10:00:00Z" }
        ]
    })
}

fn bench(inside: Value, answer: Answer) -> (Portal, Arc<Mutex<Vec<String>>>) {
    let changes = Arc::default();
    let bench = Bench {
        inside,
        answer,
        changes: Arc::clone(&changes),
    };
    (Portal::for_tests(bench), changes)
}

fn done() -> Answer {
    (StatusCode::OK, Value::Null)
}

fn refusal(code: &str, status: u16, fields: &Value) -> Answer {
    let body = json!({
        "type": "urn:pilotbox:problem:x", "title": "x", "status": status, "code": code,
        "detail": "what it is", "hint": null, "fields": fields, "request_id": null
    });
    (StatusCode::from_u16(status).unwrap(), body)
}

/// A visit of somebody on the staff, in English.
fn visit(portal: &Portal, path: &str) -> Visit {
    let uri: Uri = format!("/en{path}").parse().unwrap();
    let mut visit = Visit::of_nobody(portal, &uri);
    let me = json!({
        "id": "A", "email": null, "name": "A", "language": "bg", "roles": ["citizen", "staff"],
        "organisations": [], "has_second_factor": true, "needs_second_factor": false,
        "created_at": "2026-01-01T00:00:00Z"
    });
    visit.viewer = Some(Viewer {
        me: serde_json::from_value(me).unwrap(),
        csrf: "ours".to_owned(),
    });
    visit
}

/// The status, where it leads, and the page.
fn shown(answer: BoxFuture<'_, Response<Body>>) -> (StatusCode, String, String) {
    let whole = async {
        let response = answer.await;
        let place = response.headers().get(header::LOCATION);
        let place = place.map_or("", |place| place.to_str().unwrap_or_default());
        let (status, place) = (response.status(), place.to_owned());
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, place, bytes)
    };
    let (status, place, bytes) = whole.now_or_never().unwrap();
    let html = String::from_utf8(bytes.to_vec()).unwrap();
    (status, place, html.replace("<!---->", ""))
}

const BENCH: &str = "/staff/data/trips";
const POLICIES: &str = "/staff/data/trips/policies";
const POLICY: &str = "/staff/data/trips/policies/1.0.0";
const RELEASES: &str = "/staff/data/trips/releases";
const RAW: &str = "/staff/data/trips/raw";
const DELETE: &str = "/staff/data/trips/raw/delete";

fn id() -> Path<String> {
    Path("trips".to_owned())
}

fn get(portal: &Portal, path: &str) -> (StatusCode, String) {
    let visit = visit(portal, path);
    let version = Path(("trips".to_owned(), "1.0.0".to_owned()));
    let answer: BoxFuture<'_, Response<Body>> = match path {
        BENCH => Box::pin(bench::show(visit, id())),
        POLICIES => Box::pin(policies::show(visit, id())),
        POLICY => Box::pin(policy::show(visit, version)),
        RELEASES => Box::pin(releases::show(visit, id())),
        RAW => Box::pin(raw::show(visit, id())),
        DELETE => Box::pin(raw::ask_deletion(visit, id())),
        _ => Box::pin(list(visit)),
    };
    let (status, _, html) = shown(answer);
    (status, html)
}

#[test]
fn whatever_data_says_of_itself_is_text_on_a_whole_page() {
    let (portal, _) = bench(inside(true, &raw()), done());
    for path in [
        "/staff/data",
        BENCH,
        POLICIES,
        POLICY,
        RELEASES,
        RAW,
        DELETE,
    ] {
        let (status, html) = get(&portal, path);
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(!html.contains(ODD), "{path}: {html}");
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
        // Landmarks that scroll have names of their own.
        let mut names: Vec<_> = html
            .split("class=\"table\" aria-label=\"")
            .skip(1)
            .collect();
        for name in &mut names {
            *name = name.split('"').next().unwrap_or_default();
        }
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "{path}: {names:?}");
    }
}

#[test]
fn readers_alone_get_at_raw_data() {
    let (portal, _) = bench(inside(true, &raw()), done());
    let (_, html) = get(&portal, BENCH);
    for link in [
        "/api/v1/data-sets/trips/raw",
        "/en/staff/data/trips/raw/delete",
    ] {
        assert!(
            html.contains(&format!(r#"href="{link}""#)),
            "no {link} in {html}"
        );
    }
    assert!(
        html.contains("number (EGN) (98%), new-kind (50%)"),
        "{html}"
    );
    assert!(
        html.contains("about 49") && html.contains("erased account"),
        "{html}"
    );
    let (portal, _) = bench(inside(false, &raw()), done());
    let (_, html) = get(&portal, BENCH);
    assert!(html.contains("You have no access"), "{html}");
    assert!(html.contains("ana@sofia.example"), "{html}");
    assert!(
        !html.contains("/raw\"") && !html.contains("/raw/delete"),
        "{html}"
    );
    for path in [RAW, DELETE, POLICIES] {
        assert_eq!(get(&portal, path).0, StatusCode::FORBIDDEN, "{path}");
    }
}

#[test]
fn where_no_reader_is_left_anybody_on_the_staff_may_delete_and_begin_anew() {
    let mut inside_of = inside(false, &raw());
    inside_of["may_delete"] = json!(true);
    let (portal, _) = bench(inside_of, done());
    let (_, html) = get(&portal, BENCH);
    assert!(
        html.contains("/raw/delete\"") && !html.contains("/raw\""),
        "{html}"
    );
    assert_eq!(get(&portal, DELETE).0, StatusCode::OK);
    let mut inside_of = inside(false, &Value::Null);
    let named = r#"name="email""#;
    let (portal, _) = bench(inside_of.clone(), done());
    assert!(!get(&portal, BENCH).1.contains(named));
    inside_of["may_name"] = json!(true);
    let (portal, _) = bench(inside_of, done());
    assert!(get(&portal, BENCH).1.contains(named));
}

#[test]
fn without_raw_data_one_is_told_what_comes_first() {
    let (portal, _) = bench(inside(true, &Value::Null), done());
    for (path, says) in [
        (BENCH, texts::NO_RAW),
        (POLICIES, texts::RAW_FIRST),
        (RELEASES, texts::RELEASE_FIRST),
    ] {
        let (status, html) = get(&portal, path);
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(html.contains(says.en), "{path}: {html}");
    }
    assert_eq!(get(&portal, DELETE).0, StatusCode::NOT_FOUND);
}

#[test]
fn a_draft_is_text_within_its_field() {
    let (portal, _) = bench(inside(true, &raw()), done());
    let (_, html) = get(&portal, POLICIES);
    assert!(
        html.contains("k = 5\n&lt;/textarea&gt;</textarea>"),
        "{html}"
    );
}
