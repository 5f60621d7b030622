//! Allocates until nobody gives.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

fn forecast(_request: Request) -> Result<Vec<f64>, Refusal> {
    let mut hoard: Vec<Vec<u8>> = Vec::new();
    loop {
        hoard.push(std::hint::black_box(vec![1; 1 << 20]));
    }
}
