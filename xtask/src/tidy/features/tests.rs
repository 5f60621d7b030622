//! A made-up graph, and what is found when one thing of it is wrong.

use serde_json::json;

use super::*;

/// A graph in which nothing is wrong.
fn sound() -> Value {
    json!({
        "packages": [
            {"id": "sandbox", "name": "pilotbox-sandbox", "version": "0.1.0"},
            {"id": "wasmtime", "name": "wasmtime", "version": "48.0.9"},
            {"id": "wasi", "name": "wasmtime-wasi", "version": "48.0.9"},
            {"id": "environ", "name": "wasmtime-environ", "version": "48.0.9"},
            {"id": "codegen", "name": "cranelift-codegen", "version": "0.135.9"},
            {"id": "parser", "name": "wasmparser", "version": "0.254.2"},
            {"id": "newer", "name": "wasmparser", "version": "0.258.0"},
        ],
        "resolve": {"nodes": [
            {"id": "sandbox", "features": [], "dependencies": ["wasmtime", "wasi", "parser"]},
            {"id": "wasmtime", "features": ["cranelift", "std"], "dependencies": ["environ"]},
            {"id": "wasi", "features": ["p2"], "dependencies": ["wasmtime"]},
            // The compiler's part has names of its own for what the engine leaves out.
            {"id": "environ", "features": ["gc", "threads"], "dependencies": ["parser"]},
        ]},
    })
}

/// What is found once `change` has made the graph unsound.
fn found(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut metadata = sound();
    change(&mut metadata);
    problems(&metadata).expect("the graph can be read")
}

#[test]
fn a_sound_graph_has_no_problems() {
    assert_eq!(found(|_| ()), [""; 0]);
}

#[test]
fn every_feature_that_must_be_off_is_found() {
    for (feature, reason) in OFF {
        let found = found(|graph| {
            graph["resolve"]["nodes"][1]["features"] = json!(["std", feature]);
        });
        assert_eq!(found.len(), 1, "{feature}");
        let start = format!("`wasmtime` is built with `{feature}`, which must be off: {reason}");
        assert!(found[0].starts_with(&start), "{found:?}");
    }
}

#[test]
fn a_feature_that_nobody_decided_on_is_found() {
    let engine = found(|graph| graph["resolve"]["nodes"][1]["features"] = json!(["rr"]));
    let wasi = found(|graph| graph["resolve"]["nodes"][2]["features"] = json!(["p2", "p3"]));
    for (found, start) in [
        (engine, "`wasmtime` is built with `rr`, which tidy"),
        (wasi, "`wasmtime-wasi` is built with `p3`, which tidy"),
    ] {
        assert!(found.len() == 1 && found[0].starts_with(start), "{found:?}");
    }
}

#[test]
fn a_second_copy_of_a_part_of_the_engine_is_found() {
    for name in [
        "wasmtime-internal-fiber",
        "cranelift-codegen",
        "pulley-macros",
    ] {
        let found = found(|graph| {
            let packages = graph["packages"].as_array_mut().expect("a list");
            for version in ["1.0.0", "1.0.1"] {
                packages.push(json!({"id": version, "name": name, "version": version}));
            }
        });
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].starts_with(&format!("`{name}` is there")),
            "{found:?}"
        );
    }
}

#[test]
fn only_the_chosen_line_of_releases_passes() {
    for (version, passes) in [
        ("48.0.8", true),
        ("48.0.10", true),
        ("48.1.0", true),
        ("48.0.7", false),
        ("47.9.9", false),
        ("49.0.0", false),
        ("48.0.9-rc1", false),
    ] {
        let found = found(|graph| graph["packages"][1]["version"] = json!(version));
        assert_eq!(found.is_empty(), passes, "{version}: {found:?}");
    }
}

#[test]
fn another_validator_than_the_engines_is_found() {
    let newer = found(|graph| {
        graph["resolve"]["nodes"][0]["dependencies"] = json!(["wasmtime", "newer"]);
    });
    let none = found(|graph| graph["resolve"]["nodes"][0]["dependencies"] = json!([]));
    for found in [newer, none] {
        assert!(
            found.len() == 1 && found[0].starts_with("uploads are checked with"),
            "{found:?}"
        );
    }
}
