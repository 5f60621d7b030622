//! Measures by hand, and of the baseline and the reference on random cities.

use pilotbox_harness::services::school_admission::{Assignment, Place, Quota};
use pilotbox_plugin::services::school_admission as plugin;

use super::*;

const FIRST: u32 = 1;

/// Places of one seat; a child's row is its district and its list of
/// (place, points). The lottery follows the order of the rows.
fn request(places: u32, children: &[(u8, Vec<(u32, u32)>)]) -> Request {
    let place = |school| Place {
        school,
        district: 0,
        quota: Quota::General,
        capacity: 1,
    };
    let mut request = Request {
        places: (0..places).map(place).collect(),
        home_districts: children.iter().map(|child| child.0).collect(),
        wish_offsets: vec![0],
        wishes: vec![],
        points: vec![],
        lottery: (0..).take(children.len()).collect(),
    };
    for (_, list) in children {
        request.wishes.extend(list.iter().map(|wish| wish.0));
        request.points.extend(list.iter().map(|wish| wish.1));
        request
            .wish_offsets
            .push(u32::try_from(request.wishes.len()).expect("a small city"));
    }
    request
}

/// Child 0 takes place 0; child 1 loses it and has the best claim to place 1,
/// which child 2 names first.
fn textbook() -> Request {
    let lists = [vec![(0, 9)], vec![(0, 1), (1, 9)], vec![(1, 0), (2, 0)]];
    request(3, &lists.map(|list| (0, list)))
}

fn read(request: &Request, pairs: impl IntoIterator<Item = (u32, u32)>) -> Placement {
    let answer: Vec<_> = pairs
        .into_iter()
        .map(|(child, place)| Assignment { child, place })
        .collect();
    Placement::read(request, &answer).expect("the ids exist")
}

fn for_plugin(request: &Request) -> plugin::Request {
    let place = |place: &Place| plugin::Place {
        school: place.school,
        district: place.district,
        quota: plugin::Quota::General,
        capacity: place.capacity,
    };
    plugin::Request {
        places: request.places.iter().map(place).collect(),
        home_districts: request.home_districts.clone(),
        wish_offsets: request.wish_offsets.clone(),
        wishes: request.wishes.clone(),
        points: request.points.clone(),
        lottery: request.lottery.clone(),
    }
}

type Assign = fn(plugin::Request) -> Result<Vec<plugin::Assignment>, plugin::Refusal>;

fn ask(request: &Request, assign: Assign) -> Placement {
    let answer = assign(for_plugin(request)).expect("a city");
    read(request, answer.iter().map(|a| (a.child, a.place)))
}

fn figures(request: &Request, placement: &Placement) -> (f64, f64, f64) {
    let best = ask(request, school_admission_reference::assign);
    let measured = Measured::new(request, placement, &best.ranks);
    (
        measured.blocking_per_thousand,
        measured.mean_rank_gap,
        measured.worst_district(),
    )
}

fn close(found: (f64, f64, f64), expected: (f64, f64, f64)) {
    let gap = (found.0 - expected.0).abs() + (found.1 - expected.1).abs();
    assert!(
        gap + (found.2 - expected.2).abs() < 1e-9,
        "{found:?}, expected {expected:?}"
    );
}

/// `SplitMix64` (Steele, Lea and Flood, 2014): enough for test cities.
fn draw(state: &mut u64, bound: u32) -> u32 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    u32::try_from((mixed ^ (mixed >> 31)) % u64::from(bound)).expect("below 32 bits")
}

/// Every child wishes for every one of `places`, in some order.
fn random_city(mut seed: u64, children: u32, places: u32) -> Request {
    let rows: Vec<_> = (0..children)
        .map(|_| {
            let mut left: Vec<_> = (0..places).collect();
            let list = (0..places).map(|_| {
                let place = left.swap_remove(draw(&mut seed, 1 << 16) as usize % left.len());
                (place, draw(&mut seed, 4))
            });
            (0, list.collect())
        })
        .collect();
    request(places, &rows)
}

#[test]
fn the_optimum_has_full_marks() {
    for seed in 0..50 {
        let city = random_city(seed, 12, 9);
        let best = ask(&city, school_admission_reference::assign);
        close(figures(&city, &best), (0.0, 0.0, 1.0));
    }
}

#[test]
fn immediate_acceptance_leaves_a_justified_claim() {
    let city = textbook();
    let placement = ask(&city, school_admission_baseline::assign);
    assert_eq!(placement.places, [Some(0), None, Some(1)]);
    // Child 1 is three where two was due; child 2 gains a rank, which counts for nothing.
    close(figures(&city, &placement), (1000.0 / 3.0, 1.0 / 3.0, 1.0));
}

#[test]
fn an_empty_answer_loses_everything() {
    // Ranks 2, 3, 3 where 1, 2, 2 were due; each of the five wishes is a free seat.
    close(
        figures(&textbook(), &read(&textbook(), [])),
        (5000.0 / 3.0, 1.0, 1.0),
    );
}

#[test]
fn points_beyond_any_list_do_not_upset_the_turns() {
    assert!(turn(2, 9) < turn(1, 0));
    assert!(turn(2, 0) < turn(2, 1));
    assert!(turn(u32::MAX, u32::MAX) < turn(0, 0));
}

#[test]
fn the_worst_district_decides() {
    // Ten places for ten children of two districts; the second loses two of five.
    let rows: Vec<_> = (0..10)
        .map(|child| (u8::from(child > 4), vec![(child, 0)]))
        .collect();
    let city = request(10, &rows);
    let placement = read(&city, (0..8).map(|child| (child, child)));
    let (_, _, worst) = figures(&city, &placement);
    assert!((worst - 0.6).abs() < 1e-12);
    let measured = Measured::new(&city, &placement, &[FIRST; 10]);
    assert_eq!(measured.by_district("", |row| row.got).ys, [100.0, 60.0]);
}

#[test]
fn whoever_gains_over_the_optimum_leaves_a_blocking_pair() {
    // The blocking lemma, over all placements of three children in three places.
    let mut gains = 0;
    for seed in 0..60 {
        let city = random_city(seed, 3, 3);
        let best = ask(&city, school_admission_reference::assign);
        for code in 0..64_u32 {
            let picks = (0..3).map(|child| (child, code >> (2 * child) & 3));
            let placement = read(&city, picks.filter(|pick| pick.1 < 3));
            let gains_some = placement
                .ranks
                .iter()
                .zip(&best.ranks)
                .any(|(rank, due)| rank < due);
            if placement.over_capacity == 0 && gains_some {
                gains += 1;
                assert!(
                    count_blocking_pairs(&city, &placement) > 0,
                    "seed {seed}, code {code}"
                );
            }
        }
    }
    assert!(gains > 0, "no placement gained, so nothing was tested");
}

#[test]
fn an_outcome_names_every_metric_once() {
    let city = textbook();
    let placement = ask(&city, school_admission_baseline::assign);
    let outcome = Measured::new(&city, &placement, &[1, 2, 2]).outcome(&placement);
    let names: Vec<_> = outcome
        .metrics
        .iter()
        .map(|metric| metric.name.as_str())
        .collect();
    let expected = [
        "blocking-pairs",
        "mean-rank-gap",
        "first-choice-worst-district",
        "over-capacity",
        "ineligible",
        "placed-twice",
    ];
    assert_eq!(names, expected);
    assert_eq!(outcome.note, "2 of 3 children have a place");
}

#[test]
fn a_city_without_children_is_measured() {
    let city = request(1, &[]);
    close(figures(&city, &read(&city, [])), (0.0, 0.0, 1.0));
}
