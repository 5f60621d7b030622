//! The same plugin, challenge and seed give the same bytes: in two processes,
//! with any number of runners, from a warm or a cold cache. What may change them
//! is written in docs/DETERMINISM.md.

use std::{path::Path, thread};

use pilotbox_tests::{End, component, folder, names, scratch};
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

/// Runs every plugin on a challenge with one runner and, in another process,
/// with three, and demands equal ends. Says which plugins were scored.
fn scored_alike(challenge: &Path, plugins: &[String]) -> Vec<String> {
    let with_jobs = |plugin: &String, jobs: &str| {
        run(challenge, &component(plugin))
            .args(["--json", "--jobs", jobs])
            .end()
    };
    let mut scored = Vec::new();
    for plugin in plugins {
        let (one, three) = (with_jobs(plugin, "1"), with_jobs(plugin, "3"));
        let place = format!("{plugin} on {}", challenge.display());
        assert_eq!(one.code, three.code, "{place}");
        assert!(one.stdout == three.stdout, "{place} gave two results");
        assert!(!one.stdout.is_empty(), "{place} gave none: {one}");
        if one.code == 0 {
            scored.push(plugin.clone());
        }
    }
    scored
}

/// Every challenge as its folder and its id.
fn challenges() -> Vec<(String, String)> {
    let fields = ["mobility", "utilities", "services"].map(|field| format!("challenges/{field}"));
    let in_field = |field: &String| {
        let ids = names(&folder(field)).into_iter();
        let place = field.clone();
        ids.map(move |id| (format!("{place}/{id}"), id))
    };
    fields.iter().flat_map(in_field).collect()
}

fn fuel(run: &Value) -> Vec<u64> {
    let cases = run["cases"].as_array().expect("there are cases");
    cases
        .iter()
        .map(|case| case["fuel"].as_u64().expect("fuel is counted"))
        .collect()
}

#[test]
fn whatever_ships_replays_to_the_byte_with_one_runner_and_with_three() {
    let examples = names(&folder("plugins-examples"));
    let scored = thread::scope(|scope| {
        let start = |(path, id): (String, String)| {
            let shipped = names(&folder(&format!("{path}/plugins"))).into_iter();
            let shipped = shipped.map(|name| format!("{id}-{name}"));
            let plugins: Vec<_> = shipped.chain(examples.clone()).collect();
            scope.spawn(move || scored_alike(&folder(&path), &plugins))
        };
        let threads: Vec<_> = challenges().into_iter().map(start).collect();
        let ends = threads.into_iter().map(thread::ScopedJoinHandle::join);
        ends.flat_map(|end| end.expect("each run ends alike"))
            .collect::<Vec<_>>()
    });
    // Equal refusals would be equal too.
    for (_, id) in challenges() {
        for plugin in [format!("{id}-baseline"), format!("{id}-reference")] {
            assert!(scored.contains(&plugin), "{plugin}: {scored:?}");
        }
    }
    for example in &examples {
        assert!(scored.contains(example), "{example}: {scored:?}");
    }
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
