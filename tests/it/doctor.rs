//! What the system denies workers: seen, not assumed. Where a kernel lacks a
//! layer the program works on and says so.

use std::process::Command;

use pilotbox_tests::{End, pilotbox, program};
use serde_json::{Value, json};

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
fn a_file_that_was_left_open_reaches_no_worker() {
    let attempts = |arguments: &[&str], at: &str| {
        let mut shell = Command::new("sh");
        shell
            .args(["-c", "exec 9</etc/passwd && exec \"$@\"", "sh"])
            .arg(program())
            .args(arguments);
        let report = shell.end_with(0).json();
        let attempts = report.pointer(at).and_then(Value::as_array);
        attempts.expect("it tried").clone()
    };
    let attempt =
        |denied: bool| json!({ "what": "use a file that was left open", "denied": denied });
    for worker in ["runner", "compiler"] {
        let tried = attempts(
            &["doctor", "--json"],
            &format!("/workers/{worker}/attempts"),
        );
        assert!(tried.contains(&attempt(true)), "{worker}: {tried:#?}");
    }
    // Started by hand it gets one, and sees it.
    let tried = attempts(&["probe", "runner"], "/attempts");
    assert!(tried.contains(&attempt(false)), "{tried:#?}");
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
