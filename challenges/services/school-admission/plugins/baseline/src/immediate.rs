//! Immediate acceptance. Source: Abdulkadiroğlu and Sönmez, "School choice: a
//! mechanism design approach", American Economic Review 93 (2003).

use pilotbox_plugin::services::school_admission::{Assignment, Refusal, Request};

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

/// In round `k` everybody without a place asks for the `k`-th wish, and free
/// seats go for good to those with the most points.
pub(crate) fn accept(request: &Request) -> Vec<Assignment> {
    let mut free: Vec<_> = request.places.iter().map(|place| place.capacity).collect();
    let mut waiting: Vec<_> = (0..).take(request.lottery.len()).collect();
    let mut assignments = Vec::new();
    for round in 0.. {
        let mut offers = offers(request, &waiting, round);
        if offers.is_empty() {
            break;
        }
        offers.sort_unstable();
        waiting.clear();
        for (place, _, child) in offers {
            if free[place as usize] > 0 {
                free[place as usize] -= 1;
                assignments.push(Assignment { child, place });
            } else {
                waiting.push(child);
            }
        }
    }
    assignments
}

/// Place, turn (lower goes first) and child of each wish of this round.
fn offers(request: &Request, waiting: &[u32], round: u32) -> Vec<(u32, u64, u32)> {
    let offer = |child: &u32| {
        let index = *child as usize;
        let wish = request.wish_offsets[index].saturating_add(round);
        if wish >= request.wish_offsets[index + 1] {
            return None;
        }
        let points = u64::from(u32::MAX - request.points[wish as usize]);
        let turn = points << 32 | u64::from(request.lottery[index]);
        Some((request.wishes[wish as usize], turn, *child))
    };
    waiting.iter().filter_map(offer).collect()
}
