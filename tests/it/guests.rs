//! Odd and hostile guests: a folder each under `tests/guests` (Rust, built
//! beforehand) or `tests/wat` (modules that no compiler makes, encoded here),
//! with the expected end beside the source. A guest without an expectation
//! fails, and so does an expectation without a guest.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use pilotbox_tests::{End, Ended, component, folder, names, pilotbox, scratch};
use serde::Deserialize;
use serde_json::Value;
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};

use crate::wit;

const DEFAULT_CHALLENGE: &str = "challenges/mobility/parking-forecast";

/// The end that a guest must come to; what is left out is not compared.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expectation {
    /// The challenge's folder.
    #[serde(default)]
    challenge: Option<String>,
    /// The split; `sample` if left out.
    #[serde(default)]
    split: Option<String>,
    /// Where the end comes.
    stage: Stage,
    /// The exit code.
    exit: i32,
    /// The run's verdict.
    #[serde(default)]
    verdict: Option<String>,
    /// The code of a rejection.
    #[serde(default)]
    code: Option<String>,
    /// Parts of the rejection, or of the notes of cases.
    #[serde(default)]
    message: Vec<String>,
    /// Lowest and highest score.
    #[serde(default)]
    score: Option<[f64; 2]>,
    /// Gates that are broken, all of them.
    #[serde(default)]
    broken_gates: Vec<String>,
    /// The plugin's profile.
    #[serde(default)]
    profile: Option<String>,
    /// Lines of log in the first case.
    #[serde(default)]
    log_lines: Option<usize>,
    /// Parts of the first case's log.
    #[serde(default)]
    log: Vec<String>,
    /// What no case's log holds.
    #[serde(default)]
    log_never: Vec<String>,
    /// What some case held at least; tables of functions come on top.
    #[serde(default)]
    memory_bytes_at_least: Option<u64>,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Stage {
    /// Refused before anything runs.
    Inspect,
    /// Taken, and run.
    Run,
}

#[test]
fn every_guest_comes_to_its_expected_end() {
    let parts = ["Cargo.toml", "expect.toml", "src"];
    let built = |guest: &Path| component(&format!("guest-{}", name(guest)));
    assert_ends("tests/guests", &parts, &built);
}

#[test]
fn every_module_that_no_compiler_makes_comes_to_its_expected_end() {
    let scratch = scratch();
    let encoded = |guest: &Path| {
        let path = scratch.path().join(format!("{}.wasm", name(guest)));
        fs::write(&path, encode(&guest.join("guest.wat"))).expect("it can be written");
        path
    };
    assert_ends("tests/wat", &["expect.toml", "guest.wat"], &encoded);
}

/// Makes a plugin for the parking forecast of a core module.
pub(crate) fn encode(path: &Path) -> Vec<u8> {
    let failed = |error: &dyn std::fmt::Display| -> ! { panic!("{}: {error}", path.display()) };
    let mut module = wat::parse_file(path).unwrap_or_else(|error| failed(&error));
    let resolve = wit::all();
    let world = resolve
        .worlds
        .iter()
        .find(|(_, world)| world.name == "parking-forecaster");
    let (world, _) = world.expect("the interface has a world");
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)
        .and_then(|()| ComponentEncoder::default().module(&module)?.encode())
        .unwrap_or_else(|error| failed(&format!("{error:#}")))
}

/// Demands that every folder holds these parts and comes to its expected end;
/// tells of all that do not, not of the first alone.
fn assert_ends(parent: &str, parts: &[&str], plugin: &dyn Fn(&Path) -> PathBuf) {
    let guests = names(&folder(parent));
    let failures: Vec<_> = guests
        .iter()
        .map(|name| folder(parent).join(name))
        .filter_map(|guest| fault(&guest, parts, plugin))
        .collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n\n"));
    assert!(guests.len() >= 20, "guests are missing: {guests:?}");
}

fn name(guest: &Path) -> String {
    guest
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// What is wrong with a guest's end, if anything.
fn fault(guest: &Path, parts: &[&str], plugin: &dyn Fn(&Path) -> PathBuf) -> Option<String> {
    let name = name(guest);
    let held: BTreeSet<_> = names(guest).into_iter().collect();
    if !parts.iter().all(|part| held.contains(*part)) {
        return Some(format!("{name}: a guest is {parts:?}, not {held:?}"));
    }
    let expected = match read(&guest.join("expect.toml")) {
        Ok(expected) => expected,
        Err(error) => return Some(format!("{name}/expect.toml: {error}")),
    };
    let plugin = plugin(guest);
    let faults = match expected.stage {
        Stage::Inspect => rejection_faults(&expected, &plugin),
        Stage::Run => run_faults(&expected, &plugin),
    };
    (!faults.is_empty()).then(|| format!("{name}:\n  {}", faults.join("\n  ")))
}

fn read(path: &Path) -> Result<Expectation, Box<dyn std::error::Error>> {
    Ok(toml::from_str(&fs::read_to_string(path)?)?)
}

impl Expectation {
    fn challenge(&self) -> PathBuf {
        folder(self.challenge.as_deref().unwrap_or(DEFAULT_CHALLENGE))
    }

    fn run(&self, plugin: &Path) -> Ended {
        let split = self.split.as_deref().unwrap_or("sample");
        pilotbox("run")
            .arg("--challenge")
            .arg(self.challenge())
            .arg("--plugin")
            .arg(plugin)
            .args(["--split", split, "--jobs", "1", "--json"])
            .end()
    }
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
    let run = expected.run(plugin);
    faults.extend(exit_faults(expected, &run));
    let run = run.json();
    if run["verdict"] != "rejected" || run["reason"] != *reason {
        faults.push(format!("a run says another reason: {}", run["reason"]));
    }
    faults
}

fn run_faults(expected: &Expectation, plugin: &Path) -> Vec<String> {
    let ended = expected.run(plugin);
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
