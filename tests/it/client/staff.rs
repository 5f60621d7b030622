//! What the guide for staff says, done by two of them: from a pack to published
//! results, with final data that lay elsewhere until the close.

use std::{io::Write as _, process::Stdio};

use pilotbox_tests::{
    End as _, folder,
    server::{
        Challenge, PASSWORD, Person, Site, both, has_ended, run_of, withheld_pack, withheld_version,
    },
};
use serde_json::json;

use super::laptop::Laptop;

const WATER: &str = "challenges/utilities/water-demand";
const ID: &str = "water-demand";

/// Looks at a submission until its final run must be there.
const MAX_LOOKS: usize = 10_000;

/// The laptop of somebody on the staff, whose account the admin made.
fn desk(site: &Site, email: &str) -> Laptop {
    let mut command = site.command("admin");
    command
        .args(["create-user", "--email", email, "--name", "Somebody"])
        .args(["--role", "staff", "--password-stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null());
    let mut child = command.spawn().expect("the program can be started");
    let mut input = child.stdin.take().expect("the input is piped");
    writeln!(input, "{PASSWORD}").expect("the password is read");
    drop(input);
    assert!(child.wait().expect("it ends").success());
    let laptop = Laptop::new(site);
    laptop.sign_staff_in(email);
    laptop
}

#[test]
fn two_of_the_staff_take_a_challenge_from_its_pack_to_its_results() {
    both(|site| {
        let [ann, ben] = ["ann@city.example", "ben@city.example"].map(|email| desk(&site, email));
        let startup = site.register("alpha@startup.example", Some("Alpha"));
        open(&ann, &ben);
        give_another_version(&ann, &ben);
        let submission = take_part(&startup);
        let run = close_and_attach(&ann, &ben, &startup, &submission);
        publish(&ann, &site, &startup, &run);
    });
}

fn challenge(who: &Laptop, arguments: &[&str]) -> pilotbox_tests::Ended {
    who.run("challenge", arguments)
}

/// One makes it and hands it to review, the other reads it and opens it.
fn open(ann: &Laptop, ben: &Laptop) {
    let pack = ann.file("water.city.pack", &withheld_pack(WATER));
    challenge(ann, &["create", &pack, "--server", &ann.server])
        .says("water-demand 0.1.0: draft")
        .says("version 0.1.0: not approved, no final data");
    let dates = [
        "--opens",
        "2026-01-01T00:00:00Z",
        "--closes",
        "2099-01-01T00:00:00+02:00",
    ];
    let phase = [&["phase", ID, "main", "--per-day", "5"], &dates[..]].concat();
    challenge(ann, &phase).says("5 a day");
    challenge(ann, &["move", ID, "review"]).says("review");
    ben.run("pull", &[ID, "--audience", "city"]);
    for own in [["approve", ID, "0.1.0"], ["move", ID, "open"]] {
        let mut command = ann.command("challenge");
        let refused = command.args(own).end_with(7);
        refused.says("hint: ask somebody else on the staff to read and");
    }
    challenge(ben, &["approve", ID, "0.1.0"]).says("version 0.1.0: approved");
    challenge(ben, &["move", ID, "open"]).says("water-demand 0.1.0: open");
}

/// What is found wrong later makes another version, which again two have to let pass.
fn give_another_version(ann: &Laptop, ben: &Laptop) {
    let pack = ann.file("later.city.pack", &withheld_version(WATER, "0.2.0"));
    challenge(ann, &["version", &pack]).says("version 0.2.0: not approved");
    challenge(ben, &["approve", ID, "0.2.0"]).says("water-demand 0.2.0: open");
}

fn take_part(startup: &Person) -> String {
    let challenge = Challenge {
        id: ID.to_owned(),
        version: "0.2.0".to_owned(),
    };
    let path = format!("{}/enrolments", challenge.path());
    startup.client.post(&path, &json!({})).expect(201);
    let submission = startup.submit(&challenge, "water-weekly", &json!({ "title": "Weeks" }));
    for split in ["sample", "public"] {
        has_ended(&startup.client, &run_of(&submission, split));
    }
    submission["id"].as_str().expect("it has an id").to_owned()
}

/// After the close, and not before, the data comes on which the finalists run.
fn close_and_attach(ann: &Laptop, ben: &Laptop, startup: &Person, submission: &str) -> String {
    ann.command("challenge")
        .args(["move", ID, "closed"])
        .end_with(9)
        .says("closes before its date, so `reason` is needed");
    challenge(ann, &["move", ID, "closed", "--reason", "all is in"]).says("closed");
    ann.command("challenge")
        .args(["move", ID, "jury"])
        .end_with(9)
        .says("hint: wait for the runs");
    let tables = folder(&format!("{WATER}/data/final"));
    let tables = tables.to_str().expect("the path is text");
    ann.run("pack", &["--final", tables]).says("final.tar: ");
    let attached = ["attach-final", ID, "0.2.0", "final.tar"];
    challenge(ann, &attached).says("final data waits for somebody else's approval");
    let own = ["approve", ID, "0.2.0"];
    let mut command = ann.command("challenge");
    command
        .args(own)
        .end_with(7)
        .says("you attached this final data");
    challenge(ben, &own).never_says("final data waits");
    let path = format!("/api/v1/submissions/{submission}");
    let mut looks = (0..MAX_LOOKS).map(|_| startup.client.get(&path).expect(200).json());
    let found = looks.find(|submission| {
        let mut runs = submission["runs"].as_array().into_iter().flatten();
        runs.any(|run| run["split"] == "final")
    });
    let run = run_of(&found.expect("the finalist runs"), "final");
    has_ended(&startup.client, &run);
    run
}

fn publish(ann: &Laptop, site: &Site, startup: &Person, run: &str) {
    let receipt = format!("/api/v1/runs/{run}/receipt");
    site.client().get(&receipt).expect(404);
    challenge(ann, &["move", ID, "jury"]).says("jury");
    challenge(ann, &["move", ID, "published"]).says("published");
    site.client().get(&receipt).expect(200);
    let board = format!("/api/v1/challenges/{ID}/board?split=final");
    let board = site.client().get(&board).expect(200).json();
    assert_eq!(board["places"][0]["name"], "Alpha", "{board}");
    let seen = startup.client.get(&format!("/api/v1/runs/{run}"));
    assert_eq!(seen.expect(200).json()["state"], "scored");
}
