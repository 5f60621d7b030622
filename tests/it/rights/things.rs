//! Challenges in four states of their lives, and one thing of each kind in them, most
//! of them the startup's.

use pilotbox_model::api::challenges::ChallengeState;
use pilotbox_tests::server::{
    Ask, Challenge, Part, World, city_pack, data, decision, has_ended, jury::work_in_jury, run_of,
};
use serde_json::{Value, json};

/// The name of what is said of a pilot; no family of addresses is called so.
const COMMENT: &str = "comment of a pilot";

/// The name of what is left out of a decision; likewise.
const OMISSION: &str = "omission of a decision";

/// Looks at a submission until its final run must be there.
const MAX_LOOKS: usize = 10_000;

/// Whose a thing is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Owner<'a> {
    Nobody,
    Organisation(&'a str),
    Account(&'a str),
    /// Nobody's; this account reads its raw data.
    Reader(&'a str),
}

/// A challenge in a state, with what addresses of the API name. What a state has not
/// is not there.
pub(super) struct Stage<'a> {
    pub(super) state: ChallengeState,
    challenge: Challenge,
    things: Vec<(&'static str, String, Owner<'a>)>,
    /// A reader of the data set whom another one can remove.
    another_reader: String,
    /// Whether addresses that name nothing are tried here.
    pub(super) is_main: bool,
}

impl<'a> Stage<'a> {
    /// A challenge that nobody but staff knows of.
    pub(super) fn draft(world: &'a World) -> Self {
        let pack = city_pack("tests/challenges/fragile");
        let part = Part {
            name: "pack",
            file: Some("challenge.pack"),
            bytes: &pack,
        };
        let ask = Ask::new("POST", "/api/v1/challenges").form(&[part]);
        let made = world.staff.client.send(&ask).expect(201);
        let challenge = Challenge {
            id: made.text_at("/id"),
            version: made.text_at("/versions/0/version"),
        };
        Self::new(ChallengeState::Draft, challenge, Vec::new())
    }

    /// A challenge that is open, with one thing of each kind.
    pub(super) fn open(world: &'a World) -> Self {
        let challenge = world.challenge(&city_pack("challenges/mobility/parking-forecast"));
        world.enrol(&challenge);
        let startup = &world.startup;
        let mut things = submitted(world, &challenge, "parking-seasonal");
        let id = |path: &str, body| startup.client.post(path, body).expect(201).text_at("/id");
        let path = challenge.path();
        let upload = json!({ "bytes": 1_000, "digest": format!("sha256:{}", "0".repeat(64)) });
        let question = json!({ "question": "Does it snow?" });
        let rejudges = format!("{path}/rejudges");
        let rejudge = world
            .staff
            .client
            .post(&rejudges, &json!({ "split": "sample" }));
        let victim = world.site.register("victim@home.example", None).account;
        let account = Owner::Account(&startup.account);
        let organisation = startup.organisation.clone().expect("a startup has one");
        things.extend([
            ("organisations", organisation, own(world)),
            ("uploads", id("/api/v1/uploads", &upload), account),
            ("me", startup.token(&["read"]).1, account),
            (
                "clarifications",
                id(&format!("{path}/clarifications"), &question),
                Owner::Nobody,
            ),
            (
                "rejudges",
                rejudge.expect(201).text_at("/id"),
                Owner::Nobody,
            ),
            ("accounts", victim, Owner::Nobody),
            ("auth", "nobody".to_owned(), Owner::Nobody),
            ("templates", "forecast".to_owned(), Owner::Nobody),
            ("problems", problem(world), Owner::Nobody),
            ("years", this_year(world), Owner::Nobody),
            (
                "data-sets",
                data::released(world),
                Owner::Reader(&world.second_staff.account),
            ),
        ]);
        let mut stage = Self::new(ChallengeState::Open, challenge, things);
        stage.is_main = true;
        stage.another_reader.clone_from(&world.staff.account);
        stage
    }

    /// A challenge whose results are out.
    pub(super) fn published(world: &'a World) -> Self {
        let challenge = world.challenge(&city_pack("challenges/utilities/water-demand"));
        world.enrol(&challenge);
        let things = submitted(world, &challenge, "water-weekly");
        hand_to_jury(world, &challenge, &things[0].1);
        let inquiry = decision::decided_without_jury(world, &challenge, &things[0].1);
        let (pilot, comment) = pilot(world, &challenge, &things[0].1);
        let mut things = things;
        things.extend([
            ("pilots", pilot, Owner::Nobody),
            ("inquiries", inquiry, own(world)),
            (COMMENT, comment, Owner::Nobody),
        ]);
        Self::new(ChallengeState::Published, challenge, things)
    }

    /// A challenge that is judged, with the evaluator's work in it.
    pub(super) fn with_jury(world: &'a World) -> Self {
        let (challenge, work) = work_in_jury(world);
        let evaluator = Owner::Account(&world.evaluator.account);
        let omission = decision::left_out(world, &challenge);
        let things = vec![
            ("assignments", work, evaluator),
            (OMISSION, omission, Owner::Nobody),
        ];
        Self::new(ChallengeState::Jury, challenge, things)
    }

    fn new(
        state: ChallengeState,
        challenge: Challenge,
        things: Vec<(&'static str, String, Owner<'a>)>,
    ) -> Self {
        Self {
            state,
            challenge,
            things,
            another_reader: String::new(),
            is_main: false,
        }
    }

    /// The address with things in place of its parameters, and whose they are; nothing
    /// if this stage has no such thing.
    pub(super) fn place(&self, template: &str) -> Option<(String, Owner<'_>)> {
        let family = template.trim_start_matches("/api/v1/").split('/').next();
        let family = family.unwrap_or_default();
        let (id, owner) = match family {
            _ if !template.contains('{') => self.is_main.then_some(("", Owner::Nobody))?,
            "challenges" => (&*self.challenge.id, Owner::Nobody),
            _ => {
                let found = self.things.iter().find(|(name, ..)| *name == family);
                let (_, id, owner) = found?;
                (id.as_str(), *owner)
            }
        };
        let name = match family {
            "data-sets" => "policy.toml",
            _ => "main",
        };
        let path = template
            .replace("{id}", id)
            .replace("{provider}", id)
            .replace("{version}", &self.challenge.version)
            .replace("{name}", name)
            .replace("{number}", "1")
            .replace("{account}", &self.another_reader)
            .replace("{criterion}", "upkeep")
            .replace("{omission}", self.named(OMISSION))
            .replace("{role}", "evaluator")
            .replace("{year}", id)
            .replace("{comment}", self.named(COMMENT));
        assert!(!path.contains('{'), "say what fills {template}");
        Some((path, owner))
    }
}

impl Stage<'_> {
    /// A thing that is not the first of an address; a word that names none where this
    /// stage has none.
    fn named(&self, thing: &str) -> &str {
        let found = self.things.iter().find(|(name, ..)| *name == thing);
        found.map_or("none", |(_, id, _)| id)
    }
}

/// Closes a challenge, waits for the final run of a submission, and lets the jury have it.
fn hand_to_jury(world: &World, challenge: &Challenge, submission: &str) {
    world.staff.go(challenge, "closed");
    let path = format!("/api/v1/submissions/{submission}");
    let read = || world.startup.client.get(&path).expect(200).json();
    let mut looks = (0..MAX_LOOKS).map(|_| read());
    let found = looks.find(|submission| {
        let mut runs = submission["runs"].as_array().into_iter().flatten();
        runs.any(|run| run["split"] == "final")
    });
    let found = found.expect("finalists run after the close");
    has_ended(&world.startup.client, &run_of(&found, "final"));
    world.staff.go(challenge, "jury");
}

/// A pilot of a submission, whose days are still to come, and what somebody says of it.
fn pilot(world: &World, challenge: &Challenge, submission: &str) -> (String, String) {
    let path = format!("{}/pilots", challenge.path());
    let both = |text: &str| json!({ "bg": text, "en": text });
    let new = json!({
        "submission": submission, "title": both("Water"), "summary": both("Water of a week"),
        "starts_on": "2098-01-01", "ends_on": "2099-01-01", "budget_eur": 1_000,
        "wall_clock_ms": 5_000,
        "milestones": [{ "title": both("Start"), "due_on": "2027-01-01" }],
        "indicators": [{
            "result": both("Less"), "indicator": both("Loss"), "unit": "%", "baseline": 20.0,
            "target": 15.0, "due_on": "2027-01-01", "verification": both("Meters"),
        }],
    });
    let staff = &world.staff.client;
    let id = staff.post(&path, &new).expect(201).text_at("/id");
    let path = format!("/api/v1/pilots/{id}/feedback");
    let said = json!({ "kind": "problem", "comment": "It rains", "may_be_shown": true });
    staff.post(&path, &said).expect(204);
    let comment = staff.get(&path).expect(200).text_at("/items/0/id");
    (id, comment)
}

/// A problem that everybody sees: staff's own need nobody to let them pass.
fn problem(world: &World) -> String {
    let new = json!({
        "language": "en", "title": "A dark street", "affected": "Whoever walks",
        "importance": "Nobody sees", "solved_when": "It is lit", "field": "utilities",
    });
    let made = world.staff.client.post("/api/v1/problems", &new);
    made.expect(201).text_at("/id")
}

/// The year that it is, as Sofia counts days.
fn this_year(world: &World) -> String {
    let listed = world.site.client().get("/api/v1/years").expect(200).json();
    listed["items"][0]["year"].to_string()
}

fn own(world: &World) -> Owner<'_> {
    let organisation = world.startup.organisation.as_deref();
    Owner::Organisation(organisation.expect("a startup has one"))
}

/// A submission of the startup with a document, and its run on the sample split.
fn submitted<'a>(
    world: &'a World,
    challenge: &Challenge,
    plugin: &str,
) -> Vec<(&'static str, String, Owner<'a>)> {
    let startup = &world.startup;
    let submission: Value = startup.submit(challenge, plugin, &json!({ "title": "Seasons" }));
    let run = run_of(&submission, "sample");
    has_ended(&startup.client, &run);
    has_ended(&startup.client, &run_of(&submission, "public"));
    let submission = submission["id"].as_str().expect("it has an id").to_owned();
    let document = Ask::new("PUT", &format!("/api/v1/submissions/{submission}/document"));
    let document = document.bytes("application/pdf", b"%PDF-1.7".to_vec());
    startup.client.send(&document).expect(200);
    vec![
        ("submissions", submission, own(world)),
        ("runs", run, own(world)),
    ]
}
