//! Writes to standard output for ever.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

const LINE_BYTES: usize = 4_000;

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let line = "x".repeat(LINE_BYTES);
    while std::hint::black_box(true) {
        println!("{line}");
    }
    Ok(vec![0.5; request.car_parks.len() * request.targets.len()])
}
