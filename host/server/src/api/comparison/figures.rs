//! What is worked out of cases that lie side by side. Pure.

use std::collections::HashMap;

use pilotbox_model::api::comparison::{CaseMark, ComparedCase, QualityRange};

/// Cases that are named as the largest disagreements.
const MOST_DISAGREEMENTS: usize = 10;

/// A case of one submission.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct OneCase {
    /// Its id.
    pub(super) id: String,
    /// Its stratum.
    pub(super) stratum: String,
    /// Whether it perturbs another.
    pub(super) is_twin: bool,
    /// What became of it.
    pub(super) mark: CaseMark,
}

/// Lays lists of cases side by side, by id: the first list's order, then what only
/// later ones hold.
pub(super) fn aligned(lists: Vec<Vec<OneCase>>) -> Vec<ComparedCase> {
    let width = lists.len();
    let mut cases: Vec<ComparedCase> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (column, list) in lists.into_iter().enumerate() {
        for one in list {
            let place = *places.entry(one.id.clone()).or_insert(cases.len());
            if place == cases.len() {
                cases.push(ComparedCase {
                    id: one.id,
                    stratum: one.stratum,
                    is_twin: one.is_twin,
                    spread: None,
                    marks: vec![None; width],
                });
            }
            let mark = cases
                .get_mut(place)
                .and_then(|case| case.marks.get_mut(column));
            if let Some(mark) = mark {
                *mark = Some(one.mark);
            }
        }
    }
    for case in &mut cases {
        case.spread = spread(&case.marks);
    }
    cases
}

/// Highest less lowest quality of a case, where at least two have one.
fn spread(marks: &[Option<CaseMark>]) -> Option<f64> {
    let qualities = marks.iter().flatten().filter_map(|mark| mark.quality);
    let sorted = sorted(qualities.collect());
    match sorted.as_slice() {
        [low, .., high] => Some(high - low),
        _ => None,
    }
}

/// Ids of the cases with the largest spreads, from the largest down; equal ones in the
/// order of the split.
pub(super) fn disagreements(cases: &[ComparedCase]) -> Vec<String> {
    let mut differing: Vec<(&ComparedCase, f64)> = cases
        .iter()
        .filter_map(|case| Some((case, case.spread.filter(|spread| *spread > 0.0)?)))
        .collect();
    // A stable sort keeps the order of the split.
    differing.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let first = differing.into_iter().take(MOST_DISAGREEMENTS);
    first.map(|(case, _)| case.id.clone()).collect()
}

/// Five numbers of some values, by nearest rank as scores take percentiles: the smallest
/// value that at least the share does not exceed.
pub(super) fn range(values: Vec<f64>) -> Option<QualityRange> {
    let sorted = sorted(values);
    let at = |quarters: usize| {
        let rank = (sorted.len() * quarters).div_ceil(4).max(1);
        sorted.get(rank - 1).copied()
    };
    Some(QualityRange {
        low: at(0)?,
        lower: at(1)?,
        median: at(2)?,
        upper: at(3)?,
        high: at(4)?,
    })
}

/// Which of some totals with their fuel are on the Pareto front: no other has at least
/// the total for at most the fuel, and one of both better. What has no score is not.
pub(super) fn front(points: &[Option<(f64, u64)>]) -> Vec<bool> {
    let is_better = |(total, fuel): (f64, u64), than: (f64, u64)| {
        total >= than.0 && fuel <= than.1 && (total > than.0 || fuel < than.1)
    };
    let on_front = |point: &Option<(f64, u64)>| {
        point.is_some_and(|own| !points.iter().flatten().any(|other| is_better(*other, own)))
    };
    points.iter().map(on_front).collect()
}

fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_unstable_by(f64::total_cmp);
    values
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "each number is one of those that went in")]
mod tests {
    use super::*;

    fn one(id: &str, quality: Option<f64>) -> OneCase {
        OneCase {
            id: id.to_owned(),
            stratum: "s".to_owned(),
            is_twin: false,
            mark: CaseMark {
                quality,
                verdict: "scored".to_owned(),
                fuel: 1,
            },
        }
    }

    #[test]
    fn cases_are_aligned_by_their_ids() {
        let first = vec![one("a", Some(0.25)), one("b", Some(1.0))];
        let second = vec![one("b", Some(0.5)), one("c", None)];
        let cases = aligned(vec![first, second]);
        let ids: Vec<_> = cases.iter().map(|case| case.id.as_str()).collect();
        assert_eq!(ids, ["a", "b", "c"]);
        let spreads: Vec<_> = cases.iter().map(|case| case.spread).collect();
        assert_eq!(spreads, [None, Some(0.5), None]);
        assert!(cases[0].marks[1].is_none() && cases[2].marks[0].is_none());
        assert!(aligned(Vec::new()).is_empty());
    }

    #[test]
    fn the_largest_spreads_come_first_and_none_is_no_disagreement() {
        let list = |qualities: &[f64]| {
            let numbered = qualities.iter().enumerate();
            numbered
                .map(|(at, quality)| one(&format!("c{at}"), Some(*quality)))
                .collect()
        };
        let cases = aligned(vec![
            list(&[0.0, 0.5, 0.25, 1.0]),
            list(&[0.5, 0.5, 1.0, 0.5]),
        ]);
        assert_eq!(disagreements(&cases), ["c2", "c0", "c3"]);
        let many: Vec<f64> = (0..30).map(f64::from).collect();
        let cases = aligned(vec![list(&[0.0; 30]), list(&many)]);
        let largest = disagreements(&cases);
        assert_eq!((largest.len(), largest[0].as_str()), (10, "c29"));
    }

    #[test]
    fn quartiles_are_nearest_ranks() {
        assert_eq!(range(Vec::new()), None);
        let single = range(vec![0.5]).unwrap();
        assert_eq!((single.low, single.median, single.high), (0.5, 0.5, 0.5));
        let four = range(vec![4.0, 1.0, 3.0, 2.0]).unwrap();
        let five = [four.low, four.lower, four.median, four.upper, four.high];
        assert_eq!(five, [1.0, 1.0, 2.0, 3.0, 4.0]);
    }

    #[test]
    fn the_front_holds_what_nothing_beats() {
        let points = [
            Some((90.0, 100)),
            Some((80.0, 50)),
            Some((80.0, 60)),
            None,
            Some((90.0, 100)),
            Some((10.0, 50)),
        ];
        assert_eq!(front(&points), [true, true, false, false, true, false]);
    }
}
