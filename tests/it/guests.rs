//! Every guest under `tests/guests` comes to the end that its folder says. A
//! guest without an expectation fails, and so does an expectation without a
//! guest.

use std::{collections::BTreeSet, fs, path::Path};

use pilotbox_tests::{
    End, Ended,
    guests::{Expectation, Guest, NUMBERS, Stage},
    pilotbox, scratch,
};
use serde_json::Value;

#[test]
fn every_guest_comes_to_its_expected_end() {
    let scratch = scratch();
    let failures: Vec<_> = Guest::all()
        .iter()
        .filter_map(|guest| fault(guest, scratch.path()))
        .collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n\n"));
}

#[test]
fn every_threat_of_the_list_has_a_guest() {
    let numbers: BTreeSet<u8> = Guest::all().iter().map(|guest| guest.number).collect();
    let missing: Vec<_> = NUMBERS.filter(|number| !numbers.contains(number)).collect();
    assert!(missing.is_empty(), "no guest for {missing:?}");
    let beyond: Vec<_> = numbers
        .iter()
        .filter(|number| **number > *NUMBERS.end())
        .collect();
    assert!(beyond.is_empty(), "the list ends before {beyond:?}");
}

/// What is wrong with a guest's end, if anything.
fn fault(guest: &Guest, scratch: &Path) -> Option<String> {
    let expected = guest.expectation();
    let plugin = scratch.join(format!("{}.wasm", guest.name));
    fs::write(&plugin, guest.bytes()).expect("it can be written");
    let faults = match expected.stage {
        Stage::Inspect => rejection_faults(&expected, &plugin),
        Stage::Run => run_faults(&expected, &plugin),
    };
    (!faults.is_empty()).then(|| format!("{}:\n  {}", guest.name, faults.join("\n  ")))
}

fn run(expected: &Expectation, plugin: &Path) -> Ended {
    pilotbox("run")
        .arg("--challenge")
        .arg(expected.challenge())
        .arg("--plugin")
        .arg(plugin)
        .args(["--split", expected.split(), "--jobs", "1", "--json"])
        .end()
}

/// A rejection is the same whether the plugin is inspected or run.
fn rejection_faults(expected: &Expectation, plugin: &Path) -> Vec<String> {
    let inspected = pilotbox("inspect")
        .arg(plugin)
        .arg("--challenge")
        .arg(expected.challenge())
        .arg("--json")
        .end();
    let mut faults = exit_faults(expected, &inspected);
    if !faults.is_empty() {
        return faults;
    }
    let reason = &inspected.json()["reason"];
    let code = reason["code"].as_str().map(str::to_owned);
    if code != expected.code {
        faults.push(format!("code {code:?}, expected {:?}", expected.code));
    }
    faults.extend(missing(
        "message",
        &expected.message,
        text(&reason["message"]),
    ));
    let run = run(expected, plugin);
    faults.extend(exit_faults(expected, &run));
    let run = run.json();
    if run["verdict"] != "rejected" || run["reason"] != *reason {
        faults.push(format!("a run says another reason: {}", run["reason"]));
    }
    faults
}

fn run_faults(expected: &Expectation, plugin: &Path) -> Vec<String> {
    let ended = run(expected, plugin);
    let mut faults = exit_faults(expected, &ended);
    if !faults.is_empty() {
        return faults;
    }
    let run = ended.json();
    let verdict = run["verdict"].as_str().map(str::to_owned);
    if verdict != expected.verdict {
        faults.push(format!(
            "verdict {verdict:?}, expected {:?}",
            expected.verdict
        ));
    }
    if expected.code.as_deref() != run["reason"]["code"].as_str() {
        faults.push(format!("another reason: {}", run["reason"]));
    }
    if let Some(profile) = &expected.profile
        && run["profile"] != profile.as_str()
    {
        faults.push(format!("profile {}, expected `{profile}`", run["profile"]));
    }
    faults.extend(score_faults(expected, &run));
    faults.extend(case_faults(expected, &run));
    faults
}

fn score_faults(expected: &Expectation, run: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    if let Some([low, high]) = expected.score {
        let score = run["score"].as_f64();
        if !score.is_some_and(|score| (low..=high).contains(&score)) {
            faults.push(format!("score {score:?}, expected {low} to {high}"));
        }
    }
    let gates: Vec<_> = items(&run["broken_gates"]).map(text).collect();
    if gates != expected.broken_gates {
        faults.push(format!(
            "broken gates {gates:?}, expected {:?}",
            expected.broken_gates
        ));
    }
    faults
}

fn case_faults(expected: &Expectation, run: &Value) -> Vec<String> {
    let cases = || items(&run["cases"]);
    let notes: Vec<_> = cases().map(|case| text(&case["note"])).collect();
    let lines = |case: &Value| -> Vec<String> {
        let lines = items(&case["log"]);
        lines
            .map(|line| text(&line["message"]).to_owned())
            .collect()
    };
    let first = cases().next().map(lines).unwrap_or_default();
    let said = format!("{}\n{}", text(&run["reason"]["message"]), notes.join("\n"));
    let mut faults = missing("note", &expected.message, &said);
    faults.extend(missing("log", &expected.log, &first.join("\n")));
    if let Some(count) = expected.log_lines
        && first.len() != count
    {
        faults.push(format!("{} lines of log, expected {count}", first.len()));
    }
    let all = cases().flat_map(lines).collect::<Vec<_>>().join("\n");
    let held = expected.log_never.iter().filter(|part| all.contains(*part));
    faults.extend(held.map(|part| format!("a log holds {part:?}")));
    if let Some(bytes) = expected.memory_bytes_at_least {
        let most = cases()
            .filter_map(|case| case["memory_bytes"].as_u64())
            .max();
        if most < Some(bytes) {
            faults.push(format!("{most:?} bytes of memory, expected {bytes}"));
        }
    }
    faults
}

fn exit_faults(expected: &Expectation, ended: &Ended) -> Vec<String> {
    if ended.code == expected.exit {
        return vec![];
    }
    let shown: String = ended.to_string().chars().take(2_000).collect();
    vec![format!("expected exit {}, got {shown}", expected.exit)]
}

fn missing(what: &str, parts: &[String], text: &str) -> Vec<String> {
    let shown: String = text.chars().take(400).collect();
    let absent = parts.iter().filter(|part| !text.contains(*part));
    absent
        .map(|part| format!("no {what} holds `{part}`: {shown}"))
        .collect()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
