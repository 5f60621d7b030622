//! Checks an answer and measures it.

use pilotbox_harness::{Outcome, PluginFault, Series, expect_finite_grid, metrics};

use crate::window::{HORIZONS, Window};

/// Shares of the capacity are measured in percentage points.
const POINTS: f64 = 100.0;

pub(crate) fn outcome(window: &Window, answer: &[f64]) -> Result<Outcome, PluginFault> {
    let car_parks = (window.car_parks.len(), "car parks");
    expect_finite_grid("forecast", answer, car_parks, (HORIZONS.len(), "targets"))?;
    let mut outcome = Outcome::new();
    let mut truths = Vec::new();
    let mut forecasts = Vec::new();
    for (horizon, minutes) in HORIZONS.iter().enumerate() {
        let truth = window.truth(horizon);
        let forecast = forecast_at(answer, horizon);
        let error = POINTS * metrics::mae(&truth, &forecast);
        outcome = outcome.metric(&format!("mae-{minutes}"), error);
        truths.push(city_mean(&truth, &truth));
        forecasts.push(city_mean(&truth, &forecast));
    }
    let outcome = outcome
        .series(series("measured", truths))
        .series(series("forecast", forecasts));
    Ok(outcome.note(worst_car_park(window, answer)))
}

/// The answer for one target, clamped as the interface says.
fn forecast_at(answer: &[f64], horizon: usize) -> Vec<f64> {
    answer
        .chunks(HORIZONS.len())
        .map(|row| row[horizon].clamp(0.0, 1.0))
        .collect()
}

/// The mean in percent over the car parks whose truth is known.
fn city_mean(truth: &[f64], values: &[f64]) -> f64 {
    let known = truth
        .iter()
        .zip(values)
        .filter(|(truth, _)| !truth.is_nan());
    POINTS * metrics::mean(known.map(|(_, value)| *value))
}

fn series(name: &str, ys: Vec<f64>) -> Series {
    let xs = HORIZONS.map(|minutes| minutes as f64).to_vec();
    Series {
        name: format!("{name}, mean of the car parks"),
        unit: "%".into(),
        xs,
        ys,
    }
}

/// Where the longest forecast went most astray.
fn worst_car_park(window: &Window, answer: &[f64]) -> String {
    let last = HORIZONS.len() - 1;
    let forecast = forecast_at(answer, last);
    let errors = window
        .truth(last)
        .into_iter()
        .zip(forecast)
        .map(|(t, f)| POINTS * (t - f).abs());
    let known = errors
        .zip(&window.car_parks)
        .filter(|(error, _)| !error.is_nan());
    match known.max_by(|(a, _), (b, _)| a.total_cmp(b)) {
        Some((error, park)) => {
            format!("largest error 120 minutes ahead: {error:.1} points at {park}")
        }
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::tests::window;

    fn metrics_of(answer: &[f64]) -> Vec<f64> {
        let outcome = outcome(&window(), answer).expect("the answer is well formed");
        outcome.metrics.iter().map(|metric| metric.value).collect()
    }

    fn fault_of(answer: &[f64]) -> String {
        match outcome(&window(), answer) {
            Err(PluginFault::BadAnswer(message)) => message,
            Err(PluginFault::Declined(_)) | Ok(_) => panic!("the answer is malformed"),
        }
    }

    #[test]
    fn errors_are_means_over_what_was_measured() {
        let found = metrics_of(&[0.2, 0.2, 0.2, 0.5, 0.5, 0.5]);
        for (found, expected) in found.iter().zip([10.0, 10.0, 25.0]) {
            assert!((found - expected).abs() < 1e-9, "{found} {expected}");
        }
    }

    #[test]
    fn answers_are_clamped_to_empty_and_full() {
        let found = metrics_of(&[-1e300, 0.4, 7.0, 0.0, 0.5, 1e300]);
        for (found, expected) in found.iter().zip([30.0, 0.0, 50.0]) {
            assert!((found - expected).abs() < 1e-9, "{found} {expected}");
        }
    }

    #[test]
    fn wrong_lengths_and_values_are_the_plugins_fault() {
        assert!(fault_of(&[]).contains("0 values, expected 6 (2 car parks x 3 targets)"));
        assert!(fault_of(&[0.5; 7]).contains("7 values, expected 6"));
        assert!(fault_of(&[0.5, 0.5, f64::NAN, 0.5, 0.5, 0.5]).contains("value 2 is NaN"));
        assert!(fault_of(&[f64::INFINITY; 6]).contains("value 0 is inf"));
    }

    #[test]
    fn the_note_names_the_worst_car_park() {
        let outcome = outcome(&window(), &[0.3, 0.4, 0.6, 0.5, 0.5, 0.9]).expect("well formed");
        assert_eq!(
            outcome.note,
            "largest error 120 minutes ahead: 50.0 points at b"
        );
        assert_eq!(outcome.series.len(), 2);
    }
}
