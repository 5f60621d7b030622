//! Plugins as pilots: what citizens would be shown, on the command line and in a pool
//! of runners, of plugins that behave and of those that do not.

mod pool;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use pilotbox_tests::{End, Ended, component, folder, guests::Guest, pilotbox, scratch};
use serde_json::{Value, json};

const PARKING: &str = "challenges/mobility/parking-forecast";
const FRAGILE: &str = "tests/challenges/fragile";

fn pilot(what: &str, challenge: &str, plugin: &Path) -> Command {
    let mut command = pilotbox("pilot");
    command.arg(what).arg("--challenge").arg(folder(challenge));
    command.arg("--plugin").arg(plugin).arg("--json");
    command
}

fn answer(challenge: &str, plugin: &Path, input: &Value) -> Command {
    let mut command = pilot("answer", challenge, plugin);
    command.arg("--input").arg(input.to_string());
    command
}

/// What a guest makes of the fragile challenge's form.
fn guest_answers(guest: &str, what: &str) -> Ended {
    let scratch = scratch();
    let file = scratch.path().join("guest.wasm");
    fs::write(&file, Guest::named(guest).bytes()).expect("it can be written");
    let output = answer(FRAGILE, &file, &json!({ "what": what })).output();
    Ended::from(output.expect("it starts"))
}

/// What the fragile challenge's harness makes of its own form, whose plugin is plain.
fn fragile(what: &str) -> Ended {
    guest_answers("00-plain", what)
}

fn read(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

/// Each challenge with a plugin, and a form that can be answered.
fn pilots() -> [(&'static str, PathBuf, Value); 3] {
    [
        (
            PARKING,
            component("parking-seasonal"),
            json!({ "day": "2016-11-18", "time": "16:30" }),
        ),
        (
            "challenges/utilities/water-demand",
            component("water-weekly"),
            json!({ "area": "E" }),
        ),
        (
            "challenges/services/school-admission",
            component("school-fair"),
            json!({ "home": 3, "first": 2, "second": 0, "third": -1, "sibling": -1, "both_work": true }),
        ),
    ]
}

#[test]
fn each_challenge_answers_and_says_of_what_its_data_is() {
    for (challenge, plugin, input) in pilots() {
        let form = read(&pilot("describe", challenge, &plugin).end_with(0).stdout);
        let fields = form["fields"].as_array().expect("a form has fields");
        assert_eq!(
            fields.len(),
            input.as_object().map_or(0, serde_json::Map::len)
        );
        let answer = read(&answer(challenge, &plugin, &input).end_with(0).stdout);
        assert_eq!(answer["shown"][0]["kind"], "sentence", "{challenge}");
        for said in ["place", "period", "notice"] {
            for language in ["bg", "en"] {
                let text = answer["data"][said][language].as_str();
                assert!(
                    text.is_some_and(|text| !text.is_empty()),
                    "{challenge}: {said}"
                );
            }
        }
    }
}

#[test]
fn the_same_form_gets_the_same_answer() {
    let (challenge, plugin, input) = &pilots()[2];
    let once = answer(challenge, plugin, input).end_with(0).stdout;
    assert_eq!(once, answer(challenge, plugin, input).end_with(0).stdout);
}

#[test]
fn people_are_shown_a_sentence_and_a_table() {
    let (challenge, plugin, input) = &pilots()[0];
    let mut command = pilotbox("pilot");
    command
        .args(["answer", "--challenge"])
        .arg(folder(challenge));
    command.arg("--plugin").arg(plugin);
    let ended = command.arg("--input").arg(input.to_string()).end_with(0);
    ended.says("At 16:30 most places are expected to be free at");
    ended.says("Free places expected");
    ended.says("A demonstration on another city's old data");
}

#[test]
fn a_form_that_does_not_fit_is_told_by_field() {
    let plugin = &component("parking-seasonal");
    let wrong = json!({ "day": "2016-11-18", "time": "03:00" });
    answer(PARKING, plugin, &wrong)
        .end_with(2)
        .says("`time`: it is not one of the choices");
    answer(PARKING, plugin, &json!({ "day": "2016-11-18" }))
        .end_with(2)
        .says("`time`: it is missing");
    let more = json!({ "day": "2016-11-18", "time": "16:30", "more": 1 });
    answer(PARKING, plugin, &more)
        .end_with(2)
        .says("a field is unknown");
    let refused = fragile("refuses");
    assert_eq!(refused.code, 2, "{refused}");
    refused.says("nobody is here");
    let mut no_json = pilot("answer", PARKING, plugin);
    no_json.args(["--input", "{"]).end_with(2).says("no JSON");
}

#[test]
fn a_plugin_that_misbehaves_is_blamed_and_a_harness_is_not_its_plugin() {
    for (guest, message) in [
        ("01-loops-forever", "deadline"),
        ("09-memory-bomb", "out-of-memory"),
        ("13-huge-answer", "out-of-memory"),
        ("23-panics", "trapped"),
        ("00-declines", "declined"),
    ] {
        let ended = guest_answers(guest, "honest");
        assert_eq!(ended.code, 4, "{guest}: {ended}");
        ended.says(message);
    }
    let stopped = fragile("stops");
    assert_eq!(stopped.code, 5, "{stopped}");
    stopped.says("the harness stopped");
}

#[test]
fn an_answer_that_lies_is_refused() {
    for (what, code, says) in [
        ("lies", 4, "`/share` breaks `type` of the schema"),
        ("no-json", 4, "no JSON"),
        ("huge", 5, "output_bytes"),
        ("enormous", 5, "bytes of memory were denied"),
    ] {
        let ended = fragile(what);
        assert_eq!(ended.code, code, "{what}: {ended}");
        ended.says(says);
    }
}

#[test]
fn markup_is_text_and_no_split_is_there() {
    let text = |what: &str| {
        let ended = fragile(what);
        assert_eq!(ended.code, 0, "{ended}");
        let sentence = read(&ended.stdout)["shown"][0]["text"]["en"].clone();
        sentence.as_str().expect("it is a text").to_owned()
    };
    assert!(text("markup").contains("<script>alert(1)</script>"));
    assert!(text("looks").ends_with("nothing"));
}

#[test]
fn a_challenge_without_pilots_says_so() {
    pilot(
        "describe",
        "tests/challenges/canonical",
        &component("canonical-reference"),
    )
    .end_with(5)
    .says("serves no pilots");
}
