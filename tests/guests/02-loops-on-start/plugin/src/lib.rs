//! Loops while it is instantiated, before any call that the harness brackets.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

/// Called by whoever instantiates a component that has it.
#[cfg(target_arch = "wasm32")]
#[unsafe(no_mangle)]
pub extern "C" fn _initialize() {
    while std::hint::black_box(true) {}
}

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    Ok(vec![0.5; request.car_parks.len() * request.targets.len()])
}
