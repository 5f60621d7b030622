use proptest::prelude::{ProptestConfig, Strategy, prop_assert, prop_assert_eq, proptest};

use super::*;

fn entries<'d>(draws: &'d [Vec<f64>]) -> Vec<Entry<'d>> {
    let entry = |draws: &'d Vec<f64>| Entry {
        total: draws[0],
        draws,
    };
    draws.iter().map(entry).collect()
}

#[test]
fn holm_steps_down() {
    let tests = vec![(0.04, 'd'), (0.01, 'a'), (0.02, 'c'), (0.015, 'b')];
    // 0.01 x 4, 0.015 x 3, 0.02 x 2, 0.04 x 1 are all within 0.05.
    assert_eq!(holm(tests), ['a', 'b', 'c', 'd']);
    // 0.02 x 3 is not, and ends it although 0.02 x 1 would be.
    assert_eq!(
        holm(vec![(0.001, 'a'), (0.02, 'b'), (0.02, 'c'), (0.02, 'd')]),
        ['a']
    );
    assert_eq!(holm(Vec::<(f64, char)>::new()), []);
}

#[test]
fn a_group_ends_where_one_of_it_is_separated() {
    // 0 and 1 tie, 1 and 2 tie, 0 and 2 do not: 2 starts a group.
    assert_eq!(shared_places(4, &[(0, 2), (0, 3)].into()), [1, 1, 3, 3]);
    // 0 varies so much that it ties with all, but 1 and 3 do not tie.
    assert_eq!(
        shared_places(5, &[(1, 3), (1, 4), (3, 4)].into()),
        [1, 1, 1, 4, 5]
    );
    assert_eq!(shared_places(3, &BTreeSet::new()), [1, 1, 1]);
    assert_eq!(shared_places(0, &BTreeSet::new()), [0_u32; 0]);
}

#[test]
fn a_difference_without_spread_is_certain_and_none_is_no_difference() {
    let draws = [vec![3.0, 4.0], vec![2.0, 3.0], vec![2.0, 3.0]];
    let entries = entries(&draws);
    assert_eq!(p_value(entries[0], entries[1]), 0.0);
    assert_eq!(p_value(entries[1], entries[2]), 1.0);
    assert_eq!(places(&entries), [1, 2, 2]);
}

#[test]
fn who_leads_together_shares_the_draw() {
    let draws = [
        vec![1.0, 1.0, 0.0],
        vec![1.0, 0.0, 2.0],
        vec![0.0, 1.0, 1.0],
    ];
    let half = 0.5 / 3.0;
    assert_eq!(
        leads(&entries(&draws)),
        [2.0 * half, half + 1.0 / 3.0, half]
    );
    assert_eq!(leads(&[]), [0.0; 0]);
    assert_eq!(rank_intervals(&[]), []);
}

#[test]
fn rank_intervals_leave_out_a_fortieth_on_either_side() {
    // In 40 draws the second is ahead once: that draw is the 40th part left out.
    let mut first = vec![2.0; 40];
    first[7] = 0.0;
    let rare = [first.clone(), vec![1.0; 40]];
    let ends = |interval: RankInterval| (interval.low, interval.high);
    let all = |draws: &[Vec<f64>]| -> Vec<(u32, u32)> {
        rank_intervals(&entries(draws))
            .into_iter()
            .map(ends)
            .collect()
    };
    assert_eq!(all(&rare), [(1, 1), (1, 2)]);
    first[8] = 0.0;
    assert_eq!(all(&[first, vec![1.0; 40]]), [(1, 2), (1, 2)]);
}

/// Two to five entries over the same draws, with many equal figures.
fn drawn() -> impl Strategy<Value = Vec<Vec<f64>>> {
    (2..5_usize, 2..30_usize).prop_flat_map(|(entries, draws)| {
        let figure = (0..6_u8).prop_map(f64::from);
        proptest::collection::vec(proptest::collection::vec(figure, draws), entries)
    })
}

/// The rank of every entry in one draw, counted the long way.
fn ranks(draws: &[Vec<f64>], draw: usize) -> Vec<u32> {
    let rank = |own: &Vec<f64>| {
        let better = draws.iter().filter(|other| other[draw] > own[draw]);
        u32::try_from(better.count()).expect("few") + 1
    };
    draws.iter().map(rank).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn shares_and_ranks_are_those_counted_the_long_way(draws in drawn()) {
        let entries = entries(&draws);
        let count = draws[0].len();
        let n = f64::from(u32::try_from(count).expect("few"));
        let all: Vec<Vec<u32>> = (0..count).map(|draw| ranks(&draws, draw)).collect();
        for (i, interval) in rank_intervals(&entries).into_iter().enumerate() {
            let mut own: Vec<u32> = all.iter().map(|ranks| ranks[i]).collect();
            own.sort_unstable();
            let at = |share: f64| own.iter().enumerate().find(|(at, _)| {
                f64::from(u32::try_from(at + 1).expect("few")) >= share * n - 1e-9
            }).map(|(_, rank)| *rank).expect("some");
            prop_assert_eq!((interval.low, interval.high), (at(0.025), at(0.975)));
        }
        let leads = leads(&entries);
        prop_assert!((leads.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        for (i, lead) in leads.iter().enumerate() {
            let share = |ranks: &Vec<u32>| {
                let leaders = ranks.iter().filter(|rank| **rank == 1).count();
                if ranks[i] == 1 { 1.0 / f64::from(u32::try_from(leaders).expect("few")) } else { 0.0 }
            };
            prop_assert!((lead - all.iter().map(share).sum::<f64>() / n).abs() < 1e-12);
        }
    }

    #[test]
    fn what_one_wins_the_other_loses(draws in drawn()) {
        let beats = beats(&entries(&draws));
        for (i, row) in beats.iter().enumerate() {
            for (j, share) in row.iter().enumerate() {
                prop_assert!((share + beats[j][i] - 1.0).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn no_two_of_a_group_are_separated(draws in drawn()) {
        let mut entries = entries(&draws);
        entries.sort_by(|a, b| b.total.total_cmp(&a.total));
        let places = places(&entries);
        prop_assert!(places.is_sorted());
        for (better, worse) in separated(&entries) {
            prop_assert!(places[better] < places[worse]);
        }
    }

    #[test]
    fn holm_rejects_what_its_definition_rejects(p_values in proptest::collection::vec(0.0..0.06_f64, 0..8)) {
        let tests: Vec<(f64, usize)> = p_values.iter().copied().zip(0..).collect();
        let mut rejected = holm(tests);
        rejected.sort_unstable();
        // A hypothesis falls if it and every one with a smaller p-value is within its bound.
        let bound = |p: f64| {
            let before = p_values.iter().filter(|other| **other < p).count();
            ALPHA / f64::from(u32::try_from(p_values.len() - before).expect("few"))
        };
        let expected: Vec<usize> = (0..p_values.len())
            .filter(|at| p_values.iter().filter(|p| **p <= p_values[*at]).all(|p| *p <= bound(*p)))
            .collect();
        prop_assert_eq!(rejected, expected);
    }
}
