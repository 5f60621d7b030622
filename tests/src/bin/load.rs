//! `cargo xtask load`: how a server bears readers and uploaders, or people who look at
//! the portal, on SQLite and on PostgreSQL.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it tells a person"
)]

use std::{fs, process::ExitCode};

use pilotbox_tests::{
    load::{Plan, load},
    server_soak::Database,
};

const USAGE: &str = "usage: load [portal] [SECONDS]";

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args().skip(1).collect();
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

fn plan(words: &[String]) -> Option<Plan> {
    let (plan, rest) = match words {
        [first, rest @ ..] if first == "portal" => (Plan::PORTAL, rest),
        all => (Plan::FULL, all),
    };
    let seconds = match rest {
        [] => plan.seconds,
        [seconds] => seconds.parse().ok()?,
        _ => return None,
    };
    Some(Plan { seconds, ..plan })
}
