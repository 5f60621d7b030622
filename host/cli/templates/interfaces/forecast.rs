use pilotbox_plugin::templates::forecast::{Refusal, Request};

pilotbox_plugin::export!(forecast => forecast);

/// Repeats the last value that was seen. Make it better.
fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let last = request.values.iter().rev().find(|value| value.is_finite());
    match last {
        Some(last) => Ok(vec![*last; request.horizon as usize]),
        None => Err(Refusal::HistoryTooShort(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(values: Vec<f64>) -> Request {
        Request {
            series: String::new(),
            step_seconds: 3600,
            times: (0..).take(values.len()).map(|at| at * 3600).collect(),
            now: 7200,
            horizon: 2,
            values,
        }
    }

    #[test]
    fn the_last_value_that_was_seen_is_repeated() {
        let answer = forecast(request(vec![1.0, 2.0, f64::NAN])).expect("there is history");
        assert_eq!(answer, [2.0, 2.0]);
    }

    #[test]
    fn no_history_is_refused() {
        let refusal = forecast(request(vec![f64::NAN])).expect_err("there is none");
        assert!(matches!(refusal, Refusal::HistoryTooShort(1)));
    }
}
