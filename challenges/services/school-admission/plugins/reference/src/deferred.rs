//! Deferred acceptance. Source: Gale and Shapley, "College admissions and the
//! stability of marriage", American Mathematical Monthly 69 (1962); one child
//! at a time as in "The stable marriage problem", Communications of the ACM 14
//! (1971), which ends in the same matching.

use std::collections::BinaryHeap;
use std::mem;

use pilotbox_plugin::services::school_admission::{Assignment, Refusal, Request};

/// Turn of a child at a place (lower goes first), and the child.
type Offer = (u64, u32);

/// Refuses a request whose lists do not fit together.
pub(crate) fn check(request: &Request) -> Result<(), Refusal> {
    let offsets = &request.wish_offsets;
    let fits = offsets.len() == request.lottery.len() + 1
        && offsets.is_sorted()
        && offsets
            .last()
            .is_some_and(|end| *end as usize == request.wishes.len())
        && request.points.len() == request.wishes.len()
        && request
            .wishes
            .iter()
            .all(|place| (*place as usize) < request.places.len());
    if fits {
        Ok(())
    } else {
        Err(Refusal::Other("the lists do not fit together".to_owned()))
    }
}

/// Each child asks down its list; a place holds the best so far and turns away
/// the worst. Takes time `w log c` for `w` wishes and places of `c` seats.
pub(crate) fn accept(request: &Request) -> Vec<Assignment> {
    let mut next = request.wish_offsets.clone();
    let mut held: Vec<BinaryHeap<Offer>> = vec![BinaryHeap::new(); request.places.len()];
    for first in (0..).take(request.lottery.len()) {
        let mut asking = Some(first);
        while let Some(child) = asking {
            let index = child as usize;
            let wish = next[index] as usize;
            if wish >= request.wish_offsets[index + 1] as usize {
                break;
            }
            next[index] += 1;
            let place = request.wishes[wish] as usize;
            let turn = turn(request.points[wish], request.lottery[index]);
            asking = ask(
                &mut held[place],
                request.places[place].capacity,
                (turn, child),
            );
        }
    }
    (0..)
        .zip(held)
        .flat_map(|(place, offers)| seats(place, &offers))
        .collect()
}

/// More points go first, then the lower lottery number.
fn turn(points: u32, lottery: u32) -> u64 {
    u64::from(u32::MAX - points) << 32 | u64::from(lottery)
}

/// Offers a child to a place; returns who is turned away.
fn ask(held: &mut BinaryHeap<Offer>, capacity: u32, offer: Offer) -> Option<u32> {
    if held.len() < capacity as usize {
        held.push(offer);
        return None;
    }
    match held.peek_mut() {
        Some(mut worst) if offer < *worst => Some(mem::replace(&mut *worst, offer).1),
        _ => Some(offer.1),
    }
}

fn seats(place: u32, offers: &BinaryHeap<Offer>) -> Vec<Assignment> {
    offers
        .iter()
        .map(|(_, child)| Assignment {
            child: *child,
            place,
        })
        .collect()
}
