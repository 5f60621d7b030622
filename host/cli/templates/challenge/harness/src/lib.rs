//! The harness: shows a plugin the last week of three car parks, asks how full
//! each will be in an hour, and measures the answer.

mod city;
mod moment;

use moment::Moment;
use pilotbox_harness::mobility::parking_forecast;
use pilotbox_harness::{Case, Harness, Outcome, PluginFault, Split, expect_finite_grid, metrics};

/// Shares of the capacity are measured in percentage points.
const POINTS: f64 = 100.0;

/// The harness; strata and metrics have the names of `challenge.toml`.
pub struct ParkingInAnHour;

impl Harness for ParkingInAnHour {
    fn cases(split: Split) -> Vec<Case> {
        moment::all(split).iter().map(Moment::case).collect()
    }

    fn run(split: Split, id: &str) -> Result<Outcome, PluginFault> {
        // Ids come from `cases`; a trap here would be the challenge's fault.
        let moment = moment::find(split, id).expect("the split has the case");
        let answer =
            parking_forecast::forecast(&moment.request()).map_err(PluginFault::declined)?;
        measure(&moment.truth(), &answer)
    }
}

pilotbox_harness::export!(ParkingInAnHour);

/// A malformed answer is the plugin's fault, with words that help its author.
fn measure(truth: &[f64], answer: &[f64]) -> Result<Outcome, PluginFault> {
    expect_finite_grid(
        "forecast",
        answer,
        (truth.len(), "car parks"),
        (1, "target"),
    )?;
    let clamped: Vec<f64> = answer.iter().map(|share| share.clamp(0.0, 1.0)).collect();
    Ok(Outcome::new().metric("mae", POINTS * metrics::mae(truth, &clamped)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_is_measured_in_points() {
        let outcome = measure(&[0.5, 0.5], &[0.4, 7.0]).expect("it is well formed");
        assert!((outcome.metrics[0].value - 30.0).abs() < 1e-9);
    }

    #[test]
    fn malformed_answers_are_the_plugins_fault() {
        for answer in [vec![], vec![0.5; 3], vec![0.5, f64::NAN]] {
            let fault = measure(&[0.5, 0.5], &answer).err();
            assert!(matches!(fault, Some(PluginFault::BadAnswer(_))));
        }
    }
}
