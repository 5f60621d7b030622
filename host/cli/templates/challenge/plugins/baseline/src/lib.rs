//! The baseline: what is done today, or the simplest thing that could be done.
//! It scores near 0. Here: a car park stays as full as it was last seen.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

/// What is said of a car park that was never seen.
const UNKNOWN: f64 = 0.5;

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    if request.slots.is_empty() {
        return Err(Refusal::HistoryTooShort(1));
    }
    let histories = request.occupancy.chunks(request.slots.len());
    let last = histories.map(|history| {
        let seen = history.iter().rev().find(|share| share.is_finite());
        seen.copied().unwrap_or(UNKNOWN)
    });
    let targets = request.targets.len();
    Ok(last.flat_map(|share| vec![share; targets]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_value_that_was_seen_is_repeated() {
        let request = Request {
            car_parks: vec!["a".into(), "b".into(), "c".into()],
            slots: vec![480, 540],
            occupancy: vec![0.1, 0.2, 0.3, f64::NAN, f64::NAN, f64::NAN],
            targets: vec![600],
        };
        assert_eq!(forecast(request).ok(), Some(vec![0.2, 0.3, 0.5]));
    }
}
