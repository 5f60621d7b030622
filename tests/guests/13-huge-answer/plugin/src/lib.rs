//! Answers with more than the harness may hold.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

/// As much as fits this guest's own memory; what crosses over is
/// charged to the one who sends it.
const VALUES: usize = 1_900_000;

fn forecast(_request: Request) -> Result<Vec<f64>, Refusal> {
    Ok(vec![0.5; VALUES])
}
