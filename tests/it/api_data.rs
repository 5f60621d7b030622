//! The city's data sets over HTTP: from a raw file to what everybody fetches and to a
//! challenge's final data, who is refused on the way, and that nobody who is in the raw
//! data is found anywhere else.

mod final_data;
mod planted;
mod raw;
mod refused;

use pilotbox_tests::server::{Answer, World, data, worlds};
use serde_json::{Value, json};

/// Rows of people: enough for crowds of five.
const ROWS: u64 = 2_000;

#[test]
fn people_become_a_release_by_two_members_of_the_staff() {
    worlds(|world| {
        let (staff, second) = (&world.staff.client, &world.second_staff.client);
        let id = data::create(staff, "people");
        let path = data::path(&id);
        world.site.client().get(&path).expect(404);
        let (people, _) = planted::people(ROWS);
        let brought = data::bring(staff, &id, "people.csv", &people).expect(200);
        assert_profile(&brought);
        let draft = data::draft(staff, &id);
        let proposed = data::propose(staff, &id, &draft).expect(201);
        let about = &proposed.json()["about"];
        assert_eq!(
            (&about["is_own"], &about["approved_at"]),
            (&json!(true), &Value::Null)
        );
        assert_eq!(
            proposed.header("location"),
            format!("{path}/policies/0.1.0")
        );
        let again = data::draft(staff, &id);
        assert!(again.contains("version = \"0.1.1\""), "{again}");
        data::release(second, &id, "0.1.0", false).refused("wrong-state");
        data::approve(staff, &id, "0.1.0").refused("not-allowed");
        let approved = data::approve(second, &id, "0.1.0").expect(200);
        assert_eq!(approved.text_at("/approved_by"), "Somebody staff");
        data::approve(second, &id, "0.1.0").expect(200);
        let read = second.get(&format!("{path}/policies/0.1.0")).expect(200);
        // Both are called the same, and the file tells them apart.
        let toml = read.text_at("/toml");
        assert!(toml.contains("by = \"Somebody staff (2)\""), "{toml}");
        let released = data::release(second, &id, "0.1.0", false).expect(201);
        assert_eq!(released.header("location"), format!("{path}/releases/1"));
        assert_eq!(released.text_at("/policy_toml"), toml);
        files_are_for_everybody(&world, &id, &released.json());
        a_catalogue_lists_it(&world, &id);
        accesses_are_noted(&world, &id);
    });
}

/// What staff see of raw data: columns with what may name somebody, and no cell.
fn assert_profile(brought: &Answer) {
    let raw = &brought.json()["inside"]["raw"];
    let columns = raw["columns"].as_array().cloned().unwrap_or_default();
    let egn = columns.iter().find(|column| column["name"] == "egn");
    let egn = egn.expect("the column is there");
    assert_eq!(egn["role"], "identifier", "{egn}");
    assert_eq!(egn["kinds"][0]["kind"], "egn", "{egn}");
    assert_eq!(raw["table"], "people", "{raw}");
    let rows = raw["rows"].as_u64().unwrap_or_default();
    assert!(rows > ROWS * 9 / 10, "{raw}");
}

fn files_are_for_everybody(world: &World, id: &str, release: &Value) {
    let nobody = world.site.client();
    let path = data::path(id);
    let listed = nobody.get("/api/v1/data-sets?q=ЗАГЛАВ").expect(200).json();
    assert_eq!(listed["items"][0]["id"], id, "{listed}");
    assert_eq!(listed["items"][0]["release"], 1, "{listed}");
    let released = world
        .staff
        .client
        .get("/api/v1/data-sets?released=true&limit=200");
    assert_eq!(released.expect(200).json()["items"][0]["id"], id);
    let none = nobody.get("/api/v1/data-sets?q=nothing").expect(200).json();
    assert_eq!(none["items"], json!([]));
    let seen = nobody.get(&path).expect(200);
    assert_eq!(seen.json()["inside"], Value::Null);
    let tag = seen.header("etag").to_owned();
    let known = pilotbox_tests::server::Ask::new("GET", &path).header("if-none-match", &tag);
    nobody.send(&known).expect(304);
    let files = release["about"]["files"].as_array().cloned();
    let files = files.unwrap_or_default();
    let names: Vec<_> = files
        .iter()
        .filter_map(|file| file["name"].as_str())
        .collect();
    let expected = [
        "people.parquet",
        "people.csv",
        "people.csv-metadata.json",
        "policy.toml",
        "risk.json",
    ];
    assert_eq!(names, expected);
    for file in &files {
        let name = file["name"].as_str().unwrap_or_default();
        let fetched = nobody.get(&format!("{path}/releases/1/files/{name}"));
        let fetched = fetched.expect(200);
        let digest = pilotbox_model::Digest::of(&fetched.body);
        assert_eq!(file["digest"], digest.to_string(), "{name}");
        assert_eq!(fetched.header("etag"), format!("\"{}\"", digest.hex()));
    }
    for other in ["nothing.csv", "people.parquet.bak"] {
        nobody
            .get(&format!("{path}/releases/1/files/{other}"))
            .expect(404);
    }
    for number in ["0", "2", "01", "x"] {
        nobody.get(&format!("{path}/releases/{number}")).expect(404);
    }
    nobody.get(&format!("{path}/policies/0.1.0")).expect(401);
}

fn a_catalogue_lists_it(world: &World, id: &str) {
    let nobody = world.site.client();
    let url = format!("/api/v1/data-sets/{id}/releases/1/files/{id}.parquet");
    let graph = nobody.get("/api/v1/data-catalogue.jsonld").expect(200);
    assert!(graph.json().is_object(), "{graph}");
    let turtle = nobody.get("/api/v1/data-catalogue.ttl").expect(200);
    assert_eq!(turtle.kind(), "text/turtle");
    for answer in [&graph, &turtle] {
        let text = String::from_utf8_lossy(&answer.body);
        assert!(
            text.contains(&url) && text.contains("data-theme/TRAN"),
            "{answer}"
        );
    }
}

/// The newest first, and in the chain without a name.
fn accesses_are_noted(world: &World, id: &str) {
    let seen = world.staff.client.get(&data::path(id)).expect(200).json();
    let accesses = seen["inside"]["accesses"].as_array().cloned();
    let kinds: Vec<_> = accesses
        .unwrap_or_default()
        .iter()
        .map(|access| access["kind"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(kinds, ["released", "tried", "brought"]);
    let links = data_links(world, id);
    let expected = [
        "data-set-created",
        "raw-data-brought",
        "raw-data-tried",
        "data-policy-proposed",
        "data-policy-approved",
        "raw-data-released",
        "data-released",
    ];
    assert_eq!(links, expected);
}

/// The kinds of the links about a data set, in their order.
fn data_links(world: &World, id: &str) -> Vec<String> {
    let chain = world.site.client().get("/api/v1/chain").expect(200);
    let text = String::from_utf8_lossy(&chain.body).into_owned();
    let links = text.lines().filter_map(|line| {
        let link: Value = serde_json::from_str(line).ok()?;
        (link["subject"] == id).then(|| link["kind"].as_str().unwrap_or_default().to_owned())
    });
    links.collect()
}
