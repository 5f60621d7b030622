//! Deferred acceptance against textbook cities and against every matching of
//! small random ones.

use pilotbox_plugin::services::school_admission::{Place, Quota};

use super::*;

/// Seats of each place, and for each child a list of (place, points). The
/// lottery follows the order of the rows.
fn request(capacities: &[u32], children: &[Vec<(u32, u32)>]) -> Request {
    let place = |capacity: &u32| Place {
        school: 0,
        district: 0,
        quota: Quota::General,
        capacity: *capacity,
    };
    let mut request = Request {
        places: capacities.iter().map(place).collect(),
        home_districts: vec![0; children.len()],
        wish_offsets: vec![0],
        wishes: vec![],
        points: vec![],
        lottery: (0..).take(children.len()).collect(),
    };
    for list in children {
        request.wishes.extend(list.iter().map(|wish| wish.0));
        request.points.extend(list.iter().map(|wish| wish.1));
        request
            .wish_offsets
            .push(u32::try_from(request.wishes.len()).expect("a small city"));
    }
    request
}

fn placed(request: &Request) -> Vec<Option<u32>> {
    let mut places = vec![None; request.lottery.len()];
    for assignment in assign(request.clone()).expect("a city") {
        let before = places[assignment.child as usize].replace(assignment.place);
        assert_eq!(before, None, "child {} is placed twice", assignment.child);
    }
    places
}

/// The plain definition of stability, without any threshold: nobody wants a
/// place that has a free seat or holds somebody who comes later there.
fn is_stable(request: &Request, places: &[Option<u32>]) -> bool {
    (0..places.len()).all(|child| {
        let better = wishes(request, child).take_while(|(place, _)| Some(*place) != places[child]);
        better.into_iter().all(|(place, turn)| {
            let inside = (0..places.len()).filter(|other| places[*other] == Some(place));
            let turns: Vec<_> = inside.map(|other| turn_at(request, other, place)).collect();
            turns.len() == request.places[place as usize].capacity as usize
                && turns.iter().all(|other| *other < turn)
        })
    })
}

/// Places of a child's wishes, and its turn there: lower goes first.
fn wishes(request: &Request, child: usize) -> impl Iterator<Item = (u32, (i64, u32))> {
    let range = request.wish_offsets[child] as usize..request.wish_offsets[child + 1] as usize;
    range.map(move |wish| {
        let turn = (-i64::from(request.points[wish]), request.lottery[child]);
        (request.wishes[wish], turn)
    })
}

fn turn_at(request: &Request, child: usize, place: u32) -> (i64, u32) {
    let (_, turn) = wishes(request, child)
        .find(|wish| wish.0 == place)
        .expect("a wish");
    turn
}

fn rank(request: &Request, places: &[Option<u32>], child: usize) -> usize {
    wishes(request, child)
        .take_while(|(place, _)| Some(*place) != places[child])
        .count()
}

/// Every matching within wishes and capacities.
fn all_matchings(request: &Request) -> Vec<Vec<Option<u32>>> {
    let mut matchings = vec![vec![]];
    for child in 0..request.lottery.len() {
        let options: Vec<_> = wishes(request, child)
            .map(|wish| Some(wish.0))
            .chain([None])
            .collect();
        let extend = |matching: Vec<_>| {
            options
                .iter()
                .map(move |option| [matching.as_slice(), &[*option]].concat())
        };
        matchings = matchings.into_iter().flat_map(extend).collect();
    }
    matchings.retain(|matching| {
        (0..).zip(&request.places).all(|(place, of)| {
            matching.iter().filter(|p| **p == Some(place)).count() <= of.capacity as usize
        })
    });
    matchings
}

/// `SplitMix64` (Steele, Lea and Flood, 2014): enough for test cities.
struct Draws(u64);

impl Draws {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((mixed ^ (mixed >> 31)) % u64::from(bound)).expect("below 32 bits")
    }
}

/// Up to five children, up to three wishes each among three places of one or
/// two seats, with few distinct points so that the lottery decides often.
fn random_city(seed: u64) -> Request {
    let mut draws = Draws(seed);
    let capacities: Vec<_> = (0..3).map(|_| draws.below(3)).collect();
    let children: Vec<_> = (0..=draws.below(5))
        .map(|_| {
            let mut places = vec![0, 1, 2];
            let list = (0..draws.below(4)).map(|_| {
                let place = places.remove(draws.below(3) as usize % places.len());
                (place, draws.below(3))
            });
            list.collect()
        })
        .collect();
    request(&capacities, &children)
}

#[test]
fn the_textbook_city_of_three() {
    // Gale and Shapley's first example: each asks for its first wish and the
    // places' own order (2-3-1, 3-1-2, 1-2-3) never comes into play.
    let city = request(
        &[1, 1, 1],
        &[
            vec![(0, 1), (1, 2), (2, 3)],
            vec![(1, 1), (2, 2), (0, 3)],
            vec![(2, 1), (0, 2), (1, 3)],
        ],
    );
    assert_eq!(placed(&city), [Some(0), Some(1), Some(2)]);
}

#[test]
fn a_child_turned_away_still_gets_a_second_wish_that_its_points_earn() {
    // Immediate acceptance gives place 1 to child 2 for good and child 1 nothing.
    let city = request(
        &[1, 1, 1],
        &[vec![(0, 9)], vec![(0, 1), (1, 9)], vec![(1, 0), (2, 0)]],
    );
    assert_eq!(placed(&city), [Some(0), Some(1), Some(2)]);
}

#[test]
fn places_without_seats_and_children_without_wishes_are_fine() {
    assert_eq!(placed(&request(&[], &[])), []);
    assert_eq!(
        placed(&request(&[0], &[vec![], vec![(0, 1)]])),
        [None, None]
    );
}

#[test]
fn no_matching_of_a_small_city_is_stable_and_better_for_any_child() {
    let mut stable_matchings = 0;
    for seed in 0..400 {
        let city = random_city(seed);
        let ours = placed(&city);
        assert!(is_stable(&city, &ours), "seed {seed}");
        for other in all_matchings(&city).iter().filter(|m| is_stable(&city, m)) {
            stable_matchings += 1;
            for child in 0..ours.len() {
                assert!(
                    rank(&city, &ours, child) <= rank(&city, other, child),
                    "seed {seed}"
                );
            }
        }
    }
    // Some city must have had a choice of stable matchings, or nothing was compared.
    assert!(
        stable_matchings > 400,
        "{stable_matchings} stable matchings"
    );
}

#[test]
fn the_order_of_the_children_does_not_matter() {
    for seed in 0..100 {
        let city = random_city(seed);
        let lists: Vec<Vec<_>> = (0..city.lottery.len())
            .map(|child| {
                wishes(&city, child).map(|(p, t)| (p, u32::try_from(-t.0).expect("points")))
            })
            .map(Iterator::collect)
            .collect();
        let capacities: Vec<_> = city.places.iter().map(|place| place.capacity).collect();
        let mut reversed = request(&capacities, &lists.into_iter().rev().collect::<Vec<_>>());
        reversed.lottery.reverse();
        let back: Vec<_> = placed(&reversed).into_iter().rev().collect();
        assert_eq!(back, placed(&city), "seed {seed}");
    }
}

#[test]
fn lists_that_do_not_fit_are_refused() {
    let mut beyond = request(&[1], &[vec![(0, 1)]]);
    beyond.wishes[0] = 1;
    assert!(assign(beyond).is_err());
    let mut short = request(&[1], &[vec![(0, 1)]]);
    short.points.pop();
    assert!(assign(short).is_err());
}
