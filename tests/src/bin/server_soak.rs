//! `cargo xtask soak`, the part of the server: kills on each database, and a long
//! queue that workers share.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it tells a person"
)]

use std::{fs, process::ExitCode};

use pilotbox_tests::server_soak::{Database, Pace, kill_servers, share_runs};

const USAGE: &str = "usage: server_soak KILLS RUNS SEED";

fn main() -> ExitCode {
    let numbers: Vec<u64> = std::env::args()
        .skip(1)
        .filter_map(|word| word.parse().ok())
        .collect();
    let &[kills, runs, seed] = numbers.as_slice() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let mut is_well = true;
    for database in Database::ALL {
        let tell = |done: usize| {
            if done.is_multiple_of(10) {
                eprintln!("{done} kills on {database:?}");
            }
        };
        let survived = kill_servers(database, count(kills), seed, &tell);
        println!("{database:?}: {survived:#?}");
        is_well &= survived.faults.is_empty();
    }
    let busy = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("load before runs are shared: {}", busy.trim());
    let shared = share_runs(count(runs), &[1, 2], &tell_pace);
    for fault in &shared.faults {
        println!("FAULT {fault}");
    }
    if is_well && shared.faults.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn tell_pace(pace: &Pace) {
    let Pace {
        workers,
        runs,
        steps,
        seconds,
    } = pace;
    let rate = pace.per_second();
    println!(
        "{workers} workers: {runs} runs in {seconds:.1} s, {rate:.1} a second; steps {steps:?}"
    );
}
