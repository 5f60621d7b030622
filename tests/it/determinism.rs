//! The same plugin, challenge and seed give the same bytes: in two processes,
//! with any number of runners, from a warm or a cold cache.

use std::path::Path;

use pilotbox_tests::{End, component, folder, scratch};
use serde_json::Value;

use crate::run;

/// Runs twice with one and two runners and demands equal bytes; the second run
/// compiles for itself.
fn assert_replays(challenge: &Path, plugin: &str) -> Value {
    let cold = scratch();
    let one = run(challenge, &component(plugin))
        .args(["--json", "--jobs", "1"])
        .end();
    let two = run(challenge, &component(plugin))
        .args(["--json", "--jobs", "2"])
        .env("PILOTBOX_CACHE", cold.path())
        .end();
    assert_eq!(one.code, two.code, "{plugin}");
    assert!(one.stdout == two.stdout, "{plugin} gave two results");
    one.json()
}

fn fuel(run: &Value) -> Vec<u64> {
    let cases = run["cases"].as_array().expect("there are cases");
    cases
        .iter()
        .map(|case| case["fuel"].as_u64().expect("fuel is counted"))
        .collect()
}

#[test]
fn pure_plugins_replay_to_the_byte() {
    for (challenge, plugin) in [
        (
            "challenges/mobility/parking-forecast",
            "parking-forecast-reference",
        ),
        (
            "challenges/utilities/water-demand",
            "water-demand-reference",
        ),
        (
            "challenges/services/school-admission",
            "school-admission-reference",
        ),
    ] {
        let run = assert_replays(&folder(challenge), plugin);
        let fuel = fuel(&run);
        assert!(fuel.iter().all(|fuel| *fuel > 0), "{plugin}: {fuel:?}");
        for key in [
            "verdict", "score", "interval", "metrics", "strata", "cases", "digests", "engine",
        ] {
            assert!(!run[key].is_null(), "{plugin}: `{key}` is missing");
        }
    }
}

#[test]
fn a_compat_plugin_with_clock_and_randomness_replays_to_the_byte() {
    let parking = folder("challenges/mobility/parking-forecast");
    let run = assert_replays(&parking, "guest-compat-looks-around");
    assert_eq!(run["profile"], "compat");
}

#[test]
fn failures_replay_to_the_byte() {
    let fragile = folder("tests/challenges/fragile");
    for plugin in [
        "guest-loops-on-start",
        "guest-memory-bomb",
        "guest-recursion-over",
        "guest-output-over-limit",
        "guest-breaks-harness",
    ] {
        assert_replays(&fragile, plugin);
    }
    let parking = folder("challenges/mobility/parking-forecast");
    assert_replays(&parking, "guest-fails-now-and-then");
}

#[test]
fn the_seed_reaches_compats_randomness_and_the_interval_alone() {
    let parking = folder("challenges/mobility/parking-forecast");
    let with_seed = |plugin: &str, seed: &str| {
        run(&parking, &component(plugin))
            .args(["--json", "--seed", seed])
            .end_with(0)
            .json()
    };
    let log = |run: &Value| run["cases"][0]["log"].clone();
    let (one, two) = (
        with_seed("guest-compat-looks-around", "1"),
        with_seed("guest-compat-looks-around", "2"),
    );
    assert_ne!(log(&one), log(&two));
    let (one, two) = (
        with_seed("parking-forecast-reference", "1"),
        with_seed("parking-forecast-reference", "2"),
    );
    assert_eq!(one["score"], two["score"]);
    assert_eq!(fuel(&one), fuel(&two));
    assert_ne!(one["interval"], two["interval"]);
}
