//! `cargo xtask soak`: hours of what `cargo xtask test` does for seconds.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it tells a person"
)]

use std::process::ExitCode;

use pilotbox_tests::{
    process::Holdings,
    soak::{host_hostile, kill_at_random},
};

const USAGE: &str = "usage: soak RUNS KILLS SEED";

fn main() -> ExitCode {
    let numbers: Vec<u64> = std::env::args()
        .skip(1)
        .filter_map(|word| word.parse().ok())
        .collect();
    let &[runs, kills, seed] = numbers.as_slice() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let every = |step: usize, what: &'static str| {
        move |done: usize| {
            if done.is_multiple_of(step) {
                let held = Holdings::settled().resident_kib;
                eprintln!("{done} {what}, {held} KiB resident");
            }
        }
    };
    let hosted = host_hostile(count(runs), seed, &every(50, "hostile runs"));
    println!("{hosted:#?}");
    let killed = kill_at_random(count(kills), seed, &every(10, "kills"));
    println!("{killed:#?}");
    let is_complete = killed.dead() == count(kills);
    if hosted.faults.is_empty() && killed.faults.is_empty() && is_complete {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
