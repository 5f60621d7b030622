//! Writes to standard output one line that does not end.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

/// Far more than the challenge's `log_bytes`, 16,384.
const PARTS: usize = 500;
const PART_BYTES: usize = 4_000;

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let part = "x".repeat(PART_BYTES);
    for _ in 0..PARTS {
        print!("{part}");
    }
    Ok(vec![0.5; request.car_parks.len() * request.targets.len()])
}
