//! Panics: the case must end as trapped, and no other case may notice.

use pilotbox_plugin::utilities::water_demand::{Refusal, Request};

pilotbox_plugin::export!(water_demand => forecast);

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    panic!(
        "this plugin panics on purpose, with {} values of history",
        request.inflow.len()
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use pilotbox_plugin::utilities::water_demand::Weather;

    #[test]
    #[should_panic(expected = "on purpose")]
    fn it_panics() {
        let weather = Weather {
            rain: vec![],
            temperature: vec![],
            humidity: vec![],
            wind: vec![],
        };
        let request = Request {
            areas: vec![],
            start: 0,
            inflow: vec![],
            weather,
            horizon: 168,
        };
        let _ = forecast(request);
    }
}
