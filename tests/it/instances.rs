//! Components that instantiate one module again and again: what is held is
//! counted by instance, not by module.

use std::{fs, path::Path};

use pilotbox_tests::{End, Ended, component, folder, guests::Guest, scratch};

use crate::run;

/// A component that instantiates the module of a guest this many times more.
fn multiplied(guest: &str, times: u8) -> Vec<u8> {
    const CORE_INSTANCES: u8 = 2;
    // Instantiate module 0 without arguments.
    let instances = [0, 0, 0].repeat(usize::from(times));
    let mut bytes = Guest::named(guest).bytes();
    bytes.push(CORE_INSTANCES);
    push_leb128(
        &mut bytes,
        instances.len() + leb128_bytes(usize::from(times)),
    );
    push_leb128(&mut bytes, usize::from(times));
    bytes.extend(instances);
    bytes
}

fn push_leb128(bytes: &mut Vec<u8>, mut value: usize) {
    loop {
        let low = u8::try_from(value % 128).unwrap_or_default();
        value /= 128;
        if value == 0 {
            bytes.push(low);
            return;
        }
        bytes.push(low | 128);
    }
}

fn leb128_bytes(value: usize) -> usize {
    let mut bytes = Vec::new();
    push_leb128(&mut bytes, value);
    bytes.len()
}

fn run_multiplied(guest: &str, times: u8) -> Ended {
    let scratch = scratch();
    let plugin = scratch.path().join("plugin.wasm");
    fs::write(&plugin, multiplied(guest, times)).expect("it can be written");
    run_json(&plugin)
}

fn run_json(plugin: &Path) -> Ended {
    run(&folder("tests/challenges/fragile"), plugin)
        .arg("--json")
        .end()
}

#[test]
fn a_few_instances_are_fine_and_each_counts() {
    let most = |ended: &Ended| {
        assert_eq!(ended.code, 0, "{ended}");
        let bytes = ended.json()["cases"][0]["memory_bytes"].as_u64();
        bytes.expect("memory is counted")
    };
    let one = most(&run_multiplied("00-plain", 0));
    let four = most(&run_multiplied("00-plain", 3));
    assert_eq!(four - one, 3 * 2 * 65_536, "three times two pages more");
}

#[test]
fn memories_are_summed_over_instances() {
    // One instance is within the limit, as its own folder shows.
    let ended = run_multiplied("56-first-memory-at-limit", 1);
    assert_eq!(ended.code, 3, "{ended}");
    let reason = &ended.json()["reason"];
    assert_eq!(reason["code"], "starts-too-large", "{ended}");
    ended.says("starts with 33554432 bytes of memory; the challenge allows 16777216");
}

#[test]
fn more_instances_than_a_runner_keeps_are_refused() {
    let ended = run_multiplied("00-plain", 200);
    assert_eq!(ended.code, 3, "{ended}");
    let json = ended.json();
    assert_eq!(json["verdict"], "rejected");
    assert_eq!(json["reason"]["code"], "too-complex", "{ended}");
    ended.says("core instances, at most 64 are taken");
}

#[test]
fn instances_that_fit_alone_but_not_beside_the_harness_are_refused() {
    let ended = run_multiplied("00-plain", 63);
    assert_eq!(ended.code, 3, "{ended}");
    assert_eq!(ended.json()["reason"]["code"], "does-not-fit", "{ended}");
    // The runner that was asked for too much does not spoil the next run.
    run_json(&component("fragile-baseline")).says("scored");
}
