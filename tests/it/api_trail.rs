//! The public account over HTTP: what is told of a challenge before and after its results,
//! of a pilot, and of a year, as JSON, as CSV and in the catalogue of open data.

use pilotbox_tests::server::{
    Answer, Ask, Client, Part, city_pack, data, has_ended,
    pilot::{Pilots, day, texts},
    run_of, worlds,
};
use serde_json::{Value, json};

/// Both startups; nobody may read these names before results are out.
const NAMES: [&str; 2] = ["Alpha of the seven hills", "Beta of the plain"];

/// A body as text.
fn text(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.body).into_owned()
}

/// A trail as JSON, and as its table.
fn trail(client: &Client, path: &str) -> (Value, String) {
    let path = format!("{path}/trail");
    let whole = client.get(&path).expect(200).json();
    let table = client.get(&format!("{path}?format=csv")).expect(200);
    assert_eq!(table.kind(), "text/csv");
    (whole, text(&table))
}

/// The entries of a kind.
fn of_kind<'a>(trail: &'a Value, kind: &str) -> Vec<&'a Value> {
    let entries = trail["entries"].as_array().into_iter().flatten();
    entries.filter(|entry| entry["kind"] == kind).collect()
}

/// The value of a figure; nothing where it is not told.
fn figure(account: &Value, name: &str, part: Option<&str>) -> Option<u64> {
    let mut figures = account["figures"].as_array().into_iter().flatten();
    let found = figures.find(|one| one["name"] == name && one["part"].as_str() == part);
    found.and_then(|one| one["value"].as_u64())
}

/// The days of a trail, which must stand in their order.
fn assert_in_order(trail: &Value) {
    let entries = trail["entries"].as_array().into_iter().flatten();
    let days: Vec<_> = entries.filter_map(|entry| entry["on"].as_str()).collect();
    assert!(days.is_sorted(), "{days:?}");
}

#[test]
fn nothing_hidden_is_told_before_results_are_out() {
    worlds(|world| {
        let nobody = world.site.client();
        let challenge = world.challenge(&city_pack("challenges/mobility/parking-forecast"));
        world.enrol(&challenge);
        let dossier = json!({ "title": "Seasons" });
        let made = world
            .startup
            .submit(&challenge, "parking-seasonal", &dossier);
        let runs = ["sample", "public"].map(|split| run_of(&made, split));
        for run in &runs {
            has_ended(&world.startup.client, run);
        }
        let (open, table) = trail(&nobody, &challenge.path());
        assert_eq!(open["told"], "dates");
        assert_eq!(of_kind(&open, "opened").len(), 1);
        assert_eq!(of_kind(&open, "version")[0]["name"], challenge.version);
        assert_eq!(of_kind(&open, "phase-ends")[0]["is_ahead"], true);
        assert_eq!(figure(&open, "answers", None), Some(0));
        assert_eq!(figure(&open, "submissions", None), None);
        assert_in_order(&open);
        world.staff.go(&challenge, "closed");
        let (closed, later) = trail(&nobody, &challenge.path());
        assert_eq!(closed["told"], "counts");
        assert_eq!(of_kind(&closed, "closed")[0]["note"], "a test says so");
        assert_eq!(figure(&closed, "submissions", None), Some(1));
        assert_eq!(figure(&closed, "organisations", None), Some(1));
        let submission = made["id"].as_str().expect("it has an id").to_owned();
        for told in [open.to_string(), table, closed.to_string(), later] {
            for hidden in NAMES.into_iter().chain(runs.iter().map(String::as_str)) {
                assert!(!told.contains(hidden), "{hidden} in {told}");
            }
            assert!(
                !told.contains(&submission) && !told.contains("receipt"),
                "{told}"
            );
        }
        for figure_name in [
            "finalists",
            "scored-runs",
            "receipts",
            "evaluators",
            "rubrics",
            "letters",
            "inquiries",
        ] {
            assert_eq!(figure(&closed, figure_name, None), None, "{figure_name}");
        }
        assert_eq!(closed["agreement"], Value::Null);
        for kind in ["result", "finalists", "rejudge"] {
            assert!(of_kind(&closed, kind).is_empty(), "{kind}");
        }
        // Everybody reads the same, members and staff included.
        for reader in [&world.startup.client, &world.staff.client] {
            let path = format!("{}/trail", challenge.path());
            assert_eq!(reader.get(&path).expect(200).json(), closed);
        }
    });
}

#[test]
fn a_draft_has_no_trail_and_no_reader() {
    worlds(|world| {
        let nobody = world.site.client();
        let pack = city_pack("tests/challenges/fragile");
        let part = Part {
            name: "pack",
            file: Some("challenge.pack"),
            bytes: &pack,
        };
        let ask = Ask::new("POST", "/api/v1/challenges").form(&[part]);
        let id = world.staff.client.send(&ask).expect(201).text_at("/id");
        let path = format!("/api/v1/challenges/{id}/trail");
        for reader in [&nobody, &world.staff.client] {
            reader.get(&path).refused("not-found");
            reader
                .get("/api/v1/challenges/none/trail")
                .refused("not-found");
            reader.get("/api/v1/pilots/none/trail").refused("not-found");
        }
        nobody
            .get(&format!("{path}?format=xml"))
            .refused("bad-request");
        nobody
            .get(&format!("{path}?limit=1"))
            .refused("bad-request");
    });
}

#[test]
fn once_results_are_out_everything_is_told_and_can_be_checked() {
    worlds(|world| {
        let pilots = Pilots::published(&world);
        let pilot = pilots.open();
        let nobody = pilots.nobody();
        let challenge = pilots.path().replace("/pilots", "");
        let (told, table) = trail(&nobody, &challenge);
        assert_eq!(told["told"], "results");
        assert_in_order(&told);
        let steps = [
            "opened",
            "closed",
            "jury",
            "published",
            "finalists",
            "result",
            "pilot",
        ];
        for kind in steps {
            assert_eq!(of_kind(&told, kind).len(), 1, "{kind}: {told}");
        }
        let result = of_kind(&told, "result")[0];
        assert_eq!(result["name"], NAMES[0]);
        assert!(
            table.contains(NAMES[0]) && !table.contains(NAMES[1]),
            "{table}"
        );
        let receipt = result["address"].as_str().expect("it has a receipt");
        let bytes = nobody.get(receipt).expect(200).body;
        let digest = pilotbox_model::Digest::of(&bytes).to_string();
        assert_eq!(result["digest"], digest);
        let numbers = [
            ("submissions", 1),
            ("organisations", 1),
            ("finalists", 1),
            ("scored-runs", 2),
            ("receipts", 2),
            ("evaluators", 0),
            ("letters", 0),
            ("pilots-budget", 12_000),
        ];
        for (name, value) in numbers {
            assert_eq!(figure(&told, name, None), Some(value), "{name}");
        }
        assert_eq!(told["pilots"][0]["budget_eur"], 12_000);
        let address = of_kind(&told, "pilot")[0]["address"].clone();
        assert_eq!(address, format!("{pilot}/trail"));
        the_record_says_the_same(&nobody, of_kind(&told, "published")[0]);
    });
}

/// The link that an entry names is there, at the same moment.
fn the_record_says_the_same(nobody: &Client, entry: &Value) {
    let number = entry["record"].as_u64().expect("it has a link");
    let path = format!("/api/v1/chain?after={}&limit=1", number - 1);
    let link: Value =
        serde_json::from_slice(&nobody.get(&path).expect(200).body).expect("a link is JSON");
    assert_eq!(link["kind"], "challenge-moved");
    let body = link["body"].as_str().expect("particulars are a text");
    assert!(body.contains("\"to\":\"published\""), "{body}");
    let moment = |at: &Value| {
        at.as_str()
            .and_then(|at| at.parse::<jiff::Timestamp>().ok())
    };
    assert!(moment(&link["at"]).is_some());
    assert_eq!(moment(&link["at"]), moment(&entry["at"]));
}

#[test]
fn a_pilot_is_told_with_its_money_its_indicators_and_its_end() {
    worlds(|world| {
        let pilots = Pilots::published(&world);
        let pilot = pilots.open();
        let (staff, nobody) = (pilots.staff(), pilots.nobody());
        let reached = json!({ "is_reached": true });
        staff
            .put(&format!("{pilot}/milestones/1"), &reached)
            .expect(204);
        let values = format!("{pilot}/indicators/1/values");
        for (on, value) in [(day(-3), 19.0), (day(-1), 14.5)] {
            staff
                .post(&values, &json!({ "on": on, "value": value }))
                .expect(204);
        }
        let comment =
            json!({ "kind": "problem", "comment": "In confidence", "may_be_shown": true });
        nobody
            .post(&format!("{pilot}/feedback"), &comment)
            .expect(204);
        nobody
            .post(&format!("{pilot}/feedback"), &json!({ "kind": "helpful" }))
            .expect(204);
        let exit = |decision: &str, ends_on: Value| {
            let ask =
                json!({ "decision": decision, "report": texts("It works"), "ends_on": ends_on });
            staff.post(&format!("{pilot}/exit"), &ask).expect(204);
        };
        exit("extend", day(400));
        exit("adopt", Value::Null);
        let (told, table) = trail(&nobody, &pilot);
        assert_in_order(&told);
        assert_eq!(told["budget_eur"], 12_000);
        assert_eq!(told["helpful"], json!({ "yes": 1, "no": 0 }));
        assert_eq!(told["exit"]["decision"], "adopt");
        assert_eq!(of_kind(&told, "measured").len(), 2);
        assert_eq!(of_kind(&told, "milestone-reached").len(), 1);
        let exits: Vec<_> = of_kind(&told, "exit")
            .iter()
            .map(|one| one["name"].clone())
            .collect();
        assert_eq!(
            exits,
            [json!("extend"), json!("adopt")],
            "each decision stays"
        );
        assert_eq!(of_kind(&told, "exit")[0]["note"], day(400));
        let opened = of_kind(&told, "pilot")[0];
        assert_eq!(
            (&opened["value"], &opened["unit"]),
            (&json!(12_000.0), &json!("EUR"))
        );
        assert!(opened["record"].is_u64(), "{opened}");
        assert!(!told.to_string().contains("In confidence") && !table.contains("In confidence"));
        assert!(
            table.contains("14.5") && table.contains("Измерен"),
            "{table}"
        );
        staff
            .post(&format!("{pilot}/stop"), &json!({ "reason": "It is over" }))
            .expect(204);
        let (stopped, _) = trail(&nobody, &pilot);
        assert_eq!(of_kind(&stopped, "stopped")[0]["note"], "It is over");
        assert!(of_kind(&stopped, "ends").is_empty());
    });
}

#[test]
fn a_year_counts_what_happened_in_it_and_no_other_year_is_there() {
    worlds(|world| {
        let pilots = Pilots::published(&world);
        pilots.open();
        data::released(&world);
        let nobody = pilots.nobody();
        let listed = nobody.get("/api/v1/years").expect(200).json();
        let year = listed["items"][0]["year"].as_u64().expect("a year");
        assert_eq!(listed["items"][0]["is_over"], false);
        assert_eq!(listed["items"][0]["challenges_opened"], 1);
        assert_eq!(listed["items"][0]["open_data_sets"], 1);
        let path = format!("/api/v1/years/{year}");
        let told = nobody.get(&path).expect(200).json();
        let numbers = [
            ("challenges-opened", None, 1),
            ("challenges-opened", Some("utilities"), 1),
            ("challenges-opened", Some("mobility"), 0),
            ("challenges-without-references", None, 1),
            ("challenges-published", None, 1),
            ("submissions", None, 1),
            ("organisations", None, 1),
            ("newcomers", None, 1),
            ("pilots-opened", None, 1),
            ("pilots-budget", None, 12_000),
            ("pilots-running", None, 1),
            ("utility-services", None, 1),
            ("pilots-adopted", None, 0),
            ("open-data-sets", None, 1),
            ("open-data-sets", Some("TRAN"), 1),
            ("open-data-categories", None, 1),
        ];
        for (name, part, value) in numbers {
            assert_eq!(figure(&told, name, part), Some(value), "{name} {part:?}");
        }
        let figures = told["figures"].as_array().cloned().unwrap_or_default();
        for one in &figures {
            let how = [&one["how"]["bg"], &one["how"]["en"]];
            assert!(
                how.iter()
                    .all(|text| text.as_str().is_some_and(|text| !text.is_empty()))
            );
        }
        let table = text(&nobody.get(&format!("{path}?format=csv")).expect(200));
        assert_eq!(table.lines().count(), figures.len() + 1, "{table}");
        let years = text(&nobody.get("/api/v1/years?format=csv").expect(200));
        assert!(
            years.contains(&year.to_string()) && years.contains("open_data_sets"),
            "{years}"
        );
        for other in ["1999", "2999", "0", "x", "02026", "99999"] {
            nobody
                .get(&format!("/api/v1/years/{other}"))
                .refused("not-found");
        }
        nobody.get("/api/v1/years?cursor=x").refused("bad-request");
    });
}

#[test]
fn the_catalogue_lists_results_pilots_and_years_with_licence_and_files() {
    worlds(|world| {
        let nobody = world.site.client();
        let before = text(&nobody.get("/api/v1/data-catalogue.ttl").expect(200));
        assert!(before.contains("/bg/years> a dcat:Dataset"), "{before}");
        assert!(!before.contains("/trail"), "{before}");
        let pilots = Pilots::published(&world);
        let pilot = pilots.open();
        let challenge = pilots.path().replace("/pilots", "");
        let turtle = nobody.get("/api/v1/data-catalogue.ttl").expect(200);
        let graph = nobody.get("/api/v1/data-catalogue.jsonld").expect(200);
        for answer in [&turtle, &graph] {
            let told = text(answer);
            for path in [&challenge, &pilot] {
                for ending in ["", "?format=csv"] {
                    let url = format!("{path}/trail{ending}");
                    assert!(told.contains(&url), "{url} in {told}");
                }
            }
            assert!(
                told.contains("https://spdx.org/licenses/CC-BY-4.0"),
                "{told}"
            );
        }
        assert!(graph.json().is_object());
        let page = challenge.replace("/api/v1", "/bg");
        assert!(text(&turtle).contains(&format!("{page}/trail> a dcat:Dataset")));
    });
}

#[test]
fn the_pages_read_without_javascript_and_lead_to_each_other() {
    worlds(|world| {
        let pilots = Pilots::published(&world);
        let pilot = pilots.open().replace("/api/v1", "");
        let challenge = pilots.path().replace("/pilots", "").replace("/api/v1", "");
        let nobody = pilots.nobody();
        let page = |path: &str| text(&nobody.get(path).expect(200));
        let of_challenge = page(&format!("/bg{challenge}/trail"));
        assert!(of_challenge.contains("Публичен отчет") && of_challenge.contains(NAMES[0]));
        assert!(of_challenge.contains(&format!("/bg{pilot}/trail")));
        let of_pilot = page(&format!("/en{pilot}/trail"));
        assert!(of_pilot.contains("Public account") && of_pilot.contains("12,000 euro"));
        assert!(page(&format!("/bg{pilot}")).contains(&format!("/bg{pilot}/trail")));
        assert!(page(&format!("/bg{challenge}")).contains(&format!("/bg{challenge}/trail")));
        let years = page("/bg/years");
        let year = nobody.get("/api/v1/years").expect(200).json();
        let year = year["items"][0]["year"].clone();
        assert!(years.contains(&format!("/bg/years/{year}")));
        assert!(page(&format!("/bg/years/{year}")).contains("Как се брои"));
        assert!(page("/bg").contains("href=\"/bg/years\""));
        for missing in ["/bg/years/1999", "/bg/pilots/none/trail"] {
            let answer = nobody.open(&Ask::new("GET", missing)).expect("an answer");
            assert_eq!(answer.status(), 404, "{missing}");
        }
    });
}
