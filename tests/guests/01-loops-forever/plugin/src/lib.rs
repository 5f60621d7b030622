//! Loops for ever.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let mut sum = 0.0;
    loop {
        sum += std::hint::black_box(request.occupancy[0]);
        if sum < 0.0 {
            return Ok(vec![sum]);
        }
    }
}
