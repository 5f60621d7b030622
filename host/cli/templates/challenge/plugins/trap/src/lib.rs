//! Panics: its case must end as trapped, and no other case may notice.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let slots = request.slots.len();
    panic!("this plugin panics on purpose, after {slots} slots of history");
}
