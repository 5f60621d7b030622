//! Each risk against its threshold.

use pilotbox_model::report::{Figure, FigureKind, Light};

use crate::{measure::Risks, policy::Policy};

/// From this part of a threshold on a figure is near it.
const NEAR: f64 = 0.8;

/// All figures of a report.
pub(super) fn figures(policy: &Policy, before: &Risks, after: &Risks, loss: f64) -> Vec<Figure> {
    let limits = policy.thresholds;
    let risk =
        |kind, threshold, of: fn(&Risks) -> f64| figure(kind, of(before), of(after), threshold);
    vec![
        risk(FigureKind::Prosecutor, limits.prosecutor, |risks| {
            risks.prosecutor.highest
        }),
        risk(FigureKind::Journalist, limits.journalist, |risks| {
            risks.journalist.highest
        }),
        risk(FigureKind::Marketer, limits.marketer, |risks| {
            risks.marketer
        }),
        risk(FigureKind::Uniqueness, limits.uniqueness, |risks| {
            risks.uniqueness
        }),
        figure(FigureKind::Loss, 0.0, loss, limits.loss),
    ]
}

fn figure(kind: FigureKind, before: f64, after: f64, threshold: f64) -> Figure {
    Figure {
        kind,
        before,
        after,
        threshold,
        light: light(after, threshold),
    }
}

/// What is no number is beyond every threshold.
pub(super) fn light(value: f64, threshold: f64) -> Light {
    if value.is_nan() || value > threshold {
        Light::Red
    } else if value > threshold * NEAR {
        Light::Amber
    } else {
        Light::Green
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_amber_near_its_threshold_and_red_beyond() {
        assert_eq!(light(0.16, 0.2), Light::Green);
        assert_eq!(light(0.17, 0.2), Light::Amber);
        assert_eq!(light(0.2, 0.2), Light::Amber);
        assert_eq!(light(0.2_f64.next_up(), 0.2), Light::Red);
        assert_eq!(light(0.0, 0.0), Light::Green);
        assert_eq!(light(f64::NAN, 1.0), Light::Red);
    }
}
