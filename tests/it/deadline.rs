//! The wall clock: the safety net behind fuel. These runs end by the clock and
//! not by fuel, however fast the machine is, since their fuel would last for
//! minutes.

use std::{fs, path::PathBuf};

use pilotbox_tests::{End, component, copy_folder, folder, pilotbox, scratch};
use tempfile::TempDir;

use crate::run;

/// A copy of the challenge with as much fuel as can be had and little time.
fn hurried(folder_of_copy: &TempDir) -> PathBuf {
    let copy = folder_of_copy.path().join("challenge");
    copy_folder(&folder("tests/challenges/fragile"), &copy);
    let path = copy.join("challenge.toml");
    let text = fs::read_to_string(&path).expect("the manifest is text");
    let much = "fuel = 100_000_000_000\nwall_clock_ms = 20\n";
    let changed = text.replace("\nfuel = 50_000_000\n", &format!("\n{much}"));
    assert_ne!(changed, text);
    fs::write(&path, changed).expect("it can be written");
    copy
}

#[test]
fn a_plugin_that_outlasts_the_clock_twice_is_to_blame() {
    let scratch = scratch();
    let ended = run(&hurried(&scratch), &component("fragile-slow"))
        .arg("--json")
        .end_with(4);
    let result = ended.json();
    assert_eq!(result["verdict"], "plugin-failed(deadline)");
    let cases = result["cases"].as_array().expect("there are cases");
    assert!(cases.iter().all(|case| {
        case["verdict"] == "deadline"
            && case["fuel_is_lower_bound"] == true
            && case["note"]
                .as_str()
                .is_some_and(|note| note.contains("met the wall clock twice"))
    }));
}

#[test]
fn a_receipt_of_a_deadline_holds_by_its_signature_alone() {
    let scratch = scratch();
    let challenge = hurried(&scratch);
    let plugin = component("fragile-slow");
    let path = |name: &str| scratch.path().join(name);
    pilotbox("keygen").arg(path("city")).end_with(0);
    run(&challenge, &plugin)
        .arg("--receipt")
        .arg(path("receipt.json"))
        .arg("--key")
        .arg(path("city.key"))
        .end_with(4);
    pilotbox("verify")
        .arg(path("receipt.json"))
        .arg("--trusted-key")
        .arg(path("city.keys.toml"))
        .arg("--challenge")
        .arg(&challenge)
        .arg("--plugin")
        .arg(&plugin)
        .end_with(0)
        .says("level reached: signature")
        .says("4 cases met the wall clock, which no replay can repeat");
}
