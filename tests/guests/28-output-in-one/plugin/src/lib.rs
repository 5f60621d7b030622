//! Hands over too much in one call.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

/// The challenge's `output_bytes` are 1,048,576.
const LINES: usize = 1;
const LINE_BYTES: usize = 1_048_577;

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let line = "x".repeat(LINE_BYTES);
    for _ in 0..LINES {
        pilotbox_plugin::log::info(&line);
    }
    Ok(vec![0.5; request.car_parks.len() * request.targets.len()])
}
