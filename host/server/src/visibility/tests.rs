use pilotbox_model::api::runs::RunState;
use serde_json::json;

use super::{
    Level::{All, Nothing, Receipt, Round, State},
    *,
};
use crate::principal::Membership;

/// Every cell: reader, split, then open, closed, published.
const TABLE: [(Reader, Split, [Level; 3]); 9] = [
    (Reader::Owner, Split::Sample, [All, All, All]),
    (Reader::Owner, Split::Public, [Round, Round, All]),
    (Reader::Owner, Split::Final, [State, State, All]),
    (Reader::Staff, Split::Sample, [All, All, All]),
    (Reader::Staff, Split::Public, [All, All, All]),
    (Reader::Staff, Split::Final, [State, All, All]),
    (Reader::Other, Split::Sample, [Nothing, Nothing, Nothing]),
    (Reader::Other, Split::Public, [Nothing, Nothing, Receipt]),
    (Reader::Other, Split::Final, [Nothing, Nothing, Receipt]),
];

fn run(split: &str, challenge_state: &str) -> RunRow {
    let metric = json!({"name": "mae", "value": 1.23456, "unit": "cars", "normalised": 0.5});
    let score = json!({
        "total": 71.234_567,
        "interval": {"low": 60.5, "high": 80.5, "level": 0.95, "draws": 100, "blocks": 12,
            "reliable": true},
        "parts": {"quality": 0.7, "equity": 0.6, "robustness": null, "cost": 0.5},
        "metrics": [metric],
        "strata": [{"name": "night", "cases": 3, "failed": 1, "quality": 0.123_456,
            "metrics": []}],
        "broken_gates": ["unserved"],
        "fuel_p95": 123_456_789_u64,
    });
    RunRow {
        id: "R1".to_owned(),
        submission_id: "S1".to_owned(),
        organisation_id: "O1".to_owned(),
        challenge_id: "parking".to_owned(),
        challenge_state: challenge_state.to_owned(),
        version_id: "V1".to_owned(),
        version: "1.0.0".to_owned(),
        split: split.to_owned(),
        rejudge_id: None,
        counts: 1,
        state: "scored".to_owned(),
        step: "done".to_owned(),
        total_cases: Some(40),
        done_cases: 33,
        fault: None,
        reason: Some("case `c7` trapped: at 0x12".to_owned()),
        result: Some(json!({"score": score}).to_string()),
        is_free: 0,
        created_at: 1,
        started_at: Some(1000),
        finished_at: Some(2000),
        revision: 9,
        receipt_digest: Some("sha256:ab".to_owned()),
    }
}

fn member() -> Principal {
    Principal {
        organisations: vec![Membership {
            organisation: "O1".to_owned(),
            is_owner: false,
        }],
        ..Principal::signed_in("A1", [Role::Citizen, Role::Startup])
    }
}

#[test]
fn every_cell_is_as_the_design_says() {
    for (reader, split, levels) in TABLE {
        let moments = [Moment::Open, Moment::Closed, Moment::Published];
        for (moment, expected) in moments.into_iter().zip(levels) {
            let found = level(reader, split, moment);
            assert_eq!(found, expected, "{reader:?} {split} {moment:?}");
        }
    }
}

#[test]
fn a_run_is_read_by_who_owns_it() {
    let run = run("public", "open");
    assert_eq!(level_of(&member(), &run), Round);
    let staff = Principal::signed_in("A2", [Role::Staff]);
    assert_eq!(level_of(&staff, &run), All);
    for role in [Role::Citizen, Role::Evaluator, Role::Admin] {
        assert_eq!(level_of(&Principal::signed_in("A3", [role]), &run), Nothing);
    }
    assert_eq!(level_of(&Principal::anonymous(), &run), Nothing);
}

#[test]
fn staff_see_no_more_of_their_own() {
    let both = Principal {
        organisations: member().organisations,
        ..Principal::signed_in("A1", [Role::Staff])
    };
    assert_eq!(level_of(&both, &run("public", "open")), Round);
}

#[test]
fn what_a_rejudge_would_change_is_staff_s() {
    let preview = RunRow {
        rejudge_id: Some("J1".to_owned()),
        counts: 0,
        ..run("sample", "published")
    };
    assert_eq!(level_of(&member(), &preview), Nothing);
    let staff = Principal::signed_in("A2", [Role::Staff]);
    assert_eq!(level_of(&staff, &preview), All);
    let applied = RunRow {
        counts: 1,
        ..preview
    };
    assert_eq!(level_of(&member(), &applied), All);
}

#[test]
fn round_numbers_tell_of_no_case() {
    let shown = shown(&run("public", "open"), RunState::Scored, Round);
    let score = shown.score.unwrap();
    assert_eq!(score.total.to_bits(), 71.2_f64.to_bits());
    assert_eq!(score.strata[0].quality.to_bits(), 0.12_f64.to_bits());
    assert_eq!(score.fuel_p95, 120_000_000);
    assert!(score.low.is_none() && score.high.is_none() && score.full.is_none());
    assert!(
        score.broken_gates.is_empty(),
        "a gate is broken by one case"
    );
    assert!(shown.reason.is_none() && shown.cases.is_none());
    assert!(shown.started_at.is_none() && shown.finished_at.is_none());
    assert!(!shown.has_receipt);
}

#[test]
fn progress_of_hidden_cases_goes_in_twentieths() {
    let run = run("public", "open");
    let progress = |level| shown(&run, RunState::Running, level).progress;
    assert_eq!(progress(All).to_bits(), 0.825_f64.to_bits());
    assert_eq!(progress(Round).to_bits(), 0.8_f64.to_bits());
    assert_eq!(progress(State).to_bits(), 0.0_f64.to_bits());
}

#[test]
fn the_final_split_shows_its_state_alone() {
    let shown = shown(&run("final", "closed"), RunState::Scored, State);
    assert!(shown.score.is_none() && shown.fault.is_none() && shown.reason.is_none());
    assert!(!shown.has_receipt);
}

#[test]
fn everything_is_shown_to_the_last_digit() {
    let shown = shown(&run("sample", "open"), RunState::Scored, All);
    let score = shown.score.unwrap();
    assert_eq!(score.total.to_bits(), 71.234_567_f64.to_bits());
    assert_eq!(score.broken_gates, ["unserved"]);
    assert_eq!(score.full.unwrap().fuel_p95, 123_456_789);
    assert!(shown.has_receipt && shown.reason.is_some() && shown.started_at.is_some());
}

#[test]
fn why_a_component_does_not_fit_is_told_and_why_a_case_failed_is_not() {
    let run = run("public", "open");
    let reason = |state| shown(&run, state, Round).reason;
    assert_eq!(reason(RunState::Rejected), run.reason);
    assert!(
        reason(RunState::ChallengeFailed)
            .unwrap()
            .contains("free of charge")
    );
    assert_eq!(reason(RunState::PluginFailed), None);
}
