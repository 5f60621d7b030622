//! A city with something on every page: challenges in each state that people see, and
//! submissions that ended in every way.

use std::{fs, thread};

use pilotbox_tests::{
    component,
    guests::Guest,
    server::{
        Ask, Challenge, Part, Person, World, city_pack, has_ended,
        jury::{criteria, judge_all, part},
        renamed_pack, submission,
    },
};
use serde_json::{Value, json};

use super::{
    catalogue, civic,
    decided::{self, Decided},
    tried,
};

/// A title that is no markup.
const HOSTILE: &str = "Сезони & <b>days</b>";

/// A title that says little.
const LAST_WEEK: &str = "As last week";

/// Looks at a rejudge until it must be ready.
const MAX_LOOKS: usize = 10_000;

/// The city, and where things are in it.
pub(super) struct Filled {
    /// Its people.
    pub(super) world: World,
    /// Ids by what is there.
    pub(super) places: Value,
}

/// What a startup's page of a submission needs.
struct Sent {
    submission: String,
    run: String,
}

impl Filled {
    /// Fills a site.
    pub(super) fn new() -> Self {
        let world = World::sqlite();
        let evaluator = |email| world.site.invite(&world.admin, "evaluator", email);
        let second = evaluator("second@jury.example");
        let last = evaluator("third@jury.example");
        let open = world.challenge(&city_pack("challenges/mobility/parking-forecast"));
        let fragile = world.challenge(&city_pack("tests/challenges/fragile"));
        let over = world.challenge(&city_pack("challenges/utilities/water-demand"));
        let judged = world.challenge(&city_pack("challenges/services/school-admission"));
        for challenge in [&open, &fragile, &over, &judged] {
            world.enrol(challenge);
        }
        decided::declare(&world, &open);
        let decided = Decided::open(&world);
        let draft = draft(&world);
        let question = talk(&world, &open);
        let sent = |challenge, plugin: &[u8]| send(&world.startup, challenge, plugin, HOSTILE);
        let scored = sent(&open, &built("parking-seasonal"));
        let reference = built("parking-forecast-reference");
        let other = send(&world.startup, &open, &reference, "Days of one kind");
        let rejected = sent(&open, &Guest::named("61-forges-meter").bytes());
        let failed = sent(&open, &built("parking-forecast-trap"));
        let html = sent(&fragile, &Guest::named("48-log-holds-html").bytes());
        let terminal = sent(&fragile, &Guest::named("48-log-steers-terminal").bytes());
        let flood = sent(&fragile, &Guest::named("28-log-flood").bytes());
        let endless = sent(&fragile, &Guest::named("28-output-in-one").bytes());
        let wordy = sent(&fragile, &Guest::named("48-denial-very-long").bytes());
        let old = both_send(&world, &over);
        let new = both_send(&world, &judged);
        let third = send(&world.startup, &judged, &built("school-fair"), "In turn");
        let baseline = built("parking-forecast-baseline");
        send(&world.rival, &open, &baseline, "The last value");
        all_ended(&world);
        finish(&world, &[&over, &judged, &decided.challenge]);
        let work = assigned(&world, &judged, &third);
        let past = assigned(&world, &over, &old[0]);
        assigned(&world, &over, &old[1]);
        judge_all(&world.evaluator.client, &over, 1);
        judge_all(&second.client, &over, 4);
        note(&world, &past);
        world.second_staff.go(&over, "published");
        let jury = [&world.evaluator, &second, &last].map(|person| &person.client);
        let told = decided.decide(&world, jury);
        let pilot = tried::open(&world, &over, &old[0].submission);
        let rejudge = rejudge(&world, &judged);
        let codes = codes(&world, &over);
        let criterion = criteria(&world.evaluator.client, &past).remove(0);
        let places = json!({
            "question": question, "rejudge": rejudge, "version": open.version,
            "open": open.id, "fragile": fragile.id, "published": over.id,
            "jury": judged.id, "draft": draft.id, "pilot": pilot, "year": this_year(&world),
            "assignment": work, "judged": past, "criterion": criterion,
            "finalists": finalists(&new), "data": catalogue::publish(&world),
            "problems": civic::propose(&world, &open),
            "decided": told["decided"], "letter": told["letter"], "below": told["below"],
            "inquiry": told["inquiry"],
            "codes": codes, "other": other.place(), "scored": scored.place(), "rejected": rejected.place(), "failed": failed.place(),
            "html": html.place(), "terminal": terminal.place(),
            "flood": flood.place(), "endless": endless.place(), "wordy": wordy.place(),
        });
        Self { world, places }
    }
}

impl Sent {
    fn place(&self) -> Value {
        json!({ "submission": self.submission, "run": self.run })
    }
}

fn built(name: &str) -> Vec<u8> {
    fs::read(component(name)).expect("the component can be read")
}

/// A challenge that only staff see.
fn draft(world: &World) -> Challenge {
    let pack = renamed_pack("challenges/utilities/water-demand", "water-again");
    let part = Part {
        name: "pack",
        file: Some("challenge.pack"),
        bytes: &pack,
    };
    let ask = Ask::new("POST", "/api/v1/challenges").form(&[part]);
    let made = world.staff.client.send(&ask).expect(201);
    Challenge {
        id: made.text_at("/id"),
        version: made.text_at("/versions/0/version"),
    }
}

/// Two questions and an answer to the first, which is named; an announcement.
fn talk(world: &World, challenge: &Challenge) -> String {
    let path = format!("{}/clarifications", challenge.path());
    let ask = |text: &str| {
        let question = json!({ "question": text });
        world
            .startup
            .client
            .post(&path, &question)
            .expect(201)
            .text_at("/id")
    };
    let question = ask("Is an hour with a holiday marked in the tables?");
    ask("Дължината на редовете постоянна ли е?");
    let answer = json!({ "answer": "Да, в колоната `holiday`. / Yes, in the column `holiday`." });
    let at = format!("/api/v1/clarifications/{question}/answer");
    world.staff.client.put(&at, &answer).expect(200);
    let news = json!({
        "title": { "bg": "Удължен срок", "en": "More time" },
        "body": {
            "bg": "Срокът се **удължава** с една седмица.",
            "en": "There is **one week** more.",
        },
    });
    let own = format!("{}/announcements", challenge.path());
    for at in [&*own, "/api/v1/announcements"] {
        world.staff.client.post(at, &news).expect(201);
    }
    question
}

fn send(person: &Person, challenge: &Challenge, plugin: &[u8], title: &str) -> Sent {
    let dossier = json!({
        "title": title,
        "approach": "The mean of the same hour of former weeks.",
    });
    let ask = submission(challenge, plugin, &dossier);
    let made = person.client.send(&ask).expect(201).json();
    let text = |value: &Value| value.as_str().expect("an id is a text").to_owned();
    Sent {
        submission: text(&made["id"]),
        run: text(&made["runs"][0]["id"]),
    }
}

/// Waits until no run of either startup goes on.
fn all_ended(world: &World) {
    thread::scope(|scope| {
        for person in [&world.startup, &world.rival] {
            scope.spawn(|| {
                let runs = person
                    .client
                    .get("/api/v1/runs?limit=200")
                    .expect(200)
                    .json();
                for run in runs["items"].as_array().into_iter().flatten() {
                    let id = run["id"].as_str().expect("an id is a text");
                    has_ended(&person.client, id);
                }
            });
        }
    });
}

/// Closes challenges, waits for their final runs, and hands them to the jury.
fn finish(world: &World, challenges: &[&Challenge]) {
    for challenge in challenges {
        world.second_staff.go(challenge, "closed");
    }
    all_ended(world);
    for challenge in challenges {
        world.second_staff.go(challenge, "jury");
    }
}

/// What both startups submit to a challenge that is closed later.
fn both_send(world: &World, challenge: &Challenge) -> [Sent; 2] {
    let baseline = built(&format!("{}-baseline", challenge.id));
    let all = [(&world.startup, HOSTILE), (&world.rival, LAST_WEEK)];
    all.map(|(person, title)| send(person, challenge, &baseline, title))
}

/// What the walks give to the evaluator, by the way that takes it.
fn finalists([first, second]: &[Sent; 2]) -> Value {
    json!({
        "first": { "submission": first.submission, "title": HOSTILE },
        "second": { "submission": second.submission, "title": LAST_WEEK },
    })
}

/// The evaluator keeps a note on a piece of work.
fn note(world: &World, work: &str) {
    let note = json!({ "note": "Clear & <b>short</b>." });
    let path = part(work, "note");
    world.evaluator.client.put(&path, &note).expect(204);
}

/// Gives a finalist to the evaluator, and names the work.
fn assigned(world: &World, challenge: &Challenge, finalist: &Sent) -> String {
    let path = format!("{}/assignments", challenge.path());
    let ask = json!({ "submission": finalist.submission, "due_on": "2099-01-15" });
    world.staff.client.post(&path, &ask).expect(200);
    let own = format!("/api/v1/assignments?challenge={}", challenge.id);
    world
        .evaluator
        .client
        .get(&own)
        .expect(200)
        .text_at("/items/0/id")
}

/// The year that it is, as Sofia counts days.
fn this_year(world: &World) -> Value {
    let listed = world.site.client().get("/api/v1/years").expect(200).json();
    listed["items"][0]["year"].clone()
}

/// The codes under which evaluators see the finalists.
fn codes(world: &World, challenge: &Challenge) -> Vec<Value> {
    let path = format!("{}/blind", challenge.path());
    let found = world.evaluator.client.get(&path).expect(200).json();
    let codes = found["items"].as_array().into_iter().flatten();
    codes.map(|one| one["code"].clone()).collect()
}

/// Has a challenge scored once more, and waits until that can be decided.
fn rejudge(world: &World, challenge: &Challenge) -> String {
    let path = format!("{}/rejudges", challenge.path());
    let ask = json!({ "split": "sample" });
    let id = world
        .staff
        .client
        .post(&path, &ask)
        .expect(201)
        .text_at("/id");
    for _ in 0..MAX_LOOKS {
        let asked = world.staff.client.get(&format!("/api/v1/rejudges/{id}"));
        if asked.expect(200).text_at("/state") == "ready" {
            return id;
        }
        thread::yield_now();
    }
    panic!("the rejudge {id} is never ready")
}
