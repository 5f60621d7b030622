//! Final data that was withheld: attached by one member of staff, let pass by another,
//! run once it has passed. And of a finalist one final run counts.

use std::{fs, path::Path};

use axum::http::StatusCode;
use pilotbox_challenge::pack::{pack_final, read_pack};
use pilotbox_store::RunRow;
use pilotbox_tests::{
    city::{OpenChallenge, component_bytes},
    copy_folder, folder, scratch,
};
use serde_json::json;

use super::site::{Person, Site, in_sites};

const PARKING: &str = "challenges/mobility/parking-forecast";
const PATH: &str = "/challenges/parking-forecast";

/// The parking challenge's pack without its final data, as a version, and that data.
fn withheld(version: &str) -> (Vec<u8>, Vec<u8>) {
    let copy = scratch();
    let challenge = copy.path().join("parking");
    copy_folder(&folder(PARKING), &challenge);
    let tables = copy.path().join("final");
    fs::rename(challenge.join("data/final"), &tables).expect("it is as it must be");
    change(
        &challenge,
        "openness = \"known\"",
        "openness = \"withheld\"",
    );
    change(
        &challenge,
        "version = \"0.1.0\"",
        &format!("version = \"{version}\""),
    );
    let archive = pack_final(&tables).expect("it is as it must be");
    (pilotbox_tests::city::city_pack(&challenge), archive)
}

/// The parking challenge's pack as another version.
fn known(version: &str) -> Vec<u8> {
    let copy = scratch();
    let challenge = copy.path().join("parking");
    copy_folder(&folder(PARKING), &challenge);
    change(
        &challenge,
        "version = \"0.1.0\"",
        &format!("version = \"{version}\""),
    );
    pilotbox_tests::city::city_pack(&challenge)
}

fn change(challenge: &Path, from: &str, to: &str) {
    let manifest = challenge.join("challenge.toml");
    let text = fs::read_to_string(&manifest).expect("it is as it must be");
    assert!(text.contains(from), "{text}");
    fs::write(&manifest, text.replacen(from, to, 1)).expect("it is as it must be");
}

async fn approve(who: &Person, version: &str) -> StatusCode {
    let path = format!("{PATH}/versions/{version}/approval");
    who.put(&path, &json!(null)).await.status
}

async fn close(staff: &Person) {
    let close = json!({ "to": "closed", "reason": "all is in" });
    let closed = staff.post(&format!("{PATH}/transitions"), &close).await;
    assert_eq!(closed.status, StatusCode::OK, "{}", closed.text());
}

/// A submission of the baseline whose runs have not begun.
async fn submit(site: &Site) -> String {
    let version = site.state().store.current_version("parking-forecast").await;
    let version = version.expect("it is as it must be");
    let challenge = OpenChallenge {
        id: version.challenge_id,
        pack: version.pack_digest.parse().expect("it is as it must be"),
        bytes: Vec::new(),
    };
    let startup = site.city.startup(&challenge).await;
    let plugin = component_bytes("parking-forecast-baseline");
    site.city.submit(&challenge, &startup, &plugin).await
}

async fn final_runs(site: &Site, submission: &str) -> Vec<RunRow> {
    let runs = site.state().store.runs_of(&[submission.to_owned()]).await;
    let runs = runs.expect("it is as it must be").into_iter();
    runs.filter(|run| run.split == "final").collect()
}

#[test]
fn withheld_data_is_attached_once_and_let_pass_by_another() {
    let (pack, archive) = withheld("0.1.0");
    in_sites(async |site| {
        let (ann, ben) = (site.staff().await, site.staff().await);
        let startup = site.startup().await;
        let created = ann.upload("POST", "/challenges", "pack", &pack).await;
        assert_eq!(created.status, StatusCode::CREATED, "{}", created.text());
        assert_eq!(created.json()["versions"][0]["has_final"], false);
        let path = format!("{PATH}/versions/0.1.0/final");
        let wrong = ben.upload("PUT", &path, "data", &pack).await;
        assert_eq!(
            wrong.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{}",
            wrong.text()
        );
        let of_final = format!("{PATH}/pack?audience=final");
        assert_eq!(ann.get(&of_final).await.status, StatusCode::NOT_FOUND);
        assert_eq!(approve(&ben, "0.1.0").await, StatusCode::OK);
        let attached = ben.upload("PUT", &path, "data", &archive).await;
        assert_eq!(attached.status, StatusCode::OK, "{}", attached.text());
        let version = &attached.json()["versions"][0];
        assert_eq!(
            (&version["has_final"], &version["is_final_waiting"]),
            (&json!(true), &json!(true))
        );
        let again = ben.upload("PUT", &path, "data", &archive).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.text());
        assert_eq!(
            approve(&ben, "0.1.0").await,
            StatusCode::FORBIDDEN,
            "it is his own"
        );
        // Whoever lets it pass reads it first; nobody else does.
        assert_eq!(ann.get(&of_final).await.bytes, archive);
        assert_eq!(startup.get(&of_final).await.status, StatusCode::NOT_FOUND);
        assert_eq!(approve(&ann, "0.1.0").await, StatusCode::OK);
        let seen = ann.get(PATH).await.json();
        assert_eq!(seen["versions"][0]["is_final_waiting"], false);
        assert_eq!(
            approve(&ben, "0.1.0").await,
            StatusCode::OK,
            "nothing waits"
        );
        let store = &site.state().store;
        let version = store.newest_version("parking-forecast").await;
        let held = store
            .split(&version.expect("it is as it must be").id, "final")
            .await;
        // What the public challenge holds is the same data.
        let known = read_pack(site.pack()).expect("it is as it must be");
        let digest = known.package.data_digest(pilotbox_model::Split::Final);
        assert_eq!(
            held.expect("it is as it must be").digest,
            digest.to_string()
        );
        let kinds = [
            "challenge-created",
            "version-approved",
            "final-attached",
            "final-approved",
        ];
        site.check_chain(&kinds).await;
    });
}

#[test]
fn final_runs_begin_once_the_data_has_passed() {
    let (pack, archive) = withheld("0.2.0");
    in_sites(async |site| {
        let ben = site.opened().await;
        let ann = site.staff().await;
        let versions = format!("{PATH}/versions");
        let made = ann.upload("POST", &versions, "pack", &pack).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
        assert_eq!(approve(&ben, "0.2.0").await, StatusCode::OK);
        let submission = submit(&site).await;
        let working = site.city.work().await;
        site.city.ended_runs(&submission).await;
        close(&ben).await;
        let path = format!("{PATH}/versions/0.2.0/final");
        let attached = ben.upload("PUT", &path, "data", &archive).await;
        assert_eq!(attached.status, StatusCode::OK, "{}", attached.text());
        assert!(
            final_runs(&site, &submission).await.is_empty(),
            "one person has seen it"
        );
        let rejudge = ann
            .post(&format!("{PATH}/rejudges"), &json!({ "split": "final" }))
            .await;
        assert_eq!(rejudge.status, StatusCode::CONFLICT, "{}", rejudge.text());
        let steps = format!("{PATH}/transitions");
        let early = ben.post(&steps, &json!({ "to": "jury" })).await;
        assert_eq!(early.status, StatusCode::CONFLICT, "{}", early.text());
        assert_eq!(approve(&ann, "0.2.0").await, StatusCode::OK);
        site.city.ended_runs(&submission).await;
        working.stop().await;
        let runs = final_runs(&site, &submission).await;
        assert_eq!((runs.len(), &*runs[0].state), (1, "scored"));
        let jury = ben.post(&steps, &json!({ "to": "jury" })).await;
        assert_eq!(jury.status, StatusCode::OK, "{}", jury.text());
    });
}

#[test]
fn of_a_finalist_the_newest_versions_final_run_counts() {
    let newer = known("0.2.0");
    in_sites(async |site| {
        let ben = site.opened().await;
        let ann = site.staff().await;
        let submission = submit(&site).await;
        let working = site.city.work().await;
        site.city.ended_runs(&submission).await;
        close(&ben).await;
        site.city.ended_runs(&submission).await;
        working.stop().await;
        let rejudges = format!("{PATH}/rejudges");
        let rejudge = ben.post(&rejudges, &json!({ "split": "final" })).await;
        assert_eq!(rejudge.status, StatusCode::CREATED, "{}", rejudge.text());
        let made = ann
            .upload("POST", &format!("{PATH}/versions"), "pack", &newer)
            .await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
        assert_eq!(approve(&ben, "0.2.0").await, StatusCode::OK);
        let counting = async || {
            let runs = final_runs(&site, &submission).await.into_iter();
            let counting = runs.filter(|run| run.counts == 1);
            counting.map(|run| run.version).collect::<Vec<_>>()
        };
        assert_eq!(counting().await, ["0.2.0"]);
        let jury = ben
            .post(&format!("{PATH}/transitions"), &json!({ "to": "jury" }))
            .await;
        assert_eq!(
            jury.status,
            StatusCode::CONFLICT,
            "its run waits: {}",
            jury.text()
        );
        let working = site.city.work().await;
        site.city.ended_runs(&submission).await;
        working.stop().await;
        // A rejudge of the older version would take the place of the newer run.
        let id = rejudge.json()["id"]
            .as_str()
            .expect("it is as it must be")
            .to_owned();
        let decision = format!("/rejudges/{id}/decision");
        let applied = ben.put(&decision, &json!({ "decision": "apply" })).await;
        assert_eq!(applied.status, StatusCode::CONFLICT, "{}", applied.text());
        let cancelled = ben.put(&decision, &json!({ "decision": "cancel" })).await;
        assert_eq!(cancelled.status, StatusCode::OK, "{}", cancelled.text());
        assert_eq!(counting().await, ["0.2.0"]);
        let board = ben.get(&format!("{PATH}/board?split=final")).await.json();
        assert_eq!(board["version"], "0.2.0");
        assert_eq!(board["places"].as_array().map(Vec::len), Some(1), "{board}");
    });
}

#[test]
fn staff_see_nothing_of_their_own_organisations_rejudge_and_board() {
    in_sites(async |site| {
        let staff = site.opened().await;
        let (own, other) = (submit(&site).await, submit(&site).await);
        let working = site.city.work().await;
        for submission in [&own, &other] {
            site.city.ended_runs(submission).await;
        }
        let row = site.state().store.submission(&own).await;
        let both = staff.joined(&row.expect("it is as it must be").organisation_id);
        let rejudge = staff
            .post(&format!("{PATH}/rejudges"), &json!({ "split": "public" }))
            .await;
        let id = rejudge.json()["id"]
            .as_str()
            .expect("it is as it must be")
            .to_owned();
        let path = format!("/rejudges/{id}");
        for (who, submissions, hidden) in
            [(&staff, vec![&own, &other], 0), (&both, vec![&other], 1)]
        {
            let seen = who.get(&path).await.json();
            let changes = seen["changes"].as_array().expect("it is as it must be");
            let shown: Vec<_> = changes.iter().map(|change| &change["submission"]).collect();
            assert_eq!(
                (shown, &seen["hidden"]),
                (
                    submissions
                        .iter()
                        .map(|id| json!(id))
                        .collect::<Vec<_>>()
                        .iter()
                        .collect(),
                    &json!(hidden)
                )
            );
        }
        for submission in [&own, &other] {
            site.city.ended_runs(submission).await;
        }
        staff
            .put(
                &format!("{path}/decision"),
                &json!({ "decision": "cancel" }),
            )
            .await;
        close(&staff).await;
        for submission in [&own, &other] {
            site.city.ended_runs(submission).await;
        }
        working.stop().await;
        let board = format!("{PATH}/board?split=final");
        assert_eq!(staff.get(&board).await.status, StatusCode::OK);
        assert_eq!(both.get(&board).await.status, StatusCode::FORBIDDEN);
    });
}
