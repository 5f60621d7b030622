//! The smallest plugin of profile compat: its runtime starts, and it answers.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    println!("{} values", request.occupancy.len());
    Ok(vec![0.0])
}
