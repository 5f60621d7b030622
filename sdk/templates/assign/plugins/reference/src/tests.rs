use super::*;

fn request(capacities: &[u32], persons: &[&[(u32, f64)]], unplaced_cost: f64) -> Request {
    let mut request = Request {
        capacities: capacities.to_vec(),
        offsets: vec![0],
        wishes: Vec::new(),
        costs: Vec::new(),
        unplaced_cost,
    };
    for own in persons {
        request.wishes.extend(own.iter().map(|(place, _)| *place));
        request.costs.extend(own.iter().map(|(_, cost)| *cost));
        request.offsets.push(request.wishes.len() as u32);
    }
    request
}

fn cost(request: &Request, answer: &[Option<u32>]) -> f64 {
    let mut room = request.capacities.clone();
    let of = |(person, place): (usize, &Option<u32>)| {
        let Some(place) = place else {
            return request.unplaced_cost;
        };
        room[*place as usize] -= 1;
        let own = request.offsets[person] as usize..request.offsets[person + 1] as usize;
        let wish = own.into_iter().find(|wish| request.wishes[*wish] == *place);
        request.costs[wish.expect("the place was wished for")]
    };
    answer.iter().enumerate().map(of).sum()
}

/// The least cost of all, by trying everything.
fn least(request: &Request, person: usize, room: &mut Vec<u32>) -> f64 {
    if person + 1 == request.offsets.len() {
        return 0.0;
    }
    let mut best = request.unplaced_cost + least(request, person + 1, room);
    for wish in request.offsets[person]..request.offsets[person + 1] {
        let place = request.wishes[wish as usize] as usize;
        if room[place] > 0 {
            room[place] -= 1;
            let rest = least(request, person + 1, room);
            best = best.min(request.costs[wish as usize] + rest);
            room[place] += 1;
        }
    }
    best
}

/// Numbers that look drawn and are the same every time.
fn next(state: &mut u64) -> u64 {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

#[test]
fn who_can_move_makes_room() {
    let request = request(&[1, 1], &[&[(0, 1.0), (1, 2.0)], &[(0, 1.0)]], 9.0);
    assert_eq!(assign(request).expect("it fits"), [Some(1), Some(0)]);
}

#[test]
fn whoever_costs_least_goes_without() {
    let request = request(&[1], &[&[(0, 3.0)], &[(0, 1.0)]], 4.0);
    assert_eq!(assign(request).expect("it fits"), [None, Some(0)]);
}

#[test]
fn a_place_dearer_than_none_and_one_without_seats_stay_empty() {
    let request = request(&[1, 0], &[&[(1, 0.5), (0, 5.0)], &[]], 4.0);
    assert_eq!(assign(request).expect("it fits"), [None, None]);
}

#[test]
fn no_other_assignment_is_cheaper() {
    let mut state = 7;
    for _ in 0..300 {
        let places = 1 + next(&mut state) % 4;
        let capacities: Vec<u32> = (0..places).map(|_| (next(&mut state) % 3) as u32).collect();
        let persons: Vec<Vec<(u32, f64)>> = (0..1 + next(&mut state) % 6)
            .map(|_| {
                let wished = (0..places as u32).filter(|_| !next(&mut state).is_multiple_of(3));
                let wished: Vec<u32> = wished.collect();
                let cost = |place| (place, (next(&mut state) % 8) as f64);
                wished.into_iter().map(cost).collect()
            })
            .collect();
        let persons: Vec<&[(u32, f64)]> = persons.iter().map(Vec::as_slice).collect();
        let unplaced_cost = (1 + next(&mut state) % 12) as f64;
        let request = request(&capacities, &persons, unplaced_cost);
        let expected = least(&request, 0, &mut capacities.clone());
        let copy = super::tests::request(&capacities, &persons, unplaced_cost);
        let answer = assign(copy).expect("it fits");
        assert!(
            (cost(&request, &answer) - expected).abs() < 1e-9,
            "{request:?}: {answer:?}"
        );
    }
}

#[test]
fn wishes_that_do_not_fit_together_are_refused() {
    let mut broken = request(&[1], &[&[(0, 1.0)]], 2.0);
    broken.wishes[0] = 1;
    assert!(assign(broken).is_err());
}
