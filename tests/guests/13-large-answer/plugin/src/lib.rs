//! Answers with far more than was asked for, but no more than memory holds.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

/// As long as fits both memories: this guest's own and what is left of its budget for the
/// harness's.
const VALUES: usize = 300_000;

fn forecast(_request: Request) -> Result<Vec<f64>, Refusal> {
    Ok(vec![0.5; VALUES])
}
