//! Gives a child a place that it did not wish for.

use pilotbox_plugin::services::school_admission::{Assignment, Refusal, Request};

pilotbox_plugin::export!(school_admission => assign);

fn assign(request: Request) -> Result<Vec<Assignment>, Refusal> {
    let wished = &request.wishes[..request.wish_offsets[1] as usize];
    let mut places = 0..u32::try_from(request.places.len()).unwrap_or(u32::MAX);
    let place = places.find(|place| !wished.contains(place)).unwrap_or(0);
    Ok(vec![Assignment { child: 0, place }])
}
