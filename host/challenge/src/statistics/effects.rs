//! How much more than the others each judge gives, where not all judged all: the
//! additive model `rating = unit + judge` fitted by least squares, the effects of
//! the judges summing to zero. Whoever met the stricter judges is not made to pay.
//!
//! Units are eliminated first, which leaves one equation a judge; they are solved
//! by elimination in a fixed order.

use std::collections::BTreeSet;

use super::agreement::{AgreementError, check_table};

/// Ratings from which no effects can be estimated.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum EffectsError {
    /// The ratings are no table of numbers.
    #[error(transparent)]
    Table(#[from] AgreementError),
    /// Two groups of judges have no unit in common.
    #[error(
        "judge `{judge}` shares no unit with the first, not even through others; hint: let one judge rate a unit of both groups"
    )]
    Apart {
        /// A judge of the other group, from 0.
        judge: usize,
    },
}

/// The effect of each judge, positive for a generous one. A row a judge, a column a
/// unit, a gap where a judge did not judge. They sum to zero, but for rounding.
pub fn judge_effects(ratings: &[Vec<Option<f64>>]) -> Result<Vec<f64>, EffectsError> {
    check_table(ratings)?;
    check_joined(ratings)?;
    let judges = ratings.len();
    let mut matrix = vec![vec![1.0; judges]; judges];
    let mut right = vec![0.0; judges];
    for unit in 0..ratings.first().map_or(0, Vec::len) {
        add_unit(&column(ratings, unit), &mut matrix, &mut right);
    }
    Ok(solve(matrix, right))
}

/// Who judged a unit, and how.
fn column(ratings: &[Vec<Option<f64>>], unit: usize) -> Vec<(usize, f64)> {
    let rows = ratings.iter().enumerate();
    rows.filter_map(|(judge, row)| Some((judge, (*row.get(unit)?)?)))
        .collect()
}

/// What a unit adds to the equations of those who judged it: their ratings less its
/// mean, which eliminates the unit itself.
fn add_unit(given: &[(usize, f64)], matrix: &mut [Vec<f64>], right: &mut [f64]) {
    let count = f64::from(u32::try_from(given.len()).unwrap_or(u32::MAX));
    let mean = given.iter().map(|(_, rating)| rating).sum::<f64>() / count;
    for (judge, rating) in given {
        if let (Some(row), Some(right)) = (matrix.get_mut(*judge), right.get_mut(*judge)) {
            *right += rating - mean;
            for (other, _) in given {
                let own = f64::from(u8::from(judge == other));
                if let Some(cell) = row.get_mut(*other) {
                    *cell += own - 1.0 / count;
                }
            }
        }
    }
}

/// Whether the judges hang together through the units that they judged. Groups that
/// do not could be shifted against each other without a trace.
fn check_joined(ratings: &[Vec<Option<f64>>]) -> Result<(), EffectsError> {
    let rated: Vec<BTreeSet<usize>> = ratings
        .iter()
        .map(|row| {
            let units = row.iter().enumerate();
            units
                .filter_map(|(unit, value)| value.map(|_| unit))
                .collect()
        })
        .collect();
    let mut reached = rated.first().cloned().unwrap_or_default();
    let mut apart: Vec<usize> = (1..rated.len()).collect();
    loop {
        let before = apart.len();
        apart.retain(|judge| {
            let joins = rated.get(*judge).filter(|own| !own.is_disjoint(&reached));
            reached.extend(joins.into_iter().flatten().copied().collect::<Vec<_>>());
            joins.is_none()
        });
        match apart.first() {
            None => return Ok(()),
            Some(judge) if apart.len() == before => {
                return Err(EffectsError::Apart { judge: *judge });
            }
            Some(_) => {}
        }
    }
}

/// Solves a symmetric positive definite system. Ones in every cell of the matrix
/// make it so, and pin the sum of the effects to zero.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for pivot in 0..size {
        let (above, below) = matrix.split_at_mut(pivot + 1);
        let Some(row) = above.last() else { continue };
        let base = right.get(pivot).copied().unwrap_or_default();
        for (lower, right) in below.iter_mut().zip(right.iter_mut().skip(pivot + 1)) {
            let factor = lower
                .get(pivot)
                .zip(row.get(pivot))
                .map_or(0.0, |(a, b)| a / b);
            for (cell, upper) in lower.iter_mut().zip(row) {
                *cell -= factor * upper;
            }
            *right -= factor * base;
        }
    }
    back_substitute(&matrix, &right)
}

fn back_substitute(matrix: &[Vec<f64>], right: &[f64]) -> Vec<f64> {
    let mut solved = vec![0.0; right.len()];
    for (at, (row, right)) in matrix.iter().zip(right).enumerate().rev() {
        let known: f64 = row
            .iter()
            .zip(&solved)
            .skip(at + 1)
            .map(|(a, b)| a * b)
            .sum();
        let pivot = row.get(at).copied().unwrap_or(1.0);
        if let Some(cell) = solved.get_mut(at) {
            *cell = (right - known) / pivot;
        }
    }
    solved
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, Strategy, prop_assert, proptest};

    use super::*;

    fn rows(rows: &[&[f64]]) -> Vec<Vec<Option<f64>>> {
        let gap = |value: &f64| value.is_finite().then_some(*value);
        rows.iter()
            .map(|row| row.iter().map(gap).collect())
            .collect()
    }

    const GAP: f64 = f64::NAN;

    #[test]
    fn effects_that_were_put_in_come_out() {
        // Units are worth 1, 3 and 4; judges give 1 more, 1 less and what it is worth.
        let ratings = rows(&[&[2.0, 4.0, GAP], &[GAP, 2.0, 3.0], &[1.0, GAP, 4.0]]);
        let effects = judge_effects(&ratings).expect("joined");
        for (effect, expected) in effects.iter().zip([1.0, -1.0, 0.0]) {
            assert!((effect - expected).abs() < 1e-12, "{effects:?}");
        }
    }

    #[test]
    fn groups_of_judges_without_a_common_unit_are_refused() {
        let ratings = rows(&[&[2.0, GAP, GAP], &[GAP, 2.0, 3.0], &[1.0, GAP, GAP]]);
        let error = judge_effects(&ratings).expect_err("apart");
        assert_eq!(
            error.to_string(),
            "judge `1` shares no unit with the first, not even through others; hint: let one judge rate a unit of both groups"
        );
        let chained = rows(&[&[2.0, GAP, GAP], &[GAP, 2.0, 3.0], &[1.0, GAP, 1.0]]);
        assert!(judge_effects(&chained).is_ok());
        let idle = rows(&[&[2.0], &[GAP]]);
        assert_eq!(judge_effects(&idle), Err(EffectsError::Apart { judge: 1 }));
    }

    #[test]
    fn what_is_no_table_is_refused_and_nobody_has_no_effects() {
        let ragged = rows(&[&[2.0], &[1.0, 1.0]]);
        assert!(matches!(
            judge_effects(&ragged),
            Err(EffectsError::Table(_))
        ));
        assert_eq!(judge_effects(&[]), Ok(Vec::new()));
    }

    fn full_tables() -> impl Strategy<Value = Vec<Vec<Option<f64>>>> {
        (1..5_usize, 1..6_usize).prop_flat_map(|(judges, units)| {
            let rating = (0..6_u8).prop_map(|mark| Some(f64::from(mark)));
            proptest::collection::vec(proptest::collection::vec(rating, units), judges)
        })
    }

    /// Squared residuals when judges have these effects and each unit its best value.
    fn residuals(ratings: &[Vec<Option<f64>>], effects: &[f64]) -> f64 {
        let of_unit = |unit: usize| {
            let left: Vec<f64> = column(ratings, unit)
                .into_iter()
                .map(|(judge, rating)| rating - effects[judge])
                .collect();
            let mean =
                left.iter().sum::<f64>() / f64::from(u32::try_from(left.len()).expect("few"));
            left.iter()
                .map(|value| (value - mean) * (value - mean))
                .sum::<f64>()
        };
        (0..ratings[0].len()).map(of_unit).sum()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

        #[test]
        fn effects_are_least_squares_and_sum_to_zero(
            mut ratings in full_tables(),
            gaps in proptest::collection::vec((0..5_usize, 0..6_usize), 0..6),
            moved in 0..5_usize,
        ) {
            for (judge, unit) in gaps {
                if let Some(cell) = ratings.get_mut(judge).and_then(|row| row.get_mut(unit)) {
                    *cell = None;
                }
            }
            if let Ok(effects) = judge_effects(&ratings) {
                prop_assert!(effects.iter().sum::<f64>().abs() < 1e-9);
                let least = residuals(&ratings, &effects);
                for step in [0.01, -0.01] {
                    let mut other = effects.clone();
                    let judge = moved % other.len();
                    other[judge] += step;
                    prop_assert!(residuals(&ratings, &other) >= least - 1e-9);
                }
            }
        }

        #[test]
        fn where_all_judged_all_an_effect_is_a_judges_mean_less_that_of_all(ratings in full_tables()) {
            let mean = |values: &[f64]| {
                values.iter().sum::<f64>() / f64::from(u32::try_from(values.len()).expect("few"))
            };
            let own: Vec<f64> = ratings
                .iter()
                .map(|row| mean(&row.iter().flatten().copied().collect::<Vec<_>>()))
                .collect();
            let effects = judge_effects(&ratings).expect("joined");
            for (effect, own_mean) in effects.iter().zip(&own) {
                prop_assert!((effect - (own_mean - mean(&own))).abs() < 1e-9);
            }
        }
    }
}
