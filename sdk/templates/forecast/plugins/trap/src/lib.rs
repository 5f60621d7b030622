//! Panics: the case must end as trapped, and no other case may notice.

use pilotbox_plugin::templates::forecast::{Refusal, Request};

pilotbox_plugin::export!(forecast => forecast);

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    panic!(
        "this plugin panics on purpose, with {} values of history",
        request.values.len()
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "on purpose")]
    fn it_panics() {
        let request = Request {
            series: String::new(),
            step_seconds: 3600,
            times: vec![0],
            values: vec![1.0],
            now: 0,
            horizon: 1,
        };
        let _ = forecast(request);
    }
}
