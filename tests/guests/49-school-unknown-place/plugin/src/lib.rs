//! Gives a child a place that is not there.

use pilotbox_plugin::services::school_admission::{Assignment, Refusal, Request};

pilotbox_plugin::export!(school_admission => assign);

fn assign(request: Request) -> Result<Vec<Assignment>, Refusal> {
    let place = u32::try_from(request.places.len()).unwrap_or(u32::MAX);
    Ok(vec![Assignment { child: 0, place }])
}
