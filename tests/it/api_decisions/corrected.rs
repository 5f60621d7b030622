//! Corrections: new versions, each with a reason and what it changes.

use pilotbox_tests::server::decision::Contest;
use serde_json::{Value, json};

use super::all;

fn reason() -> Value {
    json!({ "bg": "Договорът е на друг", "en": "The contract is somebody else's" })
}

pub(super) fn what_is_corrected_wrongly_is_refused(contest: &Contest<'_>) {
    let path = contest.path("proposals");
    let submission = &contest.jury.finalists[0];
    let cost = |cost: u64| json!({ "kind": "cost", "submission": submission, "cost_eur": cost });
    for wrong in [
        json!({ "reason": reason() }),
        json!({ "reason": reason(), "changes": [] }),
        json!({ "changes": [cost(5)] }),
        json!({ "reason": { "bg": " ", "en": "x" }, "changes": [cost(5)] }),
        json!({ "reason": reason(), "changes": [cost(1_000_000_001)] }),
        json!({ "reason": reason(), "changes": vec![cost(5); 101] }),
        json!({ "reason": reason(), "changes": [{ "kind": "void-case", "case": "nothing" }] }),
        json!({ "reason": reason(), "changes": [{ "kind": "nonsense" }] }),
    ] {
        contest.staff().post(&path, &wrong).refused("bad-request");
    }
    contest.staff().get(&path).refused("not-found");
}

pub(super) fn a_correction_is_a_new_version_with_what_differs(contest: &Contest<'_>) {
    let (proposals, versions) = (contest.path("proposals"), contest.path("versions"));
    let before = contest.staff().get(&contest.path("")).expect(200).json();
    let case = contest.staff().get(&contest.path("snapshot")).expect(200);
    let case = case.text_at("/document/content/published/snapshot/cases/0/id");
    let correction = json!({
        "reason": reason(),
        "changes": [
            { "kind": "void-case", "case": case },
            { "kind": "references", "submission": contest.jury.finalists[0],
                "has_references": false },
        ],
    });
    let proposed = contest
        .staff()
        .post(&proposals, &correction)
        .expect(200)
        .json();
    assert_eq!(proposed["version"], 2, "{proposed}");
    assert!(!all(&proposed, "differences").is_empty(), "{proposed}");
    let read = contest.second_staff().get(&proposals).expect(200).json();
    assert_eq!(
        (&read["is_own"], &read["is_current"]),
        (&json!(false), &json!(true))
    );
    let digest = json!({ "digest": proposed["digest"] });
    contest
        .staff()
        .post(&versions, &digest)
        .refused("not-allowed");
    contest.second_staff().post(&versions, &digest).expect(201);
    let nobody = contest.world().site.client();
    let after = nobody.get(&contest.path("")).expect(200).json();
    assert_eq!(
        (&after["version"], &after["latest"]),
        (&json!(2), &json!(2))
    );
    assert_eq!(after["reason"], reason(), "{after}");
    assert_eq!(
        after["inquiry_until"], before["inquiry_until"],
        "it does not move"
    );
    assert_eq!(after["numbers"]["candidates"][0]["has_references"], false);
    let old = nobody
        .get(&format!("{}?version=1", contest.path("")))
        .expect(200)
        .json();
    assert_eq!(old["numbers"], before["numbers"], "the old one stays");
    nobody
        .get(&format!("{}?version=3", contest.path("")))
        .refused("not-found");
    differences(contest);
}

fn differences(contest: &Contest<'_>) {
    let nobody = contest.world().site.client();
    let told = nobody
        .get(&contest.path("difference?from=1&to=2"))
        .expect(200)
        .json();
    assert_eq!(told["reason"], reason(), "{told}");
    assert_eq!(all(&told, "changes").len(), 2, "{told}");
    let lines = all(&told, "differences");
    let is_total = |line: &&&Value| line["pointer"] == "/total";
    let total = lines.iter().find(is_total).expect("a case fewer");
    assert_ne!(total["before"], total["after"], "{told}");
    assert!(total["organisation"].is_string(), "{told}");
    let wrong = nobody.get(&contest.path("difference?from=2&to=2"));
    wrong.refused("bad-request");
}

pub(super) fn the_record_has_every_step(contest: &Contest<'_>) {
    let chain = contest
        .world()
        .site
        .client()
        .get("/api/v1/chain")
        .expect(200);
    let chain = String::from_utf8_lossy(&chain.body).into_owned();
    for (kind, times) in [
        ("decision-declared", 2),
        ("decision-left-out", 1),
        ("decision-taken-in", 1),
        ("decision-proposed", 2),
        ("decision-published", 1),
        ("decision-corrected", 1),
        ("inquiry-asked", 1),
        ("inquiry-answered", 3),
    ] {
        let is_of = |line: &&str| line.contains(&format!("\"kind\":\"{kind}\""));
        let found = chain.lines().filter(is_of).count();
        assert_eq!(found, times, "{kind}: {chain}");
    }
    assert!(!chain.contains("Page 4 says it."), "{chain}");
}
