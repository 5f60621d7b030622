//! How a contest is decided, declared and read.

use pilotbox_tests::server::decision::{Contest, settings};
use serde_json::json;

pub(super) fn nothing_is_declared_and_nothing_decided(contest: &Contest<'_>) {
    for name in ["settings", "", "snapshot", "table"] {
        let path = contest.path(name);
        contest.staff().get(&path).refused("not-found");
    }
}

pub(super) fn what_is_declared_wrongly_is_refused(contest: &Contest<'_>) {
    let path = contest.path("settings");
    let weight = |criterion: &str| json!({ "criterion": criterion, "weight": 1.0 });
    for (name, wrong) in [
        ("automatic_threshold", json!(0.0)),
        ("automatic_threshold", json!(100.5)),
        ("automatic_share", json!(1.0)),
        ("human_threshold", json!(-1.0)),
        ("fewest_evaluators", json!(2)),
        ("weight_concentration", json!(9.0)),
        ("inquiry_days", json!(0)),
        ("inquiry_days", json!(91)),
        ("criterion_weights", json!([weight("nobody-knows-it")])),
        ("nonsense", json!(1)),
    ] {
        let mut ask = settings();
        ask[name] = wrong;
        let refused = contest.staff().put(&path, &ask);
        refused.refused("bad-request");
    }
    let startup = &contest.world().startup.client;
    startup.put(&path, &settings()).refused("not-allowed");
}

pub(super) fn everybody_reads_what_is_declared(contest: &Contest<'_>) {
    let path = contest.path("settings");
    let declare = |ask| contest.staff().put(&path, &ask).expect(200);
    let mut ask = settings();
    ask["inquiry_days"] = json!(7);
    let first = declare(ask);
    let second = declare(settings());
    assert_eq!(
        first.text_at("/lottery_commitment"),
        second.text_at("/lottery_commitment"),
        "the seed is drawn once"
    );
    let nobody = contest.world().site.client();
    let read = nobody.get(&path).expect(200);
    let shown = read.json();
    assert_eq!(shown["declared"], "before-close", "{read}");
    assert_eq!(shown["inquiry_days"], 14, "{read}");
    assert_eq!(shown["rule"]["automatic_share"], 0.6, "{read}");
    assert_eq!(shown["may_change"], true, "{read}");
    assert!(shown["seed"].as_u64().is_some(), "{read}");
    let text = read.to_string();
    assert!(!text.contains("lottery_seed"), "{text}");
}

pub(super) fn what_is_declared_stands_once_a_rubric_is_in(contest: &Contest<'_>) {
    let path = contest.path("settings");
    let refused = contest.staff().put(&path, &settings());
    refused.refused("wrong-state");
    let shown = contest.staff().get(&path).expect(200).json();
    assert_eq!(shown["may_change"], false, "{shown}");
}
