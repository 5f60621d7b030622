//! Components that answer another question than the challenge's.

use pilotbox_tests::{End, component, folder, pilotbox};

use crate::run;

#[test]
fn a_plugin_for_another_interface_is_shown_what_differs() {
    let parking = folder("challenges/mobility/parking-forecast");
    let plugin = component("water-demand-baseline");
    let expected = "expected an export `pilotbox:mobility/parking-forecast@0.1.0`, \
                    found `pilotbox:utilities/water-demand@0.1.0`";
    run(&parking, &plugin)
        .end_with(3)
        .says(expected)
        .says("hint: build against the challenge's wit, `pilotbox new plugin` starts from it");
    pilotbox("inspect")
        .arg(&plugin)
        .arg("--challenge")
        .arg(&parking)
        .end_with(3)
        .says(expected);
}

#[test]
fn the_nearest_export_is_compared_line_by_line() {
    let parking = folder("challenges/mobility/parking-forecast");
    let ended = run(&parking, &component("guest-other-type")).end_with(3);
    ended
        .says("export `pilotbox:mobility/parking-forecast@0.1.0` is of another type")
        .says("(- expected, + found)")
        .says("- variant refusal {");
    assert!(
        ended
            .stderr
            .lines()
            .any(|line| line.trim_start().starts_with("+ forecast: func")),
        "{ended}"
    );
}

#[test]
fn a_harness_is_no_plugin() {
    let parking = folder("challenges/mobility/parking-forecast");
    run(&parking, &component("parking-forecast-harness"))
        .end_with(3)
        .says("is not granted");
}

#[test]
fn a_forbidden_import_is_named_with_what_removes_it() {
    let parking = folder("challenges/mobility/parking-forecast");
    run(&parking, &component("guest-compat-opens-socket"))
        .end_with(3)
        .says("import `wasi:sockets/")
        .says("Rust: build with `pilotbox build` (wasm32-unknown-unknown)")
        .says("Python: with `componentize-py --stub-wasi`");
}

#[test]
fn profiles_are_shown_in_plain_words() {
    pilotbox("inspect")
        .arg(component("parking-forecast-baseline"))
        .end_with(0)
        .says("profile  pure: it can compute, log, and read granted tables; nothing else");
    pilotbox("inspect")
        .arg(component("guest-compat-looks-around"))
        .end_with(0)
        .says("profile  compat: ")
        .says("no files, no network");
}

#[test]
fn inspection_holds_what_a_reviewer_asks_for() {
    let plugin = component("parking-forecast-reference");
    let parking = folder("challenges/mobility/parking-forecast");
    let ended = pilotbox("inspect")
        .arg(&plugin)
        .arg("--challenge")
        .arg(parking)
        .arg("--json")
        .end_with(0);
    let inspection = ended.json();
    let bytes = std::fs::metadata(&plugin).expect("it is built").len();
    assert_eq!(inspection["size_bytes"], bytes);
    assert_eq!(inspection["profile"], "pure");
    assert_eq!(
        inspection["exports"],
        serde_json::json!(["pilotbox:mobility/parking-forecast@0.1.0"])
    );
    let digest = inspection["digest"].as_str().unwrap_or_default();
    assert!(
        digest.starts_with("sha256:") && digest.len() == 71,
        "{digest}"
    );
    let wit = inspection["wit"].as_str().unwrap_or_default();
    assert!(
        wit.contains("export pilotbox:mobility/parking-forecast@0.1.0;"),
        "{wit}"
    );
}
