//! A slice of the server's part of `cargo xtask soak` and of `cargo xtask load`,
//! from a fixed seed.

use std::time::Duration;

use pilotbox_tests::{
    load::{Plan, load},
    server_soak::{Database, kill_servers, share_runs},
};

const KILLS: usize = 10;
const SEED: u64 = 1;

fn demand_survival(database: Database) {
    let survived = kill_servers(database, KILLS, SEED, &|_| {});
    assert!(survived.faults.is_empty(), "{survived:#?}");
    assert_eq!(survived.servers + survived.workers, KILLS);
    assert!(
        survived.servers > 0 && survived.workers > 0,
        "{survived:#?}"
    );
    assert!(survived.accepted >= KILLS, "{survived:#?}");
}

#[test]
fn on_sqlite_deaths_lose_and_double_nothing() {
    demand_survival(Database::Sqlite);
}

#[test]
fn on_postgres_deaths_lose_and_double_nothing() {
    demand_survival(Database::Postgres);
}

#[test]
fn two_workers_share_runs_and_do_none_twice() {
    let shared = share_runs(40, &[2], &|_| {});
    assert!(shared.faults.is_empty(), "{shared:#?}");
    let pace = &shared.paces[0];
    assert_eq!(pace.runs, 40);
    assert!(pace.steps.iter().all(|steps| *steps > 0), "{pace:?}");
}

#[test]
fn a_server_under_load_answers_everybody() {
    let plan = Plan {
        seconds: 5,
        reads_per_second: 100,
        connections: 50,
        uploaders: 5,
        upload_every: Duration::from_millis(500),
        ..Plan::FULL
    };
    let loaded = load(Database::Sqlite, &plan);
    assert!(loaded.faults.is_empty(), "{loaded:#?}");
}

#[test]
fn a_portal_under_load_drops_nobody() {
    let plan = Plan {
        seconds: 5,
        reads_per_second: 100,
        ..Plan::PORTAL
    };
    let loaded = load(Database::Sqlite, &plan);
    assert!(loaded.faults.is_empty(), "{loaded:#?}");
}
