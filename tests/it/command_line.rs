//! What can be typed: help with examples, and errors of usage.

use std::{
    fs::{self, File},
    process::Command,
};

use pilotbox_tests::{End, component, folder, pilotbox, scratch};

const COMMANDS: [&str; 33] = [
    "new",
    "build",
    "inspect",
    "check",
    "run",
    "verify",
    "pilot",
    "pack",
    "data",
    "keygen",
    "register",
    "confirm",
    "reset",
    "accept",
    "login",
    "logout",
    "challenges",
    "enrol",
    "pull",
    "submit",
    "status",
    "logs",
    "receipt",
    "keys",
    "chain",
    "challenge",
    "decision",
    "evaluation",
    "serve",
    "worker",
    "config",
    "admin",
    "completions",
];

/// Commands of commands.
const NESTED: [(&str, &[&str]); 7] = [
    ("pilot", &["describe", "answer"]),
    (
        "challenge",
        &[
            "create",
            "version",
            "approve",
            "move",
            "phase",
            "attach-final",
            "assign",
        ],
    ),
    (
        "data",
        &[
            "profile", "propose", "key", "sanitize", "risk", "publish", "generate", "quality",
        ],
    ),
    ("decision", &["show", "preview", "propose", "publish"]),
    ("evaluation", &["list", "declare", "rubric", "mark", "note"]),
    ("config", &["check", "show"]),
    (
        "admin",
        &[
            "create-user",
            "grant",
            "revoke-role",
            "lock",
            "unlock",
            "drop-factor",
            "erase",
            "rotate-key",
            "backup",
            "restore",
        ],
    ),
];

#[test]
fn each_command_helps_with_an_example() {
    let overview = pilotbox("--help").end_with(0);
    for command in COMMANDS {
        overview.says(&format!("\n  {command} "));
        if NESTED.iter().all(|(parent, _)| *parent != command) {
            demand_example(&[command]);
        }
    }
    for (command, nested) in NESTED {
        for nested in nested {
            demand_example(&[command, nested]);
        }
    }
    overview.never_says("\n  runner");
}

/// Demands that the help of a command ends with how it is typed.
fn demand_example(words: &[&str]) {
    let mut command = pilotbox(words[0]);
    let help = command.args(&words[1..]).arg("--help").end_with(0);
    let example = format!("pilotbox {}", words.join(" "));
    let after = help.stdout.split_once("Example").map(|(_, after)| after);
    assert!(after.is_some_and(|text| text.contains(&example)), "{help}");
}

#[test]
fn the_overview_lists_every_exit_code() {
    let overview = pilotbox("--help").end_with(0);
    for code in 0..=9 {
        overview.says(&format!("\n  {code}  "));
    }
}

#[test]
fn errors_of_usage_exit_with_2() {
    let scratch = scratch();
    let fragile = folder("tests/challenges/fragile");
    let with = |command: &str, arguments: &[&str]| -> Command {
        let mut program = pilotbox(command);
        program.args(arguments).current_dir(scratch.path());
        program
    };
    with("fly", &[]).end_with(2).says("fly");
    with("run", &[]).end_with(2).says("--challenge");
    with(
        "run",
        &["--challenge", "a", "--plugin", "b", "--split", "secret"],
    )
    .end_with(2)
    .says("secret");
    with("run", &["--challenge", "a", "--plugin", "b", "--jobs", "0"])
        .end_with(2)
        .says("1..=256");
    with(
        "run",
        &["--challenge", "a", "--plugin", "b", "--receipt", "c"],
    )
    .end_with(2)
    .says("--key");
    let receipt = scratch.path().join("receipt.json");
    fs::write(&receipt, "{}").expect("it is written");
    with("verify", &["receipt.json"])
        .end_with(2)
        .says("--trusted-key");
    fs::remove_file(receipt).expect("it was written");
    with("verify", &["a", "--trusted-key", "b", "--plugin", "c"])
        .end_with(2)
        .says("--challenge");
    with("keygen", &["my", "--days", "0"])
        .end_with(2)
        .says("1..=3650");
    with("new", &["plugin", "Not A Name"])
        .end_with(2)
        .says("`Not A Name` is no name; hint: use lower-case");
    with("new", &["plugin", "../evil"])
        .end_with(2)
        .says("is no name");
    with("build", &["."])
        .end_with(2)
        .says("holds neither a crate nor a challenge");
    with("reset", &[]).end_with(2).says("<LINK>");
    // A bare secret may begin with a hyphen, and is no option then.
    with("confirm", &["-n53x_weIN5g"])
        .env("XDG_CONFIG_HOME", scratch.path())
        .end_with(2)
        .says("which server?");
    with("reset", &["--email", "a@b.example", "LINK"])
        .end_with(2)
        .says("--email");
    with("accept", &["LINK"]).end_with(2).says("--name");
    with("accept", &["LINK", "--name", "A", "--code", "1"])
        .end_with(2)
        .says("--code");
    with("completions", &["smalltalk"])
        .end_with(2)
        .says("smalltalk");
    let plugin = component("fragile-baseline");
    crate::run(&fragile, &plugin)
        .args(["--receipt", "r.json", "--key", "nowhere.key"])
        .end_with(2)
        .says("nowhere.key");
    crate::run(&fragile, &plugin)
        .args(["--key", "nowhere.key"])
        .end_with(2)
        .says("--receipt <FILE>");
    crate::run(&folder("challenges"), &plugin)
        .end_with(2)
        .says("holds no challenge");
    assert_eq!(pilotbox_tests::names(scratch.path()), [""; 0]);
}

#[test]
fn completions_name_every_command() {
    for shell in ["bash", "fish", "zsh"] {
        let script = pilotbox("completions").arg(shell).end_with(0);
        for command in COMMANDS {
            script.says(command);
        }
    }
}

#[test]
fn a_run_is_shown_as_a_table_with_chart_and_log() {
    let parking = folder("challenges/mobility/parking-forecast");
    let ended = crate::run(&parking, &component("guest-log-at-limit")).end_with(0);
    for part in [
        "parking-forecast 0.1.0, split sample, seed 1, profile pure",
        "95 % interval",
        "mae-120",
        "percentage points",
        "weekday-morning",
        "fuel p95",
        "cases ",
        "log of the plugin",
    ] {
        ended.says(part);
    }
}

#[test]
fn a_run_as_json_holds_what_programs_need() {
    let parking = folder("challenges/mobility/parking-forecast");
    let plugin = component("parking-forecast-reference");
    let ended = crate::run(&parking, &plugin).arg("--json").end_with(0);
    let run = ended.json();
    assert_eq!(run["verdict"], "scored");
    assert!(
        run["score"].is_f64() && run["interval"]["low"].is_f64(),
        "{ended}"
    );
    let first = |list: &str, keys: &[&str]| {
        let first = &run[list][0];
        for key in keys {
            assert!(!first[*key].is_null(), "`{list}` lacks `{key}`: {first:#}");
        }
    };
    first("metrics", &["name", "value", "unit"]);
    first("strata", &["name", "cases", "metrics"]);
    first(
        "cases",
        &[
            "id",
            "stratum",
            "verdict",
            "metrics",
            "fuel",
            "memory_bytes",
        ],
    );
    for digest in ["plugin", "harness", "data", "manifest"] {
        let text = run["digests"][digest].as_str().unwrap_or_default();
        assert!(text.starts_with("sha256:"), "{digest}: {text}");
    }
    assert_eq!(run["engine"]["name"], "wasmtime");
}

#[test]
fn a_refusal_as_json_has_a_code_and_a_reason() {
    let parking = folder("challenges/mobility/parking-forecast");
    let mut command = crate::run(&parking, &component("water-demand-baseline"));
    let run = command.arg("--json").end_with(3).json();
    assert_eq!(run["verdict"], "rejected");
    assert_eq!(run["reason"]["code"], "wit-mismatch");
    let message = run["reason"]["message"].as_str().unwrap_or_default();
    assert!(message.starts_with("expected an export `"), "{message}");
}

#[test]
fn hidden_splits_show_no_log() {
    let parking = folder("challenges/mobility/parking-forecast");
    let plugin = component("guest-log-at-limit");
    let ended = crate::run(&parking, &plugin)
        .args(["--split", "public", "--json"])
        .end_with(0);
    let run = ended.json();
    let cases = run["cases"].as_array().expect("there are cases");
    assert!(
        cases
            .iter()
            .all(|case| case["log"] == serde_json::json!([]))
    );
}

#[test]
fn a_failed_plugin_is_told_what_to_do() {
    let parking = folder("challenges/mobility/parking-forecast");
    let ended = crate::run(&parking, &component("parking-forecast-slow")).end_with(4);
    ended
        .says("verdict plugin-failed(out-of-fuel)")
        .says("x out-of-fuel, first in case ")
        .says("hint: do less work for each case");
}

#[test]
fn a_full_disk_behind_standard_output_is_named() {
    let full = || File::create("/dev/full").expect("Linux has it");
    for json in [false, true] {
        let mut inspect = pilotbox("inspect");
        inspect.arg(component("parking-seasonal")).stdout(full());
        if json {
            inspect.arg("--json");
        }
        inspect
            .end_with(1)
            .says("standard output cannot be written");
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_fault() {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let mut inspect = pilotbox("inspect");
    let ended = inspect
        .arg(component("parking-seasonal"))
        .stdout(writer)
        .end_with(0);
    assert_eq!(ended.stderr, "");
}
