//! Baselines and references on the data that others have measured too.

use pilotbox_tests::{End, component, folder};

use crate::run;

/// Values of the metrics on the split `final`, in the manifest's order.
fn figures(challenge: &str, plugin: &str) -> Vec<f64> {
    let ended = run(&folder(challenge), &component(plugin))
        .args(["--split", "final", "--json"])
        .end_with(0);
    let metrics = ended.json()["metrics"].clone();
    let metrics = metrics.as_array().expect("there are metrics");
    metrics
        .iter()
        .map(|metric| metric["value"].as_f64().expect("a number"))
        .collect()
}

fn assert_near(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        let off = (found - expected).abs() / expected;
        assert!(off <= 0.05, "{found} is not within 5 % of {expected}");
    }
}

#[test]
fn parking_agrees_with_the_published_figures() {
    let parking = "challenges/mobility/parking-forecast";
    assert_near(
        &figures(parking, "parking-forecast-baseline"),
        &[3.7, 7.1, 13.1],
    );
    assert_near(
        &figures(parking, "parking-forecast-reference"),
        &[1.3, 1.9, 3.0],
    );
}

#[test]
fn water_agrees_with_the_competitions_figures() {
    let water = "challenges/utilities/water-demand";
    assert_near(
        &figures(water, "water-demand-baseline"),
        &[1.40, 5.01, 1.50],
    );
    let reference = figures(water, "water-demand-reference");
    for (found, most) in reference.iter().zip([1.30, 4.9, 1.35]) {
        assert!(*found < most, "{found} is not better than {most}");
    }
}

#[test]
fn the_optimum_of_school_admission_is_exact() {
    let found = figures(
        "challenges/services/school-admission",
        "school-admission-reference",
    );
    assert_eq!(found, [0.0, 0.0, 1.0]);
}
