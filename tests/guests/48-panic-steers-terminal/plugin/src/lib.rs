//! Panics with a text that steers a terminal.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

fn forecast(_request: Request) -> Result<Vec<f64>, Refusal> {
    panic!("\u{1b}]0;gone\u{7}\u{9b}2J")
}
