//! Panics: the case must end as trapped, and no other case may notice.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    panic!(
        "this plugin panics on purpose, with {} slots of history",
        request.slots.len()
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "on purpose")]
    fn it_panics() {
        let request = Request {
            car_parks: vec![],
            slots: vec![],
            occupancy: vec![],
            targets: vec![],
        };
        let _ = forecast(request);
    }
}
