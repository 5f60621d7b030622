//! The reference: what a good week of work reaches. It scores near 100, and
//! startups do not get it. Here: the last value, and the mean change between
//! the same two hours of the days before.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

const DAY_MINUTES: i64 = 24 * 60;
const DAYS: i64 = 7;
/// What is said of a car park that was never seen.
const UNKNOWN: f64 = 0.5;

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    if request.slots.is_empty() {
        return Err(Refusal::HistoryTooShort(1));
    }
    let histories = request.occupancy.chunks(request.slots.len());
    let forecasts = histories.flat_map(|history| {
        let targets = request.targets.iter();
        targets.map(|target| forecast_one(&request.slots, history, *target))
    });
    Ok(forecasts.collect())
}

fn forecast_one(slots: &[i64], history: &[f64], target: i64) -> f64 {
    let seen = |slot: i64| {
        let share = history[slots.binary_search(&slot).ok()?];
        share.is_finite().then_some(share)
    };
    let Some(last) = history.iter().rposition(|share| share.is_finite()) else {
        return UNKNOWN;
    };
    let days = (1..=DAYS).map(|days| days * DAY_MINUTES);
    let changes: Vec<f64> = days
        .filter_map(|back| Some(seen(target - back)? - seen(slots[last] - back)?))
        .collect();
    let change = changes.iter().sum::<f64>() / changes.len().max(1) as f64;
    (history[last] + change).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 08:00 and 09:00 of a day, and 08:00 of the next.
    fn only(occupancy: Vec<f64>) -> f64 {
        let request = Request {
            car_parks: vec!["a".into()],
            slots: vec![480, 540, DAY_MINUTES + 480],
            occupancy,
            targets: vec![DAY_MINUTES + 540],
        };
        forecast(request).expect("there is history")[0]
    }

    #[test]
    fn the_usual_change_is_added() {
        assert!((only(vec![0.2, 0.3, 0.5]) - 0.6).abs() < 1e-9);
        assert!((only(vec![0.2, 0.9, 0.5]) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn holes_are_left_out() {
        assert!((only(vec![0.2, f64::NAN, 0.5]) - 0.5).abs() < 1e-9);
        assert!((only(vec![f64::NAN; 3]) - UNKNOWN).abs() < 1e-9);
    }
}
