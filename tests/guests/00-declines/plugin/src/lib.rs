//! Declines every case.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

fn forecast(_request: Request) -> Result<Vec<f64>, Refusal> {
    Err(Refusal::HistoryTooShort(1_000_000))
}
