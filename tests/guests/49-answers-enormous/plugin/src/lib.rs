//! Answers the largest number that there is: finite itself, but no sum of two. It is taken
//! for a full car park.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    Ok(vec![
        f64::MAX;
        request.car_parks.len() * request.targets.len()
    ])
}
