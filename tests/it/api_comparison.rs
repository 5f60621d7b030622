//! Submissions side by side over HTTP: who may lay what beside what, and that evaluators
//! learn nothing of whose it is.

use pilotbox_tests::server::{
    Answer, Challenge, Client, World, city_pack, has_ended,
    jury::{ids, judge, own, say_no_conflict},
    run_of, worlds,
};
use serde_json::{Value, json};

/// Plugins of different quality: two of the startup's, one of the rival's.
const PLUGINS: [&str; 3] = [
    "parking-seasonal",
    "parking-forecast-baseline",
    "parking-forecast-reference",
];

/// Looks at a submission until its final run must be there.
const MAX_LOOKS: usize = 10_000;

/// What must never come with a blind comparison.
const TELLING: [&str; 4] = [
    "Alpha of the seven hills",
    "Beta of the plain",
    "sha256:",
    "_at\"",
];

struct Work<'a> {
    world: &'a World,
    challenge: &'a Challenge,
    /// Ids of the submissions, in the order of the plugins.
    ids: Vec<String>,
}

impl<'a> Work<'a> {
    fn submit(world: &'a World, challenge: &'a Challenge) -> Self {
        let ids = PLUGINS.iter().enumerate().map(|(at, plugin)| {
            let person = if at < 2 { &world.startup } else { &world.rival };
            let dossier = json!({ "title": format!("Title {at}"), "references": "R" });
            let made = person.submit(challenge, plugin, &dossier);
            for split in ["sample", "public"] {
                has_ended(&person.client, &run_of(&made, split));
            }
            made["id"].as_str().expect("it has an id").to_owned()
        });
        Self {
            world,
            challenge,
            ids: ids.collect(),
        }
    }

    /// Finalists run after the close.
    fn finals_have_ended(&self) {
        let staff = &self.world.staff.client;
        for id in &self.ids {
            let path = format!("/api/v1/submissions/{id}");
            let mut looks = (0..MAX_LOOKS).map(|_| staff.get(&path).expect(200).json());
            let found = looks.find(|submission| {
                let mut runs = submission["runs"].as_array().into_iter().flatten();
                runs.any(|run| run["split"] == "final")
            });
            let found = found.expect("each is a finalist");
            has_ended(staff, &run_of(&found, "final"));
        }
    }

    fn compare(&self, client: &Client, split: &str, of: &[&str]) -> Answer {
        let names = of.join("&of=");
        let path = format!(
            "{}/comparison?split={split}&of={names}",
            self.challenge.path()
        );
        client.get(&path)
    }

    fn id(&self, at: usize) -> &str {
        &self.ids[at]
    }
}

#[test]
fn each_reader_compares_what_each_may_read() {
    worlds(|world| {
        let challenge = world.challenge(&city_pack("challenges/mobility/parking-forecast"));
        world.enrol(&challenge);
        let work = Work::submit(&world, &challenge);
        what_is_asked_wrongly_is_refused(&work);
        members_compare_their_own_on_sample(&work);
        staff_compare_any(&work);
        world.staff.go(&challenge, "closed");
        work.finals_have_ended();
        world.staff.go(&challenge, "jury");
        evaluators_judge_before_they_compare(&work);
        evaluators_compare_blind(&work);
        world.staff.go(&challenge, "published");
        let owner = &world.startup.client;
        let shown = work.compare(owner, "public", &[work.id(0), work.id(1)]);
        demand_comparison(&shown.expect(200).json(), 2);
    });
}

fn what_is_asked_wrongly_is_refused(work: &Work<'_>) {
    let owner = &work.world.startup.client;
    let (first, second) = (work.id(0), work.id(1));
    let seven: Vec<String> = (0..7).map(|at| format!("S{at}")).collect();
    let seven: Vec<&str> = seven.iter().map(String::as_str).collect();
    let wrong: [(&str, &[&str]); 5] = [
        ("sample", &[]),
        ("sample", &[first]),
        ("sample", &[first, first]),
        ("sample", &[first, "KT7.1"]),
        ("other", &[first, second]),
    ];
    for (split, of) in wrong {
        work.compare(owner, split, of).refused("bad-request");
    }
    work.compare(owner, "sample", &seven).refused("bad-request");
    let unknown = work.compare(owner, "sample", &[first, "01J00000000000000000000000"]);
    let unknown = unknown.refused("not-found");
    assert!(unknown.text_at("/detail").contains("01J0"), "{unknown}");
    let nobody = work.world.site.client();
    work.compare(&nobody, "sample", &[first, second])
        .refused("sign-in-needed");
    let citizen = &work.world.citizen.client;
    work.compare(citizen, "sample", &[first, second])
        .refused("not-allowed");
}

fn members_compare_their_own_on_sample(work: &Work<'_>) {
    let owner = &work.world.startup.client;
    let own = [work.id(0), work.id(1)];
    let shown = work.compare(owner, "sample", &own).expect(200).json();
    demand_comparison(&shown, 2);
    assert_eq!(shown["entries"][0]["of"], work.id(0));
    assert!(shown["entries"][0]["seconds"].is_number(), "{shown}");
    for split in ["public", "final"] {
        work.compare(owner, split, &own).refused("not-allowed");
    }
    work.compare(owner, "sample", &[work.id(0), work.id(2)])
        .refused("not-found");
}

fn staff_compare_any(work: &Work<'_>) {
    let staff = &work.world.staff.client;
    let all = [work.id(0), work.id(1), work.id(2)];
    demand_comparison(&work.compare(staff, "public", &all).expect(200).json(), 3);
    work.compare(staff, "final", &all).refused("not-allowed");
    let evaluator = &work.world.evaluator.client;
    work.compare(evaluator, "sample", &all)
        .refused("not-allowed");
    work.compare(evaluator, "public", &["AA.1", "BB.1"])
        .refused("wrong-state");
}

/// Until every own rubric is in, no figure of any finalist is told.
fn evaluators_judge_before_they_compare(work: &Work<'_>) {
    let evaluator = &work.world.evaluator.client;
    let two = ["AA.1", "BB.1"];
    let locked = |left: &str| {
        let answer = work.compare(evaluator, "public", &two);
        let answer = answer.refused("not-allowed");
        assert!(answer.text_at("/detail").contains(left), "{answer}");
    };
    locked("0 of your 0");
    let assignments = format!("{}/assignments", work.challenge.path());
    let all = json!({ "due_on": "2099-01-01" });
    let given = work.world.staff.client.post(&assignments, &all);
    given.expect(200);
    locked("0 of your 3");
    let blind = format!("{}/blind", work.challenge.path());
    let items = evaluator.get(&blind).expect(200).json()["items"].clone();
    assert_eq!(items, json!([]), "nothing is declared");
    let own = own(evaluator, "");
    for (at, id) in ids(&own).into_iter().enumerate() {
        say_no_conflict(evaluator, id);
        locked(&format!("{at} of your 3"));
        judge(evaluator, id, &[2]);
    }
}

fn evaluators_compare_blind(work: &Work<'_>) {
    let evaluator = &work.world.evaluator.client;
    let list = evaluator.get(&format!("{}/blind", work.challenge.path()));
    let list = list.expect(200).json();
    let items = list["items"].as_array().cloned().unwrap_or_default();
    let codes: Vec<&str> = items
        .iter()
        .filter_map(|one| one["code"].as_str())
        .collect();
    assert!(codes.len() >= 2, "{list}");
    let answer = work.compare(evaluator, "public", &codes).expect(200);
    demand_comparison(&answer.json(), codes.len());
    let text = String::from_utf8_lossy(&answer.body);
    for telling in TELLING
        .into_iter()
        .chain(work.ids.iter().map(String::as_str))
    {
        assert!(!text.contains(telling), "`{telling}` is told: {text}");
    }
    let entries = answer.json()["entries"].clone();
    let times = entries.as_array().into_iter().flatten();
    assert!(times.into_iter().all(|entry| entry["seconds"].is_null()));
    work.compare(evaluator, "public", &[codes[0], "nobody.1"])
        .refused("not-found");
    let (organisation, number) = codes[0].rsplit_once('.').expect("it ends in a number");
    let again = format!("{organisation}.0{number}");
    work.compare(evaluator, "public", &[codes[0], &again])
        .refused("bad-request");
    // A code is an evaluator's alone: it tells others nothing.
    for client in [&work.world.startup.client, &work.world.staff.client] {
        work.compare(client, "public", &codes)
            .refused("not-allowed");
    }
}

/// Everything is there, and aligned.
fn demand_comparison(shown: &Value, entries: usize) {
    assert_eq!(shown["entries"].as_array().map(Vec::len), Some(entries));
    let cases = shown["cases"].as_array().cloned().unwrap_or_default();
    assert!(!cases.is_empty(), "{shown}");
    for case in &cases {
        assert_eq!(
            case["marks"].as_array().map(Vec::len),
            Some(entries),
            "{case}"
        );
        assert!(case.get("note").is_none() && case.get("log").is_none());
    }
    let most = shown["disagreements"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    assert!((1..=10).contains(&most.len()), "{}", most.len());
    let spread = |id: &Value| {
        let found = cases.iter().find(|case| case["id"] == *id);
        found
            .and_then(|case| case["spread"].as_f64())
            .expect("it is one of the cases")
    };
    let spreads: Vec<f64> = most.iter().map(spread).collect();
    assert!(spreads.is_sorted_by(|a, b| a >= b), "{spreads:?}");
    let all = shown["entries"].as_array().into_iter().flatten();
    let scored = all.filter(|entry| entry["total"].is_number());
    let is_full =
        |entry: &Value| entry["low"].is_number() && entry["strata"][0]["range"].is_object();
    assert!(scored.into_iter().all(is_full), "{shown}");
}
