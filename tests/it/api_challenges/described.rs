//! What a challenge's pack says of itself, to whom, and that nothing hidden is in it.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::site::in_sites;

const PATH: &str = "/challenges/parking-forecast";

#[test]
fn everybody_reads_what_a_pack_says_and_nothing_hidden() {
    in_sites(async |site| {
        let _staff = site.opened().await;
        let anybody = site.nobody();
        let mut said = String::new();
        for page in ["interface", "data", "rules"] {
            let path = format!("{PATH}/{page}");
            let answer = anybody.get(&path).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
            let again = anybody
                .get_if_none_match(&path, &answer.header("etag"))
                .await;
            assert_eq!(again.status, StatusCode::NOT_MODIFIED);
            said.push_str(&answer.text());
        }
        let data = anybody.get(&format!("{PATH}/data")).await.json();
        let folders: Vec<_> = data["tables"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|table| table["folder"].clone())
            .collect();
        let pilot = ["pilot"; 3];
        assert_eq!(folders[..3], ["sample", "sample", "granted"]);
        assert_eq!(folders[3..], pilot);
        assert_eq!(
            data["tables"][1]["first_rows"].as_array().map(Vec::len),
            Some(20)
        );
        // Days of the hidden splits.
        for hidden in ["2016-11-21", "2016-12-05"] {
            assert!(!said.contains(hidden), "{hidden}");
        }
        let interface = anybody.get(&format!("{PATH}/interface")).await.json();
        assert_eq!(interface["world"], "parking-forecaster");
        assert_eq!(interface["functions"][0]["name"], "forecast");
        let rules = anybody.get(&format!("{PATH}/rules")).await.json();
        assert_eq!(rules["limits"]["fuel"], 100_000_000);
        assert!(
            rules["example"]["total"]
                .as_f64()
                .is_some_and(|total| total > 0.0)
        );
    });
}

#[test]
fn a_draft_says_nothing_but_to_staff() {
    in_sites(async |site| {
        let staff = site.staff().await;
        let created = staff
            .upload("POST", "/challenges", "pack", &site.pack())
            .await;
        assert_eq!(created.status, StatusCode::CREATED, "{}", created.text());
        for page in ["interface", "data", "rules"] {
            let path = format!("{PATH}/{page}");
            assert_eq!(site.nobody().get(&path).await.status, StatusCode::NOT_FOUND);
            assert_eq!(staff.get(&path).await.status, StatusCode::OK);
            let other = format!("{path}?version=9.9.9");
            assert_eq!(staff.get(&other).await.status, StatusCode::NOT_FOUND);
            let bad = format!("{path}?version=%00");
            assert_eq!(staff.get(&bad).await.status, StatusCode::NOT_FOUND);
        }
    });
}

#[test]
fn a_board_is_a_table_too_and_names_wait_for_the_results() {
    in_sites(async |site| {
        let _staff = site.opened().await;
        let anybody = site.nobody();
        let table = anybody
            .get(&format!("{PATH}/board?split=public&format=csv"))
            .await;
        assert_eq!(table.status, StatusCode::OK, "{}", table.text());
        assert!(table.header("content-type").starts_with("text/csv"));
        let names = anybody.get("/organisations").await.json();
        assert_eq!(names, json!({ "items": [], "next": Value::Null }));
        let bad = anybody.get("/organisations?cursor=x").await;
        assert_eq!(bad.status, StatusCode::BAD_REQUEST, "{}", bad.text());
    });
}

#[test]
fn challenges_are_found_by_what_their_pilots_may_cost() {
    in_sites(async |site| {
        let _staff = site.opened().await;
        let anybody = site.nobody();
        let detail = anybody.get(PATH).await.json();
        assert_eq!(detail["budget_eur"], 30_000, "{detail}");
        for (band, found) in [
            ("to-10000", 0),
            ("to-50000", 1),
            ("above-50000", 0),
            ("not-stated", 0),
        ] {
            let list = anybody.get(&format!("/challenges?budget={band}")).await;
            let items = list.json()["items"].clone();
            assert_eq!(items.as_array().map(Vec::len), Some(found), "{band}");
        }
        for wrong in ["budget=cheap", "budget=30000", "price=1"] {
            let refused = anybody.get(&format!("/challenges?{wrong}")).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{wrong}");
        }
    });
}
