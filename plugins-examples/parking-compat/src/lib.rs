//! Parking in ordinary Rust: a program that was not written for a sandbox. It
//! sums up the usual change between two times of a weekday in a `HashMap`,
//! times itself with an `Instant`, and prints with `println!`.
//!
//! Profile compat gives all of that, made harmless: what is printed goes to the
//! run's log, and randomness and time follow from the seed of the case. So the
//! `HashMap` hashes alike in every replay, and the `Instant` counts its readings
//! and not the time that passes.

use std::collections::HashMap;
use std::time::Instant;

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

const DAY_MINUTES: i64 = 24 * 60;

/// What is said of a car park that was never seen.
const UNKNOWN: f64 = 0.5;

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let started = Instant::now();
    let Some(&now) = request.slots.last() else {
        return Err(Refusal::HistoryTooShort(1));
    };
    let mut answer = Vec::new();
    for history in request.occupancy.chunks(request.slots.len()) {
        let seen = Seen::new(&request.slots, history);
        answer.extend(request.targets.iter().map(|target| seen.at(now, *target)));
    }
    println!(
        "{} values after {:?} of the sandbox's clock",
        answer.len(),
        started.elapsed()
    );
    Ok(answer)
}

/// What was seen of one car park.
struct Seen {
    /// Share of the places taken, by slot.
    shares: HashMap<i64, f64>,
    /// The latest slot that was seen, and the share in it.
    last: Option<(i64, f64)>,
}

impl Seen {
    fn new(slots: &[i64], history: &[f64]) -> Self {
        let pairs = slots.iter().copied().zip(history.iter().copied());
        let measured = pairs.filter(|(_, share)| share.is_finite());
        Self {
            last: measured.clone().next_back(),
            shares: measured.collect(),
        }
    }

    /// The forecast for a slot: the last share that was seen today, and what
    /// the same weekday added to it in weeks before; without one the usual share.
    fn at(&self, now: i64, target: i64) -> f64 {
        let Some((slot, share)) = self.last else {
            return UNKNOWN;
        };
        let expected = if slot.div_euclid(DAY_MINUTES) == now.div_euclid(DAY_MINUTES) {
            share
                + self
                    .mean_of_weeks(|back| {
                        Some(self.before(target, back)? - self.before(slot, back)?)
                    })
                    .unwrap_or(0.0)
        } else {
            self.mean_of_weeks(|back| self.before(target, back))
                .unwrap_or(share)
        };
        expected.clamp(0.0, 1.0)
    }

    fn before(&self, slot: i64, weeks: i64) -> Option<f64> {
        self.shares.get(&(slot - weeks * 7 * DAY_MINUTES)).copied()
    }

    /// The mean over the weeks that know the value; `None` if none does.
    fn mean_of_weeks(&self, value: impl Fn(i64) -> Option<f64>) -> Option<f64> {
        // A fixed order: sums over a `HashMap`'s own order would differ from
        // seed to seed in their last bits.
        let values: Vec<f64> = (1..=5).filter_map(value).collect();
        (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEEK: i64 = 7 * DAY_MINUTES;

    /// 08:00 and 09:00 of two Mondays and 08:00 of the third, whose 09:00 is to
    /// be forecast.
    fn request(first: [f64; 2], second: [f64; 2], today: f64) -> Request {
        Request {
            car_parks: vec!["a".into()],
            slots: vec![480, 540, WEEK + 480, WEEK + 540, 2 * WEEK + 480],
            occupancy: [first.as_slice(), &second, &[today]].concat(),
            targets: vec![2 * WEEK + 540],
        }
    }

    fn assert_forecast(request: Request, expected: f64) {
        let found = forecast(request).expect("there is history")[0];
        assert!((found - expected).abs() < 1e-9, "{found}, not {expected}");
    }

    #[test]
    fn the_mean_change_of_past_weeks_is_added() {
        assert_forecast(request([0.2, 0.3], [0.4, 0.7], 0.5), 0.7);
    }

    #[test]
    fn a_week_with_a_hole_is_left_out() {
        assert_forecast(request([0.2, 0.3], [0.4, f64::NAN], 0.5), 0.6);
    }

    #[test]
    fn no_car_park_is_more_than_full() {
        assert_forecast(request([0.2, 0.9], [0.2, 0.9], 0.8), 1.0);
    }

    #[test]
    fn without_a_value_of_today_the_usual_share_is_expected() {
        assert_forecast(request([0.2, 0.3], [0.4, 0.7], f64::NAN), 0.5);
    }

    #[test]
    fn nothing_seen_still_gives_an_answer() {
        assert_forecast(request([f64::NAN; 2], [f64::NAN; 2], f64::NAN), UNKNOWN);
    }

    #[test]
    fn no_history_is_refused() {
        let mut request = request([0.2, 0.3], [0.4, 0.7], 0.5);
        request.slots.clear();
        request.occupancy.clear();
        assert!(matches!(
            forecast(request),
            Err(Refusal::HistoryTooShort(1))
        ));
    }
}
