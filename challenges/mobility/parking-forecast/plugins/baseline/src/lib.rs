//! Persistence: a car park stays as full as it was last seen.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

/// What is said of a car park that was never seen.
const UNKNOWN: f64 = 0.5;

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let slots = request.slots.len();
    if slots == 0 {
        return Err(Refusal::HistoryTooShort(1));
    }
    let last_seen = request.occupancy.chunks(slots).map(|history| {
        history
            .iter()
            .rev()
            .copied()
            .find(|value| value.is_finite())
            .unwrap_or(UNKNOWN)
    });
    Ok(last_seen
        .flat_map(|value| vec![value; request.targets.len()])
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_value_that_was_seen_is_repeated() {
        let request = Request {
            car_parks: vec!["a".into(), "b".into(), "c".into()],
            slots: vec![480, 510],
            occupancy: vec![0.1, 0.2, 0.3, f64::NAN, f64::NAN, f64::NAN],
            targets: vec![540, 570],
        };
        let answer = forecast(request).expect("there is history");
        assert_eq!(answer, [0.2, 0.2, 0.3, 0.3, 0.5, 0.5]);
    }

    #[test]
    fn no_history_is_refused() {
        let request = Request {
            car_parks: vec![],
            slots: vec![],
            occupancy: vec![],
            targets: vec![540],
        };
        assert!(matches!(
            forecast(request),
            Err(Refusal::HistoryTooShort(1))
        ));
    }
}
