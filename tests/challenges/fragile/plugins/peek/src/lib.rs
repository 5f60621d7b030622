//! Looks for the truth where it must not be.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    match pilotbox_plugin::Table::open("cases") {
        Ok(_) => Ok(vec![request.occupancy[0] + 0.25]),
        Err(_) => Ok(request.occupancy),
    }
}
