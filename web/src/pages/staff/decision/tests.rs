//! What staff see of a proposal, by who looks.

use jiff::Timestamp;
use pilotbox_model::api::decisions::{CorrectionChange, DifferenceLine};

use super::*;
use crate::pages::decision::invented::{both, numbers};

fn proposal(is_own: bool, is_current: bool) -> ProposalView {
    ProposalView {
        version: 2,
        digest: format!("sha256:{}", "12".repeat(32)),
        is_current,
        proposed_by: "Иван <b>".to_owned(),
        is_own,
        proposed_at: Timestamp::UNIX_EPOCH,
        reason: Some(both("грешка")),
        changes: vec![CorrectionChange::VoidCase {
            case: "day-7".to_owned(),
        }],
        differences: vec![DifferenceLine {
            submission: Some("01S1".to_owned()),
            organisation: Some("Екип 1".to_owned()),
            pointer: "/total".to_owned(),
            before: Some("90.0".to_owned()),
            after: Some("89.5".to_owned()),
        }],
    }
}

fn shown(proposal: &ProposalView) -> String {
    let visit = Visit::for_tests("/staff/challenges/parking/decision");
    let numbers = numbers();
    crate::page::write(|| propose::waiting(&visit, Some(proposal), Some(&numbers)))
}

#[test]
fn somebody_else_publishes_what_was_proposed() {
    let other = shown(&proposal(false, true));
    assert!(other.contains("value=\"publish\""), "{other}");
    assert!(other.contains("day-7") && other.contains("89,5"), "{other}");
    assert!(!other.contains("<b>"), "{other}");
    let own = shown(&proposal(true, true));
    assert!(!own.contains("<form"), "{own}");
    assert!(own.contains(texts::OTHER_PUBLISHES.bg), "{own}");
}

#[test]
fn what_has_changed_since_is_not_published() {
    let html = shown(&proposal(false, false));
    assert!(!html.contains("<form"), "{html}");
    assert!(html.contains(texts::OUTDATED.bg), "{html}");
}

#[test]
fn only_results_that_are_out_can_have_no_decision() {
    let refused = Failure::new(Code::WrongState);
    let mut about = detail();
    assert!(!is_past(&refused, &about));
    about.about.state = pilotbox_model::api::challenges::ChallengeState::Published;
    assert!(is_past(&refused, &about));
    assert!(!is_past(&Failure::new(Code::Internal), &about));
}

fn detail() -> ChallengeDetail {
    use pilotbox_model::api::challenges::{ChallengeState, ChallengeView};
    let about = ChallengeView {
        id: "parking".to_owned(),
        title: both("Паркиране"),
        state: ChallengeState::Jury,
        accepts_submissions: false,
        version: "1.0.0".to_owned(),
        interface: String::new(),
        is_practice: false,
        budget_eur: None,
        opens_at: Timestamp::UNIX_EPOCH,
        closes_at: None,
        updated_at: Timestamp::UNIX_EPOCH,
    };
    ChallengeDetail {
        about,
        statement: both(""),
        phases: Vec::new(),
        pack_digest: String::new(),
        pack_bytes: 0,
        is_enrolled: false,
        versions: Vec::new(),
        reasons: Vec::new(),
    }
}
