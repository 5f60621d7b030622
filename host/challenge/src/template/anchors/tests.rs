use pilotbox_model::{Interval, ScoreParts, StratumScore};

use super::*;
use crate::{
    lint::parse_manifest,
    template::{TemplateKind, fixture, manifest as written},
};

fn manifest(kind: TemplateKind) -> (String, Manifest) {
    let strata = ["p0".to_owned(), "p1".to_owned()];
    let text = written::text(&fixture::form(kind), &strata);
    let manifest = parse_manifest(&text).expect("it is valid");
    (text, manifest)
}

fn metric(value: f64) -> Vec<MetricScore> {
    vec![MetricScore {
        name: "mae".to_owned(),
        value,
        unit: "l".to_owned(),
        normalised: 0.0,
    }]
}

/// A score of these values: over all, and of each stratum.
fn score(overall: f64, strata: &[(&str, f64)]) -> Score {
    let stratum = |(name, value): &(&str, f64)| StratumScore {
        name: (*name).to_owned(),
        cases: 3,
        failed: 0,
        quality: 0.0,
        metrics: metric(*value),
    };
    Score {
        total: 0.0,
        interval: Interval {
            low: 0.0,
            high: 0.0,
            level: 0.95,
            draws: 1,
            blocks: 1,
            reliable: false,
        },
        parts: ScoreParts {
            quality: 0.0,
            equity: 0.0,
            robustness: None,
            cost: 0.0,
        },
        metrics: metric(overall),
        strata: strata.iter().map(stratum).collect(),
        broken_gates: Vec::new(),
        fuel_p95: 0,
    }
}

#[test]
fn anchors_are_what_baseline_and_reference_reach() {
    let (text, manifest) = manifest(TemplateKind::Forecast);
    let baseline = score(3.0, &[("p0", 2.0), ("p1", 4.0)]);
    let reference = score(1.5, &[("p0", 1.0), ("p1", 2.0)]);
    let anchors = anchors_of(&manifest, &baseline, &reference).expect("the reference is better");
    let text = with_anchors(&text, &anchors);
    let set = parse_manifest(&text).expect("it is valid");
    let metric = &set.metrics[0];
    assert!((metric.baseline - 3.0).abs() < 1e-12 && (metric.target - 1.5).abs() < 1e-12);
    assert!(
        (metric.floor - 8.0).abs() < 1e-12,
        "twice the worst baseline"
    );
    assert_eq!(metric.anchors["p1"], anchors.strata["p1"]);
    let same = Manifest {
        metrics: manifest.metrics.clone(),
        ..set.clone()
    };
    assert_eq!(same, manifest, "nothing else changes");
    assert_eq!(with_anchors(&text, &anchors), text, "set again they stay");
}

#[test]
fn a_metric_of_which_more_is_better_has_its_floor_below() {
    let (text, manifest) = manifest(TemplateKind::Classify);
    let anchors = anchors_of(&manifest, &score(0.5, &[]), &score(0.8, &[])).expect("better");
    assert!(anchors.floor.abs() < 1e-12);
    assert!(parse_manifest(&with_anchors(&text, &anchors)).is_ok());
}

#[test]
fn a_reference_that_is_no_better_is_refused() {
    let (_, manifest) = manifest(TemplateKind::Forecast);
    let refused = |baseline: &Score, reference: &Score| {
        let errors = anchors_of(&manifest, baseline, reference).expect_err("nothing to score by");
        errors
            .into_iter()
            .map(|error| error.message)
            .collect::<Vec<_>>()
            .join("\n")
    };
    let (two, three) = (score(2.0, &[]), score(3.0, &[]));
    assert!(refused(&two, &three).starts_with("in the whole table the reference reaches `3`"));
    assert!(refused(&two, &two).contains("too little to score by"));
    assert!(anchors_of(&manifest, &two, &score(1.98, &[])).is_ok());
    refused(&two, &score(1.99, &[]));
    let one = refused(&score(2.0, &[("p0", 1.0)]), &score(1.0, &[("p0", 1.0)]));
    assert!(one.starts_with("in stratum `p0`"), "{one}");
}
