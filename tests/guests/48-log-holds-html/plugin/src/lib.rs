//! Logs what a page must not take for its own. The log keeps it to the letter; whoever shows
//! it escapes it.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    pilotbox_plugin::log::error("<img src=x onerror=alert(1)></pre>&amp;");
    Ok(vec![0.5; request.car_parks.len() * request.targets.len()])
}
