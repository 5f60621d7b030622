use serde_json::json;

use super::{super::fixture::two, *};

fn published() -> Published {
    Published::new(two()).expect("the snapshot can be decided")
}

/// What `verify` says of the published decision after a change of its JSON.
fn verdict(change: impl FnOnce(&mut Value)) -> Result<Published, PublishedError> {
    let mut value = serde_json::to_value(published()).expect("it can be written");
    change(&mut value);
    verify(value.to_string().as_bytes())
}

fn refusal(change: impl FnOnce(&mut Value)) -> String {
    verdict(change).expect_err("it was changed").to_string()
}

#[test]
fn what_follows_from_the_snapshot_stands() {
    let published = published();
    assert!(published.check().is_ok());
    let read = verdict(|_| ()).expect("nothing was changed");
    assert_eq!(read, published);
}

#[test]
fn every_changed_number_is_named() {
    let mut changed = published();
    changed.decision.candidates[1].total = Some(99.5);
    let error = changed.check().expect_err("it was changed");
    let PublishedError::Difference(difference) = error else {
        panic!("{error}");
    };
    assert_eq!(difference.pointer, "/candidates/1/total");
    assert_eq!(difference.stated, "`99.5`");
}

#[test]
fn the_last_bit_of_a_number_counts() {
    let refused = refusal(|value| {
        let total = &mut value["decision"]["candidates"][0]["total"];
        let number = total.as_f64().expect("a number");
        *total = json!(f64::from_bits(number.to_bits() + 1));
    });
    assert!(
        refused.starts_with("`/candidates/0/total` of the decision states `"),
        "{refused}"
    );
}

#[test]
fn a_change_of_the_snapshot_shows_in_the_decision() {
    let refused = refusal(|value| value["snapshot"]["seed"] = json!(12));
    assert!(refused.contains("/automatic/interval/"), "{refused}");
    let refused = refusal(|value| {
        value["snapshot"]["candidates"][1]["results"][0]["metrics"][0]["value"] = json!(4.25);
    });
    assert!(refused.contains("of the decision states"), "{refused}");
}

#[test]
fn what_is_left_out_or_added_is_a_difference() {
    let refused = refusal(|value| {
        value["decision"]["candidates"]
            .as_array_mut()
            .expect("a list")
            .pop();
    });
    assert!(
        refused.starts_with("`/candidates/1` of the decision states nothing, but"),
        "{refused}"
    );
    let refused = refusal(|value| value["decision"]["winner"] = json!("fair"));
    assert_eq!(
        refused,
        "`/winner` of the decision states `\"fair\"`, but from the snapshot follows nothing"
    );
    let refused = refusal(|value| value["decision"]["beats"][0][1] = Value::Null);
    assert_eq!(
        refused,
        "`/beats/0/1` of the decision states `null`, but from the snapshot follows `1.0`"
    );
}

#[test]
fn a_writer_of_json_may_leave_out_the_point() {
    assert!(verdict(|value| value["decision"]["beats"][0][1] = json!(1)).is_ok());
    let refused = refusal(|value| value["decision"]["beats"][0][1] = json!(2));
    assert!(refused.starts_with("`/beats/0/1`"), "{refused}");
    let refused = refusal(|value| {
        value["decision"]["candidates"][0]["automatic"]["fuel_p95"] = json!(10_001);
    });
    assert!(
        refused.contains("/automatic/fuel_p95` of the decision states `10001`"),
        "{refused}"
    );
}

#[test]
fn what_is_no_published_decision_is_refused() {
    for text in ["", "[]", "{}", r#"{"snapshot": {}, "decision": {}}"#] {
        let error = verify(text.as_bytes())
            .expect_err("no decision")
            .to_string();
        assert!(error.starts_with("not a published decision: "), "{error}");
    }
    let refused = refusal(|value| value["snapshot"]["note"] = json!("more"));
    assert!(refused.contains("unknown field `note`"), "{refused}");
    let refused = refusal(|value| value["snapshot"]["format"] = json!(2));
    assert_eq!(
        refused,
        "the snapshot is of format `2`; hint: this release reads format `1`"
    );
}

#[test]
fn long_values_are_cut() {
    let refused = refusal(|value| value["decision"]["panel"] = json!("x".repeat(10_000)));
    assert!(refused.len() < 600, "{}", refused.len());
}
