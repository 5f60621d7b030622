//! Ends itself in the call, as if all were well.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

fn forecast(_request: Request) -> Result<Vec<f64>, Refusal> {
    std::process::exit(0)
}
