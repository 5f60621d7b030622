//! A hostile example: one child and one place more than there are. The harness
//! must call this a bad answer and stay up.

use pilotbox_plugin::services::school_admission::{Assignment, Refusal, Request};

pilotbox_plugin::export!(school_admission => assign);

/// Counts from one, as people do, and ends past both lists.
pub fn assign(request: Request) -> Result<Vec<Assignment>, Refusal> {
    let end = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let child = end(request.lottery.len());
    let place = end(request.places.len());
    Ok(vec![Assignment { child, place }])
}
