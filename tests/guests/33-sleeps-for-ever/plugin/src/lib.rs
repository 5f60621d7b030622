//! Sleeps for ever, as often as it may.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

use std::{thread::sleep, time::Duration};

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    for _ in 0..20 {
        sleep(Duration::MAX);
    }
    println!("awake");
    Ok(vec![0.5; request.car_parks.len() * request.targets.len()])
}
