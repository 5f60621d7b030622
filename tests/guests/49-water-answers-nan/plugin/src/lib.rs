//! Answers NaN.

use pilotbox_plugin::utilities::water_demand::{Refusal, Request};

pilotbox_plugin::export!(water_demand => forecast);

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    Ok(vec![
        f64::NAN;
        request.areas.len() * request.horizon as usize
    ])
}
