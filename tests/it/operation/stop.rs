//! What signals do to a server and to a worker with runs under way.

use pilotbox_tests::{
    server::{Client, Settings, Site, World, city_pack, has_ended, run_of},
    server_soak::Database,
};
use serde_json::json;

use super::until;

const HANG_UP: &str = "SIGHUP ends nothing";

fn slow(database: Database) -> Settings {
    let settings = database.settings();
    settings.set("jobs.chunk_seconds", 1).set("jobs.runners", 1)
}

fn state(client: &Client, run: &str) -> String {
    let path = format!("/api/v1/runs/{run}");
    client.get(&path).expect(200).text_at("/state")
}

/// Submits for both startups, and gives the four runs.
fn submit(world: &World) -> Vec<String> {
    let challenge = world.challenge(&city_pack("challenges/mobility/parking-forecast"));
    world.enrol(&challenge);
    let dossier = json!({ "title": "Seasons" });
    let both = [&world.startup, &world.rival];
    let both = both.map(|person| person.submit(&challenge, "parking-seasonal", &dossier));
    let runs = |submission| ["sample", "public"].map(|split| run_of(submission, split));
    both.iter().flat_map(runs).collect()
}

#[test]
fn a_stopped_server_takes_its_runs_up_again() {
    for database in Database::ALL {
        let mut world = World::on(Site::start(slow(database)));
        let runs = submit(&world);
        let staff = world.staff.by_token(&["read"]);
        until("a run is under way", || {
            runs.iter().any(|run| state(&staff, run) == "running")
        });
        assert_eq!(world.site.stop(), 0);
        assert!(world.site.log().contains("stopping"));
        world.site.restart();
        let staff = staff.at(world.site.url());
        for run in &runs {
            assert_eq!(has_ended(&staff, run)["state"], "scored");
        }
    }
}

#[test]
fn a_reload_without_a_certificate_ends_nothing() {
    let settings = slow(Database::Sqlite).set("jobs.workers", 0);
    let world = World::on(Site::start(settings));
    let server = world.site.service();
    server.hang_up();
    until("the server has noted it", || {
        world.site.log().matches(HANG_UP).count() == 1
    });
    let worker = world.site.worker();
    worker.hang_up();
    until("the worker has noted it", || {
        world.site.log().matches(HANG_UP).count() == 2
    });
    assert!(server.is_alive() && worker.is_alive());
    let staff = world.staff.by_token(&["read"]);
    for run in submit(&world) {
        assert_eq!(has_ended(&staff, &run)["state"], "scored");
    }
    worker.hang_up();
    assert_eq!(worker.stop(), 0);
}
