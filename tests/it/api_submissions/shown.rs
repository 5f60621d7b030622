//! What each reader is shown of submissions and runs.

use pilotbox_model::api::challenges::ChallengeState;
use pilotbox_tests::caller::Caller;
use serde_json::json;

use super::{in_cities, startup, submit, submit_built};

/// A challenge whose public split can be scored.
const WATER: &str = "challenges/utilities/water-demand";

#[test]
fn the_jury_reads_blind() {
    in_cities(async |city, challenge| {
        let owner = startup(&city, &challenge).await;
        let account = city.evaluator().await;
        let evaluator = Caller::account(&city.state, &account).await;
        let mut ids = Vec::new();
        for _ in 0..3 {
            ids.push(submit(&owner, &challenge).await);
        }
        let choose = async |id: &str, is: bool| {
            let path = format!("/api/v1/submissions/{id}/finalist");
            owner.json("PUT", &path, &json!({"is_finalist": is})).await
        };
        choose(&ids[0], true).await.expect(200);
        choose(&ids[1], true).await.expect(200);
        choose(&ids[2], true).await.expect_problem(409, "conflict");
        choose(&ids[0], false).await.expect(200);
        choose(&ids[2], true).await.expect(200);
        let path = format!("/api/v1/challenges/{}/blind", challenge.id);
        evaluator
            .get(&path)
            .await
            .expect_problem(409, "wrong-state");
        owner.get(&path).await.expect_problem(403, "not-allowed");
        city.end_runs().await;
        city.advance(&challenge.id, ChallengeState::Closed).await;
        let none = evaluator.get(&path).await.expect(200).json();
        assert_eq!(none["items"], json!([]), "nothing is assigned");
        city.assign(&challenge, &account).await;
        let none = evaluator.get(&path).await.expect(200).json();
        assert_eq!(none["items"], json!([]), "nothing is declared");
        let own = evaluator
            .get("/api/v1/assignments")
            .await
            .expect(200)
            .json();
        for work in own["items"].as_array().into_iter().flatten() {
            assert!(work["dossier_title"].is_null(), "{own}");
            let id = work["id"].as_str().expect("it has an id");
            let at = format!("/api/v1/assignments/{id}/conflict");
            let none = json!({ "has_conflict": false });
            evaluator.json("PUT", &at, &none).await.expect(204);
        }
        let first = evaluator
            .get(&format!("{path}?limit=1"))
            .await
            .expect(200)
            .json();
        let next = first["next"].as_str().expect("there is more");
        let second = evaluator
            .get(&format!("{path}?limit=1&cursor={next}"))
            .await;
        let second = second.expect(200).json();
        assert_ne!(first["items"][0]["code"], second["items"][0]["code"]);
        assert!(second["next"].is_null());
        let said = first.to_string() + &second.to_string();
        assert!(!said.contains("Acme"), "{said}");
        for id in &ids {
            assert!(!said.contains(id.as_str()), "{said}");
        }
        choose(&ids[2], false)
            .await
            .expect_problem(409, "wrong-state");
    });
}

#[test]
fn hidden_cases_stay_hidden_until_results_are_out() {
    in_cities(async |city, _| {
        let challenge = city.challenge(WATER).await;
        let owner = startup(&city, &challenge).await;
        let other = startup(&city, &challenge).await;
        let nobody = Caller::nobody(&city.state);
        let id = submit_built(&owner, &challenge, "water-demand-baseline").await;
        let working = city.work().await;
        let runs = city.ended_runs(&id).await;
        working.stop().await;
        let [sample, public] = ["sample", "public"].map(|split| {
            let run = runs
                .iter()
                .find(|run| run.split == split)
                .expect("it has run");
            format!("/api/v1/runs/{}", run.id)
        });
        let sample_run = owner.get(&sample).await.expect(200).json();
        assert_eq!(sample_run["state"], "scored");
        assert!(sample_run["score"]["full"].is_object());
        let public_run = owner.get(&public).await.expect(200).json();
        assert_eq!(public_run["state"], "scored");
        assert!(public_run["score"]["full"].is_null() && public_run["score"]["low"].is_null());
        assert!(public_run["cases"].is_null() && public_run["started_at"].is_null());
        for part in ["cases", "logs"] {
            owner.get(&format!("{sample}/{part}")).await.expect(200);
            owner
                .get(&format!("{public}/{part}"))
                .await
                .expect_problem(403, "not-allowed");
            other.get(&format!("{sample}/{part}")).await.expect(404);
        }
        owner.get(&format!("{sample}/receipt")).await.expect(200);
        owner
            .get(&format!("{public}/receipt"))
            .await
            .expect_problem(403, "not-allowed");
        nobody.get(&format!("{public}/receipt")).await.expect(404);
        let events = owner.get(&format!("{public}/events")).await.expect(200);
        let events = String::from_utf8(events.body).expect("it is text");
        assert!(events.contains("\"is_last\":true"), "{events}");
        assert_eq!(
            nobody.get("/api/v1/receipts").await.expect(200).json()["items"],
            json!([])
        );
        let own = owner.get("/api/v1/receipts").await.expect(200).json();
        assert_eq!(own["items"].as_array().map(Vec::len), Some(1));
        assert!(own["items"][0]["salt"].is_null());
        for to in [
            ChallengeState::Closed,
            ChallengeState::Jury,
            ChallengeState::Published,
        ] {
            city.advance(&challenge.id, to).await;
        }
        owner.get(&format!("{public}/cases")).await.expect(200);
        nobody.get(&format!("{public}/receipt")).await.expect(200);
        nobody.get(&format!("{sample}/receipt")).await.expect(404);
        let out = nobody.get("/api/v1/receipts").await.expect(200).json();
        assert!(out["items"][0]["salt"].is_string(), "{out}");
        nobody
            .get(&public)
            .await
            .expect_problem(401, "sign-in-needed");
        other.get(&public).await.expect(404);
    });
}

#[test]
fn everybody_reads_queue_keys_chain_and_description() {
    in_cities(async |city, challenge| {
        let owner = startup(&city, &challenge).await;
        submit(&owner, &challenge).await;
        let nobody = Caller::nobody(&city.state);
        let queue = nobody.get("/api/v1/queue").await.expect(200).json();
        assert_eq!(queue["waiting"], 2);
        nobody.get("/api/v1/keys").await.expect(200);
        let chain = nobody.get("/api/v1/chain").await.expect(200);
        let chain = String::from_utf8(chain.body).expect("it is text");
        let last = chain.lines().last().expect("there are links");
        assert!(last.contains("submission-received"), "{last}");
        let head = nobody.get("/api/v1/chain/head").await.expect(200).json();
        assert!(last.contains(head["digest"].as_str().expect("it is text")));
        nobody
            .get("/api/v1/chain?limit=0")
            .await
            .expect_problem(400, "bad-request");
        let description = nobody.get("/api/v1/openapi.json").await.expect(200).json();
        assert_eq!(description["openapi"], "3.1.0");
        for path in [
            "/healthz",
            "/readyz",
            "/api/v1/docs/",
            "/api/v1/docs/swagger-ui.css",
        ] {
            nobody.get(path).await.expect(200);
        }
        nobody
            .get("/api/v1/nothing")
            .await
            .expect_problem(404, "not-found");
        nobody
            .send("DELETE", "/api/v1/queue", &[], "")
            .await
            .expect_problem(405, "method-not-allowed");
        let table = owner.get("/api/v1/runs?format=csv").await.expect(200);
        let table = String::from_utf8(table.body).expect("it is text");
        assert_eq!(table.lines().count(), 3, "{table}");
        owner
            .get("/api/v1/runs?state=nothing")
            .await
            .expect_problem(400, "bad-request");
        owner
            .get("/api/v1/runs?challenge=%00")
            .await
            .expect_problem(400, "bad-request");
    });
}
