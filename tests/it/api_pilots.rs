//! Pilots over HTTP and in the portal: opened for bytes that were scored, asked by anybody,
//! stopped at once, and nothing kept of what was asked.

use pilotbox_tests::{
    End, folder, pilotbox, scratch,
    server::{
        Answer, Ask, Client,
        pilot::{Pilots, day, texts},
        worlds,
    },
};
use serde_json::{Value, json};

/// A word that must be found nowhere once it was asked.
const SECRET: &str = "no-such-area-4711";

/// A body as text.
fn text(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.body).into_owned()
}

fn ask(client: &Client, pilot: &str, input: &Value) -> Answer {
    client.post(&format!("{pilot}/answers"), &json!({ "input": input }))
}

#[test]
fn what_was_scored_answers_citizens() {
    worlds(|world| {
        let pilots = Pilots::published(&world);
        let pilot = pilots.open();
        let nobody = pilots.nobody();
        let shown = nobody.get(&pilot).expect(200).json();
        assert_eq!(shown["state"], "running");
        assert_eq!(shown["scored"]["split"], "final");
        let receipt = shown["scored"]["receipt"].as_str().expect("it is linked");
        nobody.get(receipt).expect(200);
        let area = shown["form"]["fields"][0]["kind"]["options"][0]["value"].clone();
        let answer = ask(&nobody, &pilot, &json!({ "area": area }))
            .expect(200)
            .json();
        assert_eq!(answer["shown"][0]["kind"], "sentence");
        assert_eq!(answer["shown"][1]["kind"], "chart");
        assert!(
            answer["data"]["notice"]["bg"]
                .as_str()
                .is_some_and(|text| !text.is_empty())
        );
        let gallery = nobody.get("/api/v1/pilots").expect(200).json();
        assert_eq!(gallery["items"].as_array().map(Vec::len), Some(1));
    });
}

#[test]
fn a_form_that_does_not_fit_is_told_by_field_and_kept_nowhere() {
    worlds(|world| {
        let pilots = Pilots::published(&world);
        let pilot = pilots.open();
        let nobody = pilots.nobody();
        let refused = ask(&nobody, &pilot, &json!({ "area": SECRET })).refused("bad-request");
        assert_eq!(refused.text_at("/fields/0/field"), "area");
        assert!(!text(&refused).contains(SECRET));
        ask(&nobody, &pilot, &json!({})).refused("bad-request");
        ask(&nobody, &pilot, &json!([])).refused("bad-request");
        ask(&nobody, &pilot, &json!({ "area": "x".repeat(20_000) })).refused("bad-request");
        ask(&nobody, "/api/v1/pilots/none", &json!({})).refused("not-found");
        assert!(!world.site.log().contains(SECRET));
        let chain = nobody.get("/api/v1/chain").expect(200);
        assert!(!text(&chain).contains(SECRET));
    });
}

#[test]
fn a_stop_is_at_once_and_says_why() {
    worlds(|world| {
        let pilots = Pilots::published(&world);
        let pilot = pilots.open();
        let nobody = pilots.nobody();
        ask(&nobody, &pilot, &json!({ "area": "A" })).expect(200);
        let stop = format!("{pilot}/stop");
        pilots
            .staff()
            .post(&stop, &json!({ "reason": "" }))
            .refused("bad-request");
        pilots
            .staff()
            .post(&stop, &json!({ "reason": "It errs" }))
            .expect(204);
        let gone = ask(&nobody, &pilot, &json!({ "area": "A" })).refused("gone");
        assert!(gone.text_at("/detail").contains("It errs"));
        let shown = nobody.get(&pilot).expect(200).json();
        assert_eq!(
            (&shown["state"], &shown["form"]),
            (&json!("stopped"), &Value::Null)
        );
        // Again is as good as once, and another pilot may follow.
        pilots
            .staff()
            .post(&stop, &json!({ "reason": "again" }))
            .expect(204);
        pilots.open();
    });
}

#[test]
fn only_what_was_scored_and_has_no_pilot_is_opened() {
    worlds(|world| {
        let pilots = Pilots::published(&world);
        let open = |change: fn(&mut Value)| {
            let mut new = pilots.new_pilot();
            change(&mut new);
            pilots.staff().post(&pilots.path(), &new)
        };
        open(|new| new["submission"] = json!("none")).refused("bad-request");
        open(|new| new["ends_on"] = day(-3)).refused("bad-request");
        open(|new| new["ends_on"] = day(800)).refused("bad-request");
        open(|new| new["budget_eur"] = json!(0)).refused("bad-request");
        open(|new| new["wall_clock_ms"] = json!(10_001)).refused("bad-request");
        open(|new| new["frame_origins"] = json!(["https://a; script-src *"]))
            .refused("bad-request");
        open(|_| ()).expect(201);
        open(|_| ()).refused("conflict");
    });
}

#[test]
fn steps_values_and_the_end_are_shown_to_everybody() {
    worlds(|world| {
        let pilots = Pilots::published(&world);
        let pilot = pilots.open();
        let staff = pilots.staff();
        let reached = json!({ "is_reached": true });
        staff
            .put(&format!("{pilot}/milestones/1"), &reached)
            .expect(204);
        staff
            .put(&format!("{pilot}/milestones/2"), &reached)
            .refused("not-found");
        let values = format!("{pilot}/indicators/1/values");
        staff
            .post(&values, &json!({ "on": day(-2), "value": 19.5 }))
            .expect(204);
        staff
            .post(&values, &json!({ "on": day(-2), "value": 19.0 }))
            .expect(204);
        staff
            .post(&values, &json!({ "on": "2099-01-01", "value": 1.0 }))
            .refused("bad-request");
        let exit = format!("{pilot}/exit");
        let decided = |decision: &str, ends_on: Value| json!({ "decision": decision, "report": texts("It works"), "ends_on": ends_on });
        staff
            .post(&exit, &decided("extend", Value::Null))
            .refused("bad-request");
        staff
            .post(&exit, &decided("adopt", day(400)))
            .refused("bad-request");
        staff
            .post(&exit, &decided("adopt", Value::Null))
            .expect(204);
        staff
            .post(&exit, &decided("stop", Value::Null))
            .refused("changed");
        let shown = pilots.nobody().get(&pilot).expect(200).json();
        assert_eq!(shown["state"], "over");
        assert_eq!(shown["exit"]["decision"], "adopt");
        assert!(shown["milestones"][0]["reached_at"].is_string());
        let measured = json!([{ "on": day(-2), "value": 19.0 }]);
        assert_eq!(shown["indicators"][0]["measured"], measured);
    });
}

#[test]
fn a_comment_is_shown_only_if_its_writer_and_staff_want_it() {
    worlds(|world| {
        let pilots = Pilots::published(&world);
        let pilot = pilots.open();
        let (nobody, path) = (pilots.nobody(), format!("{pilot}/feedback"));
        let say = |word: Value| nobody.post(&path, &word);
        say(json!({ "kind": "helpful" })).expect(204);
        say(json!({ "kind": "problem" })).refused("bad-request");
        say(json!({ "kind": "not-helpful", "comment": "x".repeat(2_001) })).refused("bad-request");
        say(json!({ "kind": "not-helpful", "comment": "<b>Wrong</b>", "may_be_shown": true }))
            .expect(204);
        say(json!({ "kind": "problem", "comment": "In confidence" })).expect(204);
        nobody.get(&path).refused("sign-in-needed");
        let said = pilots.staff().get(&path).expect(200).json();
        let id = |place: usize| {
            said["items"][place]["id"]
                .as_str()
                .expect("an id")
                .to_owned()
        };
        let decide = |id: String, is_shown: bool| {
            let path = format!("{path}/{id}");
            pilots.staff().put(&path, &json!({ "is_shown": is_shown }))
        };
        let table = pilots
            .staff()
            .get(&format!("{path}?format=csv"))
            .expect(200);
        assert_eq!(text(&table).lines().count(), 3, "{table}");
        decide(id(0), true).refused("changed");
        decide(id(1), true).expect(200);
        let shown = nobody.get(&pilot).expect(200).json();
        assert_eq!(shown["comments"][0]["text"], "<b>Wrong</b>");
        assert_eq!(shown["comments"].as_array().map(Vec::len), Some(1));
        assert_eq!(shown["helpful"], json!({ "yes": 1, "no": 1 }));
        decide(id(1), false).expect(200);
        assert_eq!(nobody.get(&pilot).expect(200).json()["comments"], json!([]));
    });
}

#[test]
fn newer_tables_answer_once_the_form_is_described_from_them() {
    let scratch = scratch();
    let archive = scratch.path().join("pilot.tar");
    pilotbox("pack")
        .arg("--pilot")
        .arg(folder("challenges/utilities/water-demand/data/pilot"))
        .arg("--out")
        .arg(&archive)
        .end_with(0)
        .says("/api/v1/pilots/{id}/data");
    let archive = std::fs::read(archive).expect("it was written");
    worlds(|world| {
        let pilots = Pilots::published(&world);
        let pilot = pilots.open();
        let bring = |kind: &str, bytes: &[u8]| {
            let ask = Ask::new("PUT", &format!("{pilot}/data"));
            pilots.staff().send(&ask.bytes(kind, bytes.to_vec()))
        };
        bring("application/pdf", &archive).refused("unsupported-media-type");
        bring("application/x-tar", b"no archive").refused("rejected");
        bring("application/x-tar", &archive).expect(204);
        let work = pilots
            .staff()
            .get(&format!("{pilot}/work"))
            .expect(200)
            .json();
        assert_eq!(work["data"][0]["number"], 1);
        ask(&pilots.nobody(), &pilot, &json!({ "area": "A" })).expect(200);
    });
}

#[test]
fn the_page_works_without_javascript_and_its_frame_for_named_sites_alone() {
    worlds(|world| {
        let pilots = Pilots::published(&world);
        let pilot = pilots.open();
        let id = pilot.rsplit('/').next().expect("it ends with its id");
        let nobody = pilots.nobody();
        let page = format!("/bg/pilots/{id}");
        let shown = text(&nobody.get(&page).expect(200));
        assert!(shown.contains("name=\"in-area\"") && shown.contains("A: болница"));
        // Pages are refused without a problem document, so the contract is no help.
        let post = |path: &str, body: &str| {
            let kind = "application/x-www-form-urlencoded";
            let ask = Ask::new("POST", path).bytes(kind, body.as_bytes().to_vec());
            let answer = nobody.open(&ask).expect("it is answered");
            (answer.status().as_u16(), answer.text().expect("it is text"))
        };
        let (status, answered) = post(&page, "in-area=E");
        assert_eq!(status, 200, "{answered}");
        assert!(answered.contains("се очаква район E") && answered.contains("<svg"));
        let (status, empty) = post(&page, "in-area=");
        assert_eq!(status, 422, "{empty}");
        assert!(empty.contains("in-area-error") && empty.contains("role=\"alert\""));
        let frame = format!("{page}/frame");
        let framed = nobody.get(&frame).expect(200);
        let policy = framed.header("content-security-policy").to_owned();
        assert!(
            policy.contains("frame-ancestors 'self' https://www.example.org"),
            "{policy}"
        );
        assert!(policy.contains("script-src 'self'"));
        let own = nobody.get(&page).expect(200);
        assert!(
            own.header("content-security-policy")
                .contains("frame-ancestors 'none'")
        );
    });
}
