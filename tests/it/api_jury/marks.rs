//! Marks by the rubric, as a draft and handed in, and what waits for them.

use pilotbox_tests::server::{
    Answer,
    jury::{Jury, criteria, hand_in, ids, judge, marks, own, part},
};
use serde_json::{Value, json};

/// What the first evaluator says to a startup.
pub(super) const COMMENT: &str = "the plan for the second month is thin";

/// Criteria can be read before.
pub(super) fn none_is_given_before_the_jury_sits(jury: &Jury<'_>) {
    let client = jury.evaluator();
    let work = own(client, "");
    let one = ids(&work)[0];
    let all = criteria(client, one);
    assert!((4..=6).contains(&all.len()), "{all:?}");
    let rubric = client.get(&part(one, "rubric")).expect(200).json();
    let first = &rubric["criteria"][0];
    assert_eq!(
        first["anchors"].as_array().map(Vec::len),
        Some(6),
        "{first}"
    );
    for language in ["bg", "en"] {
        assert!(first["anchors"][5][language].is_string(), "{first}");
        assert!(first["title"][language].is_string(), "{first}");
    }
    assert!(first["mark"].is_null() && rubric["judged_at"].is_null());
    let filled = marks(&all, &[3]);
    client
        .put(&part(one, "marks"), &filled)
        .refused("wrong-state");
    hand_in(client, one).refused("wrong-state");
}

pub(super) fn what_is_marked_wrongly_is_refused(jury: &Jury<'_>) {
    let client = jury.evaluator();
    let work = own(client, "");
    let one = ids(&work)[0];
    let all = criteria(client, one);
    let (first, address) = (&all[0], part(one, "marks"));
    let mark = |mark: Value| json!({ "marks": [{ "criterion": first, "mark": mark }] });
    let commented = |count: usize| {
        let comment = "ж".repeat(count);
        json!({ "marks": [{ "criterion": first, "mark": 1, "comment": comment }] })
    };
    for right in [mark(json!(0)), mark(json!(5)), commented(2_000)] {
        client.put(&address, &right).expect(204);
    }
    let twice = json!({ "criterion": first, "mark": 1 });
    for wrong in [
        mark(json!(6)),
        mark(json!(-1)),
        mark(json!(2.5)),
        mark(json!("3")),
        commented(2_001),
        json!({ "marks": [twice, twice] }),
        json!({ "marks": [{ "criterion": "nobody-knows-it", "mark": 1 }] }),
        json!({ "marks": [{ "criterion": first, "mark": 1, "note": "x" }] }),
        json!({ "marks": {} }),
    ] {
        client.put(&address, &wrong).refused("bad-request");
    }
    let rubric = client.get(&part(one, "rubric")).expect(200).json();
    assert_eq!(rubric["criteria"][0]["mark"], 1, "{rubric}");
}

pub(super) fn a_draft_is_kept_and_a_gap_is_told(jury: &Jury<'_>) {
    let client = jury.evaluator();
    let work = own(client, "");
    let one = ids(&work)[0];
    let all = criteria(client, one);
    let draft = json!({ "marks": [{ "criterion": all[1], "mark": 4, "comment": COMMENT }] });
    client.put(&part(one, "marks"), &draft).expect(204);
    let rubric = client.get(&part(one, "rubric")).expect(200).json();
    assert_eq!(rubric["criteria"][1]["mark"], 4, "{rubric}");
    assert_eq!(rubric["criteria"][1]["comment"], COMMENT);
    assert_eq!(rubric["criteria"][0]["mark"], 1, "the others stay");
    let gap = hand_in(client, one).refused("bad-request").json();
    let fields = gap["fields"].as_array().into_iter().flatten();
    let fields: Vec<_> = fields.filter_map(|one| one["field"].as_str()).collect();
    assert_eq!(fields, all[2..], "{gap}");
    assert!(gap["hint"].is_string(), "{gap}");
    let cleared = json!({ "marks": [{ "criterion": all[0], "mark": null }] });
    client.put(&part(one, "marks"), &cleared).expect(204);
    let gap = hand_in(client, one).refused("bad-request").json();
    assert_eq!(gap["fields"].as_array().map(Vec::len), Some(all.len() - 1));
}

/// An evaluator by another's work, and everybody else by any.
pub(super) fn strangers_see_nothing(jury: &Jury<'_>) {
    let work = own(jury.evaluator(), "");
    let one = ids(&work)[0];
    let empty = json!({ "marks": [] });
    let (rubric, own_marks) = (part(one, "rubric"), part(one, "marks"));
    let second = &jury.second.client;
    second.get(&rubric).refused("not-found");
    second.put(&own_marks, &empty).refused("not-found");
    hand_in(second, one).refused("not-found");
    let world = jury.world;
    let list = format!("{}/moderations", jury.challenge.path());
    for person in [&world.startup, &world.rival, &world.citizen, &world.admin] {
        person.client.get(&rubric).refused("not-allowed");
        person.client.put(&own_marks, &empty).refused("not-allowed");
        person.client.get(&list).refused("not-allowed");
    }
    jury.staff().get(&rubric).refused("not-allowed");
    world.site.client().get(&rubric).refused("sign-in-needed");
}

/// Of the first finalist marks of 1, of the other one marks of 4.
pub(super) fn what_is_in_does_not_change(jury: &Jury<'_>) {
    let client = jury.evaluator();
    let work = own(client, "");
    for (id, mark) in ids(&work).into_iter().zip([1, 4]) {
        figures_are_locked(jury);
        judge(client, id, &[mark]);
        let late = marks(&criteria(client, id), &[5]);
        client.put(&part(id, "marks"), &late).refused("conflict");
        hand_in(client, id).refused("conflict");
        let rubric = client.get(&part(id, "rubric")).expect(200).json();
        assert_eq!(rubric["criteria"][0]["mark"], mark, "{rubric}");
        assert!(rubric["judged_at"].is_string(), "{rubric}");
    }
    let compared = compared(jury).expect(200).json();
    assert!(compared["entries"][0]["total"].is_number(), "{compared}");
    let text = compared.to_string();
    for id in &jury.finalists {
        assert!(!text.contains(id.as_str()), "{text}");
    }
}

fn figures_are_locked(jury: &Jury<'_>) {
    let locked = compared(jury).refused("not-allowed");
    let text = String::from_utf8_lossy(&locked.body).into_owned();
    assert!(!text.contains("total") && text.contains("rubric"), "{text}");
    assert!(locked.json()["hint"].is_string(), "{locked}");
}

/// The two finalists by their codes.
fn compared(jury: &Jury<'_>) -> Answer {
    let client = jury.evaluator();
    let codes: Vec<String> = own(client, "")
        .iter()
        .filter_map(|one| one["code"].as_str().map(str::to_owned))
        .collect();
    let path = format!(
        "{}/comparison?split=final&of={}",
        jury.challenge.path(),
        codes.join("&of=")
    );
    client.get(&path)
}
