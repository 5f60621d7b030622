//! Checks an answer and measures it.

use pilotbox_harness::{Outcome, PluginFault, Series, expect_finite, metrics};

use crate::setting::Metric;
use crate::window::Window;

/// Largest value of an answer and of a metric. Beyond it squares leave what a
/// float holds, and an answer made for that would look like the harness's fault.
const MAX_VALUE: f64 = 1e12;

pub(crate) fn outcome(
    metric: Metric,
    window: &Window,
    answer: &[f64],
) -> Result<Outcome, PluginFault> {
    expect_finite("forecast", answer, window.truth.len())?;
    if let Some(at) = answer.iter().position(|value| value.abs() > MAX_VALUE) {
        return Err(PluginFault::bad_answer(format!(
            "forecast: value {at} is {:e}, expected one from -{MAX_VALUE:e} to {MAX_VALUE:e}",
            answer[at]
        )));
    }
    let error = match metric {
        Metric::Mae => metrics::mae(&window.truth, answer),
        Metric::Rmse => metrics::rmse(&window.truth, answer),
        Metric::Wape => metrics::wape(&window.truth, answer),
    };
    let known = window
        .truth
        .iter()
        .filter(|value| value.is_finite())
        .count();
    Ok(Outcome::new()
        .metric(metric.name(), error.min(MAX_VALUE))
        .series(series("measured", &window.truth, &window.truth))
        .series(series("forecast", &window.truth, answer))
        .note(format!("{known} of {} steps were measured", answer.len())))
}

/// The steps that were measured: a chart has no place for NaN.
fn series(name: &str, truth: &[f64], values: &[f64]) -> Series {
    let steps = (1_u32..).map(f64::from).zip(truth.iter().zip(values));
    let known = steps.filter(|(_, (truth, _))| truth.is_finite());
    let (xs, ys) = known.map(|(step, (_, value))| (step, *value)).unzip();
    Series {
        name: name.to_owned(),
        unit: String::new(),
        xs,
        ys,
    }
}

#[cfg(test)]
mod tests {
    use pilotbox_harness::templates::forecast::Request;

    use super::*;

    fn window() -> Window {
        Window {
            request: Request {
                series: String::new(),
                step_seconds: 3600,
                times: vec![0],
                values: vec![1.0],
                now: 0,
                horizon: 3,
            },
            truth: vec![2.0, f64::NAN, 4.0],
        }
    }

    fn error(metric: Metric, answer: &[f64]) -> f64 {
        outcome(metric, &window(), answer)
            .expect("well formed")
            .metrics[0]
            .value
    }

    fn fault(answer: &[f64]) -> String {
        match outcome(Metric::Mae, &window(), answer) {
            Err(PluginFault::BadAnswer(message)) => message,
            Err(PluginFault::Declined(_)) | Ok(_) => panic!("the answer is malformed"),
        }
    }

    #[test]
    fn errors_are_over_what_was_measured() {
        let answer = [1.0, 9.0, 7.0];
        assert!((error(Metric::Mae, &answer) - 2.0).abs() < 1e-12);
        assert!((error(Metric::Rmse, &answer) - 5.0_f64.sqrt()).abs() < 1e-12);
        assert!((error(Metric::Wape, &answer) - 4.0 / 6.0).abs() < 1e-12);
    }

    #[test]
    fn wrong_lengths_and_values_are_the_plugins_fault() {
        assert!(fault(&[1.0; 2]).contains("2 values, expected 3"));
        assert!(fault(&[1.0, f64::NAN, 1.0]).contains("value 1 is NaN"));
        assert!(fault(&[1.0, 1.0, -1.1e12]).contains("value 2 is -1.1e12"));
        assert!(error(Metric::Rmse, &[1e12; 3]).is_finite());
    }

    #[test]
    fn a_chart_holds_what_was_measured() {
        let outcome = outcome(Metric::Mae, &window(), &[1.0; 3]).expect("well formed");
        assert_eq!(outcome.series[1].xs, [1.0, 3.0]);
        assert_eq!(outcome.series[0].ys, [2.0, 4.0]);
        assert_eq!(outcome.note, "2 of 3 steps were measured");
    }
}
