//! Answers one infinity.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let mut answer = vec![0.5; request.car_parks.len() * request.targets.len()];
    if let Some(last) = answer.last_mut() {
        *last = f64::NEG_INFINITY;
    }
    Ok(answer)
}
