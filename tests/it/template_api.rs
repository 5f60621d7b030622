//! Challenges that staff make of a form and a table, over HTTP: one of each kind from
//! the form to a run of the template's own reference, and whatever can be wrong.

use pilotbox_tests::{
    server::{Answer, Ask, Challenge, Client, Part, World, has_ended, run_of, worlds},
    tables,
};
use serde_json::{Value, json};

/// A form that fits `tables::counts`.
fn of_counts(id: &str) -> Value {
    form(
        id,
        &json!({
            "target": "count",
            "time": "at",
            "series": "lane",
            "horizon": "12",
            "history": "336",
            "metric": "mae",
        }),
    )
}

fn of_reports(id: &str) -> Value {
    form(
        id,
        &json!({ "target": "department", "id": "number", "strata": "district", "metric": "accuracy" }),
    )
}

fn of_wishes(id: &str) -> Value {
    form(
        id,
        &json!({
            "person": "pupil",
            "place": "course",
            "cost": "minutes",
            "capacity": "room",
            "group": "round",
            "metric": "mean-cost",
        }),
    )
}

fn form(id: &str, settings: &Value) -> Value {
    let both = |bg: &str, en: &str| json!({ "bg": bg, "en": en });
    json!({
        "id": id,
        "title": both("Заглавие", "A title"),
        "problem": both("Проблемът.", "The problem."),
        "affected": both("Хората.", "People."),
        "settings": settings,
        "opens_at": "2026-12-01T00:00:00Z",
        "closes_at": "2099-01-01T00:00:00Z",
        "is_public_data": true,
        "licence": "CC0-1.0",
        "source": "made for tests",
        "table_title": both("Таблица", "A table"),
    })
}

fn make(client: &Client, kind: &str, form: &Value, table: &[u8]) -> Answer {
    let form = form.to_string();
    let parts = [
        Part {
            name: "form",
            file: None,
            bytes: form.as_bytes(),
        },
        Part {
            name: "table",
            file: Some("table.csv"),
            bytes: table,
        },
    ];
    client.send(&Ask::new("POST", &format!("/api/v1/templates/{kind}")).form(&parts))
}

/// The fields that an answer names, with their messages.
fn fields(answer: &Answer) -> Vec<(String, String)> {
    let body = answer.json();
    let all = body["fields"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    all.iter()
        .map(|one| (text(&one["field"]), text(&one["message"])))
        .collect()
}

#[test]
fn a_challenge_of_each_kind_is_made_checked_and_run() {
    worlds(|world| {
        let staff = &world.staff.client;
        let listed = staff.get("/api/v1/templates").expect(200).json();
        let kinds: Vec<_> = listed.as_array().into_iter().flatten().collect();
        assert_eq!(kinds.len(), 3);
        assert!(
            kinds.iter().all(|one| one["is_available"] == true),
            "{listed}"
        );
        let all = [
            ("forecast", of_counts("lanes"), tables::counts()),
            ("classify", of_reports("city-reports"), tables::reports()),
            ("assign", of_wishes("swimming"), tables::wishes()),
        ];
        for (kind, form, table) in all {
            let made = make(staff, kind, &form, table.as_bytes()).expect(201);
            assert_eq!(made.text_at("/state"), "draft");
            assert_eq!(made.json()["versions"][0]["has_final"], true);
            let interface = made.text_at("/interface");
            assert_eq!(interface, format!("pilotbox:templates/{kind}@0.1.0"));
            open(&world, &made);
            let challenge = Challenge {
                id: made.text_at("/id"),
                version: made.text_at("/version"),
            };
            world.enrol(&challenge);
            let plugin = format!("template-{kind}-reference");
            let submission = world
                .startup
                .submit(&challenge, &plugin, &json!({ "title": "Ours" }));
            let run = has_ended(&world.startup.client, &run_of(&submission, "sample"));
            let score = run["score"]["total"].as_f64().unwrap_or_default();
            assert!(score >= 80.0, "{run}");
        }
    });
}

/// Lets a draft pass and opens it, as two members of staff.
fn open(world: &World, made: &Answer) {
    let challenge = Challenge {
        id: made.text_at("/id"),
        version: made.text_at("/version"),
    };
    let (path, version) = (challenge.path(), &challenge.version);
    let phase = json!({
        "opens_at": "2026-01-01T00:00:00Z",
        "closes_at": "2099-01-01T00:00:00Z",
        "quota": { "per_day": 10, "per_phase": 10, "concurrent": 10 },
    });
    let own = format!("{path}/versions/{version}/approval");
    world
        .staff
        .client
        .put(&format!("{path}/phases/main"), &phase)
        .expect(200);
    world
        .staff
        .client
        .send(&Ask::new("PUT", &own))
        .refused("not-allowed");
    world
        .second_staff
        .client
        .send(&Ask::new("PUT", &own))
        .expect(200);
    world.staff.go(&challenge, "review");
    world.second_staff.go(&challenge, "open");
}

#[test]
fn data_that_is_not_public_is_attached_apart_and_waits_too() {
    worlds(|world| {
        let staff = &world.staff.client;
        let mut form = of_wishes("swimming");
        form["is_public_data"] = json!(false);
        let made = make(staff, "assign", &form, tables::wishes().as_bytes()).expect(201);
        assert_eq!(made.json()["is_practice"], false);
        let version = &made.json()["versions"][0];
        assert_eq!(
            (&version["has_final"], &version["is_final_waiting"]),
            (&json!(true), &json!(true))
        );
        let pack = staff
            .get("/api/v1/challenges/swimming/pack?audience=city")
            .expect(200);
        let held = |path: &[u8]| pack.body.windows(path.len()).any(|part| part == path);
        // A name in a tar's header ends with a zero; the read-me names all tables.
        assert!(held(b"data/public/wishes.parquet\0") && !held(b"data/final/wishes.parquet\0"));
    });
}

#[test]
fn each_field_that_is_wrong_is_named() {
    worlds(|world| {
        let staff = &world.staff.client;
        let table = tables::counts();
        let refused =
            |form: &Value| make(staff, "forecast", form, table.as_bytes()).refused("rejected");
        let mut form = of_counts("lanes");
        form["settings"]["target"] = json!("cars");
        let answer = refused(&form);
        assert_eq!(fields(&answer)[0].0, "settings.target");
        let choices = &answer.json()["fields"][0]["choices"];
        assert_eq!(choices, &json!(["at", "lane", "count"]));
        let mut form = of_counts("lanes");
        form["settings"]["horizon"] = json!("many");
        form["settings"]["colour"] = json!("red");
        form["title"]["bg"] = json!(" ");
        form["affected"]["en"] = json!("");
        let found = fields(&refused(&form));
        let expected = [
            "settings.horizon",
            "settings.colour",
            "title.bg",
            "problem.en",
            "affected.en",
        ];
        for name in expected {
            assert!(
                found.iter().any(|(field, _)| field == name),
                "{name}: {found:?}"
            );
        }
        let found = fields(&refused(&of_counts("Lanes")));
        assert_eq!(found[0].0, "id");
        let mut early = of_counts("lanes");
        early["closes_at"] = json!("2026-01-01T00:00:00Z");
        let found = fields(&refused(&early));
        assert_eq!(found[0].0, "closes_at");
        staff.get("/api/v1/challenges/lanes").expect(404);
    });
}

#[test]
fn a_table_that_cannot_be_used_is_refused_with_its_place() {
    let world = World::sqlite();
    let form = of_counts("lanes");
    let named = |table: &str, field: &str, part: &str| {
        let answer = make(&world.staff.client, "forecast", &form, table.as_bytes());
        let all = fields(&answer.refused("rejected"));
        let is_said = all
            .iter()
            .any(|(name, said)| name == field && said.contains(part));
        assert!(is_said, "{field}, {part}: {all:?}");
    };
    named("", "table", "empty");
    named("at,lane,count\n1,2\n", "table", "line 2");
    named("at,lane,count\nsoon,a,1\n", "settings.time", "soon");
    let table = tables::counts();
    let few: Vec<_> = table.lines().take(20).collect();
    named(&few.join("\n"), "table", "too few");
    let (heading, rows) = table.split_once('\n').expect("there are rows");
    let flat: String = rows.lines().map(flat_line).collect();
    named(
        &format!("{heading}\n{flat}"),
        "table",
        "too little to score by",
    );
}

/// A row whose count never changes: there is nothing to forecast.
fn flat_line(line: &str) -> String {
    let cells: Vec<_> = line.split(',').take(2).collect();
    format!("{},5\n", cells.join(","))
}

#[test]
fn staff_alone_make_challenges_and_an_id_is_taken_once() {
    worlds(|world| {
        let (form, table) = (of_wishes("swimming"), tables::wishes());
        let table = table.as_bytes();
        for other in [
            &world.startup,
            &world.evaluator,
            &world.citizen,
            &world.admin,
        ] {
            make(&other.client, "assign", &form, table).refused("not-allowed");
            other.client.get("/api/v1/templates").refused("not-allowed");
        }
        make(&world.careless_staff.client, "assign", &form, table).refused("second-factor-needed");
        make(&world.site.client(), "assign", &form, table).refused("sign-in-needed");
        let staff = &world.staff.client;
        make(staff, "route", &form, table).refused("not-found");
        make(staff, "assign", &form, table).expect(201);
        make(staff, "assign", &form, table).refused("conflict");
    });
}

#[test]
fn a_body_that_is_no_form_with_a_table_is_refused() {
    let world = World::sqlite();
    let staff = &world.staff.client;
    let form = of_wishes("swimming").to_string();
    let part = |name: &'static str, bytes: &'static [u8]| Part {
        name,
        file: Some("f"),
        bytes,
    };
    let whole = Part {
        name: "form",
        file: None,
        bytes: form.as_bytes(),
    };
    let ask = |parts: &[Part<'_>]| {
        let ask = Ask::new("POST", "/api/v1/templates/assign").form(parts);
        staff.send(&ask).refused("bad-request");
    };
    ask(&[part("table", b"a\n1\n")]);
    ask(&[whole]);
    ask(&[part("form", b"{}"), part("table", b"a\n1\n")]);
    ask(&[part("table", b"a\n1\n"), part("table", b"a\n1\n")]);
    ask(&[part("another", b"x")]);
}
