use proptest::prelude::{ProptestConfig, Strategy, prop_assert, prop_assert_eq, proptest};

use super::*;

fn row(values: &[f64]) -> Vec<Option<f64>> {
    values
        .iter()
        .map(|value| value.is_finite().then_some(*value))
        .collect()
}

const GAP: f64 = f64::NAN;

fn alpha_of(rows: &[&[f64]], level: Level) -> Option<f64> {
    let rows: Vec<_> = rows.iter().map(|values| row(values)).collect();
    alpha(&rows, level)
        .expect("a table")
        .map(|alpha| alpha.alpha)
}

#[test]
fn perfect_agreement_is_1_at_every_level() {
    let judge: &[f64] = &[0.0, 3.0, 5.0];
    for level in [Level::Nominal, Level::Ordinal, Level::Interval] {
        assert_eq!(alpha_of(&[judge, judge, judge], level), Some(1.0));
    }
}

#[test]
fn two_judges_who_never_agree_are_below_chance() {
    // Four values, two of each; two pairs of ordered differences within units over
    // 2 x 2 x 2 / 3 by chance: 1 - 3 x 4 / 8.
    let alpha = alpha_of(&[&[0.0, 1.0], &[1.0, 0.0]], Level::Nominal);
    assert_eq!(alpha, Some(-0.5));
}

#[test]
fn alpha_is_undefined_without_pairs_or_without_differences() {
    assert_eq!(alpha_of(&[], Level::Ordinal), None);
    assert_eq!(alpha_of(&[&[1.0, 2.0]], Level::Ordinal), None);
    assert_eq!(alpha_of(&[&[1.0, GAP], &[GAP, 2.0]], Level::Interval), None);
    assert_eq!(alpha_of(&[&[4.0, 4.0], &[4.0, 4.0]], Level::Nominal), None);
}

#[test]
fn what_one_judge_alone_judged_does_not_count() {
    let rows = [row(&[1.0, 2.0, 5.0]), row(&[1.0, 3.0, GAP])];
    let with = alpha(&rows, Level::Interval).expect("a table");
    let without = alpha(&[row(&[1.0, 2.0]), row(&[1.0, 3.0])], Level::Interval).expect("a table");
    assert_eq!(with, without);
    assert_eq!(with.map(|alpha| alpha.pairable), Some(4));
}

#[test]
fn zeros_of_either_sign_are_one_value() {
    assert_eq!(
        alpha_of(&[&[0.0, 1.0], &[-0.0, 1.0]], Level::Nominal),
        Some(1.0)
    );
}

#[test]
fn what_is_no_table_of_numbers_is_refused() {
    let error = alpha(&[row(&[1.0]), row(&[1.0, 2.0])], Level::Nominal).expect_err("ragged");
    assert_eq!(
        error.to_string(),
        "judge `1` has `2` units and the first has `1`; hint: leave a gap for what was not judged"
    );
    let error = alpha(&[vec![Some(1.0), Some(f64::INFINITY)]], Level::Nominal);
    assert_eq!(
        error.expect_err("infinite").to_string(),
        "judge `0` gives unit `1` the value `inf`, which is not finite"
    );
}

/// Two to four judges, up to eight units, marks from 0 to 3 and gaps.
fn tables() -> impl Strategy<Value = Vec<Vec<Option<f64>>>> {
    (2..5_usize, 1..8_usize).prop_flat_map(|(judges, units)| {
        let mark = (0..5_u8).prop_map(|mark| (mark < 4).then_some(f64::from(mark)));
        proptest::collection::vec(proptest::collection::vec(mark, units), judges)
    })
}

/// Alpha by its matrix of coincidences, as the paper of 2011 lays it out.
fn by_coincidences(table: &[Vec<Option<f64>>], level: Level) -> Option<f64> {
    let mut pairs = [[0.0_f64; 4]; 4];
    let marks = [0.0_f64, 1.0, 2.0, 3.0];
    for unit in 0..table[0].len() {
        let count = |mark: f64| {
            let given = table.iter().filter(|row| row[unit] == Some(mark));
            f64::from(u32::try_from(given.count()).expect("few"))
        };
        let judged: f64 = marks.iter().map(|mark| count(*mark)).sum();
        for c in 0..4 {
            for k in 0..4 {
                let same = if c == k { 1.0 } else { 0.0 };
                if judged > 1.0 {
                    pairs[c][k] += count(marks[c]) * (count(marks[k]) - same) / (judged - 1.0);
                }
            }
        }
    }
    let n: Vec<f64> = pairs.iter().map(|row| row.iter().sum()).collect();
    let total: f64 = n.iter().sum();
    let delta = |c: usize, k: usize| match level {
        Level::Nominal => f64::from(u8::from(c != k)),
        Level::Interval => (marks[c] - marks[k]) * (marks[c] - marks[k]),
        Level::Ordinal => {
            let (low, high) = (c.min(k), c.max(k));
            let between: f64 = n[low..=high].iter().sum();
            let difference = between - f64::midpoint(n[c], n[k]);
            difference * difference
        }
    };
    let (mut observed, mut expected) = (0.0, 0.0);
    for c in 0..4 {
        for k in 0..4 {
            if c != k {
                observed += pairs[c][k] * delta(c, k);
                expected += n[c] * n[k] * delta(c, k);
            }
        }
    }
    (expected > 0.0).then(|| 1.0 - (total - 1.0) * observed / expected)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn alpha_is_that_of_the_matrix_of_coincidences(table in tables()) {
        for level in [Level::Nominal, Level::Ordinal, Level::Interval] {
            let own = alpha(&table, level).expect("a table").map(|alpha| alpha.alpha);
            match (own, by_coincidences(&table, level)) {
                (Some(own), Some(other)) => prop_assert!((own - other).abs() < 1e-12),
                (own, other) => prop_assert_eq!(own, other),
            }
        }
    }

    #[test]
    fn the_order_of_judges_does_not_matter(table in tables()) {
        let turned: Vec<_> = table.iter().rev().cloned().collect();
        let (a, b) = (alpha(&table, Level::Ordinal), alpha(&turned, Level::Ordinal));
        let (a, b) = (a.expect("a table"), b.expect("a table"));
        prop_assert_eq!(a.is_some(), b.is_some());
        if let (Some(a), Some(b)) = (a, b) {
            prop_assert!((a.alpha - b.alpha).abs() < 1e-12);
        }
    }
}
