//! The search against the oracle on random small tables.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

use super::*;

fn below(random: &mut ChaCha8Rng, bound: u32) -> u32 {
    random.next_u32() % bound
}

/// A number of values, levels that each join groups of the level below, and rows of
/// which some values are frequent.
fn attribute(random: &mut ChaCha8Rng, rows: usize) -> Attribute {
    let values = 1 + below(random, 8);
    let mut levels: Vec<Vec<u32>> = vec![(0..values).collect()];
    for _ in 0..below(random, 4) {
        let joined: Vec<u32> = (0..values).map(|_| below(random, 1 + values / 2)).collect();
        let last = &levels[levels.len() - 1];
        levels.push(last.iter().map(|group| joined[*group as usize]).collect());
    }
    if below(random, 4) > 0 {
        levels.push(vec![3; values as usize]);
    }
    let skewed = |random: &mut ChaCha8Rng| {
        let bound = 1 + below(random, values);
        below(random, bound)
    };
    let codes = (0..rows).map(|_| skewed(random)).collect();
    Attribute {
        name: "a".into(),
        codes,
        levels,
    }
}

fn sensitive(random: &mut ChaCha8Rng, rows: usize) -> Sensitive {
    let values = 1 + below(random, 6);
    let codes = (0..rows).map(|_| 10 * below(random, values)).collect();
    Sensitive {
        name: "s".into(),
        codes,
        ordered: below(random, 2) == 0,
    }
}

fn criteria(random: &mut ChaCha8Rng) -> Criteria {
    let diversity = match below(random, 5) {
        0 => Some(Diversity::Distinct {
            l: 1 + below(random, 3),
        }),
        1 => Some(Diversity::Entropy {
            l: [1.5, 2.0, 2.7][below(random, 3) as usize],
        }),
        2 => Some(Diversity::Recursive {
            c: f64::from(1 + below(random, 4)),
            l: 1 + below(random, 3),
        }),
        _ => None,
    };
    Criteria {
        k: 1 + below(random, 5),
        max_suppressed: [0.0, 0.0, 0.02, 0.1, 0.3, 1.0][below(random, 6) as usize],
        diversity,
        closeness: [None, None, Some(0.2), Some(0.5)][below(random, 4) as usize],
    }
}

fn assert_optimal(
    attributes: &[Attribute],
    sensitive: &[Sensitive],
    criteria: &Criteria,
    seed: u64,
) {
    let expected = search_exhaustive(attributes, sensitive, std::slice::from_ref(criteria));
    let expected = expected.expect("the input is fine").remove(0);
    match (search(attributes, sensitive, criteria), expected) {
        (Ok(found), Some(Optimum { levels, loss })) => {
            assert_eq!(
                (&found.levels, found.loss.to_bits()),
                (&levels, loss.to_bits()),
                "seed {seed}"
            );
            assert_kept_rows_are_safe(&found, sensitive, criteria);
        }
        (Err(AnonymityError::NoSolution { .. }), None) => {}
        (found, expected) => panic!("seed {seed}: {found:?}, not {expected:?}"),
    }
}

fn assert_kept_rows_are_safe(found: &Solution, sensitive: &[Sensitive], criteria: &Criteria) {
    let suppressed = found.suppressed.iter().filter(|out| **out).count();
    let rows = found.suppressed.len();
    assert!(suppressed as u64 <= super::criteria::budget(rows, criteria.max_suppressed));
    let rule = super::criteria::Rule::new(rows, sensitive, criteria).expect("it is one");
    let members = |class| {
        (0_u32..)
            .zip(&found.classes)
            .filter(move |(_, of)| **of == class)
    };
    for (row, class) in found.classes.iter().enumerate() {
        let rows: Vec<u32> = members(*class).map(|(row, _)| row).collect();
        let size = u32::try_from(rows.len()).expect("it is small");
        let values = rule
            .sensitive
            .iter()
            .map(|column| groups::values_of(&column.codes, &rows));
        let values: Vec<_> = values.collect();
        assert_eq!(
            rule.holds(size, values.iter().map(Vec::as_slice)),
            !found.suppressed[row]
        );
    }
}

#[test]
fn the_search_finds_what_brute_force_finds_on_a_thousand_random_tables() {
    for seed in 0..1_000 {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let rows = below(&mut random, 60) as usize;
        let attributes: Vec<Attribute> = (0..=below(&mut random, 4))
            .map(|_| attribute(&mut random, rows))
            .collect();
        let sensitive: Vec<Sensitive> = (0..=below(&mut random, 2))
            .map(|_| sensitive(&mut random, rows))
            .collect();
        let criteria = criteria(&mut random);
        assert_optimal(&attributes, &sensitive, &criteria, seed);
    }
}

#[test]
fn it_also_does_where_keys_take_more_than_64_bits() {
    for seed in 0..10 {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let wide = |random: &mut ChaCha8Rng| Attribute {
            name: "wide".into(),
            codes: (0..40).map(|_| 40_000 + below(random, 2)).collect(),
            levels: vec![(0..65_536).collect(), vec![0; 65_536]],
        };
        let mut attributes: Vec<Attribute> = (0..4).map(|_| wide(&mut random)).collect();
        attributes.extend((0..3).map(|_| attribute(&mut random, 40)));
        let criteria = Criteria {
            k: 3,
            max_suppressed: 0.1,
            diversity: None,
            closeness: None,
        };
        assert_optimal(&attributes, &[], &criteria, seed);
    }
}

#[test]
fn it_does_on_a_table_like_adult_for_each_k_and_suppression() {
    let attributes = adult::adult(1_200, 7);
    let all: Vec<Criteria> = [2, 3, 5, 10]
        .into_iter()
        .flat_map(|k| [0.0, 0.02, 0.05].map(|max_suppressed| (k, max_suppressed)))
        .map(|(k, max_suppressed)| Criteria {
            k,
            max_suppressed,
            diversity: None,
            closeness: None,
        })
        .collect();
    let optima = search_exhaustive(&attributes, &[], &all).expect("the input is fine");
    for (criteria, optimum) in all.iter().zip(optima) {
        let found = search(&attributes, &[], criteria).expect("there is one");
        let optimum = optimum.expect("there is one");
        assert_eq!(
            (optimum.levels, optimum.loss.to_bits()),
            (found.levels, found.loss.to_bits())
        );
        assert_eq!(found.nodes, 12_960);
        assert!(
            found.checked < 2_000,
            "{} nodes were counted",
            found.checked
        );
    }
}
