//! `cargo xtask load`: how a server bears readers and uploaders, people who look at the
//! portal or for a challenge, or citizens who ask a pilot, on SQLite and on PostgreSQL; and how much of its
//! time a pilot loses to neighbours that loop and leak.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it tells a person"
)]

use std::{fs, process::ExitCode, time::Duration};

use pilotbox_tests::{
    load::{Plan, beside_neighbours, load},
    server_soak::Database,
};

const USAGE: &str = "usage: load [list|portal|pilot] [SECONDS [READS-PER-SECOND]]\n       load neighbours [SECONDS]";

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args().skip(1).collect();
    if let [first, rest @ ..] = words.as_slice()
        && first == "neighbours"
    {
        return neighbours(rest);
    }
    let Some(plan) = plan(&words) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    println!("{plan:?}");
    let mut has_failed = false;
    for database in Database::ALL {
        let busy = fs::read_to_string("/proc/loadavg").unwrap_or_default();
        println!("\n{database:?}, load before: {}", busy.trim());
        let loaded = load(database, &plan);
        println!("{loaded}");
        for fault in &loaded.faults {
            println!("FAULT    {fault}");
        }
        has_failed |= !loaded.faults.is_empty();
    }
    if has_failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// Rounds alone and beside neighbours in turn, of a few seconds each.
fn neighbours(words: &[String]) -> ExitCode {
    let seconds = match words {
        [] => Some(10),
        [seconds] => seconds.parse().ok(),
        _ => None,
    };
    let Some(seconds) = seconds else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    println!("{}", beside_neighbours(Duration::from_secs(seconds)));
    ExitCode::SUCCESS
}

fn plan(words: &[String]) -> Option<Plan> {
    let (plan, rest) = match words {
        [first, rest @ ..] if first == "list" => (Plan::LIST, rest),
        [first, rest @ ..] if first == "portal" => (Plan::PORTAL, rest),
        [first, rest @ ..] if first == "pilot" => (Plan::PILOT, rest),
        all => (Plan::FULL, all),
    };
    let (seconds, rate) = match rest {
        [] => (None, None),
        [seconds] => (Some(seconds), None),
        [seconds, rate] => (Some(seconds), Some(rate)),
        _ => return None,
    };
    let number = |text: Option<&String>, usual| match text {
        Some(text) => text.parse().ok().filter(|number| *number > 0),
        None => Some(usual),
    };
    Some(Plan {
        seconds: number(seconds, plan.seconds)?,
        reads_per_second: number(rate, plan.reads_per_second)?,
        ..plan
    })
}
