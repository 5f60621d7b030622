//! Admissions in small cities.

use super::*;
use pilotbox_plugin::services::school_admission::{Place, Quota};

/// Seats of each place, and for each child a list of (place, points). The
/// lottery follows the order of the rows.
fn city(seats: &[u32], children: &[&[(u32, u32)]]) -> Request {
    let place = |seats: &u32| Place {
        school: 0,
        district: 0,
        quota: Quota::General,
        capacity: *seats,
    };
    let mut request = Request {
        places: seats.iter().map(place).collect(),
        home_districts: vec![0; children.len()],
        wish_offsets: vec![0],
        wishes: vec![],
        points: vec![],
        lottery: (0..).take(children.len()).collect(),
    };
    for list in children {
        request.wishes.extend(list.iter().map(|wish| wish.0));
        request.points.extend(list.iter().map(|wish| wish.1));
        request.wish_offsets.push(request.wishes.len() as u32);
    }
    request
}

/// The place of each child.
fn placed(request: &Request) -> Vec<Option<u32>> {
    let mut places = vec![None; request.lottery.len()];
    for assignment in assign(request.clone()).expect("a city") {
        let before = places[assignment.child as usize].replace(assignment.place);
        assert_eq!(before, None, "child {} is placed twice", assignment.child);
    }
    places
}

#[test]
fn points_go_before_the_lottery_which_breaks_ties() {
    assert_eq!(
        placed(&city(&[1], &[&[(0, 1)], &[(0, 2)]])),
        [None, Some(0)]
    );
    assert_eq!(
        placed(&city(&[1], &[&[(0, 2)], &[(0, 2)]])),
        [Some(0), None]
    );
}

#[test]
fn a_first_wish_in_vain_does_not_cost_the_second() {
    // Child 1 loses place 0 to child 0, and then has the better claim to place 1.
    let city = city(
        &[1, 1, 1],
        &[&[(0, 9)], &[(0, 1), (1, 9)], &[(1, 0), (2, 0)]],
    );
    assert_eq!(placed(&city), [Some(0), Some(1), Some(2)]);
}

#[test]
fn no_seats_no_wishes_and_no_children_are_fine() {
    assert_eq!(
        placed(&city(&[0, 1], &[&[(0, 5), (1, 0)], &[]])),
        [Some(1), None]
    );
    assert!(placed(&city(&[], &[])).is_empty());
}

#[test]
fn claims_that_cannot_be_told_apart_still_end() {
    let mut city = city(&[1, 0], &[&[(0, 3), (1, u32::MAX)], &[(0, 3)]]);
    city.lottery = vec![0, 0];
    assert_eq!(placed(&city).iter().flatten().count(), 1);
}

#[test]
fn lists_that_do_not_fit_are_refused() {
    let mut beyond = city(&[1], &[&[(0, 1)]]);
    beyond.wishes[0] = 1;
    assert!(assign(beyond).is_err());
    let mut short = city(&[1], &[&[(0, 1)]]);
    short.points.clear();
    assert!(assign(short).is_err());
    let mut falling = city(&[1], &[&[(0, 1)], &[(0, 1)]]);
    falling.wish_offsets = vec![0, 3, 2];
    assert!(assign(falling).is_err());
}

/// `SplitMix64` (Steele, Lea and Flood, 2014): enough for test cities.
struct Draws(u64);

impl Draws {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % u64::from(bound)) as u32
    }
}

/// Forty children, eight places of up to five seats, few distinct points.
fn random_city(seed: u64) -> Request {
    let mut draws = Draws(seed);
    let seats: Vec<_> = (0..8).map(|_| draws.below(6)).collect();
    let lists: Vec<Vec<_>> = (0..40)
        .map(|_| {
            let (first, length) = (draws.below(8), draws.below(5));
            let places = (0..length).map(|step| (first + 3 * step) % 8);
            places.map(|place| (place, draws.below(3))).collect()
        })
        .collect();
    let lists: Vec<_> = lists.iter().map(Vec::as_slice).collect();
    city(&seats, &lists)
}

/// Places of a child's wishes, each with its turn there: lower goes first.
fn wishes(request: &Request, child: usize) -> Vec<(u32, (i64, u32))> {
    let range = request.wish_offsets[child] as usize..request.wish_offsets[child + 1] as usize;
    let turn = |wish: usize| (-i64::from(request.points[wish]), request.lottery[child]);
    range
        .map(|wish| (request.wishes[wish], turn(wish)))
        .collect()
}

/// The children in a place.
fn inside(places: &[Option<u32>], place: u32) -> Vec<usize> {
    (0..places.len())
        .filter(|child| places[*child] == Some(place))
        .collect()
}

#[test]
fn no_place_takes_more_than_it_has_seats() {
    for seed in 0..200 {
        let city = random_city(seed);
        let places = placed(&city);
        for (place, of) in (0..).zip(&city.places) {
            let taken = inside(&places, place).len();
            assert!(taken <= of.capacity as usize, "seed {seed}");
        }
    }
}

#[test]
fn nobody_has_a_justified_claim_to_a_better_place() {
    for seed in 0..200 {
        let city = random_city(seed);
        let places = placed(&city);
        for child in 0..places.len() {
            let own = wishes(&city, child);
            let better = own.iter().take_while(|wish| Some(wish.0) != places[child]);
            for (place, turn) in better {
                let inside = inside(&places, *place);
                let seats = city.places[*place as usize].capacity as usize;
                assert_eq!(inside.len(), seats, "seed {seed}: a seat is left free");
                for other in inside {
                    let theirs = wishes(&city, other);
                    let wish = theirs.iter().find(|wish| wish.0 == *place);
                    let before = wish.expect("it is there by wish").1;
                    assert!(before < *turn, "seed {seed}: {other} before {child}");
                }
            }
        }
    }
}
