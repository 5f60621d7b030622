//! A whole life, evaluated: a board, finalists, a rejudge, results.

use axum::http::StatusCode;
use pilotbox_tests::city::{OpenChallenge, Startup, component_bytes};
use serde_json::{Value, json};

use super::site::{Person, Site, in_sites};

const PATH: &str = "/challenges/parking-forecast";

struct Team {
    startup: Startup,
    person: Person,
}

async fn team(site: &Site) -> Team {
    let challenge = challenge(site).await;
    let startup = site.city.startup(&challenge).await;
    let person = site.member(&startup.account, &startup.organisation);
    Team { startup, person }
}

async fn challenge(site: &Site) -> OpenChallenge {
    let version = site
        .state()
        .store
        .current_version("parking-forecast")
        .await
        .expect("it is as it must be");
    OpenChallenge {
        id: version.challenge_id,
        pack: version.pack_digest.parse().expect("it is as it must be"),
        bytes: site.pack(),
    }
}

async fn submit(site: &Site, team: &Team, plugin: &str) -> String {
    let bytes = component_bytes(&format!("parking-forecast-{plugin}"));
    let challenge = challenge(site).await;
    site.city.submit(&challenge, &team.startup, &bytes).await
}

async fn board(who: &Person, split: &str) -> Value {
    let answer = who.get(&format!("{PATH}/board?split={split}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()["places"].clone()
}

/// The public list of organisations.
async fn named(site: &Site) -> Vec<Value> {
    let named = site.nobody().get("/organisations").await.json();
    named["items"]
        .as_array()
        .cloned()
        .expect("it is as it must be")
}

#[test]
fn a_life_from_the_first_submission_to_the_results() {
    in_sites(async |site| {
        let staff = site.opened().await;
        let (good, poor) = (team(&site).await, team(&site).await);
        let working = site.city.work().await;
        // Of three that score the last two go on; the other team has one.
        let mut submissions = Vec::new();
        for plugin in ["baseline", "baseline", "reference"] {
            submissions.push(submit(&site, &good, plugin).await);
        }
        submissions.push(submit(&site, &poor, "baseline").await);
        for submission in &submissions {
            site.city.ended_runs(submission).await;
        }
        let places = board(&poor.person, "public").await;
        assert_eq!(
            places.as_array().expect("it is as it must be").len(),
            2,
            "one place a team: {places}"
        );
        assert_eq!(
            (places[0]["place"].as_u64(), places[1]["place"].as_u64()),
            (Some(1), Some(2))
        );
        assert_eq!(
            (&places[0]["is_own"], &places[1]["is_own"]),
            (&json!(false), &json!(true))
        );
        assert!(places[0]["name"].as_str().expect("it is as it must be") != "An Organisation");

        let steps = format!("{PATH}/transitions");
        let rejudge = staff
            .post(&format!("{PATH}/rejudges"), &json!({ "split": "public" }))
            .await;
        assert_eq!(rejudge.status, StatusCode::CREATED, "{}", rejudge.text());
        let id = rejudge.json()["id"]
            .as_str()
            .expect("it is as it must be")
            .to_owned();
        let second = staff
            .post(&format!("{PATH}/rejudges"), &json!({ "split": "public" }))
            .await;
        assert_eq!(second.status, StatusCode::CONFLICT, "one is undecided");
        for submission in &submissions {
            site.city.ended_runs(submission).await;
        }
        let ready = staff.get(&format!("/rejudges/{id}")).await.json();
        assert_eq!(ready["state"], "ready");
        let changes = ready["changes"].as_array().expect("it is as it must be");
        assert_eq!(changes.len(), 4);
        assert!(
            changes.iter().all(|change| change["is_changed"] == false),
            "{ready}"
        );
        let decision = format!("/rejudges/{id}/decision");
        let applied = staff.put(&decision, &json!({ "decision": "apply" })).await;
        assert_eq!(applied.json()["state"], "applied", "{}", applied.text());
        let twice = staff.put(&decision, &json!({ "decision": "cancel" })).await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        assert_eq!(
            board(&poor.person, "public").await,
            places,
            "the same scores"
        );

        let close = json!({ "to": "closed", "reason": "all is in" });
        assert_eq!(staff.post(&steps, &close).await.status, StatusCode::OK);
        for submission in &submissions {
            site.city.ended_runs(submission).await;
        }
        let withheld = good.person.get(&format!("{PATH}/board?split=final")).await;
        assert_eq!(withheld.status, StatusCode::CONFLICT);
        assert_eq!(
            board(&staff, "final")
                .await
                .as_array()
                .expect("it is as it must be")
                .len(),
            3
        );
        assert!(named(&site).await.is_empty(), "names wait for the results");
        for to in ["jury", "published"] {
            let moved = staff.post(&steps, &json!({ "to": to })).await;
            assert_eq!(moved.status, StatusCode::OK, "{}", moved.text());
        }
        let results = board(&good.person, "final").await;
        assert_eq!(results.as_array().expect("it is as it must be").len(), 3);
        assert!(
            results[0]["score"].as_f64() > results[2]["score"].as_f64(),
            "{results}"
        );
        assert!(results[0]["rank_low"].is_u64());
        let anybody = board(&site.nobody(), "final").await;
        assert_eq!(names_and_scores(&results), names_and_scores(&anybody));
        let named = named(&site).await;
        assert_eq!(named.len(), 2);
        assert!(named.iter().all(|one| one["challenges"] == 1), "{named:?}");
        working.stop().await;
        site.check_chain(&["challenge-moved", "challenge-moved"])
            .await;
    });
}

/// What every reader sees alike.
fn names_and_scores(places: &Value) -> Vec<(&Value, &Value)> {
    let places = places.as_array().expect("it is as it must be").iter();
    places
        .map(|place| (&place["name"], &place["score"]))
        .collect()
}
