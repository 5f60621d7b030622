use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

use super::*;

const THREE: Criteria = Criteria {
    k: 3,
    max_suppressed: 0.0,
    diversity: None,
    closeness: None,
};

fn column(codes: &[u32]) -> Ordered {
    Ordered {
        name: "age".into(),
        codes: codes.to_vec(),
    }
}

fn random(seed: u64, rows: usize, values: u32) -> Vec<u32> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    (0..rows).map(|_| random.next_u32() % values).collect()
}

/// The rows of each class.
fn members(partition: &Partition) -> Vec<Vec<u32>> {
    let mut members = vec![Vec::new(); partition.ranges.len()];
    for (row, class) in (0..).zip(&partition.classes) {
        members[*class as usize].push(row);
    }
    members
}

#[test]
fn rows_are_parted_at_the_median() {
    let column = column(&[9, 1, 8, 2, 7, 3, 40]);
    let partition = mondrian(&[column], &[], &THREE, Cut::Strict).expect("there is one");
    assert_eq!(partition.classes, [1, 0, 1, 0, 1, 0, 1]);
    assert_eq!(partition.ranges, [[(1, 3)], [(7, 40)]]);
    let loss = (3.0 * 2.0 + 4.0 * 33.0) / (7.0 * 39.0);
    assert!((partition.loss - loss).abs() < 1e-12);
}

#[test]
fn each_class_fulfils_the_criteria_and_strict_ones_do_not_overlap() {
    for seed in 0..50 {
        let columns = [0, 1, 2].map(|place| column(&random(seed * 3 + place, 60, 7)));
        let codes = random(seed + 1_000, 60, 3);
        let secret = [Sensitive {
            name: "s".into(),
            codes,
            ordered: true,
        }];
        let criteria = Criteria {
            closeness: Some(0.4),
            ..THREE
        };
        for cut in [Cut::Strict, Cut::Relaxed] {
            let partition = mondrian(&columns, &secret, &criteria, cut).expect("there is one");
            let rule = Rule::new(60, &secret, &criteria).expect("they are fine");
            for (class, rows) in members(&partition).iter().enumerate() {
                let values = values_of(&rule.sensitive[0].codes, rows);
                let size = u32::try_from(rows.len()).expect("it is small");
                assert!(rule.holds(size, std::iter::once(values.as_slice())));
                for (column, range) in columns.iter().zip(&partition.ranges[class]) {
                    assert_eq!(super::range(&column.codes, rows), *range);
                }
            }
            assert!(cut == Cut::Relaxed || !overlap(&partition.ranges));
        }
    }
}

fn overlap(ranges: &[Vec<(u32, u32)>]) -> bool {
    let meet =
        |a: &[(u32, u32)], b: &[(u32, u32)]| a.iter().zip(b).all(|(a, b)| a.0 <= b.1 && b.0 <= a.1);
    let pairs = ranges.iter().enumerate();
    let mut pairs = pairs;
    pairs.any(|(place, a)| ranges[..place].iter().any(|b| meet(a, b)))
}

#[test]
fn only_the_relaxed_cut_parts_equal_values() {
    let columns = [column(&[1, 1, 1, 1, 1, 2])];
    let classes = |cut| {
        let partition = mondrian(&columns, &[], &THREE, cut);
        partition.expect("there is one").ranges.len()
    };
    assert_eq!((classes(Cut::Strict), classes(Cut::Relaxed)), (1, 2));
}

#[test]
fn a_table_smaller_than_a_class_has_no_solution() {
    let error = mondrian(&[column(&[1, 2])], &[], &THREE, Cut::Strict);
    assert_eq!(error, Err(AnonymityError::NoSolution { budget: 0 }));
}

#[test]
fn no_rows_are_no_classes() {
    let partition = mondrian(&[column(&[])], &[], &THREE, Cut::Strict).expect("it is empty");
    assert_eq!((partition.ranges.len(), partition.loss.to_bits()), (0, 0));
}
