//! What is published: hidden before, everybody's afterwards, and every number of it follows.

use std::fs;

use pilotbox_model::Digest;
use pilotbox_tests::{
    End, pilotbox,
    server::{Client, decision::Contest},
};
use serde_json::{Value, json};

use super::all;

/// Everybody who may read what is out, and nobody who may read before.
fn readers<'a>(contest: &'a Contest<'_>, nobody: &'a Client) -> [&'a Client; 4] {
    let world = contest.world();
    [
        nobody,
        &world.startup.client,
        &world.rival.client,
        &world.evaluator.client,
    ]
}

pub(super) fn nothing_is_seen_before(contest: &Contest<'_>) {
    let nobody = contest.world().site.client();
    let challenge = contest.jury.challenge.path();
    let submission = &contest.jury.finalists[0];
    let hidden = [
        contest.path(""),
        contest.path("snapshot"),
        contest.path("table"),
        contest.path("difference?from=1&to=2"),
        format!("{challenge}/inquiries"),
    ];
    for reader in readers(contest, &nobody) {
        for path in &hidden {
            reader.get(path).refused("not-found");
        }
    }
    let startup = &contest.world().startup.client;
    let letter = format!("/api/v1/submissions/{submission}/letter");
    startup.get(&letter).refused("not-found");
    let letters = startup.get(&format!("{challenge}/letters")).expect(200);
    assert!(all(&letters.json(), "letters").is_empty(), "{letters}");
    let settings = nobody.get(&contest.path("settings")).expect(200);
    assert!(!settings.to_string().contains("Alpha"), "{settings}");
}

/// Whoever read how it is decided waits for a decision.
pub(super) fn no_step_goes_around_it(contest: &Contest<'_>) {
    let path = format!("{}/transitions", contest.jury.challenge.path());
    let step = json!({ "to": "published" });
    let refused = contest.staff().post(&path, &step);
    refused.refused("wrong-state");
}

pub(super) fn two_of_the_staff_publish_what_was_seen(contest: &Contest<'_>) {
    let (proposals, versions) = (contest.path("proposals"), contest.path("versions"));
    let other = json!({ "digest": format!("sha256:{}", "0".repeat(64)) });
    let (staff, second) = (contest.staff(), contest.second_staff());
    second.post(&versions, &other).refused("wrong-state");
    staff.post(&proposals, &other).refused("changed");
    let digest = json!({ "digest": contest.preview()["digest"] });
    let proposed = staff.post(&proposals, &digest).expect(200).json();
    assert_eq!(proposed["is_current"], true, "{proposed}");
    assert_eq!(proposed["version"], 1, "{proposed}");
    staff.post(&versions, &digest).refused("not-allowed");
    second.post(&versions, &other).refused("changed");
    let out = second.post(&versions, &digest).expect(201);
    assert_eq!(out.json()["version"], 1, "{out}");
    second.post(&versions, &digest).refused("wrong-state");
    staff.get(&contest.path("preview")).refused("wrong-state");
}

pub(super) fn everybody_reads_it(contest: &Contest<'_>) {
    let nobody = contest.world().site.client();
    let mut seen = Vec::new();
    for reader in readers(contest, &nobody) {
        let decision = reader.get(&contest.path("")).expect(200).json();
        reader.get(&contest.path("table")).expect(200);
        reader.get(&contest.path("snapshot")).expect(200);
        seen.push(decision);
    }
    assert!(seen.iter().all(|one| *one == seen[0]), "{seen:?}");
    let decision = &seen[0];
    let candidates = all(&decision["numbers"], "candidates");
    let names: Vec<_> = candidates.iter().map(|one| &one["organisation"]).collect();
    assert_eq!(names, ["Alpha of the seven hills", "Beta of the plain"]);
    assert_eq!(candidates[0]["place"], 1, "{decision}");
    assert!(candidates[0]["rank_low"].is_number(), "{decision}");
    let mark = &candidates[0]["human"]["criteria"][0]["marks"][0];
    assert_eq!(mark["comment"], "as it seems", "{mark}");
    assert_eq!(mark["moderated"], 3, "{mark}");
    assert_eq!(mark["moderated_comment"], "after we talked", "{mark}");
    let talked = &decision["numbers"]["moderations"][0];
    let marks = ["lowest", "highest", "lowest_standing", "highest_standing"];
    assert_eq!(
        marks.map(|name| talked[name].as_u64()),
        [2, 4, 3, 3].map(Some)
    );
    assert_eq!(all(decision, "members").len(), 3, "{decision}");
    let text = decision.to_string();
    for evaluator in [&contest.world().evaluator, &contest.third] {
        assert!(!text.contains(&evaluator.account), "{text}");
    }
    let board = format!("{}/board?split=final", contest.jury.challenge.path());
    let board = nobody.get(&board).expect(200);
    assert_eq!(board.text_at("/places/0/name"), "Alpha of the seven hills");
    let drawn = decision["lottery"]["seed"].as_str().unwrap_or_default();
    let bytes: Vec<u8> = drawn
        .as_bytes()
        .chunks(2)
        .filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    let promised = decision["lottery"]["commitment"].as_str();
    assert_eq!(promised, Some(&*Digest::of(&bytes).to_string()));
}

/// The signed file under a name, and the city's list of keys beside it.
fn file(contest: &Contest<'_>) -> (tempfile::TempDir, Vec<u8>) {
    let folder = pilotbox_tests::scratch();
    let bytes = contest
        .staff()
        .get(&contest.path("snapshot"))
        .expect(200)
        .body;
    fs::write(folder.path().join("decision.json"), &bytes).expect("it is written");
    let keys = contest.world().site.folder().join("data/keys/trusted.toml");
    fs::copy(keys, folder.path().join("city.toml")).expect("the server wrote its list");
    (folder, bytes)
}

fn verify(folder: &tempfile::TempDir, arguments: &[&str], code: i32) -> pilotbox_tests::Ended {
    let mut command = pilotbox("verify");
    command.args(arguments).current_dir(folder.path());
    command.end_with(code)
}

pub(super) fn every_number_follows_from_the_file(contest: &Contest<'_>) {
    let (folder, bytes) = file(contest);
    let decision = contest.staff().get(&contest.path("")).expect(200).json();
    assert_eq!(decision["digest"], Digest::of(&bytes).to_string());
    let arguments = ["decision.json", "--trusted-key", "city.toml", "--json"];
    let verified = verify(&folder, &arguments, 0).json();
    assert_eq!(verified["holds"], true, "{verified}");
    assert_eq!(verified["signer"], decision["signed_by"], "{verified}");
    assert_eq!(verified["decision"]["digest"], decision["digest"]);
    let stated = all(&decision["numbers"], "candidates");
    let recomputed = all(&verified["decision"], "candidates");
    for (stated, recomputed) in stated.iter().zip(recomputed) {
        assert_eq!(stated["total"].to_string(), recomputed["total"].to_string());
        assert_eq!(stated["place"], recomputed["place"]);
    }
    verify(&folder, &["decision.json"], 0).says("the signature was not looked at");
    let replay = ["decision.json", "--challenge", "a", "--plugin", "b"];
    verify(&folder, &replay, 2).says("recomputed, not replayed");
}

pub(super) fn a_number_that_was_changed_is_named(contest: &Contest<'_>) {
    let (folder, bytes) = file(contest);
    let mut changed: Value = serde_json::from_slice(&bytes).expect("it is JSON");
    let decision = &mut changed["document"]["content"]["published"]["decision"];
    decision["candidates"][0]["total"] = json!(99.5);
    let text = serde_json::to_vec(&changed).expect("it is JSON");
    fs::write(folder.path().join("decision.json"), text).expect("it is written");
    let arguments = ["decision.json", "--trusted-key", "city.toml"];
    let refused = verify(&folder, &arguments, 6);
    refused.says("`/candidates/0/total` of the decision states `99.5`");
    refused.says("was changed after it was signed");
}

pub(super) fn it_is_a_table_too(contest: &Contest<'_>) {
    let table = contest.staff().get(&contest.path("table")).expect(200);
    assert_eq!(table.kind(), "text/csv", "{table}");
    let text = String::from_utf8_lossy(&table.body).into_owned();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    let header = lines.first().copied().unwrap_or_default();
    assert!(
        header.starts_with("position,place,organisation,title,submission"),
        "{text}"
    );
    assert!(header.contains(",human,"), "{text}");
    assert!(
        lines[1].starts_with("1,1,Alpha of the seven hills,"),
        "{text}"
    );
}
