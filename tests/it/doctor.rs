//! What the system denies workers: seen, not assumed. Where a kernel lacks a
//! layer the program works on and says so.

use pilotbox_tests::{End, pilotbox};
use serde_json::Value;

fn workers() -> Value {
    pilotbox("doctor").arg("--json").end_with(0).json()["workers"].clone()
}

fn is_on(worker: &Value, layer: &str) -> bool {
    worker["confinement"][layer]["on"].is_string()
}

#[test]
fn what_a_layer_promises_is_denied() {
    for worker in ["runner", "compiler"] {
        let worker = &workers()[worker];
        let denied = |what: &str| {
            let attempts = worker["attempts"].as_array().expect("it tried");
            let found = attempts.iter().find(|attempt| attempt["what"] == what);
            found.unwrap_or_else(|| panic!("it did not try to {what}"))["denied"] == true
        };
        assert!(is_on(worker, "resource_limits"), "{worker:#}");
        if is_on(worker, "landlock") {
            assert!(denied("read a file that it was not told of"), "{worker:#}");
            assert!(denied("list the root folder"), "{worker:#}");
            assert!(denied("write a file"), "{worker:#}");
        }
        if is_on(worker, "seccomp") {
            assert!(denied("start a program"), "{worker:#}");
            assert!(denied("listen for TCP"), "{worker:#}");
            assert!(denied("open a socket for UDP"), "{worker:#}");
        }
    }
}

#[test]
fn people_read_what_is_on_and_what_is_not() {
    pilotbox("doctor")
        .end_with(0)
        .says("engine     wasmtime 48.")
        .says("refuses    threads, gc,")
        .says("landlock")
        .says("seccomp");
}
