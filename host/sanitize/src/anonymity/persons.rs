//! Crowds of persons against brute force: every combination of levels is tried and its
//! persons are counted in sets.

use std::collections::{BTreeMap, BTreeSet};

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng as _, SeedableRng as _},
};

use super::{hierarchy::WHOLE, *};

fn below(random: &mut ChaCha8Rng, bound: u32) -> u32 {
    random.next_u32() % bound
}

/// Two values a group on each level, up to one group.
fn attribute(random: &mut ChaCha8Rng, rows: usize) -> Attribute {
    let values = 8;
    let levels = (0..4).map(|level| (0..values).map(|value| value >> level).collect());
    Attribute {
        name: "a".into(),
        codes: (0..rows).map(|_| below(random, values)).collect(),
        levels: levels.collect(),
    }
}

/// The classes of all rows at some levels.
fn classes(attributes: &[Attribute], levels: &[usize], rows: usize) -> Vec<Vec<u32>> {
    let face = |row: usize| {
        let pairs = attributes.iter().zip(levels);
        let groups = pairs.map(|(one, level)| one.levels[*level][one.codes[row] as usize]);
        groups.collect()
    };
    (0..rows).map(face).collect()
}

/// Rows whose class has fewer than k different persons.
fn left_out(classes: &[Vec<u32>], persons: &[u32], k: u32) -> Vec<bool> {
    let mut crowds: BTreeMap<&[u32], BTreeSet<u32>> = BTreeMap::new();
    for (class, person) in classes.iter().zip(persons) {
        crowds.entry(class).or_default().insert(*person);
    }
    let is_small = |class: &Vec<u32>| crowds[class.as_slice()].len() < k as usize;
    classes.iter().map(is_small).collect()
}

/// The loss of a cell at a level, in the whole parts that the search counts with.
fn cell_loss(level: usize) -> u64 {
    ((1 << level) - 1) * WHOLE / 7
}

/// The combination of levels of least loss; nothing where none is within the budget.
fn best(attributes: &[Attribute], persons: &[u32], criteria: &Criteria) -> Option<Vec<usize>> {
    let rows = persons.len();
    let mut best: Option<(u64, usize, Vec<usize>)> = None;
    for combination in 0..16_usize {
        let levels = vec![combination / 4, combination % 4];
        let out = left_out(&classes(attributes, &levels, rows), persons, criteria.k);
        let suppressed = out.iter().filter(|out| **out).count() as u64;
        if suppressed > super::criteria::budget(rows, criteria.max_suppressed) {
            continue;
        }
        let kept: u64 = levels.iter().map(|level| cell_loss(*level)).sum();
        let loss = suppressed * 2 * WHOLE + (rows as u64 - suppressed) * kept;
        let found = (loss, levels.iter().sum(), levels);
        best = Some(best.map_or(found.clone(), |best| best.min(found)));
    }
    best.map(|(_, _, levels)| levels)
}

fn criteria(random: &mut ChaCha8Rng) -> Criteria {
    Criteria {
        k: 2 + below(random, 4),
        max_suppressed: [0.0, 0.05, 0.2][below(random, 3) as usize],
        diversity: None,
        closeness: None,
    }
}

#[test]
fn the_search_finds_the_least_loss_with_k_persons_in_each_crowd() {
    let (mut found_some, mut stricter) = (0, 0);
    for seed in 0..300 {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let rows = 20 + below(&mut random, 40) as usize;
        let attributes: Vec<_> = (0..2).map(|_| attribute(&mut random, rows)).collect();
        let people = 3 + below(&mut random, 20);
        let persons: Vec<u32> = (0..rows).map(|_| below(&mut random, people)).collect();
        let criteria = criteria(&mut random);
        let found = search_by_person(&attributes, &[], Some(&persons), &criteria);
        let expected = best(&attributes, &persons, &criteria);
        let (found, levels) = match (found, expected) {
            (Ok(found), Some(expected)) => (found, expected),
            (Err(AnonymityError::NoSolution { .. }), None) => continue,
            (found, expected) => panic!("seed {seed}: {found:?}, not {expected:?}"),
        };
        assert_eq!(found.levels, levels, "seed {seed}");
        let all = classes(&attributes, &levels, rows);
        assert_eq!(
            found.suppressed,
            left_out(&all, &persons, criteria.k),
            "seed {seed}"
        );
        found_some += 1;
        let of_rows = search(&attributes, &[], &criteria).expect("rows are more than persons");
        stricter += usize::from(of_rows.loss < found.loss);
    }
    assert!(found_some > 100 && stricter > 20, "{found_some} {stricter}");
}

#[test]
fn each_range_holds_k_persons() {
    let mut parted = 0;
    for seed in 0..200 {
        let mut random = ChaCha8Rng::seed_from_u64(9_000 + seed);
        let columns: Vec<_> = (0..2)
            .map(|_| Ordered {
                name: "a".into(),
                codes: (0..60).map(|_| below(&mut random, 30)).collect(),
            })
            .collect();
        let persons: Vec<u32> = (0..60).map(|_| below(&mut random, 25)).collect();
        let criteria = criteria(&mut random);
        for cut in [Cut::Strict, Cut::Relaxed] {
            let found = mondrian_by_person(&columns, &[], Some(&persons), &criteria, cut);
            let classes = found.expect("all together are enough").classes;
            let classes: Vec<_> = classes.into_iter().map(|class| vec![class]).collect();
            let out = left_out(&classes, &persons, criteria.k);
            assert!(!out.contains(&true), "seed {seed}");
            parted += usize::from(classes.iter().any(|class| class[0] > 0));
        }
    }
    assert!(parted > 300, "{parted}");
}

#[test]
fn persons_of_other_rows_are_refused() {
    let attributes = [Attribute {
        name: "a".into(),
        codes: vec![0, 0],
        levels: vec![vec![0]],
    }];
    let criteria = Criteria {
        k: 1,
        max_suppressed: 0.0,
        diversity: None,
        closeness: None,
    };
    let error = search_by_person(&attributes, &[], Some(&[1]), &criteria).expect_err("too few");
    let told = "column `the person of each row` has 1 rows, the first one 2";
    assert_eq!(error.to_string(), told);
}
