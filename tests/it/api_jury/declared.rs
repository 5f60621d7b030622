//! Conflicts of interest.

use pilotbox_tests::server::jury::{Jury, hand_in, ids, items, own, part, say_no_conflict};
use serde_json::{Value, json};

/// What the second evaluator says of a conflict.
pub(super) const REASON: &str = "my aunt is among its founders";

/// The titles of the dossiers.
const TITLES: [&str; 2] = ["By water-weekly", "By water-demand-baseline"];

/// Neither in lists nor in what is read one by one, and no mark is taken.
pub(super) fn nothing_is_shown_before(jury: &Jury<'_>) {
    let client = jury.evaluator();
    let work = own(client, "");
    assert_eq!(work.len(), 2);
    let one = ids(&work)[0];
    let blind = format!("{}/blind", jury.challenge.path());
    let address = format!("/api/v1/assignments/{one}");
    for path in ["/api/v1/assignments", &address, &blind] {
        let answer = client.get(path).expect(200);
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        for title in TITLES {
            assert!(!text.contains(title), "`{title}` is told: {text}");
        }
    }
    let told = client.get(&address).expect(200).json();
    assert!(told["dossier"].is_null() && told["dossier_title"].is_null());
    assert!(told["code"].is_string() && told["title"]["bg"].is_string());
    client.get(&part(one, "rubric")).refused("wrong-state");
}

pub(super) fn what_is_declared_wrongly_is_refused(jury: &Jury<'_>) {
    let client = jury.evaluator();
    let work = own(client, "");
    let address = part(ids(&work)[0], "conflict");
    for wrong in [
        json!({}),
        json!({ "has_conflict": "no" }),
        json!({ "has_conflict": true }),
        json!({ "has_conflict": true, "reason": " \n" }),
        json!({ "has_conflict": true, "reason": "ж".repeat(2_001) }),
        json!({ "has_conflict": false, "reason": "kin" }),
        json!({ "has_conflict": false, "more": 1 }),
    ] {
        client.put(&address, &wrong).refused("bad-request");
    }
    let none = json!({ "has_conflict": false });
    let theirs = &jury.second.client;
    theirs.put(&address, &none).refused("not-found");
    jury.staff().put(&address, &none).refused("not-allowed");
}

pub(super) fn it_is_said_once(jury: &Jury<'_>) {
    let client = jury.evaluator();
    let work = own(client, "");
    for id in ids(&work) {
        say_no_conflict(client, id);
        let again = json!({ "has_conflict": true, "reason": REASON });
        client
            .put(&part(id, "conflict"), &again)
            .refused("conflict");
        let told = client.get(&format!("/api/v1/assignments/{id}"));
        let told = told.expect(200).json();
        assert!(told["dossier"]["title"].is_string(), "{told}");
        assert_eq!(told["dossier"]["references"], "", "{told}");
    }
    let blind = format!("{}/blind", jury.challenge.path());
    let blind = items(&client.get(&blind).expect(200).json());
    assert_eq!(blind.len(), 2);
}

/// The second evaluator keeps one of two.
pub(super) fn a_conflict_withdraws_for_good(jury: &Jury<'_>) {
    let client = &jury.second.client;
    let work = own(client, "");
    let [kept, lost] = [ids(&work)[0], ids(&work)[1]];
    say_no_conflict(client, kept);
    let conflict = json!({ "has_conflict": true, "reason": REASON });
    client.put(&part(lost, "conflict"), &conflict).expect(204);
    assert_eq!(ids(&own(client, "")), [kept]);
    let address = format!("/api/v1/assignments/{lost}");
    client.get(&address).refused("not-found");
    client.get(&part(lost, "rubric")).refused("not-found");
    hand_in(client, lost).refused("wrong-state");
    let told = chair(jury);
    let conflicts = told["conflicts"].as_array().cloned().unwrap_or_default();
    assert_eq!(conflicts.len(), 1, "{told}");
    assert_eq!(conflicts[0]["reason"], REASON);
    assert_eq!(conflicts[0]["evaluator"], *jury.second.account);
    let all = json!({ "due_on": super::DUE });
    assert_eq!(jury.assign(&all), json!({ "made": 0, "moved": 0 }));
    let pair = json!({
        "due_on": super::DUE,
        "evaluator": jury.second.account,
        "submission": conflicts[0]["submission"],
    });
    jury.staff().post(&jury.path(), &pair).refused("conflict");
}

/// What staff see of the jury.
pub(super) fn chair(jury: &Jury<'_>) -> Value {
    let path = format!("{}/jury", jury.challenge.path());
    jury.staff().get(&path).expect(200).json()
}
