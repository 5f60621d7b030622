//! What is there now, plus the change between the same two slots on the last
//! days of the same weekday. The latest of those days counts most.

mod history;

use history::History;
use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

const DAY_MINUTES: i64 = 24 * 60;
const WEEK_MINUTES: i64 = 7 * DAY_MINUTES;
/// So many days of the same weekday are averaged,
const DAYS: usize = 3;
/// looked for so many weeks back, since a day may be missing,
const WEEKS: i64 = 5;
/// and each weighs this much of the one after it.
const DECAY: f64 = 0.6;
/// What is said of a car park that was never seen.
const UNKNOWN: f64 = 0.5;

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let Some(&now) = request.slots.last() else {
        return Err(Refusal::HistoryTooShort(1));
    };
    let mut answer = Vec::with_capacity(request.car_parks.len() * request.targets.len());
    for values in request.occupancy.chunks(request.slots.len()) {
        let history = History {
            slots: &request.slots,
            values,
        };
        answer.extend(
            request
                .targets
                .iter()
                .map(|target| forecast_one(&history, now, *target)),
        );
    }
    Ok(answer)
}

fn forecast_one(history: &History, now: i64, target: i64) -> f64 {
    let Some((seen, value)) = history.last() else {
        return UNKNOWN;
    };
    let weeks = || (1..=WEEKS).map(|week| week * WEEK_MINUTES);
    if seen.div_euclid(DAY_MINUTES) == now.div_euclid(DAY_MINUTES) {
        let changes =
            weeks().filter_map(|back| Some(history.at(target - back)? - history.at(seen - back)?));
        (value + weighted_mean(changes).unwrap_or(0.0)).clamp(0.0, 1.0)
    } else {
        // Not seen today: yesterday's last value says little about this hour.
        weighted_mean(weeks().filter_map(|back| history.at(target - back))).unwrap_or(value)
    }
}

/// The mean of the first few values, each weighing less than the one before.
fn weighted_mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut weights, mut weight) = (0.0, 0.0, 1.0);
    for value in values.take(DAYS) {
        sum += weight * value;
        weights += weight;
        weight *= DECAY;
    }
    (weights > 0.0).then(|| sum / weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Monday 08:00 and 09:00 of three weeks: on the first two Mondays the car
    /// park filled by 0.1 and by 0.3 in that hour.
    fn request(today: f64) -> Request {
        let week = WEEK_MINUTES;
        Request {
            car_parks: vec!["a".into()],
            slots: vec![480, 540, week + 480, week + 540, 2 * week + 480],
            occupancy: vec![0.2, 0.3, 0.4, 0.7, today],
            targets: vec![2 * week + 540],
        }
    }

    fn only(request: Request) -> f64 {
        forecast(request).expect("there is history")[0]
    }

    #[test]
    fn the_usual_change_is_added_to_the_present() {
        let expected = 0.5 + (0.3 + 0.6 * 0.1) / 1.6;
        assert!((only(request(0.5)) - expected).abs() < 1e-12);
    }

    #[test]
    fn a_full_car_park_stays_full() {
        assert!((only(request(0.95)) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_car_park_not_seen_today_gets_its_usual_level() {
        let expected = (0.7 + 0.6 * 0.3) / 1.6;
        assert!((only(request(f64::NAN)) - expected).abs() < 1e-12);
    }

    #[test]
    fn a_day_with_a_hole_is_left_out() {
        let mut request = request(0.5);
        request.occupancy[3] = f64::NAN;
        assert!((only(request) - 0.6).abs() < 1e-12);
    }

    #[test]
    fn nothing_known_still_gives_an_answer() {
        let mut request = request(0.5);
        request.occupancy = vec![f64::NAN; 5];
        assert!((only(request) - UNKNOWN).abs() < 1e-12);
    }
}
