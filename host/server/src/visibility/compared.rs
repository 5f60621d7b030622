//! Who may lay submissions side by side, case by case.

use pilotbox_model::{Split, api::challenges::ChallengeState};

use super::{Level, Moment, Reader, Seen, level, reader};
use crate::principal::Principal;

/// Who compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparer {
    /// A member of the organisation that submitted, or city staff: whoever reads
    /// every case of a run may also compare it.
    Reader(Reader),
    /// An evaluator, who reads under codes and judges hidden cases too. Sees
    /// qualities, verdicts and fuel; nothing that a plugin wrote, no time, no id.
    Judge {
        /// Whether every own rubric of the challenge is in.
        has_judged: bool,
    },
}

/// By what a comparison names submissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// By their ids.
    Ids,
    /// By the codes under which evaluators read them.
    Codes {
        /// Whether every own rubric of the challenge is in.
        has_judged: bool,
    },
}

/// The table: a comparison shows each case, so it takes all of the run's level. To
/// evaluators it opens once they have judged what can no longer change: figures must not
/// tell them what to think.
fn compares(comparer: Comparer, split: Split, moment: Moment) -> bool {
    match comparer {
        Comparer::Reader(reader) => level(reader, split, moment) == Level::All,
        Comparer::Judge { has_judged } => opens_to_judges(has_judged, moment),
    }
}

/// Whether figures of the finalists are shown to an evaluator.
fn opens_to_judges(has_judged: bool, moment: Moment) -> bool {
    match moment {
        Moment::Open => false,
        Moment::Closed => has_judged,
        Moment::Published => true,
    }
}

/// Whether a challenge's figures wait for an evaluator's own rubrics.
pub fn awaits_rubrics(has_judged: bool, state: ChallengeState) -> bool {
    !opens_to_judges(has_judged, Moment::of(state))
}

/// Whether an account may compare a submission's run. Nobody judges what is of the
/// own organisation.
pub fn may_compare(principal: &Principal, names: Names, seen: Seen<'_>) -> bool {
    let comparer = match (reader(principal, seen.organisation), names) {
        (Reader::Owner, Names::Codes { .. }) => return false,
        (_, Names::Codes { has_judged }) => Comparer::Judge { has_judged },
        (reader, Names::Ids) => Comparer::Reader(reader),
    };
    compares(comparer, seen.split, Moment::of(seen.state)) && !seen.is_preview
}

#[cfg(test)]
mod tests {
    use pilotbox_model::api::accounts::Role;

    use super::*;
    use crate::principal::Membership;

    /// An evaluator who has judged all.
    const JUDGE: Comparer = Comparer::Judge { has_judged: true };

    /// An evaluator whose rubrics are waited for.
    const LATER: Comparer = Comparer::Judge { has_judged: false };

    const CODES: Names = Names::Codes { has_judged: true };

    /// Every cell: who compares, split, then open, closed, published.
    const TABLE: [(Comparer, Split, [bool; 3]); 15] = [
        (
            Comparer::Reader(Reader::Owner),
            Split::Sample,
            [true, true, true],
        ),
        (
            Comparer::Reader(Reader::Owner),
            Split::Public,
            [false, false, true],
        ),
        (
            Comparer::Reader(Reader::Owner),
            Split::Final,
            [false, false, true],
        ),
        (
            Comparer::Reader(Reader::Staff),
            Split::Sample,
            [true, true, true],
        ),
        (
            Comparer::Reader(Reader::Staff),
            Split::Public,
            [true, true, true],
        ),
        (
            Comparer::Reader(Reader::Staff),
            Split::Final,
            [false, true, true],
        ),
        (
            Comparer::Reader(Reader::Other),
            Split::Sample,
            [false, false, false],
        ),
        (
            Comparer::Reader(Reader::Other),
            Split::Public,
            [false, false, false],
        ),
        (
            Comparer::Reader(Reader::Other),
            Split::Final,
            [false, false, false],
        ),
        (LATER, Split::Sample, [false, false, true]),
        (LATER, Split::Public, [false, false, true]),
        (LATER, Split::Final, [false, false, true]),
        (JUDGE, Split::Sample, [false, true, true]),
        (JUDGE, Split::Public, [false, true, true]),
        (JUDGE, Split::Final, [false, true, true]),
    ];

    fn seen(split: Split, state: ChallengeState) -> Seen<'static> {
        Seen {
            organisation: "O1",
            split,
            state,
            is_preview: false,
        }
    }

    #[test]
    fn cases_side_by_side_are_for_whoever_reads_each_of_them() {
        for (comparer, split, expected) in TABLE {
            let moments = [Moment::Open, Moment::Closed, Moment::Published];
            let found = moments.map(|moment| compares(comparer, split, moment));
            assert_eq!(found, expected, "{comparer:?} {split}");
        }
    }

    #[test]
    fn nobody_judges_the_own_organisation() {
        let judge = Principal::signed_in("A1", [Role::Evaluator]);
        let partial = Principal {
            organisations: vec![Membership {
                organisation: "O1".to_owned(),
                is_owner: false,
            }],
            ..judge.clone()
        };
        let closed = seen(Split::Final, ChallengeState::Jury);
        assert!(may_compare(&judge, CODES, closed));
        let later = Names::Codes { has_judged: false };
        assert!(!may_compare(&judge, later, closed), "a rubric is missing");
        assert!(awaits_rubrics(false, closed.state) && !awaits_rubrics(true, closed.state));
        assert!(!awaits_rubrics(false, ChallengeState::Published));
        assert!(
            !may_compare(&judge, Names::Ids, closed),
            "evaluators read blind"
        );
        assert!(!may_compare(&partial, CODES, closed));
        let open = seen(Split::Sample, ChallengeState::Open);
        assert!(may_compare(&partial, Names::Ids, open));
        assert!(!may_compare(&judge, CODES, open));
    }

    #[test]
    fn what_a_rejudge_would_change_is_compared_by_nobody() {
        let staff = Principal::signed_in("A2", [Role::Staff]);
        let now = seen(Split::Public, ChallengeState::Open);
        assert!(may_compare(&staff, Names::Ids, now));
        let preview = Seen {
            is_preview: true,
            ..now
        };
        assert!(!may_compare(&staff, Names::Ids, preview));
    }
}
