//! Recurses nearly too deep.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

/// Calls within calls.
const DEPTH: u64 = 5_000;

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let share = if descend(DEPTH) == 0 { 0.0 } else { 0.5 };
    Ok(vec![share; request.car_parks.len() * request.targets.len()])
}

/// No loop can be made of this: the caller still has work to do.
#[inline(never)]
fn descend(depth: u64) -> u64 {
    if depth == 0 {
        return 1;
    }
    descend(std::hint::black_box(depth - 1)).rotate_left(7) ^ depth
}
