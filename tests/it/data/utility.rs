//! How useful what is published still is, as a challenge's programs find it: a table of
//! reports, a challenge that is made of it, and policies that leave more or less of it.

use std::{fs, path::Path};

use pilotbox_tests::{End, Ended, folder, pilotbox, scratch, shared_cache, tables};
use serde_json::Value;

use super::{data, sign};

/// The reports' policy up to its columns.
const HEAD: &str = r#"
dataset = "reports"
version = "1.0.0"
title = { bg = "Сигнали", en = "Reports" }
description = { bg = "Сигнали на граждани", en = "Reports of citizens" }
licence = "CC0-1.0"

[source]
owner = "a directorate"
how = "made for tests"
when = "2026"
format = "csv"

[retention]
raw_days = 30

[proposed]
by = "Ana"
on = "2026-11-22"

[privacy]
k = 5

[thresholds]
prosecutor = 0.2
journalist = 0.2
marketer = 0.1
uniqueness = 0
loss = 1

[utility]
challenge = "mine"
max_points_lost = 10

[[columns]]
name = "number"
type = "integer"
role = "identifier"
steps = ["drop"]
"#;

/// Lengths in bands of ten tell the department as well as before.
const LENGTH: &str = r#"
[[columns]]
name = "length"
type = "integer"
role = "quasi-identifier"
hierarchy = { bands = { widths = [10, 200], origin = 0 } }
least_level = 1
"#;

const REST: &str = r#"
[[columns]]
name = "word"
type = "text"
role = "plain"

[[columns]]
name = "district"
type = "text"
role = "plain"

[[columns]]
name = "department"
type = "text"
role = "plain"
"#;

/// A folder with reports, their challenge, a key, and a policy that leaves enough.
fn prepared() -> tempfile::TempDir {
    let scratch = scratch();
    let at = scratch.path();
    fs::write(at.join("reports.csv"), tables::reports()).expect("it can be written");
    data(at, "key reports.data-key", 0);
    let columns = "--target department --row-id number --strata district";
    pilotbox("new")
        .current_dir(at)
        .args([
            "challenge",
            "mine",
            "--template",
            "classify",
            "--table",
            "reports.csv",
        ])
        .args(["--licence", "CC0-1.0", "--source", "made for tests"])
        .args(columns.split(' '))
        .args(["--cache".as_ref(), shared_cache().as_os_str()])
        .end_with(0);
    write(at, &format!("{HEAD}{LENGTH}{REST}"));
    scratch
}

fn write(at: &Path, policy: &str) {
    fs::write(at.join("policy.toml"), policy).expect("it can be written");
}

/// Nothing is left that tells the department.
fn leave_nothing(at: &Path) {
    let length = LENGTH.replace("[10, 200]", "[200, 400]");
    let word = "name = \"word\"\ntype = \"text\"\nrole = \"plain\"";
    assert!(REST.contains(word));
    let rest = REST.replace(word, &format!("{word}\nsteps = [\"drop\"]"));
    write(at, &format!("{HEAD}{length}{rest}"));
}

fn on_reports(at: &Path, command: &str, more: &str, code: i32) -> Ended {
    let safe = "reports.csv --policy policy.toml --key reports.data-key";
    data(at, &format!("{command} {safe} {more}"), code)
}

fn measured(challenge: &str) -> String {
    format!(
        "--challenge {challenge} --cache {}",
        shared_cache().display()
    )
}

fn program<'a>(report: &'a Value, name: &str) -> &'a Value {
    let programs = report["utility"]["programs"].as_array();
    let mut programs = programs.expect("it was measured").iter();
    let found = programs.find(|program| program["name"] == name);
    found.unwrap_or_else(|| panic!("no `{name}` in {report}"))
}

#[test]
fn a_policy_that_leaves_enough_is_published_with_the_points_of_each_program() {
    let scratch = prepared();
    let at = scratch.path();
    let report = on_reports(at, "risk", &format!("--json {}", measured("mine")), 0).json();
    let points = |name: &str, field: &str| program(&report, name)[field].as_f64();
    assert!(points("reference", "before") > Some(80.0), "{report}");
    assert!(points("reference", "points_lost") <= Some(10.0), "{report}");
    assert!(points("baseline", "before") < Some(20.0), "{report}");
    assert_eq!(report["utility"]["challenge"], "mine");
    assert_ne!(report["light"], "red", "{report}");
    let again = on_reports(at, "risk", &format!("--json {}", measured("mine")), 0).json();
    assert_eq!(report, again);
    sign(&at.join("policy.toml"));
    let words = format!(
        "--address https://data.example.bg/r/1 --out published {}",
        measured("mine")
    );
    on_reports(at, "publish", &words, 0);
    let page = fs::read_to_string(at.join("published/risk.en.html")).expect("it is there");
    assert!(page.contains("mine, reference"), "{page}");
}

#[test]
fn a_policy_that_leaves_too_little_is_red_and_not_published() {
    let scratch = prepared();
    let at = scratch.path();
    leave_nothing(at);
    let report = on_reports(at, "risk", &format!("--json {}", measured("mine")), 0).json();
    assert_eq!(program(&report, "reference")["light"], "red", "{report}");
    assert_eq!(report["light"], "red");
    on_reports(at, "risk", &measured("mine"), 0)
        .says("points of mine 0.1.0")
        .says("red: must not be published");
    sign(&at.join("policy.toml"));
    let words = format!(
        "--address https://data.example.bg/r/1 --out published {}",
        measured("mine")
    );
    on_reports(at, "publish", &words, 9)
        .says("not published: the reference of `mine` loses")
        .says("and 10 are allowed");
    assert!(!at.join("published").exists(), "nothing is written");
}

#[test]
fn what_a_policy_demands_must_be_measured() {
    let scratch = prepared();
    let at = scratch.path();
    let told = "the policy demands that `mine` loses at most 10 points, which nobody has measured";
    on_reports(at, "risk", "", 0).says(told);
    sign(&at.join("policy.toml"));
    let words = "--address https://data.example.bg/r/1 --out published";
    on_reports(at, "publish", words, 9)
        .says(told)
        .says("--challenge FOLDER");
    assert!(!at.join("published").exists(), "nothing is written");
}

#[test]
fn what_would_measure_nothing_is_refused() {
    let scratch = prepared();
    let at = scratch.path();
    let refused = |challenge: &str, told: &str| {
        on_reports(at, "risk", &measured(challenge), 2).says(told);
    };
    pilotbox("pack")
        .current_dir(at)
        .args(["mine", "--audience", "startup", "--out", "mine.pack"])
        .args(["--cache".as_ref(), shared_cache().as_os_str()])
        .end_with(0);
    refused("mine.pack", "`mine` holds no reference");
    let own = folder("challenges/mobility/parking-forecast");
    let own = own.to_str().expect("it is UTF-8");
    let holds = "the policy measures by `mine`, and";
    refused(own, holds);
    let policy = format!("{HEAD}{LENGTH}{REST}");
    write(at, &policy.replace("\"mine\"", "\"parking-forecast\""));
    refused(own, "`parking-forecast` is made from no template");
    write(
        at,
        &policy.replace(
            "[utility]\nchallenge = \"mine\"\nmax_points_lost = 10\n",
            "",
        ),
    );
    refused("mine", "the policy names no challenge to measure by");
    let dropped = "name = \"department\"\ntype = \"text\"\nrole = \"plain\"";
    assert!(policy.contains(dropped));
    write(
        at,
        &policy.replace(dropped, &format!("{dropped}\nsteps = [\"drop\"]")),
    );
    refused(
        "mine",
        "the policy changes or drops `department`, by which `mine` measures",
    );
}
