//! Runners that die, and parents that do.

use std::{
    fs,
    process::{Child, Command, Stdio},
};

use pilotbox_tests::{
    End, component, folder,
    process::{children, kill},
};

use crate::run;

/// A run whose cases each burn a whole budget of fuel, so that it is still
/// under way when its runners are looked for.
fn slow_run() -> Command {
    let parking = folder("challenges/mobility/parking-forecast");
    let mut command = run(&parking, &component("parking-forecast-slow"));
    command.args(["--json", "--jobs", "2"]);
    command
}

/// Looks until both runners of a run are there. The one that lists the cases
/// comes and goes before them, alone.
fn both_runners(run: &mut Child) -> [u32; 2] {
    loop {
        let children = children(run.id());
        let mut runners = children.iter().filter(|child| child.does("runner"));
        if let (Some(one), Some(two)) = (runners.next(), runners.next()) {
            return [one.pid, two.pid];
        }
        let ended = run.try_wait().expect("the run can be asked");
        assert!(
            ended.is_none(),
            "the run ended before its runners were seen: {ended:?}"
        );
        std::thread::yield_now();
    }
}

#[test]
fn a_runner_that_dies_loses_no_case() {
    let undisturbed = slow_run().end_with(4);
    let mut command = slow_run();
    let mut running = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let [victim, _] = both_runners(&mut running);
    assert!(kill(victim), "it is gone already");
    let output = running.wait_with_output().expect("it ends");
    let ended = pilotbox_tests::Ended::from(output);
    assert_eq!(ended.code, 4, "{ended}");
    assert!(ended.stdout == undisturbed.stdout, "the result differs");
}

#[test]
fn runners_end_with_their_parent() {
    let mut running = slow_run()
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let runners = both_runners(&mut running);
    running.kill().expect("it can be killed");
    running.wait().expect("it is gone");
    for id in runners {
        while is_running(id) {
            std::thread::yield_now();
        }
    }
}

/// Whether a process lives: one that has ended and waits to be reaped does not.
fn is_running(id: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    let state = status
        .rsplit(") ")
        .next()
        .and_then(|rest| rest.chars().next());
    state.is_some_and(|state| state != 'Z' && state != 'X')
}
