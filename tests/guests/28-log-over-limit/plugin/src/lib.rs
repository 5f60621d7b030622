//! Logs one line too many.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

/// The challenge's `log_bytes` are 16,384; a line costs its bytes and one more.
const LINES: usize = 17;
const LINE_BYTES: usize = 1_023;

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let line = "x".repeat(LINE_BYTES);
    for _ in 0..LINES {
        pilotbox_plugin::log::info(&line);
    }
    Ok(vec![0.5; request.car_parks.len() * request.targets.len()])
}
