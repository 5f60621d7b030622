//! Asks for pollables and gives none back.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

#[link(wasm_import_module = "wasi:clocks/monotonic-clock@0.2.6")]
unsafe extern "C" {
    #[link_name = "subscribe-duration"]
    safe fn subscribe_duration(nanoseconds: u64) -> u32;
}

/// Each takes two of the 1,000 handles of a case.
const POLLABLES: usize = 501;

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    for _ in 0..POLLABLES {
        subscribe_duration(1);
    }
    Ok(vec![0.5; request.car_parks.len() * request.targets.len()])
}
