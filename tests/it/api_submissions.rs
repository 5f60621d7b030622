//! Submissions and their runs through the API, on both databases: what comes in,
//! what is refused, and what each reader is shown.

mod events;
mod shown;

use pilotbox_model::Digest;
use pilotbox_store::{accounts::Actor, challenges::PhaseChange};
use pilotbox_tests::{
    caller::{Caller, multipart},
    city::{City, OpenChallenge, component_bytes},
    on_both_urls, scratch,
};
use serde_json::json;

const FRAGILE: &str = "tests/challenges/fragile";
const DOSSIER: &[u8] = br#"{"title": "A plugin", "references": "a contract of Acme"}"#;

/// Runs a test on an installation of each kind, with a challenge.
fn in_cities<F: Future<Output = ()>>(test: impl Fn(City, OpenChallenge) -> F) {
    on_both_urls(|url| {
        let test = &test;
        async move {
            let folder = scratch();
            let city = City::open(&url, folder.path()).await;
            let challenge = city.challenge(FRAGILE).await;
            test(city, challenge).await;
        }
    });
}

fn path(challenge: &OpenChallenge) -> String {
    format!("/api/v1/challenges/{}/submissions", challenge.id)
}

async fn startup(city: &City, challenge: &OpenChallenge) -> Caller {
    let startup = city.startup(challenge).await;
    Caller::account(&city.state, &startup.account).await
}

async fn submit(caller: &Caller, challenge: &OpenChallenge) -> String {
    submit_built(caller, challenge, "fragile-reference").await
}

async fn submit_built(caller: &Caller, challenge: &OpenChallenge, plugin: &str) -> String {
    let plugin = component_bytes(plugin);
    let parts = [
        ("plugin", Some("p.wasm"), &plugin[..]),
        ("dossier", None, DOSSIER),
    ];
    let answer = caller.post_parts(&path(challenge), &[], &parts).await;
    let made = answer.expect(201).json();
    made["id"].as_str().expect("it has an id").to_owned()
}

async fn with_role(city: &City, challenge: &OpenChallenge, role: &str) -> Caller {
    let account = city.startup(challenge).await.account;
    let now = city.now();
    let granted = city
        .state
        .store
        .grant_role(&account, role, Actor::Operator, now)
        .await;
    granted.expect("the role is granted");
    Caller::account(&city.state, &account).await
}

#[test]
fn a_submission_comes_in_once() {
    in_cities(async |city, challenge| {
        let owner = startup(&city, &challenge).await;
        let plugin = component_bytes("fragile-reference");
        let parts = [
            ("plugin", Some("p.wasm"), &plugin[..]),
            ("dossier", None, DOSSIER),
        ];
        let key = [("idempotency-key", "k1")];
        let first = owner
            .post_parts(&path(&challenge), &key, &parts)
            .await
            .expect(201);
        let made = first.json();
        let id = made["id"].as_str().expect("it has an id");
        assert_eq!(
            first.headers["location"],
            format!("/api/v1/submissions/{id}")
        );
        let splits: Vec<_> = (0..2)
            .map(|run| made["runs"][run]["split"].clone())
            .collect();
        assert_eq!(splits, [json!("sample"), json!("public")]);
        let again = owner
            .post_parts(&path(&challenge), &key, &parts)
            .await
            .expect(201);
        assert_eq!(again.body, first.body);
        assert_eq!(again.headers["idempotency-replayed"], "true");
        let other = [
            ("plugin", Some("p.wasm"), &plugin[..]),
            ("dossier", None, br#"{"title":"b"}"#),
        ];
        let other = owner.post_parts(&path(&challenge), &key, &other).await;
        other.expect_problem(422, "key-reused");
        let list = owner.get("/api/v1/submissions").await.expect(200).json();
        assert_eq!(list["items"].as_array().map(Vec::len), Some(1));
        // Of a dossier a list shows the title, and the submission itself all.
        let listed = &list["items"][0]["dossier"];
        assert_eq!(
            (&listed["title"], &listed["references"]),
            (&json!("A plugin"), &json!(""))
        );
        assert_eq!(made["dossier"]["references"], "a contract of Acme");
    });
}

#[test]
fn what_is_foreign_is_not_found() {
    in_cities(async |city, challenge| {
        let owner = startup(&city, &challenge).await;
        let other = startup(&city, &challenge).await;
        let staff = with_role(&city, &challenge, "staff").await;
        let nobody = Caller::nobody(&city.state);
        let id = submit(&owner, &challenge).await;
        let submission = format!("/api/v1/submissions/{id}");
        let plugin = format!("{submission}/plugin");
        let made = owner.get(&submission).await.expect(200).json();
        let run = format!(
            "/api/v1/runs/{}",
            made["runs"][0]["id"].as_str().unwrap_or_default()
        );
        for path in [&submission, &plugin, &run] {
            owner.get(path).await.expect(200);
            other.get(path).await.expect_problem(404, "not-found");
            nobody.get(path).await.expect_problem(401, "sign-in-needed");
        }
        staff.get(&submission).await.expect(200);
        staff.get(&plugin).await.expect_problem(404, "not-found");
        let bytes = owner.get(&plugin).await.expect(200).body;
        assert!(bytes == component_bytes("fragile-reference"));
        let list = other.get("/api/v1/runs").await.expect(200).json();
        assert_eq!(list["items"], json!([]));
        let withdrawal = format!("{submission}/withdrawal");
        other
            .json("POST", &withdrawal, &json!({}))
            .await
            .expect(404);
        let gone = owner
            .json("POST", &withdrawal, &json!({}))
            .await
            .expect(200)
            .json();
        assert_eq!(gone["runs"][0]["state"], "withdrawn");
        owner.get(&run).await.expect(200);
    });
}

#[test]
fn bad_bodies_make_nothing() {
    in_cities(async |city, challenge| {
        let owner = startup(&city, &challenge).await;
        let wasm: &[u8] = b"\0asm\x0d\0\x01\0";
        let plugin = ("plugin", Some("p.wasm"), wasm);
        let dossier = ("dossier", None, DOSSIER);
        let cases: [(&[_], u16); 9] = [
            (&[], 400),
            (&[plugin], 400),
            (&[dossier], 400),
            (&[plugin, dossier, dossier], 400),
            (&[plugin, dossier, ("extra", None, b"x")], 400),
            (&[plugin, ("dossier", None, b"{")], 400),
            (&[("plugin", Some("p.txt"), b"hello"), dossier], 422),
            (
                &[plugin, dossier, ("document", Some("d.pdf"), b"hello")],
                422,
            ),
            (
                &[dossier, ("upload", None, b"01ABCDEFGHJKMNPQRSTVWXYZ00")],
                404,
            ),
        ];
        for (number, (parts, status)) in cases.into_iter().enumerate() {
            let answer = owner.post_parts(&path(&challenge), &[], parts).await;
            let said = String::from_utf8_lossy(&answer.body).into_owned();
            assert_eq!(answer.status.as_u16(), status, "case {number}: {said}");
        }
        let mut cut = multipart(&[plugin, dossier]);
        cut.truncate(cut.len() / 2);
        let kind = [(
            "content-type",
            "multipart/form-data; boundary=a-boundary-that-no-part-holds",
        )];
        owner
            .send("POST", &path(&challenge), &kind, cut)
            .await
            .expect_problem(400, "bad-request");
        let answer = owner.json("POST", &path(&challenge), &json!({})).await;
        answer.expect_problem(415, "unsupported-media-type");
        let list = owner.get("/api/v1/submissions").await.expect(200).json();
        assert_eq!(list["items"], json!([]));
    });
}

#[test]
fn a_quota_is_a_quota() {
    in_cities(async |city, challenge| {
        let owner = startup(&city, &challenge).await;
        let store = &city.state.store;
        let row = store.challenge(&challenge.id).await.expect("it is there");
        let staff = city.startup(&challenge).await.account;
        let change = |concurrent| PhaseChange {
            challenge_id: challenge.id.clone(),
            name: "only".to_owned(),
            opens_at: 0,
            closes_at: None,
            per_day: 2,
            per_phase: 100,
            concurrent,
        };
        let set = store.set_phase(&row, &change(1), &staff, city.now()).await;
        set.expect("the quota is set");
        let first = submit(&owner, &challenge).await;
        let wasm: &[u8] = b"\0asm\x0d\0\x01\0";
        let parts = [("plugin", Some("p.wasm"), wasm), ("dossier", None, DOSSIER)];
        let second = owner.post_parts(&path(&challenge), &[], &parts).await;
        let second = second.expect_problem(429, "quota-exceeded");
        assert!(second.headers.contains_key("retry-after"));
        let key = [("idempotency-key", "another")];
        let keyed = owner.post_parts(&path(&challenge), &key, &parts).await;
        keyed.expect_problem(429, "quota-exceeded");
        let file = city.blob_file(Digest::of(wasm));
        assert!(!file.exists(), "what is refused is not kept");
        let withdrawal = format!("/api/v1/submissions/{first}/withdrawal");
        owner
            .json("POST", &withdrawal, &json!({}))
            .await
            .expect(200);
        submit(&owner, &challenge).await;
        let row = store.challenge(&challenge.id).await.expect("it is there");
        let set = store.set_phase(&row, &change(9), &staff, city.now()).await;
        set.expect("the quota is set");
        let third = owner.post_parts(&path(&challenge), &[], &parts).await;
        third.expect_problem(429, "quota-exceeded");
        let other = startup(&city, &challenge).await;
        submit(&other, &challenge).await;
    });
}

#[test]
fn a_file_comes_in_parts() {
    in_cities(async |city, challenge| {
        let owner = startup(&city, &challenge).await;
        let other = startup(&city, &challenge).await;
        let plugin = component_bytes("fragile-reference");
        let ask = json!({"bytes": plugin.len(), "digest": Digest::of(&plugin).to_string()});
        let opened = owner
            .json("POST", "/api/v1/uploads", &ask)
            .await
            .expect(201);
        let location = opened.headers["location"]
            .to_str()
            .expect("it is text")
            .to_owned();
        let id = opened.json()["id"]
            .as_str()
            .expect("it has an id")
            .to_owned();
        let (front, back) = plugin.split_at(plugin.len() / 3);
        let part = async |caller: &Caller, offset: usize, bytes: &[u8]| {
            let offset = offset.to_string();
            let headers = [
                ("content-type", "application/offset+octet-stream"),
                ("upload-offset", offset.as_str()),
            ];
            caller
                .send("PATCH", &location, &headers, bytes.to_vec())
                .await
        };
        part(&other, 0, front)
            .await
            .expect_problem(404, "not-found");
        part(&owner, 1, front).await.expect_problem(409, "conflict");
        part(&owner, 0, front).await.expect(200);
        let parts = [("upload", None, id.as_bytes()), ("dossier", None, DOSSIER)];
        let early = owner.post_parts(&path(&challenge), &[], &parts).await;
        early.expect_problem(409, "conflict");
        part(&owner, front.len(), &plugin)
            .await
            .expect_problem(413, "too-large");
        let done = part(&owner, front.len(), back).await.expect(200).json();
        assert_eq!(done["received"], plugin.len());
        let key = [("idempotency-key", "k2")];
        let made = owner
            .post_parts(&path(&challenge), &key, &parts)
            .await
            .expect(201);
        assert_eq!(
            made.json()["plugin_digest"],
            Digest::of(&plugin).to_string()
        );
        owner.get(&location).await.expect_problem(404, "not-found");
        let again = owner
            .post_parts(&path(&challenge), &key, &parts)
            .await
            .expect(201);
        assert_eq!(again.body, made.body);
    });
}

#[test]
fn a_damaged_upload_is_refused_and_few_are_open() {
    in_cities(async |city, challenge| {
        let owner = startup(&city, &challenge).await;
        let ask = json!({"bytes": 3, "digest": Digest::of(b"abc").to_string()});
        let mut last = String::new();
        for _ in 0..3 {
            let opened = owner
                .json("POST", "/api/v1/uploads", &ask)
                .await
                .expect(201);
            last = opened.headers["location"]
                .to_str()
                .expect("it is text")
                .to_owned();
        }
        let fourth = owner.json("POST", "/api/v1/uploads", &ask).await;
        fourth.expect_problem(409, "conflict");
        let headers = [
            ("content-type", "application/offset+octet-stream"),
            ("upload-offset", "0"),
        ];
        let wrong = owner.send("PATCH", &last, &headers, "abd").await;
        wrong.expect_problem(422, "rejected");
        owner.get(&last).await.expect(404);
        owner
            .json("POST", "/api/v1/uploads", &ask)
            .await
            .expect(201);
    });
}

#[test]
fn a_dossier_changes_on_top_of_what_was_read() {
    in_cities(async |city, challenge| {
        let owner = startup(&city, &challenge).await;
        let id = submit(&owner, &challenge).await;
        let path = format!("/api/v1/submissions/{id}");
        let read = owner.get(&path).await.expect(200);
        let tag = read.headers["etag"]
            .to_str()
            .expect("it is text")
            .to_owned();
        let known = owner
            .send("GET", &path, &[("if-none-match", &tag)], "")
            .await;
        known.expect(304);
        let headers = [
            ("content-type", "application/json"),
            ("if-match", tag.as_str()),
        ];
        let body = json!({"cost_eur": 5000}).to_string();
        let changed = owner
            .send("PATCH", &path, &headers, body.clone())
            .await
            .expect(200);
        assert_eq!(changed.json()["dossier"]["cost_eur"], 5000);
        assert_eq!(changed.json()["dossier"]["title"], "A plugin");
        let late = owner.send("PATCH", &path, &headers, body).await;
        late.expect_problem(412, "changed");
        let pdf = [("content-type", "application/pdf")];
        let document = format!("{path}/document");
        owner.get(&document).await.expect(404);
        owner
            .send("PUT", &document, &pdf, "hello")
            .await
            .expect_problem(422, "rejected");
        owner
            .send("PUT", &document, &pdf, "%PDF-1.7 …")
            .await
            .expect(200);
        let late = [pdf[0], ("if-match", "\"0\"")];
        let late = owner.send("PUT", &document, &late, "%PDF-1.7").await;
        late.expect_problem(412, "changed");
        let read = owner.get(&document).await.expect(200);
        assert_eq!(read.body, "%PDF-1.7 …".as_bytes());
    });
}
