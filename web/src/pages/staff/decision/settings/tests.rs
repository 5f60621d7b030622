//! What a declaration may say, at each of its bounds.

use super::*;
use crate::pages::decision::invented::both;

fn criteria() -> Vec<CriterionAgreementView> {
    let criterion = |id: &str| CriterionAgreementView {
        criterion: id.to_owned(),
        title: both(id),
        agreement: None,
    };
    ["use", "fit", "ready", "upkeep"].map(criterion).to_vec()
}

/// The usual form with some fields in place of its own.
fn typed(other: &[(&'static str, &str)]) -> Fields {
    let usual = [
        ("automatic_share", "60"),
        ("automatic_threshold", "50"),
        ("human_threshold", "40"),
        ("fewest", "3"),
        ("days", "14"),
        ("concentration", "50"),
    ];
    let is_kept = |name: &str| other.iter().all(|(changed, _)| *changed != name);
    let kept = usual.into_iter().filter(|(name, _)| is_kept(name));
    let all = kept.chain(other.iter().copied());
    Fields::of(all.map(|(name, value)| (name, value.to_owned())))
}

fn read_of(other: &[(&'static str, &str)]) -> Result<DecisionSettingsAsk, Errors> {
    let visit = Visit::for_tests("/staff/challenges/parking/decision");
    read(&visit, &criteria(), &typed(other))
}

#[test]
fn what_is_usual_is_right_and_all_criteria_count_alike() {
    let ask = read_of(&[]).expect("it is right");
    assert!((ask.automatic_share - 0.6).abs() < 1e-12);
    assert!(ask.criterion_weights.is_empty() && !ask.shows_members);
    assert_eq!((ask.fewest_evaluators, ask.inquiry_days), (3, 14));
}

#[test]
fn each_number_has_its_bounds() {
    let bounds = [
        ("automatic_share", ["0,1", "99,9"], ["0", "100"]),
        ("automatic_threshold", ["0,1", "100"], ["0", "100,1"]),
        ("human_threshold", ["0", "100"], ["-0,1", "100,1"]),
        ("fewest", ["3", "64"], ["2", "65"]),
        ("days", ["1", "90"], ["0", "91"]),
        ("concentration", ["10", "10000"], ["9,9", "10000,1"]),
    ];
    for (name, inside, outside) in bounds {
        for value in inside {
            assert!(read_of(&[(name, value)]).is_ok(), "{name} {value}");
        }
        for value in outside.into_iter().chain(["", "x"]) {
            let errors = read_of(&[(name, value)]).err().unwrap_or_default();
            assert!(errors.at(name).is_some(), "{name} {value}");
        }
    }
}

#[test]
fn criteria_have_all_a_weight_or_none() {
    let all = [
        ("weight-0", "2"),
        ("weight-1", "1"),
        ("weight-2", "0,5"),
        ("weight-3", "1"),
    ];
    let ask = read_of(&all).expect("it is right");
    let weights: Vec<_> = ask.criterion_weights.iter().map(|one| one.weight).collect();
    assert_eq!(weights, [2.0, 1.0, 0.5, 1.0]);
    let errors = read_of(&[("weight-0", "2"), ("weight-1", "0"), ("days", "x")]);
    let errors = errors.err().unwrap_or_default();
    assert!(errors.at("weight-0").is_none());
    assert!(
        errors
            .at("weight-1")
            .is_some_and(|text| text.contains("fit"))
    );
    assert!(errors.at("weight-3").is_some() && errors.at("days").is_some());
}

#[test]
fn the_form_begins_with_what_is_usual() {
    let visit = Visit::for_tests("/staff/challenges/parking/decision");
    let fields = kept(None, &criteria());
    assert_eq!(fields.typed("automatic_share"), "60");
    assert_eq!(fields.typed("automatic_threshold"), "");
    let html = crate::page::write(|| form(&visit, &criteria(), &fields, &Errors::none()));
    assert_eq!(html.matches("name=\"weight-").count(), 4, "{html}");
    assert_eq!(plain(33.3), "33.3");
    assert_eq!(plain(100.0), "100");
}
