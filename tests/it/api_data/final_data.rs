//! Releases that are sealed for a challenge: its final data until the results are out.

use std::fs;

use pilotbox_tests::{
    folder,
    server::{Answer, Challenge, Client, World, data, has_ended, run_of, withheld_pack, worlds},
};
use serde_json::{Value, json};

const PARKING: &str = "challenges/mobility/parking-forecast";

/// The tables that the challenge withholds.
const TABLES: [&str; 2] = ["occupancy", "cases"];

/// Looks at a submission until its final run must be there.
const MAX_LOOKS: usize = 10_000;

#[test]
fn sealed_releases_are_final_data_and_open_with_the_results() {
    worlds(|world| {
        for table in TABLES {
            sealed(&world, table);
        }
        let challenge = world.challenge(&withheld_pack(PARKING));
        world.enrol(&challenge);
        attach(&world, &challenge);
        nobody_else_fetches(&world);
        let used = world.site.client().get(&data::path("cases")).expect(200);
        let used = &used.json()["used_by"][0];
        assert_eq!(
            (&used["challenge"], &used["split"], &used["release"]),
            (&json!(challenge.id), &json!("final"), &json!(1))
        );
        open(&world.staff.client, "cases").refused("wrong-state");
        run_to_the_end(&world, &challenge);
        let opened = open(&world.staff.client, "cases").expect(200);
        assert_eq!(opened.json()["is_sealed"], false);
        assert!(names(&opened.json()).contains(&"risk.json".to_owned()));
        open(&world.second_staff.client, "cases").expect(200);
        let path = format!("{}/releases/1", data::path("cases"));
        let nobody = world.site.client();
        nobody.get(&format!("{path}/files/cases.csv")).expect(200);
        let columns = nobody.get(&path).expect(200).json();
        let columns = &columns["report"]["columns"];
        assert!(has_cells(columns), "{columns}");
        // The other one waits for somebody to open it.
        let other = format!("{}/releases/1/files/cases.csv", data::path("occupancy"));
        nobody.get(&other).expect(404);
        assert_eq!(
            super::data_links(&world, "cases")
                .last()
                .map(String::as_str),
            Some("data-release-opened")
        );
    });
}

/// A sealed release of a table of the challenge.
fn sealed(world: &World, table: &str) {
    let (staff, second) = (&world.staff.client, &world.second_staff.client);
    data::create(staff, table);
    let raw = folder(PARKING).join(format!("data/final/{table}.parquet"));
    let raw = fs::read(raw).expect("there is final data");
    data::bring(staff, table, &format!("{table}.parquet"), &raw).expect(200);
    let policy = data::as_it_is(&data::draft(staff, table));
    data::propose(staff, table, &policy).expect(201);
    data::approve(second, table, "0.1.0").expect(200);
    let released = data::release(second, table, "0.1.0", true).expect(201);
    assert_eq!(released.json()["about"]["is_sealed"], true);
    let columns = &released.json()["report"]["columns"];
    assert!(!has_cells(columns), "{columns}");
    let listed = names(&released.json()["about"]);
    assert_eq!(listed.len(), 4, "{listed:?}");
    assert!(!listed.contains(&"risk.json".to_owned()), "{listed:?}");
}

/// The names of a release's files.
fn names(release: &Value) -> Vec<String> {
    let files = release["files"].as_array().cloned().unwrap_or_default();
    let name = |file: &Value| file["name"].as_str().unwrap_or_default().to_owned();
    files.iter().map(name).collect()
}

fn attach(world: &World, challenge: &Challenge) {
    let (staff, second) = (&world.staff.client, &world.second_staff.client);
    let path = format!(
        "{}/versions/{}/final-from-catalogue",
        challenge.path(),
        challenge.version
    );
    let taken = |table: &str, data_set: &str, release: u32| json!({ "table": table, "data_set": data_set, "release": release });
    let all = |release| TABLES.map(|table| taken(table, table, release));
    let open = data::released(world);
    let wrong = [
        (json!([]), "bad-request"),
        (
            json!([taken("cases", "cases", 1), taken("cases", "cases", 1)]),
            "bad-request",
        ),
        (json!([taken("../cases", "cases", 1)]), "bad-request"),
        (json!([taken("cases", "cases", 1)]), "rejected"),
        (json!([taken("cases", "nothing", 1)]), "rejected"),
        (json!(all(2)), "rejected"),
        (
            json!([taken("cases", &open, 1), taken("occupancy", "occupancy", 1)]),
            "rejected",
        ),
    ];
    for (tables, code) in wrong {
        staff.put(&path, &json!({ "tables": tables })).refused(code);
    }
    let ask = json!({ "tables": all(1) });
    // Final data can be pulled by whoever attached it, so it takes a reader.
    second.put(&path, &ask).refused("not-allowed");
    world.startup.client.put(&path, &ask).refused("not-allowed");
    let attached = staff.put(&path, &ask).expect(200);
    let version = &attached.json()["versions"][0];
    assert_eq!(
        (&version["has_final"], &version["is_final_waiting"]),
        (&json!(true), &json!(true))
    );
    staff.put(&path, &ask).refused("conflict");
    let approval = format!(
        "{}/versions/{}/approval",
        challenge.path(),
        challenge.version
    );
    staff.put(&approval, &Value::Null).refused("not-allowed");
    second.put(&approval, &Value::Null).expect(200);
    for table in TABLES {
        let links = super::data_links(world, table);
        assert_eq!(
            links.last().map(String::as_str),
            Some("final-from-catalogue")
        );
    }
}

/// Nobody but a reader has the files, and the reader's fetching is noted.
fn nobody_else_fetches(world: &World) {
    let path = format!("{}/releases/1", data::path("cases"));
    let file = format!("{path}/files/cases.parquet");
    world.site.client().get(&file).refused("sign-in-needed");
    let others: [&Client; 4] = [
        &world.second_staff.client,
        &world.admin.client,
        &world.startup.client,
        &world.citizen.client,
    ];
    for client in others {
        client.get(&file).refused("not-allowed");
        let shown = client.get(&path).expect(200).json();
        assert!(!has_cells(&shown["report"]["columns"]), "{shown}");
        let digest = shown["about"]["files"][0]["digest"].as_str();
        assert!(digest.is_some_and(|digest| digest.starts_with("sha256:")));
    }
    let fetched = world.staff.client.get(&file).expect(200);
    assert!(fetched.body.starts_with(b"PAR1"));
    let seen = world.staff.client.get(&data::path("cases")).expect(200);
    assert_eq!(seen.json()["inside"]["accesses"][0]["kind"], "fetched");
    let catalogue = world.site.client().get("/api/v1/data-catalogue.ttl");
    let text = String::from_utf8_lossy(&catalogue.expect(200).body).into_owned();
    assert!(!text.contains("data-sets/cases"), "{text}");
}

/// Whether any cell is shown.
fn has_cells(columns: &Value) -> bool {
    let all = columns.as_array().into_iter().flatten();
    let mut cells = all.flat_map(|column| [&column["before"], &column["after"]]);
    cells.any(|cells| cells.as_array().is_some_and(|cells| !cells.is_empty()))
}

/// A submission, the close, its final run on the releases, and the results.
fn run_to_the_end(world: &World, challenge: &Challenge) {
    let startup = &world.startup;
    let dossier = json!({ "title": "T", "approach": "A", "references": "R" });
    let submission = startup.submit(challenge, "parking-seasonal", &dossier);
    for split in ["sample", "public"] {
        has_ended(&startup.client, &run_of(&submission, split));
    }
    world.staff.go(challenge, "closed");
    let id = submission["id"].as_str().unwrap_or_default();
    let path = format!("/api/v1/submissions/{id}");
    let mut looks = (0..MAX_LOOKS).map(|_| startup.client.get(&path).expect(200).json());
    let found = looks.find(|submission| {
        let mut runs = submission["runs"].as_array().into_iter().flatten();
        runs.any(|run| run["split"] == "final")
    });
    let run = run_of(&found.expect("finalists run after the close"), "final");
    let ended = has_ended(&startup.client, &run);
    assert_eq!(ended["state"], "scored", "{ended}");
    world.staff.go(challenge, "jury");
    open(&world.staff.client, "cases").refused("wrong-state");
    world.staff.go(challenge, "published");
}

#[track_caller]
fn open(client: &Client, id: &str) -> Answer {
    client.put(
        &format!("{}/releases/1/opening", data::path(id)),
        &Value::Null,
    )
}
