//! Immediate acceptance on small cities.

use pilotbox_plugin::services::school_admission::{Place, Quota};

use super::*;

/// Places of one seat. A row of `children` is a list of (place, points); the
/// lottery follows the order of the rows.
fn request(places: u32, children: &[&[(u32, u32)]]) -> Request {
    let place = |school| Place {
        school,
        district: 0,
        quota: Quota::General,
        capacity: 1,
    };
    let mut request = Request {
        places: (0..places).map(place).collect(),
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

fn pairs(request: Request) -> Vec<(u32, u32)> {
    let mut pairs: Vec<_> = assign(request)
        .expect("a city")
        .iter()
        .map(|a| (a.child, a.place))
        .collect();
    pairs.sort_unstable();
    pairs
}

#[test]
fn a_second_wish_is_gone_although_its_points_are_highest() {
    // Child 1 loses place 0 to child 0 and then finds place 1 taken by child 2,
    // whom it beats there by points.
    let city: [&[(u32, u32)]; 3] = [&[(0, 9)], &[(0, 1), (1, 9)], &[(1, 0), (2, 0)]];
    assert_eq!(pairs(request(3, &city)), [(0, 0), (2, 1)]);
}

#[test]
fn points_go_before_lottery_and_lottery_breaks_ties() {
    assert_eq!(pairs(request(1, &[&[(0, 1)], &[(0, 2)]])), [(1, 0)]);
    assert_eq!(pairs(request(1, &[&[(0, 2)], &[(0, 2)]])), [(0, 0)]);
}

#[test]
fn nobody_and_nothing_are_fine() {
    assert_eq!(pairs(request(0, &[])), []);
    assert_eq!(pairs(request(1, &[&[], &[(0, 1)]])), [(1, 0)]);
}

#[test]
fn lists_that_do_not_fit_are_refused() {
    let mut beyond = request(1, &[&[(0, 1)]]);
    beyond.wishes[0] = 1;
    assert!(assign(beyond).is_err());
    let mut short = request(1, &[&[(0, 1)]]);
    short.wish_offsets.pop();
    assert!(assign(short).is_err());
}
