//! What a rejudge and the publication of results change of what is seen, over HTTP.

use pilotbox_tests::server::{
    Challenge, Client, Person, World, city_pack, has_ended, run_of, worlds,
};
use serde_json::{Value, json};

#[test]
fn a_rejudge_is_staffs_until_it_is_applied_and_results_are_everybodys() {
    worlds(|world| {
        let challenge = world.challenge(&city_pack("challenges/mobility/parking-forecast"));
        world.enrol(&challenge);
        let submission = submit(&world.startup, &challenge);
        let rejudged = rejudge(&world, &challenge);
        world.staff.go(&challenge, "closed");
        let finals = final_run(&world, &submission);
        for to in ["jury", "published"] {
            world.staff.go(&challenge, to);
        }
        let sample = run_of(&submission, "sample");
        results_are_out(&world, &challenge, [&rejudged, &finals], &sample);
    });
}

/// A submission whose runs have ended.
fn submit(startup: &Person, challenge: &Challenge) -> Value {
    let dossier = json!({ "title": "T", "approach": "A", "references": "R" });
    let submission = startup.submit(challenge, "parking-seasonal", &dossier);
    for split in ["sample", "public"] {
        has_ended(&startup.client, &run_of(&submission, split));
    }
    submission
}

/// Rejudges the public split and applies it; tells the run that counts then.
fn rejudge(world: &World, challenge: &Challenge) -> String {
    let (staff, owner) = (&world.staff.client, &world.startup.client);
    let rejudges = format!("{}/rejudges", challenge.path());
    let ask = json!({ "split": "public" });
    owner.post(&rejudges, &ask).expect(403);
    let started = staff.post(&rejudges, &ask).expect(201);
    let (id, run) = (
        started.text_at("/id"),
        started.text_at("/changes/0/new_run"),
    );
    has_ended(staff, &run);
    let path = format!("/api/v1/rejudges/{id}");
    let ready = staff.get(&path).expect(200).json();
    assert_eq!(
        (&ready["state"], &ready["hidden"]),
        (&json!("ready"), &json!(0))
    );
    owner.get(&path).expect(403);
    for part in ["", "/cases", "/receipt", "/events"] {
        owner.get(&format!("/api/v1/runs/{run}{part}")).expect(404);
    }
    let own = owner.get("/api/v1/runs?limit=200").expect(200);
    let text = String::from_utf8_lossy(&own.body);
    assert!(!text.contains(&run), "{own}");
    let decision = format!("{path}/decision");
    owner
        .put(&decision, &json!({ "decision": "apply" }))
        .expect(403);
    let applied = staff.put(&decision, &json!({ "decision": "apply" }));
    assert_eq!(applied.expect(200).text_at("/state"), "applied");
    let counts = owner.get(&format!("/api/v1/runs/{run}")).expect(200).json();
    assert!(counts["score"]["total"].is_number(), "{counts}");
    assert_eq!(counts["score"]["full"], Value::Null, "{counts}");
    run
}

/// The final run, of which its owner sees where it is and no more.
fn final_run(world: &World, submission: &Value) -> String {
    let owner = &world.startup.client;
    let path = format!(
        "/api/v1/submissions/{}",
        submission["id"].as_str().unwrap_or_default()
    );
    let run = run_of(&owner.get(&path).expect(200).json(), "final");
    let seen = has_ended(owner, &run);
    assert_eq!(
        (&seen["state"], &seen["score"]),
        (&json!("scored"), &Value::Null)
    );
    let path = format!("/api/v1/runs/{run}");
    let full = world.staff.client.get(&path).expect(200).json();
    assert!(full["score"]["full"].is_object(), "{full}");
    for part in ["cases", "receipt"] {
        let answer = owner.get(&format!("{path}/{part}"));
        assert!(matches!(answer.status, 403 | 404), "{answer}");
    }
    run
}

fn results_are_out(world: &World, challenge: &Challenge, hidden: [&String; 2], sample: &str) {
    let (owner, nobody) = (&world.startup.client, world.site.client());
    let others: [&Client; 3] = [&world.rival.client, &world.citizen.client, &nobody];
    for run in hidden {
        let path = format!("/api/v1/runs/{run}");
        let seen = owner.get(&path).expect(200).json();
        assert!(seen["score"]["full"].is_object(), "{seen}");
        let cases = owner
            .get(&format!("{path}/cases?limit=1"))
            .expect(200)
            .json();
        assert_eq!(cases["items"].as_array().map(Vec::len), Some(1), "{cases}");
        for other in others {
            other.get(&format!("{path}/receipt")).expect(200);
            let answer = other.get(&format!("{path}/cases"));
            assert!(matches!(answer.status, 401 | 403 | 404), "{answer}");
        }
    }
    for other in others {
        other
            .get(&format!("/api/v1/runs/{sample}/receipt"))
            .expect(404);
        let board = other.get(&format!("{}/board?split=final", challenge.path()));
        assert_eq!(
            board.expect(200).text_at("/places/0/name"),
            "Alpha of the seven hills"
        );
    }
    let late = json!({ "split": "public" });
    let path = format!("{}/rejudges", challenge.path());
    let refused = world.staff.client.post(&path, &late).expect(409);
    assert_eq!(refused.text_at("/code"), "wrong-state");
}
