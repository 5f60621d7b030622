//! Where fuel goes: `run --profile`, and what a failed case says of itself.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use pilotbox_tests::{End, component, folder, guests::encode, scratch};
use serde_json::json;

use crate::run;

/// Spends nine times as much in one function as in the other, and as much as
/// that other before it is called. Each turn of a loop costs the same.
const UNEVEN: &str = r#"
(module
  (memory (export "memory") 2)
  (data (i32.const 0) "\00\00\00\00\10\00\00\00\01\00\00\00\00\00\00\00\00\00\00\00\00\00\e0\3f")
  (global $free (mut i32) (i32.const 1024))
  (func $spend (param $turns i32)
    (loop $again
      (local.set $turns (i32.sub (local.get $turns) (i32.const 1)))
      (br_if $again (local.get $turns))))
  (func $cheap (param $turns i32)
    (loop $again
      (local.set $turns (i32.sub (local.get $turns) (i32.const 1)))
      (br_if $again (local.get $turns))))
  (func $begin (call $spend (i32.const 10000)))
  (start $begin)
  (func $dear (call $spend (i32.const 90000)))
  (func (export "cabi_realloc") (param i32 i32 i32) (param $size i32) (result i32)
    (global.set $free (i32.and (i32.add (global.get $free) (i32.const 7)) (i32.const -8)))
    (global.get $free)
    (global.set $free (i32.add (global.get $free) (local.get $size))))
  (func $forecast (export "pilotbox:mobility/parking-forecast@0.1.0#forecast")
    (param i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
    (call $cheap (i32.const 10000))
    (call $dear)
    i32.const 0))
"#;

fn fragile() -> PathBuf {
    folder("tests/challenges/fragile")
}

fn uneven(folder: &Path) -> PathBuf {
    let (text, plugin) = (folder.join("uneven.wat"), folder.join("uneven.wasm"));
    fs::write(&text, UNEVEN).expect("it can be written");
    fs::write(&plugin, encode(&text)).expect("it can be written");
    plugin
}

fn profiled(plugin: &Path, file: &Path) -> Command {
    let mut command = run(&fragile(), plugin);
    command.arg("--profile").arg(file);
    command
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Fuel by stack.
fn folded(path: &Path) -> BTreeMap<String, u64> {
    let line = |line: &str| {
        let (stack, fuel) = line.rsplit_once(' ').expect("a stack and its fuel");
        (stack.to_owned(), fuel.parse().expect("a number"))
    };
    read(path).lines().map(line).collect()
}

#[test]
fn fuel_is_found_where_it_was_used() {
    let scratch = scratch();
    let file = scratch.path().join("fuel.svg");
    let ended = profiled(&uneven(scratch.path()), &file).end_with(0);
    let stacks = folded(&scratch.path().join("fuel.folded"));
    let total: u64 = stacks.values().sum();
    let per_mille = |stack: &str| stacks.get(stack).map_or(0, |fuel| fuel * 1_000 / total);
    let expected = [
        ("forecast;dear;spend", 818),
        ("forecast;cheap", 91),
        ("(instantiation);begin;spend", 91),
    ];
    for (stack, expected) in expected {
        // To a sample or two at either end, of 1,000.
        let is_close = per_mille(stack).abs_diff(expected) <= 3;
        assert!(is_close, "{stack}: {stacks:#?}");
    }
    ended
        .says("fuel of case a, ")
        .says("(1000 samples)")
        .says("  spend\n");
    let graph = read(&file);
    assert!(graph.starts_with("<svg ") && graph.ends_with("</svg>\n"));
    assert!(graph.contains("<title>dear: ") && !graph.contains("<script"));
}

#[test]
fn a_profile_is_the_same_whoever_takes_the_samples() {
    let scratch = scratch();
    let plugin = component("parking-seasonal");
    let parking = folder("challenges/mobility/parking-forecast");
    let files = |name: &str, jobs: &str| {
        let file = scratch.path().join(format!("{name}.svg"));
        run(&parking, &plugin)
            .args(["--jobs", jobs, "--profile"])
            .arg(&file)
            .end_with(0)
            .says("by the function that used it");
        ["svg", "folded"].map(|ending| read(&file.with_extension(ending)))
    };
    let one = files("one", "1");
    assert!(one == files("again", "1"), "two runs differ");
    assert!(one == files("two", "2"), "the number of runners matters");
}

#[test]
fn the_fuel_of_a_profile_is_that_of_its_case() {
    let scratch = scratch();
    let file = scratch.path().join("fuel.svg");
    let plugin = uneven(scratch.path());
    let ended = profiled(&plugin, &file)
        .args(["--case", "c", "--json"])
        .end_with(0);
    // Nothing is added to what programs read.
    let plain = run(&fragile(), &plugin).arg("--json").end_with(0);
    assert_eq!(ended.stdout, plain.stdout);
    let result = ended.json();
    let cases = result["cases"].as_array().expect("there are cases");
    let case = cases.iter().find(|case| case["id"] == "c");
    let total: u64 = folded(&scratch.path().join("fuel.folded")).values().sum();
    assert_eq!(case.map(|case| &case["fuel"]), Some(&json!(total)));
    assert!(read(&scratch.path().join("fuel.svg")).contains("fuel of case c"));
}

#[test]
fn a_case_that_ran_out_of_fuel_says_how_much_there_was() {
    run(&fragile(), &component("guest-fuel-over"))
        .end_with(4)
        .says("4 x out-of-fuel, first in case `a` after 50,000,000 of 50,000,000 fuel:")
        .says("hint: do less work for each case, or look for a loop that never ends; ")
        .says("`pilotbox run --profile FILE` shows where it goes");
}

#[test]
fn a_case_that_failed_is_profiled_up_to_where_it_stopped() {
    let scratch = scratch();
    let file = scratch.path().join("fuel.svg");
    profiled(&component("guest-recursion-over"), &file)
        .end_with(4)
        .says("  guest_recursion_over::descend\n");
}

#[test]
fn what_cannot_be_profiled_is_refused() {
    let scratch = scratch();
    let plugin = component("fragile-baseline");
    let file = scratch.path().join("fuel.svg");
    profiled(&plugin, &file)
        .args(["--split", "public"])
        .end_with(2)
        .says("a profile would show what its cases hold");
    profiled(&plugin, &file)
        .args(["--case", "z"])
        .end_with(2)
        .says("split `sample` has no case `z`; hint: its first is `a`");
    run(&fragile(), &plugin)
        .args(["--case", "a"])
        .end_with(2)
        .says("--profile");
    profiled(&plugin, &scratch.path().join("nowhere/fuel.svg"))
        .end_with(2)
        .says("there is no folder `")
        .never_says("score");
    profiled(&plugin, &scratch.path().join("fuel.png"))
        .end_with(2)
        .says("hint: name a file that ends in `.svg` or `.folded`");
    assert_eq!(pilotbox_tests::names(scratch.path()), [""; 0]);
}

#[test]
fn a_trap_says_where_and_how_to_see_more() {
    let ended = run(&fragile(), &component("guest-panics"))
        .arg("--json")
        .end_with(4);
    let note = ended.json()["cases"][1]["note"].clone();
    let note = note.as_str().unwrap_or_default();
    assert!(note.contains("\n  at pilotbox:mobility/"), "{note}");
    assert!(note.contains("\nin case `b` after 2,"), "{note}");
    assert!(note.contains(" of 50,000,000 fuel\nhint: "), "{note}");
    assert!(
        note.ends_with("`pilotbox build --debug` shows source lines"),
        "{note}"
    );
}

#[test]
fn denied_memory_is_stated_with_its_limit() {
    run(&fragile(), &component("guest-memory-bomb"))
        .end_with(4)
        .says("more bytes of memory were denied, where ");
}

#[test]
fn a_fault_on_a_hidden_split_says_nothing() {
    let parking = folder("challenges/mobility/parking-forecast");
    let ended = run(&parking, &component("parking-forecast-trap"))
        .args(["--split", "public", "--json"])
        .end_with(4);
    let result = ended.json();
    let cases = result["cases"].as_array().expect("there are cases");
    assert!(!cases.is_empty() && cases.iter().all(|case| case["note"] == ""));
}

#[test]
fn an_answer_of_the_wrong_length_is_told_what_the_right_one_is_made_of() {
    let parking = folder("challenges/mobility/parking-forecast");
    run(&parking, &component("guest-answers-too-few"))
        .end_with(4)
        .says("forecast: 80 values, expected 81 (27 car parks x 3 targets)");
}

#[test]
fn a_component_in_place_of_a_challenge_is_named_as_such() {
    let plugin = component("fragile-baseline");
    run(&plugin, &plugin)
        .end_with(2)
        .says("is WebAssembly, not a challenge; hint: ")
        .says("`--plugin`");
}
