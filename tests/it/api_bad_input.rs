//! What a server meets that nobody wishes it: too much, too late, too slow, and
//! parts of it taken away. It says so in its own words, loses nothing, and goes on.

mod outage;
mod traffic;
mod uploads;

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

use pilotbox_tests::{
    component,
    server::{Ask, Challenge, Client, Settings, Site, city_pack, submission, worlds},
};
use serde_json::{Value, json};

const CHALLENGE: &str = "challenges/mobility/parking-forecast";

/// A submission of a component that fits.
fn good_submission(challenge: &Challenge) -> Ask {
    let plugin = std::fs::read(component("parking-seasonal")).expect("it was built");
    submission(challenge, &plugin, &json!({ "title": "Parking by season" }))
}

/// Sets the first phase of a challenge.
fn set_phase(client: &Client, challenge: &Challenge, closes_at: &str, per_day: u32) {
    let phase = json!({
        "opens_at": "2026-01-01T00:00:00Z",
        "closes_at": closes_at,
        "quota": { "per_day": per_day, "per_phase": 100, "concurrent": 100 },
    });
    client
        .put(&format!("{}/phases/main", challenge.path()), &phase)
        .expect(200);
}

#[test]
fn a_quota_that_is_used_up_and_a_phase_that_is_over_are_told() {
    worlds(|world| {
        let challenge = world.challenge(&city_pack(CHALLENGE));
        let (staff, startup) = (&world.staff.client, &world.startup.client);
        let ask = good_submission(&challenge);
        startup.send(&ask).expect(403).refused("not-allowed");
        world.enrol(&challenge);
        set_phase(staff, &challenge, "2099-01-01T00:00:00Z", 1);
        let submitted = startup
            .send(&ask.clone().header("idempotency-key", "one"))
            .expect(201);
        let again = startup
            .send(&ask.clone().header("idempotency-key", "one"))
            .expect(201);
        assert_eq!(
            again.text_at("/id"),
            submitted.text_at("/id"),
            "a repeated request does nothing"
        );
        assert_eq!(again.header("idempotency-replayed"), "true");
        let refused = startup.send(&ask).expect(429).refused("quota-exceeded");
        assert!(!refused.header("retry-after").is_empty(), "{refused}");
        world.rival.client.send(&ask).expect(201);
        set_phase(staff, &challenge, "2026-01-02T00:00:00Z", 1_000);
        startup.send(&ask).expect(409).refused("wrong-state");
        let listed = startup.get("/api/v1/submissions").expect(200).json();
        assert_eq!(
            listed["items"].as_array().map(Vec::len),
            Some(1),
            "{listed}"
        );
    });
}

#[test]
fn a_compressed_body_is_refused_unread() {
    let site = Site::sqlite();
    let body = json!({ "email": "a@b.example", "password": "a long enough password" });
    let ask = Ask::new("POST", "/api/v1/sessions").json(&body);
    for encoding in ["gzip", "br", "deflate, gzip", "zstd"] {
        let ask = ask.clone().header("content-encoding", encoding);
        site.client()
            .send(&ask)
            .expect(415)
            .refused("unsupported-media-type");
    }
}

#[test]
fn a_body_over_the_limit_and_a_body_that_does_not_come_are_refused() {
    let settings = Settings::sqlite()
        .set("limits.body_bytes", 1_000)
        .set("limits.request_timeout_seconds", 1);
    let site = Site::start(settings);
    let reset = |length: usize| {
        let fill = "a".repeat(length - r#"{"email":""}"#.len());
        let ask = Ask::new("POST", "/api/v1/accounts/reset");
        site.client().send(&ask.json(&json!({ "email": fill })))
    };
    reset(1_000).expect(400);
    reset(1_001).expect(413).refused("too-large");
    let answer = raw(
        site.url(),
        "POST /api/v1/sessions HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n\
         content-length: 100\r\n\r\n{\"email\":",
    );
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("request-timeout"), "{answer}");
}

#[test]
fn a_full_disk_refuses_uploads_and_nothing_else() {
    let settings = Settings::sqlite().set("limits.min_free_disk_bytes", i64::MAX);
    let site = Site::start(settings);
    let startup = site.register("alpha@startup.example", Some("Alpha"));
    let upload = json!({ "bytes": 10, "digest": format!("sha256:{}", "0".repeat(64)) });
    let client = startup.client.when_down();
    client
        .post("/api/v1/uploads", &upload)
        .expect(507)
        .refused("no-room");
    let ask = Ask::new("POST", "/api/v1/challenges/any/submissions");
    let ask = ask.bytes("multipart/form-data; boundary=a", b"--a--\r\n".to_vec());
    client.send(&ask).expect(507).refused("no-room");
    client.get("/api/v1/me").expect(200);
    client.get("/readyz").expect(200);
}

/// What a server answers to bytes, until it hangs up or says that it will.
fn raw(url: &str, text: &str) -> String {
    let address = url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).expect("the server listens");
    stream.write_all(text.as_bytes()).expect("the server reads");
    let mut answer = Vec::new();
    let mut chunk = [0; 4_096];
    loop {
        let read = stream.read(&mut chunk).unwrap_or(0);
        answer.extend(&chunk[..read]);
        let text = String::from_utf8_lossy(&answer).into_owned();
        let is_whole = text
            .split_once("\r\n\r\n")
            .is_some_and(|(_, body)| serde_json::from_str::<Value>(body).is_ok());
        if read == 0 || is_whole {
            return text;
        }
    }
}
