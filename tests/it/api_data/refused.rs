//! What is refused on the way of a data set, and with which words.

use pilotbox_sanitize::policy::Utility;
use pilotbox_tests::{
    server::{Answer, Client, World, data, worlds},
    tables,
};
use serde_json::{Value, json};

/// The fields that an answer names, with their messages.
fn fields(answer: &Answer) -> Vec<(String, String)> {
    let body = answer.json();
    let all = body["fields"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    all.iter()
        .map(|one| (text(&one["field"]), text(&one["message"])))
        .collect()
}

/// A data set with raw data of which its first reader is the only one.
fn with_raw(world: &World) -> String {
    let staff = &world.staff.client;
    let id = data::create(staff, "lanes");
    data::bring(staff, &id, "lanes.csv", tables::counts().as_bytes()).expect(200);
    id
}

#[test]
fn staff_who_are_no_readers_see_what_is_there_and_are_told_whom_to_ask() {
    worlds(|world| {
        let id = with_raw(&world);
        let (path, second) = (data::path(&id), &world.second_staff.client);
        let seen = second.get(&path).expect(200).json();
        let inside = &seen["inside"];
        assert_eq!(
            (&inside["may_read"], &inside["raw"]["file_name"]),
            (&json!(false), &json!("lanes.csv"))
        );
        assert_eq!(inside["may_delete"], json!(false));
        let told = |answer: Answer| {
            let hint = answer.refused("not-allowed").text_at("/hint");
            assert_eq!(hint, "ask one of its readers: Somebody staff");
        };
        told(second.get(&format!("{path}/raw")));
        told(second.delete(&format!("{path}/raw")));
        told(second.get(&format!("{path}/policies/draft")));
        told(data::propose(second, &id, "x = 1"));
        told(data::bring(second, &id, "lanes.csv", b"a\n1\n"));
        let name = json!({ "email": world.second_staff.email });
        told(second.post(&format!("{path}/readers"), &name));
        told(second.delete(&format!("{path}/readers/{}", world.staff.account)));
        let unseen = [
            &world.admin.client,
            &world.startup.client,
            &world.careless_staff.client,
        ];
        for client in unseen {
            client.get(&path).expect(404);
            let listed = client.get("/api/v1/data-sets").expect(200).json();
            assert_eq!(listed["items"], json!([]));
        }
        let links = super::data_links(&world, &id);
        assert_eq!(
            links,
            ["data-set-created", "raw-data-brought"],
            "nothing else happened"
        );
    });
}

#[test]
fn readers_are_named_by_readers_and_the_last_one_stays() {
    worlds(|world| {
        let id = with_raw(&world);
        let readers = format!("{}/readers", data::path(&id));
        let staff = &world.staff.client;
        let name = |email: &str| staff.post(&readers, &json!({ "email": email }));
        for other in [
            &world.startup.email,
            &world.admin.email,
            "nobody@city.example",
        ] {
            let refused = name(other).refused("rejected");
            assert_eq!(fields(&refused)[0].0, "email");
        }
        name("no address").refused("bad-request");
        let own = format!("{readers}/{}", world.staff.account);
        staff.delete(&own).refused("conflict");
        let named = name("Second-Staff@City.Example").expect(200);
        let listed = named.json()["inside"]["readers"].as_array().map(Vec::len);
        assert_eq!(listed, Some(2));
        name(&world.second_staff.email).refused("conflict");
        let second = &world.second_staff.client;
        second.get(&format!("{}/raw", data::path(&id))).expect(200);
        second.delete(&own).expect(204);
        staff
            .get(&format!("{}/raw", data::path(&id)))
            .refused("not-allowed");
        staff.delete(&own).refused("not-allowed");
        second.delete(&own).refused("not-found");
        // Whoever leaves the staff reads no more, and is no reader who counts.
        let role = format!(
            "/api/v1/accounts/{}/roles/staff",
            world.second_staff.account
        );
        world.admin.client.delete(&role).expect(204);
        second
            .get(&format!("{}/raw", data::path(&id)))
            .refused("not-allowed");
        let inside = staff.get(&data::path(&id)).expect(200).json()["inside"].take();
        assert_eq!(
            (&inside["readers"], &inside["may_name"]),
            (&json!([]), &json!(false)),
            "its raw data is there"
        );
        let begin = json!({ "email": world.staff.email });
        staff.post(&readers, &begin).refused("not-allowed");
        nobody_is_left(&world, &id, staff);
    });
}

/// Raw data without a reader: staff cannot fetch it, but delete it, and then begin anew.
fn nobody_is_left(world: &World, id: &str, staff: &Client) {
    let (path, raw) = (data::path(id), format!("{}/raw", data::path(id)));
    let may = |field: &str| staff.get(&path).expect(200).json()["inside"][field].take();
    assert_eq!(may("may_delete"), json!(true));
    staff.get(&raw).refused("not-allowed");
    staff.delete(&raw).expect(204);
    assert_eq!(may("may_name"), json!(true));
    let own = json!({ "email": world.staff.email });
    let begun = staff.post(&format!("{path}/readers"), &own).expect(200);
    assert_eq!(begun.json()["inside"]["may_read"], json!(true));
    let links = super::data_links(world, id);
    let end: Vec<_> = links.iter().rev().take(3).map(String::as_str).collect();
    let expected = [
        "data-reader-named",
        "raw-data-deleted",
        "data-reader-removed",
    ];
    assert_eq!(end, expected, "{links:?}");
}

#[test]
fn data_sets_are_as_they_must_be_and_each_id_is_taken_once() {
    worlds(|world| {
        let staff = &world.staff.client;
        let change = |field: &str, value: Value| {
            let mut ask = data::ask("lanes");
            ask[field] = value;
            staff.post("/api/v1/data-sets", &ask)
        };
        change("id", json!("Lanes")).refused("bad-request");
        change("theme", json!("WATR")).refused("bad-request");
        change("raw_days", json!(0)).refused("bad-request");
        change("owner", json!("")).refused("bad-request");
        change("title", json!({ "bg": "", "en": "x" })).refused("bad-request");
        change("colour", json!("red")).refused("bad-request");
        change("owner", json!("a directorate")).expect(201);
        change("owner", json!("another")).refused("conflict");
        let others = [
            &world.startup,
            &world.evaluator,
            &world.citizen,
            &world.admin,
        ];
        for other in others {
            let made = other.client.post("/api/v1/data-sets", &data::ask("trees"));
            made.refused("not-allowed");
        }
        world
            .careless_staff
            .client
            .post("/api/v1/data-sets", &data::ask("trees"))
            .refused("second-factor-needed");
        staff.get("/api/v1/data-sets?q=%00").refused("bad-request");
        let listed = |query: &str| {
            let list = staff.get(&format!("/api/v1/data-sets{query}")).expect(200);
            list.json()["items"].as_array().map(Vec::len)
        };
        assert_eq!(listed(""), Some(1));
        assert_eq!(listed("?released=false"), Some(1));
        assert_eq!(listed("?released=true"), Some(0), "it has no release");
        staff
            .get("/api/v1/data-sets?released=yes")
            .refused("bad-request");
    });
}

#[test]
fn each_fault_of_a_policy_is_named_with_its_line() {
    let world = World::sqlite();
    let id = with_raw(&world);
    let staff = &world.staff.client;
    let good = data::as_it_is(&data::draft(staff, &id));
    let told = |toml: &str, field: &str, part: &str| {
        let answer = data::propose(staff, &id, toml).refused("rejected");
        let all = fields(&answer);
        let is_told = all
            .iter()
            .any(|(name, said)| name == field && said.contains(part));
        assert!(is_told, "{field}, {part}: {all:?}");
    };
    told("dataset = ", "toml", "line 1: ");
    told(&good.replacen("k = 1", "k = 0", 1), "privacy.k", "line ");
    let unknown = good.replacen("[privacy]\n", "[privacy]\nkk = 3\n", 1);
    told(&unknown, "privacy.kk", "unknown key `kk`");
    told(
        &good.replacen("\"lanes\"", "\"trees\"", 1),
        "dataset",
        "`dataset = \"lanes\"`",
    );
    let measured = data::edited(&good, |policy| {
        policy.utility = Some(Utility {
            challenge: "lanes".to_owned(),
            max_points_lost: 1.0,
        });
    });
    told(&measured, "utility", "`[utility]`");
    let fewer = data::edited(&good, |policy| drop(policy.columns.pop()));
    told(&fewer, "columns", "column `count` is not named");
    let long = format!("# {}", "x".repeat(262_144));
    data::propose(staff, &id, &long).refused("bad-request");
    // Who proposed it, the server says, whatever the file does.
    let signed = good.replacen("by = \"Somebody staff\"", "by = \"Somebody else\"", 1);
    let proposed = data::propose(staff, &id, &signed).expect(201);
    let toml = proposed.text_at("/toml");
    assert!(
        toml.contains("by = \"Somebody staff\"") && !toml.contains("Somebody else"),
        "{toml}"
    );
    data::propose(staff, &id, &good).refused("conflict");
}

#[test]
fn a_red_light_names_every_reason_and_publishes_nothing() {
    worlds(|world| {
        let id = with_raw(&world);
        let (staff, second) = (&world.staff.client, &world.second_staff.client);
        let draft = data::as_it_is(&data::draft(staff, &id));
        let strict = data::edited(&draft, |policy| {
            for column in &mut policy.columns {
                column.role = pilotbox_sanitize::Role::QuasiIdentifier;
                column.hierarchy = Some(pilotbox_sanitize::policy::Hierarchy::Constant);
            }
            policy.thresholds.uniqueness = 0.0;
            policy.thresholds.prosecutor = 0.01;
        });
        let proposed = data::propose(staff, &id, &strict).expect(201);
        assert_eq!(proposed.text_at("/about/light"), "red", "{proposed}");
        data::approve(second, &id, "0.1.0").expect(200);
        let refused = data::release(second, &id, "0.1.0", false).refused("rejected");
        let all = fields(&refused);
        for name in ["uniqueness", "prosecutor"] {
            let is_told = all
                .iter()
                .any(|(field, said)| field == name && said.contains("is allowed"));
            assert!(is_told, "{name}: {all:?}");
        }
        world.site.client().get(&data::path(&id)).expect(404);
        for version in ["9.9.9", "../../x", ""] {
            let answer = data::release(second, &id, version, false);
            let expected = ["rejected", "bad-request"];
            let code = answer.code().unwrap_or_default();
            assert!(expected.contains(&code.as_str()), "{answer}");
        }
        raw_is_needed(staff, second, &id);
    });
}

/// Without raw data nothing is tried and nothing is made.
fn raw_is_needed(staff: &Client, second: &Client, id: &str) {
    let draft = data::as_it_is(&data::draft(staff, id));
    staff.delete(&format!("{}/raw", data::path(id))).expect(204);
    data::propose(staff, id, &draft).refused("wrong-state");
    data::release(second, id, "0.1.0", false).refused("wrong-state");
}
