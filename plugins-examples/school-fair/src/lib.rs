//! Admission by cutoffs. Every place names the claim that is needed to get in,
//! at first none. Every child takes the best wish whose cutoff it meets. Where
//! more come than there are seats, the cutoff rises until they fit, and those
//! who are left below it look further down their list. Cutoffs only ever rise,
//! so it ends; and then nobody meets the cutoff of a place that they would
//! rather have, which a family that is told the cutoffs can check for itself.
//!
//! Source: Azevedo and Leshno, "A supply and demand framework for two-sided
//! matching markets", Journal of Political Economy 124 (2016). Rising from
//! nothing, cutoffs end where deferred acceptance does.

mod cutoffs;

use cutoffs::Admission;
use pilotbox_plugin::log;
use pilotbox_plugin::services::school_admission::{Assignment, Refusal, Request};

pilotbox_plugin::export!(school_admission => assign);

fn assign(request: Request) -> Result<Vec<Assignment>, Refusal> {
    check(&request).map_err(|reason| Refusal::Other(reason.to_owned()))?;
    let admission = Admission::run(&request);
    let assignments = admission.assignments();
    log::info(&format!(
        "{} rounds: {} of {} children have a place, {} of {} places had to turn somebody away",
        admission.rounds,
        assignments.len(),
        request.lottery.len(),
        admission.full_places(),
        request.places.len(),
    ));
    Ok(assignments)
}

/// Lists that do not fit together are refused, not guessed at: a wrong place is
/// worse than none.
fn check(request: &Request) -> Result<(), &'static str> {
    let offsets = &request.wish_offsets;
    let ends_with_wishes = offsets
        .last()
        .is_some_and(|end| *end as usize == request.wishes.len());
    let is_place = |wish: &u32| (*wish as usize) < request.places.len();
    if offsets.len() != request.lottery.len() + 1 || !offsets.is_sorted() || !ends_with_wishes {
        Err("`wish-offsets` does not fit `lottery` and `wishes`")
    } else if request.points.len() != request.wishes.len() {
        Err("`points` and `wishes` are not of one length")
    } else if !request.wishes.iter().all(is_place) {
        Err("a wish names no place")
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
