//! Raw data: encrypted at rest, replaced and deleted at once, and no larger than it may
//! be.

use std::{fs, path::Path};

use pilotbox_tests::server::{Ask, Part, Settings, World, data, worlds};
use serde_json::{Value, json};

/// Cells that stand nowhere else.
const FIRST: &str = "at,lane,count\n2026-01-01,quarzgrotte-one,1\n2026-01-02,quarzgrotte-two,2\n";
const SECOND: &str = "at,lane,count\n2026-02-01,nebelkrug-one,1\n2026-02-02,nebelkrug-two,2\n";

/// How many files lie below a folder.
fn count_files(folder: &Path) -> usize {
    let Ok(entries) = fs::read_dir(folder) else {
        return 0;
    };
    let below = entries.flatten().map(|entry| match entry.path() {
        path if path.is_dir() => count_files(&path),
        _ => 1,
    });
    below.sum()
}

#[test]
fn raw_data_is_replaced_and_deleted_at_once() {
    worlds(|world| {
        let staff = &world.staff.client;
        let blobs = world.site.folder().join("data/blobs");
        let id = data::create(staff, "lanes");
        let path = format!("{}/raw", data::path(&id));
        staff.get(&path).refused("not-found");
        staff.delete(&path).refused("not-found");
        let none = count_files(&blobs);
        data::bring(staff, &id, "lanes.csv", FIRST.as_bytes()).expect(200);
        let second = data::bring(staff, &id, "C:\\lanes\\later.csv", SECOND.as_bytes());
        let raw = &second.expect(200).json()["inside"]["raw"];
        assert_eq!(
            (&raw["file_name"], &raw["rows"]),
            (&json!("later.csv"), &json!(2))
        );
        assert_eq!(count_files(&blobs), none + 1, "what it replaced is gone");
        let named = data::bring(staff, &id, "8001010008.csv", SECOND.as_bytes());
        let raw = &named.expect(200).json()["inside"]["raw"];
        assert_eq!(raw["file_name"], json!("▮.csv"));
        let fetched = staff.get(&path).expect(200);
        assert_eq!(fetched.body, SECOND.as_bytes());
        assert_eq!(fetched.header("cache-control"), "no-store");
        assert_eq!(
            fetched.header("content-disposition"),
            "attachment; filename=\"lanes-raw.csv\""
        );
        staff.delete(&path).expect(204);
        assert_eq!(count_files(&blobs), none);
        staff.get(&path).refused("not-found");
        let seen = staff.get(&data::path(&id)).expect(200).json();
        assert_eq!(seen["inside"]["raw"], Value::Null);
        data::propose(staff, &id, "x = 1").refused("rejected");
        staff
            .get(&format!("{}/policies/draft", data::path(&id)))
            .refused("wrong-state");
        let links = super::data_links(&world, &id);
        let expected = [
            "data-set-created",
            "raw-data-brought",
            "raw-data-deleted",
            "raw-data-brought",
            "raw-data-deleted",
            "raw-data-brought",
            "raw-data-fetched",
            "raw-data-deleted",
        ];
        assert_eq!(links, expected);
    });
}

#[test]
fn raw_data_is_no_larger_than_it_may_be() {
    let limit = FIRST.len();
    let world = World::with(Settings::sqlite().set("limits.raw_data_bytes", limit));
    let staff = &world.staff.client;
    let id = data::create(staff, "lanes");
    data::bring(staff, &id, "lanes.csv", FIRST.as_bytes()).expect(200);
    let longer = format!("{FIRST}\n");
    data::bring(staff, &id, "lanes.csv", longer.as_bytes()).refused("too-large");
    let kept = staff.get(&format!("{}/raw", data::path(&id))).expect(200);
    assert_eq!(kept.body, FIRST.as_bytes());
}

#[test]
fn a_file_of_several_tables_needs_a_name_for_one() {
    let world = World::sqlite();
    let staff = &world.staff.client;
    let id = data::create(staff, "stops");
    let entity = |kind: &str, number: u32| {
        format!(
            "{{\"id\":\"urn:ngsi-ld:{kind}:{number}\",\"type\":\"{kind}\",\"seats\":{{\"type\":\"Property\",\"value\":{number}}}}}"
        )
    };
    let all = [entity("Bus", 1), entity("Bus", 2), entity("Tram", 3)];
    let text = format!("[{}]", all.join(","));
    let asked = data::bring(staff, &id, "stops.json", text.as_bytes()).refused("rejected");
    let field = &asked.json()["fields"][0];
    assert_eq!(
        (&field["field"], &field["choices"]),
        (&json!("table"), &json!(["Bus", "Tram"]))
    );
    let train = data::bring_table(staff, &id, "stops.json", text.as_bytes(), "Train");
    assert_eq!(
        train.refused("rejected").json()["fields"][0]["field"],
        "table"
    );
    let bus = data::bring_table(staff, &id, "stops.json", text.as_bytes(), "Bus").expect(200);
    let raw = &bus.json()["inside"]["raw"];
    assert_eq!((&raw["table"], &raw["rows"]), (&json!("Bus"), &json!(2)));
    // What is made of it later is made of the same table.
    let policy = data::as_it_is(&data::draft(staff, &id));
    data::propose(staff, &id, &policy).expect(201);
}

#[test]
fn a_body_that_is_no_form_with_a_file_is_refused() {
    let world = World::sqlite();
    let staff = &world.staff.client;
    let id = data::create(staff, "lanes");
    let path = format!("{}/raw", data::path(&id));
    let part = |name: &'static str, file: Option<&'static str>| Part {
        name,
        file,
        bytes: FIRST.as_bytes(),
    };
    let refused = |parts: &[Part<'_>], code: &str| {
        staff
            .send(&Ask::new("PUT", &path).form(parts))
            .refused(code);
    };
    refused(&[], "bad-request");
    refused(&[part("table", None)], "bad-request");
    refused(&[part("raw", Some("a.csv"))], "bad-request");
    refused(
        &[part("file", Some("a.csv")), part("file", Some("a.csv"))],
        "bad-request",
    );
    refused(&[part("file", None)], "bad-request");
    refused(&[part("file", Some("a.doc"))], "rejected");
    staff
        .put(&path, &json!({ "file": "a" }))
        .refused("unsupported-media-type");
    let seen = staff.get(&data::path(&id)).expect(200).json();
    assert_eq!(seen["inside"]["raw"], Value::Null);
}

/// Raw data that was encrypted with another key, as after a restore without it.
#[test]
fn without_its_key_raw_data_is_lost_and_releases_stay() {
    let mut world = World::sqlite();
    let id = data::released(&world);
    let key = world.site.folder().join("data/keys/data.key");
    assert_eq!(world.site.stop(), 0);
    fs::remove_file(&key).expect("there is a data key");
    world.site.restart();
    let url = world.site.url().to_owned();
    let staff = world.staff.client.at(&url);
    let nobody = world.site.client();
    staff
        .get(&format!("{}/raw", data::path(&id)))
        .refused("wrong-state");
    data::release(&staff, &id, "0.1.0", false).refused("wrong-state");
    let file = format!("{}/releases/1/files/{id}.csv", data::path(&id));
    nobody.get(&file).expect(200);
    // No other key takes its place unasked, not for another data set either.
    let other = data::create(&staff, "lanes");
    for id in [&id, &other] {
        let refused = data::bring(&staff, id, "counts.csv", FIRST.as_bytes());
        let hint = refused.refused("wrong-state").text_at("/hint");
        assert!(hint.contains("put the data key back"), "{hint}");
    }
    assert!(!key.exists());
    staff
        .delete(&format!("{}/raw", data::path(&id)))
        .expect(204);
    data::bring(&staff, &id, "counts.csv", FIRST.as_bytes()).expect(200);
    data::bring(&staff, &other, "lanes.csv", FIRST.as_bytes()).expect(200);
    let fetched = staff.get(&format!("{}/raw", data::path(&id))).expect(200);
    assert_eq!(fetched.body, FIRST.as_bytes());
}
