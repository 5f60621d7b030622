//! Logs codes that turn the direction of what is read, or hide it.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    pilotbox_plugin::log::error("\u{202e}derocs\u{2066}\u{200b}\u{feff}\u{2028}end");
    Ok(vec![0.5; request.car_parks.len() * request.targets.len()])
}
