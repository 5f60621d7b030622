//! Marks that lie far apart. The second evaluator judges one finalist, on which the first
//! one has given the same mark throughout.

use pilotbox_tests::server::{
    Answer, Client,
    jury::{Jury, criteria, ids, judge, own, part},
};
use serde_json::{Value, json};

use super::declared::chair;

fn moderations(jury: &Jury<'_>, client: &Client) -> Vec<Value> {
    let path = format!("{}/moderations", jury.challenge.path());
    let told = client.get(&path).expect(200).json();
    let all = told["moderations"].as_array().cloned().unwrap_or_default();
    assert_eq!(told["count"], all.len());
    all
}

/// The second evaluator's work, and the mark that the first one gave for it.
fn shared(jury: &Jury<'_>) -> (String, u64) {
    let work = own(&jury.second.client, "");
    let code = work[0]["code"].as_str().unwrap_or_default();
    let theirs = own(jury.evaluator(), "");
    let other = theirs.iter().find(|one| one["code"] == *code);
    let other = other
        .and_then(|one| one["id"].as_str())
        .expect("both judge it");
    let rubric = jury.evaluator().get(&part(other, "rubric")).expect(200);
    let mark = rubric.json()["criteria"][0]["mark"].as_u64();
    (ids(&work)[0].to_owned(), mark.expect("it is marked"))
}

/// Nothing is moderated by one evaluator alone.
pub(super) fn one_apart_is_no_moderation(jury: &Jury<'_>) {
    assert!(moderations(jury, jury.staff()).is_empty());
    assert!(moderations(jury, jury.evaluator()).is_empty());
    let told = chair(jury);
    assert_eq!(told["open_moderations"], 0, "{told}");
    assert!(told["agreement"].is_null(), "nothing was judged twice");
}

/// The second one's marks are equal, one apart, two apart, and then equal again.
pub(super) fn two_apart_is_one(jury: &Jury<'_>) {
    let (work, mark) = shared(jury);
    let client = &jury.second.client;
    // Towards the middle, so that no mark leaves its bounds.
    let away = |by: u64| if mark > 2 { mark - by } else { mark + by };
    judge(client, &work, &[mark, away(1), away(2), mark]);
    let all = criteria(client, &work);
    let staff = moderations(jury, jury.staff());
    assert_eq!(staff.len(), 1, "{staff:?}");
    assert_eq!(staff[0]["criterion"], *all[2], "two apart, and not one");
    assert_eq!(staff[0]["is_settled"], false);
    let names = staff[0]["marks"].as_array().into_iter().flatten();
    assert!(
        names
            .into_iter()
            .all(|one| one["evaluator_name"].is_string())
    );
    for evaluator in [jury.evaluator(), client] {
        let own = moderations(jury, evaluator);
        assert_eq!(own.len(), 1, "{own:?}");
        let text = own[0].to_string();
        assert!(own[0]["assignment"].is_string(), "{text}");
        for hidden in ["Somebody", "Alpha of", "Beta of"] {
            assert!(!text.contains(hidden), "{text}");
        }
        for id in jury.finalists.iter().chain([&jury.second.account]) {
            assert!(!text.contains(id.as_str()), "{text}");
        }
        let marks = own[0]["marks"].as_array().cloned().unwrap_or_default();
        let owned = marks.iter().filter(|one| one["is_own"] == true);
        assert_eq!((marks.len(), owned.count()), (2, 1), "{text}");
    }
}

/// Says which mark of the evaluator's own stands.
fn moderate(jury: &Jury<'_>, client: &Client, criterion: &str, ask: &Value) -> Answer {
    let assignment = moderations(jury, client)[0]["assignment"].clone();
    let work = assignment.as_str().expect("it is an evaluator's");
    client.put(&part(work, &format!("moderations/{criterion}")), ask)
}

fn stands(mark: u64) -> Value {
    json!({ "mark": mark, "comment": "page 4 says it" })
}

pub(super) fn what_is_said_wrongly_is_refused(jury: &Jury<'_>) {
    let client = &jury.second.client;
    let (work, _) = shared(jury);
    let all = criteria(client, &work);
    for wrong in [
        json!({}),
        json!({ "mark": 6 }),
        json!({ "mark": -1 }),
        json!({ "mark": 1, "comment": "ж".repeat(2_001) }),
    ] {
        moderate(jury, client, &all[2], &wrong).refused("bad-request");
    }
    for criterion in [&*all[1], "nobody-knows-it"] {
        moderate(jury, client, criterion, &stands(3)).refused("conflict");
    }
    let foreign = part(&work, &format!("moderations/{}", all[2]));
    let first = jury.evaluator();
    first.put(&foreign, &stands(3)).refused("not-found");
}

pub(super) fn both_marks_are_kept(jury: &Jury<'_>) {
    let client = &jury.second.client;
    let (work, mark) = shared(jury);
    let criterion = &criteria(client, &work)[2];
    moderate(jury, client, criterion, &stands(0)).expect(204);
    moderate(jury, client, criterion, &stands(mark)).expect(204);
    let open = &moderations(jury, jury.staff())[0];
    assert_eq!(open["is_settled"], false, "one has not said what stands");
    moderate(jury, jury.evaluator(), criterion, &stands(mark)).expect(204);
    let settled = &moderations(jury, jury.staff())[0];
    assert_eq!(settled["is_settled"], true, "{settled}");
    let marks = settled["marks"].as_array().into_iter().flatten();
    let kept: Vec<_> = marks
        .map(|one| (one["given"].as_u64(), one["moderated"].as_u64()))
        .collect();
    assert!(kept.contains(&(Some(mark), Some(mark))), "{kept:?}");
    let is_other = |(given, _): &(Option<u64>, _)| *given != Some(mark);
    assert!(kept.iter().any(is_other), "{kept:?}");
}

/// Four criteria or more of one finalist that two have judged, and one that one has. By
/// the marks as first given: with `n` criteria, of which all but two are equal, one is one
/// apart and one two.
pub(super) fn the_chair_sees_how_far_it_is(jury: &Jury<'_>) {
    let told = chair(jury);
    assert_eq!(told["open_moderations"], 0, "{told}");
    assert_eq!(told["settled_moderations"], 1, "{told}");
    let of = |account: &str| {
        let all = told["evaluators"].as_array().into_iter().flatten();
        let mut own = all.filter(|one| one["id"] == account);
        let one = own.next().expect("the evaluator is listed");
        ["assigned", "declared", "conflicts", "done"].map(|name| one[name].as_u64())
    };
    let numbers = |all: [u64; 4]| all.map(Some);
    assert_eq!(of(&jury.world.evaluator.account), numbers([2, 2, 0, 2]));
    assert_eq!(of(&jury.second.account), numbers([1, 1, 1, 1]));
    let criteria = told["criteria"].as_array().cloned().unwrap_or_default();
    let pairs = 2 * criteria.len();
    assert_eq!(told["agreement"]["pairable"], pairs, "{told}");
    let alpha = told["agreement"]["alpha"].as_f64().expect("it is a number");
    let expected = by_hand(criteria.len());
    assert!(
        (alpha - expected).abs() < 1e-12,
        "{alpha} is not {expected}"
    );
    assert!(criteria[0]["agreement"].is_null(), "both gave the same");
}

/// Alpha of `criteria` pairs, of which one differs by one step and one by two. Of the
/// values, 2 n - 2 are the first evaluator's, one is one step away and one is two. Their
/// ranks' middles lie (2 n - 2) / 2 + 1 / 2 and one more apart.
fn by_hand(criteria: usize) -> f64 {
    let n = f64::from(u32::try_from(criteria).expect("a rubric is short"));
    let many = 2.0 * n - 2.0;
    let (near, far) = (f64::midpoint(many, 1.0), f64::midpoint(many, 1.0) + 1.0);
    let observed = 2.0 * near * near + 2.0 * far * far;
    let expected = 2.0 * (many * near * near + many * far * far + 1.0);
    1.0 - (2.0 * n - 1.0) * observed / expected
}
