//! What monitoring sees while parts are away or busy, and runs that wait for a disk.

use std::{fs, io::Write as _, net::TcpStream};

use pilotbox_tests::{
    postgres::Postgres,
    server::{Ask, Client, Service, Settings, Site, World, city_pack, has_ended, run_of},
};
use serde_json::json;

use super::until;

/// Requests of a flood.
const FLOOD: usize = 100;

#[test]
fn a_database_that_restarts_is_waited_for() {
    let postgres = Postgres::own();
    let site = Site::start(Settings::on(&postgres.new_database()));
    let person = site.register("alpha@startup.example", Some("Alpha"));
    let client = person.client.when_down();
    let token = json!({ "name": "a test's", "scopes": ["read"], "expires_in_days": 1 });
    let ask = Ask::new("POST", "/api/v1/me/tokens").json(&token);
    client.send(&ask).expect(201);
    postgres.stop();
    until("nothing is ready", || client.get("/readyz").status == 503);
    for answer in [
        client.send(&ask),
        client.get("/api/v1/challenges"),
        client.get("/readyz"),
    ] {
        let answer = answer.expect(503).refused("unavailable");
        assert!(!answer.header("retry-after").is_empty(), "{answer}");
    }
    client.get("/healthz").expect(200);
    postgres.launch();
    until("it is there again", || client.send(&ask).status == 201);
    until("all is ready", || client.get("/readyz").status == 200);
    assert!(site.service().is_alive());
}

#[test]
fn blobs_that_are_gone_are_told() {
    let site = Site::sqlite();
    let client = site.client().when_down();
    client.get("/readyz").expect(200);
    let (blobs, away) = (site.folder().join("data/blobs"), site.folder().join("away"));
    fs::rename(&blobs, &away).expect("the folder can be moved");
    until("nothing is ready", || client.get("/readyz").status == 503);
    client.get("/healthz").expect(200);
    fs::rename(&away, &blobs).expect("the folder can be moved");
    until("all is ready", || client.get("/readyz").status == 200);
}

#[test]
fn a_flood_shuts_no_supervisor_out() {
    let site = Site::start(
        Settings::sqlite()
            .set("limits.address_requests_per_minute", 20)
            .set("limits.anonymous_requests_per_minute", 20),
    );
    let client = site.client();
    until("the flood meets its bound", || {
        client.get("/api/v1/challenges").status == 429
    });
    demand_health(&client);
    until("the flood still meets it", || {
        client.get("/metrics").status == 429
    });
}

#[test]
fn a_full_house_shuts_no_supervisor_out() {
    let site = Site::start(Settings::sqlite().set("limits.concurrent_requests", 1));
    let client = site.client().when_down();
    let address = site.url().trim_start_matches("http://");
    let head = "POST /api/v1/sessions HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n\
                content-length: 100\r\n\r\n{";
    // One that comes while the question below has the place is turned away: another is sent.
    let mut slow = Vec::new();
    until("the place is taken", || {
        let mut one = TcpStream::connect(address).expect("it listens");
        one.write_all(head.as_bytes()).expect("it listens");
        slow.push(one);
        client.get("/api/v1/challenges").status == 503
    });
    demand_health(&client);
}

fn demand_health(client: &Client) {
    for _ in 0..FLOOD {
        client.get("/healthz").expect(200);
        client.get("/readyz").expect(200);
    }
    let refused = client.send(&Ask::new("POST", "/healthz"));
    refused.expect(405).refused("method-not-allowed");
}

#[test]
fn figures_are_read_from_a_running_server() {
    let world = World::sqlite();
    let challenge = world.challenge(&city_pack("challenges/mobility/parking-forecast"));
    world.enrol(&challenge);
    let client = world.site.client();
    let figures = || {
        let answer = client.get("/metrics").expect(200);
        String::from_utf8(answer.body).expect("figures are text")
    };
    for line in [
        "pilotbox_http_requests_total{route=\"/api/v1/challenges\",method=\"POST\",status=\"201\"} 1",
        "pilotbox_http_requests_in_flight 1",
        "pilotbox_http_request_seconds_count",
        "pilotbox_queue_jobs{topic=\"pilotbox-evaluate\"} 0",
        "pilotbox_runs{state=\"scored\"} 0",
        "pilotbox_blob_bytes ",
        "pilotbox_database_connections{state=\"idle\"}",
    ] {
        until(line, || figures().contains(line));
    }
    assert!(!figures().contains("city.example"));
    let forwarded = Ask::new("GET", "/metrics").header("x-forwarded-for", "127.0.0.1");
    client.send(&forwarded).expect(404);
}

#[test]
fn a_worker_without_room_leaves_runs_to_others() {
    let world = World::with(Settings::sqlite().set("jobs.workers", 0));
    let challenge = world.challenge(&city_pack("challenges/mobility/parking-forecast"));
    world.enrol(&challenge);
    let log = world.site.folder().join("full.log");
    let mut command = world.site.command("worker");
    command.env("PILOTBOX_LIMITS__MIN_FREE_DISK_BYTES", i64::MAX.to_string());
    let full = Service::start(&command, &log);
    let dossier = json!({ "title": "Seasons" });
    let submission = world
        .startup
        .submit(&challenge, "parking-seasonal", &dossier);
    until("the worker has refused", || {
        let log = fs::read_to_string(&log).unwrap_or_default();
        log.matches("no run is taken").count() >= 2
    });
    let staff = world.staff.by_token(&["read"]);
    let runs = ["sample", "public"].map(|split| run_of(&submission, split));
    for run in &runs {
        let path = format!("/api/v1/runs/{run}");
        assert_eq!(staff.get(&path).expect(200).text_at("/state"), "received");
    }
    assert_eq!(full.stop(), 0);
    let with_room = world.site.worker();
    for run in &runs {
        assert_eq!(has_ended(&staff, run)["state"], "scored");
    }
    assert_eq!(with_room.stop(), 0);
}
