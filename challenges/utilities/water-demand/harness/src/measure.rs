//! Checks an answer and measures it by the three indicators of the Battle of
//! Water Demand Forecasting. Source: Alvisi et al., "Battle of Water Demand
//! Forecasting", Journal of Water Resources Planning and Management 151 (2025).

use pilotbox_harness::{Outcome, PluginFault, Series, expect_finite, metrics};

use crate::week::HORIZON;

const DAY: usize = 24;

/// Forecasts are clamped to this many L/s either way, five times the largest
/// flow there is, so that no finite answer makes an error that is not.
const LARGEST: f64 = 500.0;

pub(crate) fn outcome(truth: &[f64], answer: &[f64]) -> Result<Outcome, PluginFault> {
    expect_finite("forecast", answer, HORIZON)?;
    let forecast: Vec<_> = answer
        .iter()
        .map(|flow| flow.clamp(-LARGEST, LARGEST))
        .collect();
    let (first_day, other_days) = (&forecast[..DAY], &forecast[DAY..]);
    let (first_truth, other_truth) = (&truth[..DAY], &truth[DAY..]);
    Ok(Outcome::new()
        .metric("pi1", metrics::mae(first_truth, first_day))
        .metric("pi2", metrics::max_error(first_truth, first_day))
        .metric("pi3", metrics::mae(other_truth, other_days))
        .series(series("measured", truth))
        .series(series("forecast", &forecast))
        .note(missing(truth)))
}

/// A line for a chart; hours that were not measured are left out.
fn series(name: &str, values: &[f64]) -> Series {
    let hours = (0..HORIZON).map(|hour| hour as f64);
    let points = hours.zip(values).filter(|(_, value)| !value.is_nan());
    let (xs, ys) = points.map(|(hour, value)| (hour, *value)).unzip();
    Series {
        name: name.to_owned(),
        unit: "L/s".to_owned(),
        xs,
        ys,
    }
}

fn missing(truth: &[f64]) -> String {
    match truth.iter().filter(|value| value.is_nan()).count() {
        0 => String::new(),
        count => format!("{count} hours were not measured and do not count"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metrics_of(truth: &[f64], answer: &[f64]) -> Vec<f64> {
        let outcome = outcome(truth, answer).expect("the answer is well formed");
        outcome.metrics.iter().map(|metric| metric.value).collect()
    }

    fn fault_of(answer: &[f64]) -> String {
        match outcome(&[5.0; HORIZON], answer) {
            Err(PluginFault::BadAnswer(message)) => message,
            Err(PluginFault::Declined(_)) | Ok(_) => panic!("the answer is malformed"),
        }
    }

    #[test]
    fn the_first_day_and_the_rest_are_measured_apart() {
        let mut answer = [7.0; HORIZON];
        answer[..12].fill(5.0);
        answer[23] = 1.0;
        let found = metrics_of(&[5.0; HORIZON], &answer);
        for (found, expected) in found.iter().zip([26.0 / 24.0, 4.0, 2.0]) {
            assert!((found - expected).abs() < 1e-9, "{found} {expected}");
        }
    }

    #[test]
    fn hours_without_a_measurement_do_not_count() {
        let mut truth = [5.0; HORIZON];
        truth[..20].fill(f64::NAN);
        let mut answer = [5.0; HORIZON];
        answer[0] = 400.0;
        answer[21] = 6.0;
        let found = metrics_of(&truth, &answer);
        for (found, expected) in found.iter().zip([0.25, 1.0, 0.0]) {
            assert!((found - expected).abs() < 1e-9, "{found} {expected}");
        }
        let outcome = outcome(&truth, &answer).expect("well formed");
        assert_eq!(outcome.note, "20 hours were not measured and do not count");
        assert_eq!(outcome.series[0].xs.len(), HORIZON - 20);
    }

    #[test]
    fn huge_answers_give_finite_errors() {
        let found = metrics_of(&[5.0; HORIZON], &[f64::MAX; HORIZON]);
        assert!(
            found.iter().all(|error| (error - 495.0).abs() < 1e-9),
            "{found:?}"
        );
    }

    #[test]
    fn wrong_lengths_and_values_are_the_plugins_fault() {
        assert!(fault_of(&[]).contains("0 values, expected 168"));
        assert!(fault_of(&[5.0; 169]).contains("169 values, expected 168"));
        let mut answer = [5.0; HORIZON];
        answer[100] = f64::NAN;
        assert!(fault_of(&answer).contains("value 100 is NaN"));
        answer[3] = f64::NEG_INFINITY;
        assert!(fault_of(&answer).contains("value 3 is -inf"));
    }
}
