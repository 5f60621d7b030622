//! Opens many tables, one after the other, and gives each back.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

use pilotbox_plugin::raw::pilotbox::plugin::data;

/// Far more than a case may hold at once.
const HANDLES: usize = 5_000;

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    for _ in 0..HANDLES {
        drop(data::open("car-parks").expect("the table is granted"));
    }
    Ok(vec![0.5; request.car_parks.len() * request.targets.len()])
}
