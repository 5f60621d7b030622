//! Who judges what, over HTTP: given and withdrawn by staff, done by evaluators under
//! codes, and nothing of it for those who submit.

use pilotbox_tests::server::{
    jury::{Jury, ids, items, judge, own, say_no_conflict},
    worlds,
};
use serde_json::{Value, json};

/// The last day that work is given for.
const DUE: &str = "2099-01-15";

/// What must never come with an evaluator's work.
const TELLING: [&str; 4] = [
    "Alpha of the seven hills",
    "Beta of the plain",
    "startup.example",
    "contract 5",
];

#[test]
fn work_is_given_done_under_codes_and_seen_by_nobody_else() {
    worlds(|world| {
        let jury = Jury::open(&world);
        let early = jury.staff().post(&jury.path(), &json!({ "due_on": DUE }));
        early.refused("wrong-state");
        jury.close();
        who_could_judge_is_told(&jury);
        what_is_asked_wrongly_is_refused(&jury);
        work_is_given_once(&jury);
        evaluators_see_their_own_under_codes(&jury);
        others_see_nothing(&jury);
        work_is_noted_and_done(&jury);
        work_is_withdrawn(&jury);
        evaluators_are_told(&jury);
        what_is_decided_stays(&jury);
        the_record_names_nobody(&jury);
    });
}

fn who_could_judge_is_told(jury: &Jury<'_>) {
    let path = format!("{}/jury", jury.challenge.path());
    let told = jury.staff().get(&path).expect(200).json();
    let may = |account: &str| {
        let all = told["evaluators"].as_array().into_iter().flatten();
        let mut found = all.filter(|one| one["id"] == account);
        found.next().map(|one| one["may_judge"] == true)
    };
    assert_eq!(may(&jury.world.evaluator.account), Some(true), "{told}");
    assert_eq!(may(&jury.second.account), Some(true), "{told}");
    assert_eq!(may(&jury.partial.account), Some(false), "{told}");
    assert_eq!(may(&jury.world.staff.account), None, "{told}");
    let finalists = told["submissions"].as_array().map(Vec::len);
    assert_eq!(finalists, Some(2), "{told}");
}

fn what_is_asked_wrongly_is_refused(jury: &Jury<'_>) {
    for wrong in [
        json!({ "due_on": "2020-01-01" }),
        json!({ "due_on": "tomorrow" }),
        json!({ "due_on": DUE, "evaluator": jury.partial.account }),
        json!({ "due_on": DUE, "evaluator": jury.world.startup.account }),
        json!({ "due_on": DUE, "submission": "01J00000000000000000000000" }),
        json!({ "due_on": DUE, "submission": "a b" }),
    ] {
        let refused = jury.staff().post(&jury.path(), &wrong);
        refused.refused("bad-request");
    }
    assert!(jury.given().is_empty());
}

/// One by one, then all to all; who has work keeps it.
fn work_is_given_once(jury: &Jury<'_>) {
    let one = json!({
        "due_on": "2099-01-01",
        "evaluator": jury.second.account,
        "submission": jury.finalists[0],
    });
    assert_eq!(jury.assign(&one), json!({ "made": 1, "moved": 0 }));
    let all = json!({ "due_on": DUE });
    assert_eq!(jury.assign(&all), json!({ "made": 3, "moved": 1 }));
    assert_eq!(jury.assign(&all), json!({ "made": 0, "moved": 0 }));
    let given = jury.given();
    assert_eq!(given.len(), 4, "{given:?}");
    let is_due = |one: &Value| one["due_on"] == DUE && one["done_at"].is_null();
    assert!(given.iter().all(is_due), "{given:?}");
    let first = jury.staff().get(&format!("{}?limit=1", jury.path()));
    let first = first.expect(200);
    let rest = format!("{}?cursor={}", jury.path(), first.text_at("/next"));
    assert_eq!(items(&jury.staff().get(&rest).expect(200).json()).len(), 3);
}

fn evaluators_see_their_own_under_codes(jury: &Jury<'_>) {
    let client = jury.evaluator();
    for id in ids(&own(client, "")) {
        say_no_conflict(client, id);
    }
    let answer = client.get("/api/v1/assignments").expect(200);
    let work = items(&answer.json());
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    let detail = format!("/api/v1/assignments/{}", ids(&work)[0]);
    let detail = client.get(&detail).expect(200);
    let text = text + &String::from_utf8_lossy(&detail.body);
    let hidden = TELLING
        .into_iter()
        .chain(jury.finalists.iter().map(String::as_str));
    for telling in hidden {
        assert!(!text.contains(telling), "`{telling}` is told: {text}");
    }
    assert!(detail.json()["dossier"]["title"].is_string(), "{detail}");
    let codes = |all: &[Value]| {
        let mut codes: Vec<_> = all.iter().map(|one| one["code"].to_string()).collect();
        codes.sort();
        codes
    };
    let blind = format!("{}/blind", jury.challenge.path());
    let blind = items(&jury.evaluator().get(&blind).expect(200).json());
    assert_eq!(codes(&work), codes(&blind));
    let theirs = own(&jury.second.client, "");
    assert_eq!(theirs.len(), 2);
    assert!(ids(&theirs).iter().all(|id| !ids(&work).contains(id)));
    let foreign = format!("/api/v1/assignments/{}", ids(&theirs)[0]);
    jury.evaluator().get(&foreign).refused("not-found");
    let note = json!({ "note": "mine" });
    let keep = format!("{foreign}/note");
    jury.evaluator().put(&keep, &note).refused("not-found");
    jury.evaluator().delete(&foreign).refused("not-allowed");
    assert!(own(&jury.partial.client, "").is_empty());
}

/// Neither those who submit nor those who only look on, by any way that staff or
/// evaluators have.
fn others_see_nothing(jury: &Jury<'_>) {
    let work = own(jury.evaluator(), "");
    let one = format!("/api/v1/assignments/{}", ids(&work)[0]);
    let jury_path = format!("{}/jury", jury.challenge.path());
    let given = jury.path();
    let paths = [
        &*given,
        &*jury_path,
        &*one,
        "/api/v1/assignments",
        "/api/v1/assignments/counts",
    ];
    let world = jury.world;
    for path in paths {
        for person in [&world.startup, &world.rival, &world.citizen, &world.admin] {
            person.client.get(path).refused("not-allowed");
        }
        world.site.client().get(path).refused("sign-in-needed");
    }
    for path in [&given, &jury_path] {
        jury.evaluator().get(path).refused("not-allowed");
    }
    for path in [&*one, "/api/v1/assignments"] {
        jury.staff().get(path).refused("not-allowed");
    }
    let all = json!({ "due_on": DUE });
    world
        .startup
        .client
        .post(&given, &all)
        .refused("not-allowed");
    let submission = format!("/api/v1/submissions/{}", jury.finalists[0]);
    let submission = world.startup.client.get(&submission).expect(200);
    let text = String::from_utf8_lossy(&submission.body);
    assert!(
        !text.contains("assign") && !text.contains("evaluator"),
        "{text}"
    );
}

fn work_is_noted_and_done(jury: &Jury<'_>) {
    let work = own(jury.evaluator(), "is_done=false");
    let one = format!("/api/v1/assignments/{}", ids(&work)[0]);
    let keep = format!("{one}/note");
    let set = |note: &str| jury.evaluator().put(&keep, &json!({ "note": note }));
    set(&"ж".repeat(4_001)).refused("bad-request");
    set("a plan that holds").expect(204);
    let counts = |pending: u64, done: u64| {
        let told = jury.evaluator().get("/api/v1/assignments/counts");
        let expected = json!({ "pending": pending, "late": 0, "done": done });
        assert_eq!(told.expect(200).json(), expected);
    };
    counts(2, 0);
    jury.world.staff.go(&jury.challenge, "jury");
    judge(jury.evaluator(), ids(&work)[0], &[3]);
    counts(1, 1);
    assert_eq!(ids(&own(jury.evaluator(), "is_done=true")).len(), 1);
    let given = jury.staff().get(&jury.path()).expect(200);
    let done = items(&given.json());
    let done = done.iter().filter(|one| !one["done_at"].is_null());
    assert_eq!(done.count(), 1, "{given}");
    let text = String::from_utf8_lossy(&given.body).into_owned();
    assert!(!text.contains("a plan that holds"), "the note is private");
    let again = jury.evaluator().get(&one).expect(200);
    assert_eq!(again.text_at("/note"), "a plan that holds");
}

fn work_is_withdrawn(jury: &Jury<'_>) {
    let work = own(&jury.second.client, "");
    let one = format!("/api/v1/assignments/{}", ids(&work)[0]);
    for _ in 0..2 {
        jury.staff().delete(&one).expect(204);
    }
    jury.second.client.get(&one).refused("not-found");
    let note = json!({ "note": "late" });
    let keep = format!("{one}/note");
    jury.second.client.put(&keep, &note).refused("not-found");
    assert_eq!(own(&jury.second.client, "").len(), 1);
    assert_eq!(jury.given().len(), 3);
    let all = json!({ "due_on": DUE, "evaluator": jury.second.account });
    assert_eq!(jury.assign(&all), json!({ "made": 1, "moved": 0 }));
}

/// By mail, in their language.
fn evaluators_are_told(jury: &Jury<'_>) {
    let mail = jury
        .world
        .site
        .mail_with("evaluator@city.example", "/evaluation");
    assert!(mail.contains(DUE), "{mail}");
    for telling in TELLING {
        assert!(!mail.contains(telling), "{mail}");
    }
}

fn what_is_decided_stays(jury: &Jury<'_>) {
    jury.world.staff.go(&jury.challenge, "published");
    let work = own(jury.evaluator(), "");
    let one = format!("/api/v1/assignments/{}", ids(&work)[0]);
    jury.evaluator().get(&one).expect(200);
    let keep = format!("{one}/note");
    let note = json!({ "note": "too late" });
    jury.evaluator().put(&keep, &note).refused("wrong-state");
    let all = json!({ "due_on": DUE });
    jury.staff().post(&jury.path(), &all).refused("wrong-state");
    jury.staff().delete(&one).refused("wrong-state");
}

fn the_record_names_nobody(jury: &Jury<'_>) {
    let chain = jury.world.site.client().get("/api/v1/chain").expect(200);
    let chain = String::from_utf8_lossy(&chain.body).into_owned();
    let links: Vec<&str> = chain
        .lines()
        .filter(|line| line.contains("\"judging-"))
        .collect();
    for (kind, times) in [
        ("judging-assigned", 3),
        ("judging-declared", 2),
        ("judging-handed-in", 1),
        ("judging-withdrawn", 1),
    ] {
        let found = links.iter().filter(|link| link.contains(kind)).count();
        assert_eq!(found, times, "{kind}: {chain}");
    }
    let people = [&jury.world.evaluator, &jury.second].map(|one| one.account.as_str());
    let hidden = people
        .into_iter()
        .chain(jury.finalists.iter().map(String::as_str));
    for id in hidden {
        assert!(links.iter().all(|link| !link.contains(id)), "{id}: {chain}");
    }
}
