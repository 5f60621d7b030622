//! What each organisation is told, and what is asked and answered.

use pilotbox_tests::server::decision::Contest;
use serde_json::{Value, json};

use super::all;

fn letter(submission: &str) -> String {
    format!("/api/v1/submissions/{submission}/letter")
}

pub(super) fn each_reads_its_own(contest: &Contest<'_>) {
    let world = contest.world();
    let [alpha, beta] = &contest.jury.finalists;
    let own = world.startup.client.get(&letter(alpha)).expect(200).json();
    assert_eq!(own["place"], 1, "{own}");
    assert!(!all(&own, "strata").is_empty() && !all(&own, "criteria").is_empty());
    world.startup.client.get(&letter(beta)).refused("not-found");
    world.rival.client.get(&letter(alpha)).refused("not-found");
    world
        .site
        .client()
        .get(&letter(alpha))
        .refused("sign-in-needed");
    world
        .evaluator
        .client
        .get(&letter(alpha))
        .refused("not-allowed");
    contest.staff().get(&letter(alpha)).expect(200);
    let other = world.rival.client.get(&letter(beta)).expect(200).json();
    let gaps = all(&other, "would_have_helped");
    assert!(!gaps.is_empty() && gaps.len() <= 5, "{other}");
    let points: Vec<f64> = gaps
        .iter()
        .filter_map(|gap| gap["points"].as_f64())
        .collect();
    assert!(
        points.is_sorted_by(|a, b| a >= b) && points[0] > 0.0,
        "{other}"
    );
    let list = format!("{}/letters", contest.jury.challenge.path());
    let listed = world.rival.client.get(&list).expect(200).json();
    let letters = all(&listed, "letters");
    assert_eq!(letters.len(), 1, "{listed}");
    assert_eq!(letters[0]["submission"], **beta, "{listed}");
}

pub(super) fn everybody_is_told(contest: &Contest<'_>) {
    let site = &contest.world().site;
    for (address, submission) in ["alpha@startup.example", "beta@startup.example"]
        .into_iter()
        .zip(&contest.jury.finalists)
    {
        site.mail_with(address, &format!("/submissions/{submission}/letter"));
    }
}

fn ask(submission: &str, kind: &str, topic: &Value) -> Value {
    json!({ "submission": submission, "kind": kind, "topic": topic, "question": "Why so?" })
}

pub(super) fn whoever_took_part_asks_and_everybody_reads(contest: &Contest<'_>) {
    let world = contest.world();
    let path = format!("{}/inquiries", contest.jury.challenge.path());
    let [alpha, beta] = &contest.jury.finalists;
    let criterion = world.startup.client.get(&letter(alpha)).expect(200);
    let criterion = json!(criterion.text_at("/criteria/0/criterion"));
    let startup = &world.startup.client;
    for wrong in [
        ask(beta, "criterion", &criterion),
        ask("nobody", "criterion", &criterion),
        ask(alpha, "criterion", &json!("nobody-knows-it")),
        ask(alpha, "criterion", &Value::Null),
        ask(alpha, "metric", &criterion),
        ask(alpha, "decision", &criterion),
        json!({ "submission": alpha, "kind": "decision", "question": "  " }),
        json!({ "submission": alpha, "kind": "decision", "question": "x".repeat(4_001) }),
    ] {
        startup.post(&path, &wrong).refused("bad-request");
    }
    let asked = startup.post(&path, &ask(alpha, "criterion", &criterion));
    let replies = format!(
        "/api/v1/inquiries/{}/replies",
        asked.expect(201).text_at("/id")
    );
    let says = json!({ "text": "Page 4 says it." });
    world
        .rival
        .client
        .post(&replies, &says)
        .refused("not-found");
    world
        .citizen
        .client
        .post(&replies, &says)
        .refused("not-allowed");
    let blank = json!({ "text": "\n" });
    contest
        .staff()
        .post(&replies, &blank)
        .refused("bad-request");
    let authors = [
        (contest.staff(), "staff"),
        (contest.jury.evaluator(), "evaluator"),
        (startup, "organisation"),
    ];
    for (client, author) in authors {
        let said = client.post(&replies, &says).expect(201);
        assert_eq!(said.text_at("/author"), author, "{said}");
    }
    let told = world.site.client().get(&path).expect(200).json();
    let thread = &told["inquiries"][0];
    assert_eq!(thread["organisation"], "Alpha of the seven hills", "{told}");
    assert_eq!(thread["is_open"], false, "{told}");
    let codes: Vec<_> = all(thread, "replies")
        .iter()
        .map(|one| &one["code"])
        .collect();
    assert_eq!(codes[0], &Value::Null);
    assert!(
        codes[1].as_str().is_some_and(|code| code.starts_with('E')),
        "{told}"
    );
    assert!(
        !told.to_string().contains(&world.evaluator.account),
        "{told}"
    );
}

/// The threads stay, and the city may still answer.
pub(super) fn nobody_asks_once_it_is_archived(contest: &Contest<'_>) {
    let world = contest.world();
    world.staff.go(&contest.jury.challenge, "archived");
    let path = format!("{}/inquiries", contest.jury.challenge.path());
    let late = ask(&contest.jury.finalists[0], "decision", &Value::Null);
    let startup = &world.startup.client;
    startup.post(&path, &late).refused("wrong-state");
    let told = startup.get(&path).expect(200);
    assert_eq!(told.json()["is_open"], false, "{told}");
    let replies = format!(
        "/api/v1/inquiries/{}/replies",
        told.text_at("/inquiries/0/id")
    );
    let says = json!({ "text": "One more thing." });
    startup.post(&replies, &says).refused("wrong-state");
    contest.staff().post(&replies, &says).expect(201);
}
