//! Makes a harness measure what is finite in each case, but has no mean.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

fn forecast(_request: Request) -> Result<Vec<f64>, Refusal> {
    Ok(vec![f64::MAX])
}
