//! Who may lay submissions side by side, case by case.

use pilotbox_model::Split;

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
    Judge,
}

/// The table: a comparison shows each case, so it takes all of the run's level; and
/// evaluators judge what can no longer change.
fn compares(comparer: Comparer, split: Split, moment: Moment) -> bool {
    match comparer {
        Comparer::Reader(reader) => level(reader, split, moment) == Level::All,
        Comparer::Judge => moment != Moment::Open,
    }
}

/// Whether an account may compare a submission's run. Nobody judges what is of the
/// own organisation.
pub fn may_compare(principal: &Principal, is_blind: bool, seen: Seen<'_>) -> bool {
    let comparer = match reader(principal, seen.organisation) {
        Reader::Owner if is_blind => return false,
        _ if is_blind => Comparer::Judge,
        reader => Comparer::Reader(reader),
    };
    compares(comparer, seen.split, Moment::of(seen.state)) && !seen.is_preview
}

#[cfg(test)]
mod tests {
    use pilotbox_model::api::{accounts::Role, challenges::ChallengeState};

    use super::*;
    use crate::principal::Membership;

    /// Every cell: who compares, split, then open, closed, published.
    const TABLE: [(Comparer, Split, [bool; 3]); 12] = [
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
        (Comparer::Judge, Split::Sample, [false, true, true]),
        (Comparer::Judge, Split::Public, [false, true, true]),
        (Comparer::Judge, Split::Final, [false, true, true]),
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
        assert!(may_compare(&judge, true, closed));
        assert!(!may_compare(&judge, false, closed), "evaluators read blind");
        assert!(!may_compare(&partial, true, closed));
        let open = seen(Split::Sample, ChallengeState::Open);
        assert!(may_compare(&partial, false, open));
        assert!(!may_compare(&judge, true, open));
    }

    #[test]
    fn what_a_rejudge_would_change_is_compared_by_nobody() {
        let staff = Principal::signed_in("A2", [Role::Staff]);
        let now = seen(Split::Public, ChallengeState::Open);
        assert!(may_compare(&staff, false, now));
        let preview = Seen {
            is_preview: true,
            ..now
        };
        assert!(!may_compare(&staff, false, preview));
    }
}
