//! At which amounts of fuel a case is looked at.

/// Fuel that all samples of a case may use together: some ten seconds.
const MAX_FUEL_IN_ALL: u64 = 20_000_000_000;

/// Samples of a case: with fewer the shares mean nothing, with more the graph
/// gets no better.
const MIN_SAMPLES: u64 = 20;
const MAX_SAMPLES: u64 = 1_000;

/// One look at a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Point {
    /// The fuel after which to look.
    pub(super) at: u64,
    /// The part of the case's fuel that it speaks for.
    pub(super) stands_for: u64,
}

/// The middles of equal parts of a case's fuel; none if it used none.
pub(super) fn points(total: u64) -> Vec<Point> {
    let count = sample_count(total);
    let point = |index| {
        let (start, end) = (edge(index, count, total), edge(index + 1, count, total));
        Point {
            at: start + (end - start) / 2,
            stands_for: end - start,
        }
    };
    (0..count).map(point).collect()
}

/// On average a sample runs half of the case.
fn sample_count(total: u64) -> u64 {
    let affordable = 2 * MAX_FUEL_IN_ALL / total.max(1);
    affordable.clamp(MIN_SAMPLES, MAX_SAMPLES).min(total)
}

/// Where a part begins; parts differ by one at most and add up.
fn edge(index: u64, count: u64, total: u64) -> u64 {
    let edge = u128::from(total) * u128::from(index) / u128::from(count);
    u64::try_from(edge).unwrap_or(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_even_and_add_up_to_the_whole() {
        for total in [0, 1, 7, 999, 1_003, 750_000, u64::MAX] {
            let points = points(total);
            let sum: u64 = points.iter().map(|point| point.stands_for).sum();
            assert_eq!(sum, total);
            assert!(points.iter().all(|point| point.at < total));
            assert!(points.is_sorted_by(|before, after| before.at < after.at));
        }
    }

    #[test]
    fn a_costly_case_is_looked_at_less_often_but_often_enough() {
        let counts = [10, 1_000_000, 200_000_000, 100_000_000_000].map(|fuel| points(fuel).len());
        assert_eq!(counts, [10, 1_000, 200, 20]);
    }
}
