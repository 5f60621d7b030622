//! Gives every child its first wish.

use pilotbox_plugin::services::school_admission::{Assignment, Refusal, Request};

pilotbox_plugin::export!(school_admission => assign);

fn assign(request: Request) -> Result<Vec<Assignment>, Refusal> {
    let first = |(child, offsets): (u32, &[u32])| {
        let place = *request.wishes.get(offsets[0] as usize)?;
        (offsets[0] < offsets[1]).then_some(Assignment { child, place })
    };
    Ok((0..)
        .zip(request.wish_offsets.windows(2))
        .filter_map(first)
        .collect())
}
