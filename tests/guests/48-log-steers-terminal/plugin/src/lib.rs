//! Logs codes that steer a terminal.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    pilotbox_plugin::log::error("\u{1b}[2Jgone\r\u{7}");
    Ok(vec![0.5; request.car_parks.len() * request.targets.len()])
}
