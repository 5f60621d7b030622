//! How useful what is published still is, as a challenge's programs found it: points before
//! and after against what the policy allows. Runs no program; who does hands in the points.
//! What a policy demands and nobody measured is red, so that nobody can forget it.

use pilotbox_model::report::{Light, ProgramPoints, RiskReport, Utility};

use super::{figures::light, worst};
use crate::policy::Policy;

/// What a program of the challenge got, in points from 0 to 100.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    /// Its name in the challenge.
    pub name: String,
    /// On the raw table.
    pub before: f64,
    /// On the published one; nothing where it could not be run on that.
    pub after: Option<f64>,
}

/// Puts the points of a challenge's programs into a report in the place of the demand for
/// them, and sets the report's light anew. A program that could not be run on the published
/// table has lost all that it had. Does nothing where the policy names no challenge.
pub fn set_utility(report: &mut RiskReport, version: &str, programs: &[Points]) {
    let Some(utility) = &mut report.utility else {
        return;
    };
    let allowed = utility.max_points_lost;
    let programs: Vec<_> = programs.iter().map(|one| compared(one, allowed)).collect();
    let worst_light = programs.iter().map(|one| one.light).max();
    utility.light = worst_light.unwrap_or(Light::Red);
    utility.programs = programs;
    version.clone_into(&mut utility.version);
    report.light = worst(report);
}

/// What a policy demands, before anybody has measured it.
pub(super) fn demanded(policy: &Policy) -> Option<Utility> {
    let demanded = policy.utility.as_ref()?;
    Some(Utility {
        challenge: demanded.challenge.clone(),
        version: String::new(),
        max_points_lost: demanded.max_points_lost,
        programs: Vec::new(),
        light: Light::Red,
    })
}

/// What is missing where the policy demands a measure that the report does not have.
pub fn unmeasured(report: &RiskReport) -> Option<String> {
    let utility = report.utility.as_ref()?;
    let Utility {
        challenge,
        max_points_lost,
        programs,
        ..
    } = utility;
    programs.is_empty().then(|| {
        format!(
            "the policy demands that `{challenge}` loses at most {max_points_lost} points, which nobody has measured"
        )
    })
}

fn compared(points: &Points, allowed: f64) -> ProgramPoints {
    let lost = points.before - points.after.unwrap_or(0.0);
    // What is no number must not pass for nothing lost.
    let points_lost = if lost.is_nan() {
        f64::NAN
    } else {
        lost.max(0.0)
    };
    ProgramPoints {
        name: points.name.clone(),
        before: points.before,
        after: points.after,
        points_lost,
        light: light(points_lost, allowed),
    }
}

#[cfg(test)]
mod tests {
    use pilotbox_model::{
        Digest,
        api::challenges::Bilingual,
        report::{Figure, FigureKind, Promise},
    };

    use super::*;

    const POLICY: &str = include_str!("../../fixtures/policy/water-meters.toml");

    fn policy(max_points_lost: f64) -> Policy {
        let mut policy = Policy::from_toml(POLICY).expect("the fixture is right");
        policy.utility = Some(crate::policy::Utility {
            challenge: "leaks".to_owned(),
            max_points_lost,
        });
        policy
    }

    fn report(max_points_lost: f64) -> RiskReport {
        RiskReport {
            dataset: "water-meters".to_owned(),
            version: "1.0.0".to_owned(),
            title: Bilingual {
                bg: "Водомери".to_owned(),
                en: "Water meters".to_owned(),
            },
            policy: Digest::of(POLICY.as_bytes()),
            light: Light::Red,
            rows_before: 1,
            rows_after: 1,
            rows_suppressed: 0,
            figures: Vec::new(),
            promises: Vec::new(),
            crowds: Vec::new(),
            columns: Vec::new(),
            utility: demanded(&policy(max_points_lost)),
        }
    }

    fn measured(max_points_lost: f64, after: Option<f64>) -> RiskReport {
        let mut report = report(max_points_lost);
        let programs = [
            points("baseline", 5.0, Some(6.0)),
            points("reference", 90.0, after),
        ];
        set_utility(&mut report, "0.1.0", &programs);
        report
    }

    fn points(name: &str, before: f64, after: Option<f64>) -> Points {
        Points {
            name: name.to_owned(),
            before,
            after,
        }
    }

    #[test]
    fn the_program_that_lost_most_decides_the_light() {
        for (allowed, after, lost, expected) in [
            (10.0, Some(85.0), 5.0, Light::Green),
            (10.0, Some(81.0), 9.0, Light::Amber),
            (10.0, Some(79.0), 11.0, Light::Red),
            (10.0, Some(95.0), 0.0, Light::Green),
            (80.0, None, 90.0, Light::Red),
        ] {
            let report = measured(allowed, after);
            assert_eq!(report.light, expected, "{after:?}");
            let utility = report.utility.expect("it was measured");
            let [baseline, reference] = utility.programs.as_slice() else {
                panic!("{utility:?}");
            };
            assert!(baseline.points_lost.abs() < 1e-12, "{utility:?}");
            assert!((reference.points_lost - lost).abs() < 1e-12, "{utility:?}");
            assert_eq!((utility.light, reference.light), (expected, expected));
        }
    }

    #[test]
    fn a_report_that_was_red_for_another_reason_stays_red() {
        let programs = [points("reference", 90.0, Some(90.0))];
        let mut risky = report(10.0);
        risky.figures.push(Figure {
            kind: FigureKind::Loss,
            before: 0.0,
            after: 1.0,
            threshold: 0.5,
            light: Light::Red,
        });
        let mut broken = report(10.0);
        broken.promises.push(Promise {
            name: "k-anonymity".to_owned(),
            broken: vec!["a crowd is too small".to_owned()],
        });
        for mut report in [risky, broken] {
            set_utility(&mut report, "0.1.0", &programs);
            assert_eq!(report.light, Light::Red);
        }
    }

    #[test]
    fn what_is_no_number_and_what_was_not_measured_is_never_good() {
        for programs in [Vec::new(), vec![points("reference", f64::NAN, Some(90.0))]] {
            let mut report = report(10.0);
            set_utility(&mut report, "0.1.0", &programs);
            assert_eq!(report.light, Light::Red, "{programs:?}");
        }
    }

    #[test]
    fn a_demand_that_nobody_measured_is_named() {
        let told =
            "the policy demands that `leaks` loses at most 10 points, which nobody has measured";
        assert_eq!(unmeasured(&report(10.0)).as_deref(), Some(told));
        assert_eq!(unmeasured(&measured(10.0, None)), None);
        let mut without = policy(10.0);
        without.utility = None;
        let mut report = report(10.0);
        report.utility = demanded(&without);
        report.light = Light::Green;
        set_utility(&mut report, "0.1.0", &[points("reference", 90.0, None)]);
        assert_eq!((unmeasured(&report), report.light), (None, Light::Green));
    }
}
