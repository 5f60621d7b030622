//! Uploads in parts that break off, lie, or are too long.

use std::{
    io::Write as _,
    net::{Shutdown, TcpStream},
};

use pilotbox_model::Digest;
use pilotbox_tests::{
    component,
    server::{Answer, Ask, Client, Part, Settings, Site, World, city_pack},
};
use serde_json::json;

/// Bytes of the largest component that the site takes.
const LIMIT: usize = 200_000;

fn settings() -> Settings {
    Settings::sqlite().set("limits.component_bytes", LIMIT)
}

fn open(client: &Client, bytes: usize, digest: &Digest) -> Answer {
    let ask = json!({ "bytes": bytes, "digest": digest.to_string() });
    client.post("/api/v1/uploads", &ask)
}

fn part(id: &str, offset: usize, bytes: &[u8]) -> Ask {
    Ask::new("PATCH", &format!("/api/v1/uploads/{id}"))
        .header("upload-offset", &offset.to_string())
        .bytes("application/offset+octet-stream", bytes.to_vec())
}

#[test]
fn one_byte_too_many_is_refused_wherever_it_comes() {
    let site = Site::start(settings());
    let client = site.register("alpha@startup.example", Some("Alpha")).client;
    let digest = Digest::of(b"");
    open(&client, LIMIT + 1, &digest)
        .expect(413)
        .refused("too-large");
    let id = open(&client, 10, &digest).expect(201).text_at("/id");
    client
        .send(&part(&id, 0, &[0; 11]))
        .expect(413)
        .refused("too-large");
    client
        .send(&part(&id, 1, &[0; 9]))
        .expect(409)
        .refused("conflict");
    client.send(&part(&id, 0, &[0; 9])).expect(200);
    client.send(&part(&id, 9, &[0; 2])).expect(413);
    let fill = vec![0; 9 << 20];
    let is_refused = client
        .try_send(&part(&id, 9, &fill))
        .map(|answer| answer.status);
    // It may hang up before all of it was sent.
    assert!(matches!(is_refused, Ok(413) | Err(_)), "{is_refused:?}");
    let about = client
        .get(&format!("/api/v1/uploads/{id}"))
        .expect(200)
        .json();
    assert_eq!(about["received"], 9, "{about}");
}

#[test]
fn a_file_that_is_not_what_was_told_is_dropped() {
    let site = Site::start(settings());
    let client = site.register("alpha@startup.example", Some("Alpha")).client;
    let id = open(&client, 5, &Digest::of(b"right"))
        .expect(201)
        .text_at("/id");
    client
        .send(&part(&id, 0, b"wrong"))
        .expect(422)
        .refused("rejected");
    client.get(&format!("/api/v1/uploads/{id}")).expect(404);
}

#[test]
fn an_upload_goes_on_where_the_line_broke() {
    let world = World::with(settings());
    let challenge = world.challenge(&city_pack(super::CHALLENGE));
    world.enrol(&challenge);
    let plugin = std::fs::read(component("parking-seasonal")).expect("it was built");
    let token = world.startup.token(&["submit"]).0;
    let client = world.site.client().with_token(&token);
    let opened = open(&client, plugin.len(), &Digest::of(&plugin)).expect(201);
    let id = opened.text_at("/id");
    let half = plugin.len() / 2;
    client.send(&part(&id, 0, &plugin[..half])).expect(200);
    break_off(&world.site, &token, &id, half, &plugin[half..]);
    let received = || {
        let about = client
            .get(&format!("/api/v1/uploads/{id}"))
            .expect(200)
            .json();
        usize::try_from(about["received"].as_u64().unwrap_or(0)).unwrap_or(0)
    };
    // The broken part may still be held for a moment.
    let mut tries = 0;
    let whole = loop {
        let from = received();
        let answer = client.send(&part(&id, from, &plugin[from..]));
        tries += 1;
        if answer.status != 409 || tries == 1_000 {
            break answer;
        }
    };
    assert_eq!(whole.expect(200).json()["received"], plugin.len());
    let parts = [
        Part {
            name: "dossier",
            file: None,
            bytes: br#"{"title":"In parts"}"#,
        },
        Part {
            name: "upload",
            file: None,
            bytes: id.as_bytes(),
        },
    ];
    let ask = Ask::new("POST", &format!("{}/submissions", challenge.path())).form(&parts);
    let submitted = client.send(&ask).expect(201).json();
    assert_eq!(submitted["plugin_digest"], Digest::of(&plugin).to_string());
    client.send(&ask).expect(404);
}

/// Sends the head of a part and some of its bytes, and hangs up.
fn break_off(site: &Site, token: &str, id: &str, offset: usize, bytes: &[u8]) {
    let head = format!(
        "PATCH /api/v1/uploads/{id} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {token}\r\n\
         content-type: application/offset+octet-stream\r\nupload-offset: {offset}\r\n\
         content-length: {}\r\n\r\n",
        bytes.len()
    );
    let address = site.url().trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).expect("the server listens");
    stream.write_all(head.as_bytes()).expect("the server reads");
    stream
        .write_all(&bytes[..bytes.len() / 2])
        .expect("the server reads");
    stream.shutdown(Shutdown::Both).expect("the line breaks");
}
