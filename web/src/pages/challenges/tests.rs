//! The pages about a challenge's pack, made from what the API would answer.

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

/// Answers with a challenge that says odd things of itself.
struct Odd;

const ODD: &str = "<script>x</script>";

#[async_trait]
impl Backend for Odd {
    async fn answer(&self, request: Request<Body>) -> Response<Body> {
        let path = request.uri().path();
        let body = match path.rsplit('/').next().unwrap_or_default() {
            "interface" => interface(),
            "data" => data(),
            "rules" => rules(),
            _ => challenge(),
        };
        Response::new(Body::from(body.to_string()))
    }
}

fn challenge() -> Value {
    json!({
        "id": "trees", "title": { "bg": "Дървета", "en": "Trees" }, "state": "open",
        "accepts_submissions": true, "version": "1.0.0",
        "interface": "city:green/watering@0.1.0", "is_practice": false,
        "opens_at": "2026-01-01T00:00:00Z", "closes_at": null,
        "updated_at": "2026-01-01T00:00:00Z",
        "statement": { "bg": "Текст", "en": "Text" }, "phases": [{
            "id": "P", "name": ODD, "opens_at": "2026-01-01T00:00:00Z",
            "closes_at": "2026-02-01T00:00:00Z",
            "quota": { "per_day": 1, "per_phase": 2, "concurrent": 3 }
        }],
        "pack_digest": "d", "pack_bytes": 1, "is_enrolled": false, "versions": [], "reasons": []
    })
}

fn interface() -> Value {
    let part = json!({ "name": "trees", "kind": "list<u32>", "about": ODD });
    json!({
        "version": "1.0.0", "interface": "city:green/watering@0.1.0", "function": "choose-trees",
        "world": "waterer", "about": ODD,
        "types": [{
            "name": "request", "kind": "record", "about": null, "stands_for": null,
            "parts": [part]
        }],
        "functions": [{
            "name": "choose-trees", "about": ODD, "params": [part], "result": "list<u32>"
        }],
        "files": [{ "path": "a.wit", "text": ODD }], "profiles": ["pure", "compat"]
    })
}

fn data() -> Value {
    json!({
        "version": "1.0.0", "title": null, "licence": "javascript:x", "source": ODD,
        "tables": [{
            "name": "trees", "folder": "sample", "is_granted": false, "bytes": 10,
            "licence": "https://example.org/licence",
            "columns": [{
                "name": "age", "title": null, "datatype": "double", "unit": "years",
                "about": ODD, "spread": {
                    "count": 3, "missing": 1, "quartiles": [1.0, 1.0, 2.0, 3.0, 9.0],
                    "counts": [2, 0, 1]
                }
            }],
            "rows": 4, "summed_rows": 4, "first_rows": [[ODD], [null]]
        }],
        "came_from": [{
            "challenge": "trees", "version": "1.0.0", "split": "final", "table": ODD,
            "data_set": "street-trees", "release": 2, "policy": "1.0.0"
        }]
    })
}

fn rules() -> Value {
    json!({
        "version": "1.0.0", "limits": {
            "fuel": 1_000_000, "wall_clock_ms": 10_000, "memory_bytes": 1024,
            "table_elements": 10, "log_bytes": 1024, "output_bytes": 1024,
            "component_bytes": 1024
        },
        "granted": ["map"], "score": {
            "quality": 65.0, "equity": 15.0, "robustness": 10.0, "cost": 10.0,
            "equity_shrinkage": 10.0, "fuel_low": 1, "fuel_high": 100, "board_step": 0.5
        },
        "metrics": [{
            "name": "error", "title": { "bg": "Грешка", "en": "Error" }, "unit": ODD,
            "better": "lower", "statistic": "mean", "floor": 100.0, "weight": 1.0,
            "anchors": { "stratum": null, "baseline": 3.0, "target": 1.0 },
            "of_strata": [{ "stratum": "day", "baseline": 2.0, "target": 1.0 }]
        }],
        "gates": [{ "metric": "late", "title": null, "max": 0.0 }],
        "strata": [{ "name": "day", "weight": 1.0, "sample_cases": 5 }],
        "example": {
            "strata": [{ "name": "day", "weight": 1.0, "quality": 0.8 }], "fuel": 50,
            "quality": 0.8, "equity": 0.8, "robustness": null, "cost": 0.5, "total": 73.6
        }
    })
}

/// The page at an address below the challenge's.
fn page(language: &str, name: &str) -> String {
    let portal = Portal::for_tests(Odd);
    let uri = format!("/{language}/challenges/trees/{name}");
    let uri: Uri = uri.parse().unwrap();
    let visit = Visit::of_nobody(&portal, &uri);
    let id = Path("trees".to_owned());
    let shown = async {
        let response = match name {
            "data" => super::data::show(visit, id).await,
            "interface" => super::interface::show(visit, id).await,
            _ => super::rules::show(visit, id).await,
        };
        assert_eq!(response.status(), StatusCode::OK);
        response.into_body().collect().await.unwrap().to_bytes()
    };
    let bytes = shown.now_or_never().unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn whatever_a_pack_says_is_text_on_a_whole_page() {
    for language in ["bg", "en"] {
        for name in ["data", "interface", "rules"] {
            let html = page(language, name);
            assert!(!html.contains(ODD), "{html}");
            assert!(html.contains("&lt;script&gt;x"), "{name} has lost it");
            assert_eq!(html.matches("<h1").count(), 1);
            assert!(!html.contains("style=") && !html.contains("href=\"javascript"));
            let here = format!("/challenges/trees/{name}\" aria-current=\"page\"");
            assert!(html.contains(&here), "{html}");
        }
    }
}

#[test]
fn the_example_is_worked_out_without_perturbed_cases() {
    let html = page("en", "rules");
    let sum = "75 · 0.800 + 0.800 · (15 · 0.800 + 0 · 0.000 + 10 · 0.500) = 73.6";
    assert!(html.contains(sum), "{html}");
}

#[test]
fn a_drawing_has_its_table() {
    let html = page("en", "data");
    assert_eq!(html.matches("class=\"mark s1\"").count(), 2);
    assert!(html.contains("half up to 2;"), "{html}");
    assert!(html.contains("<em>missing"), "{html}");
}

#[test]
fn hidden_data_names_the_data_set_the_release_and_the_policy_it_came_from() {
    let html = page("en", "data");
    for link in ["", "/releases/2", "/releases/2#policy"] {
        let link = format!("href=\"/en/data/street-trees{link}\"");
        assert!(html.contains(&link), "no {link} in {html}");
    }
}

#[test]
fn an_own_interface_has_the_commands_that_fit_it() {
    let html = page("en", "interface");
    assert!(html.contains("chooseTrees(trees)") && html.contains("def choose_trees(self, trees)"));
    assert!(html.contains("city:green/waterer") && !html.contains("--interface"));
}
