//! The pages of the public account, made from what the API would answer.

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
    pages::{challenges::trail as challenge, pilots::trail as pilot},
    visit::{Portal, Visit},
};

/// A text that would be markup, were it not for us.
const ODD: &str = "<script>x</script>";

/// Answers with an account that says odd things.
struct Odd;

#[async_trait]
impl Backend for Odd {
    async fn answer(&self, request: Request<Body>) -> Response<Body> {
        let body = match request.uri().path().trim_start_matches("/api/v1") {
            "/years" => json!({ "items": [listed(2027, false), listed(2026, true)], "next": null }),
            "/years/2027" => year(),
            "/challenges/trees" => detail(),
            "/challenges/trees/trail" => of_challenge(),
            "/pilots/P1/trail" => of_pilot(),
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

fn listed(year: u16, is_over: bool) -> Value {
    json!({
        "year": year, "is_over": is_over, "challenges_opened": 3, "challenges_published": 2,
        "submissions": 41, "pilots_running": 1, "open_data_sets": 5
    })
}

fn figure(name: &str, part: Option<&str>, title: &str, value: u64) -> Value {
    json!({
        "name": name, "part": part, "title": both(title), "value": value, "unit": "count",
        "how": both(ODD), "activity": null, "baseline": null, "target": null
    })
}

fn year() -> Value {
    let mut planned = figure("utility-services", None, "Services in utilities", 2);
    planned["activity"] = json!("2.5.1");
    planned["baseline"] = json!("<10");
    planned["target"] = json!(20);
    json!({
        "year": 2027, "from": "2027-01-01", "until": "2027-03-04", "is_over": false,
        "figures": [
            figure("challenges-opened", None, "Challenges", 3), planned,
            figure("open-data-sets", None, "Open data", 5),
            figure("open-data-sets", Some("TRAN"), "Open data: TRAN", 5),
        ]
    })
}

fn detail() -> Value {
    json!({
        "id": "trees", "title": both("Trees"), "state": "published",
        "accepts_submissions": false, "version": "1.0.0",
        "interface": "city:green/watering@0.1.0", "is_practice": false,
        "opens_at": "2026-01-01T00:00:00Z", "closes_at": null,
        "updated_at": "2026-01-01T00:00:00Z", "statement": both("Text"), "phases": [],
        "pack_digest": "d", "pack_bytes": 1, "is_enrolled": false, "versions": [], "reasons": []
    })
}

fn entry(kind: &str, on: &str, change: &Value) -> Value {
    let mut entry = json!({
        "on": on, "at": null, "kind": kind, "is_ahead": false, "text": both("What happened"),
        "name": null, "note": null, "value": null, "unit": null, "digest": null, "record": null,
        "address": null
    });
    for (name, value) in change.as_object().into_iter().flatten() {
        entry[name] = value.clone();
    }
    entry
}

fn of_challenge() -> Value {
    let result = json!({
        "name": ODD, "value": 81.24, "digest": "sha256:ab", "address": "/api/v1/runs/R1/receipt"
    });
    let pilot = json!({
        "value": 12_000.0, "unit": "EUR", "address": "/api/v1/pilots/P1/trail", "record": 7
    });
    json!({
        "challenge": "trees", "title": both(ODD), "state": "published", "is_practice": false,
        "told": "results", "figures": [figure("submissions", None, ODD, 4)],
        "agreement": { "alpha": 0.5, "pairable": 8 }, "data": [], "pilots": [],
        "entries": [
            entry("result", "2027-01-02", &result), entry("pilot", "2027-01-02", &pilot),
            entry("phase-ends", "2099-01-01", &json!({ "is_ahead": true })),
        ]
    })
}

fn of_pilot() -> Value {
    let measured = |on: &str, value: f64| json!({ "on": on, "value": value });
    json!({
        "id": "P1", "title": both(ODD), "summary": both(ODD), "challenge": "trees",
        "organisation": ODD, "state": "over", "starts_on": "2027-01-01",
        "ends_on": "2027-06-30", "districts": [], "budget_eur": 12_000,
        "scored": {
            "plugin": "sha256:ab", "run": "R1", "split": "final", "score": 81.24,
            "receipt": "/api/v1/runs/R1/receipt"
        },
        "indicators": [{
            "number": 1, "result": both(ODD), "indicator": both(ODD), "unit": "%",
            "baseline": 20.0, "target": 15.0, "due_on": "2027-06-01", "verification": both(ODD),
            "measured": [measured("2027-02-01", 19.0), measured("2027-03-01", 17.5)]
        }],
        "helpful": { "yes": 1, "no": 0 },
        "exit": { "decision": "adopt", "report": both("It works"), "at": "2027-07-01T10:00:00Z" },
        "entries": [
            entry("measured", "2027-02-01", &json!({ "value": 19.0, "unit": "%" })),
            entry("stopped", "2027-02-02", &json!({ "note": ODD })),
        ]
    })
}

/// The page at an address, and its status.
fn page(language: &str, path: &str) -> (StatusCode, String) {
    let portal = Portal::for_tests(Odd);
    let uri: Uri = format!("/{language}{path}").parse().unwrap();
    let visit = Visit::of_nobody(&portal, &uri);
    let name = path.split('/').nth(2).unwrap_or_default().to_owned();
    let shown = async {
        let response = match path.split('/').nth(1) {
            Some("challenges") => challenge::show(visit, Path(name)).await,
            Some("pilots") => pilot::show(visit, Path(name)).await,
            _ if name.is_empty() => super::list(visit).await,
            _ => super::one::show(visit, Path(name)).await,
        };
        let status = response.status();
        let body = response.into_body().collect().await;
        (status, body.unwrap().to_bytes())
    };
    let (status, bytes) = shown.now_or_never().unwrap();
    let html = String::from_utf8(bytes.to_vec()).unwrap();
    (status, html.replace("<!---->", "").replace("<!>", ""))
}

#[test]
fn whatever_an_account_says_is_text_on_a_whole_page() {
    for language in ["bg", "en"] {
        for path in ["/years/2027", "/challenges/trees/trail", "/pilots/P1/trail"] {
            let (status, html) = page(language, path);
            assert_eq!(status, StatusCode::OK, "{path}");
            assert!(!html.contains(ODD), "{html}");
            assert!(html.contains("&lt;script&gt;x"), "{path} has lost it");
            assert_eq!(html.matches("<h1").count(), 1, "{path}");
            assert!(!html.contains("style="), "{html}");
        }
    }
}

#[test]
fn a_year_stands_beside_others_and_says_whether_it_is_over() {
    let (_, html) = page("en", "/years");
    assert!(
        html.contains(r#"<a href="/en/years/2027">2027 (so far)</a>"#),
        "{html}"
    );
    assert!(
        html.contains(r#"<a href="/en/years/2026">2026</a>"#),
        "{html}"
    );
    assert!(html.contains("/api/v1/years?format=csv"), "{html}");
}

#[test]
fn a_figure_says_how_it_is_counted_what_the_plan_wants_and_its_theme_in_words() {
    let (_, html) = page("en", "/years/2027");
    assert!(html.contains("activity 2.5.1: from &lt;10 to 20"), "{html}");
    assert!(html.contains("Open data: Transport"), "{html}");
    assert!(html.contains("until 4 March 2027"), "{html}");
    assert_eq!(html.matches("class=\"mark s1\"").count(), 1, "{html}");
    assert!(html.contains(r#"download="year-2027.csv""#), "{html}");
}

#[test]
fn each_step_has_its_day_its_number_and_its_proof() {
    let (_, html) = page("en", "/challenges/trees/trail");
    assert_eq!(
        html.matches(r#"<time datetime="2027-01-02">"#).count(),
        1,
        "a day once"
    );
    assert!(html.contains(r#"href="/api/v1/runs/R1/receipt""#), "{html}");
    assert!(html.contains("<strong>81.2</strong>"), "{html}");
    assert!(html.contains("<strong>12,000 euro</strong>"), "{html}");
    assert!(html.contains(r#"href="/en/pilots/P1/trail""#), "{html}");
    assert!(html.contains("/api/v1/chain?after=6&amp;limit=1"), "{html}");
    assert_eq!(html.matches("to come").count(), 1, "{html}");
    let here = r#"/challenges/trees/trail" aria-current="page""#;
    assert!(html.contains(here), "{html}");
}

#[test]
fn indicators_are_drawn_over_time_and_stand_beside_the_steps() {
    let (_, html) = page("en", "/pilots/P1/trail");
    assert!(
        html.contains("chart-line") && html.contains("17.50"),
        "{html}"
    );
    assert!(!html.contains(r#"<time datetime="2027-02-01">"#), "{html}");
    assert!(html.contains(r#"<time datetime="2027-02-02">"#), "{html}");
    assert!(html.contains("It works"), "{html}");
}

#[test]
fn what_is_not_there_is_not_found() {
    for path in ["/years/1999", "/challenges/other/trail", "/pilots/P2/trail"] {
        assert_eq!(page("en", path).0, StatusCode::NOT_FOUND, "{path}");
    }
}
