//! What others see of a startup's work before results are published: nothing. What
//! the startup itself sees of hidden cases: round numbers.

mod results;

use std::io::{BufRead as _, BufReader};

use pilotbox_tests::server::{
    Answer, Ask, Challenge, Client, Operation, World, city_pack, has_ended, run_of, worlds,
};
use serde_json::{Value, json};

/// Words of the dossier that are nowhere else.
const DOSSIER: [&str; 3] = ["Quarzgrotte", "Nebelkrug", "Birkenwinde"];

/// What belongs to a startup.
struct Work<'a> {
    challenge: &'a Challenge,
    submission: Value,
    sample: String,
    public: String,
}

impl<'a> Work<'a> {
    fn submit(world: &World, challenge: &'a Challenge) -> Self {
        let [title, approach, references] = DOSSIER;
        let dossier = json!({ "title": title, "approach": approach, "references": references });
        let submission = world
            .startup
            .submit(challenge, "parking-seasonal", &dossier);
        let run = |split| run_of(&submission, split);
        let (sample, public) = (run("sample"), run("public"));
        has_ended(&world.startup.client, &sample);
        has_ended(&world.startup.client, &public);
        Self {
            challenge,
            submission,
            sample,
            public,
        }
    }

    /// Every address to read at, with the startup's things in it; of runs this one.
    fn addresses(&self, operation: &Operation, run: &str, organisation: &str) -> String {
        let template = &operation.template;
        let submission = self.submission["id"].as_str().unwrap_or_default();
        let id = match template.trim_start_matches("/api/v1/").split('/').next() {
            Some("challenges") => &self.challenge.id,
            Some("submissions") => submission,
            Some("organisations") => organisation,
            _ => run,
        };
        template
            .replace("{id}", id)
            .replace("{provider}", "nobody")
            .replace("{name}", "main")
    }

    /// Everything that somebody can read of the site, without the API's description.
    fn all_answers(&self, world: &World, client: &Client, run: &str) -> Vec<Answer> {
        let organisation = world.startup.organisation.as_deref().unwrap_or_default();
        let operations = world.site.contract().operations().iter();
        let reads = operations.filter(|operation| {
            operation.method == "GET" && operation.about["operationId"] != "read_description"
        });
        reads
            .map(|operation| {
                let path = self.addresses(operation, run, organisation);
                read(client, &path)
            })
            .collect()
    }
}

#[test]
fn others_see_nothing_and_owners_see_round_numbers() {
    worlds(|world| {
        let challenge = world.challenge(&city_pack("challenges/mobility/parking-forecast"));
        world.enrol(&challenge);
        let work = Work::submit(&world, &challenge);
        others_see_nothing(&world, &work);
        owners_see_round_numbers(&world, &work);
    });
}

fn others_see_nothing(world: &World, work: &Work<'_>) {
    let full = |run: &str| {
        let run = world
            .staff
            .client
            .get(&format!("/api/v1/runs/{run}"))
            .expect(200)
            .json();
        run["score"]["full"]["total"].to_string()
    };
    let mut secrets: Vec<String> = DOSSIER.map(str::to_owned).to_vec();
    secrets.extend([full(&work.sample), full(&work.public)]);
    secrets.push("Alpha of the seven hills".to_owned());
    let digest = work.submission["plugin_digest"]
        .as_str()
        .unwrap_or_default();
    let digest = [digest.trim_start_matches("sha256:").to_owned()];
    let nobody = world.site.client();
    let others = [
        &world.rival.client,
        &world.citizen.client,
        &world.evaluator.client,
        &nobody,
    ];
    for client in others {
        for run in [&work.sample, &work.public] {
            let mut answers = work.all_answers(world, client, run);
            demand_without(&answers, &secrets);
            // The record commits the city to the bytes that came in, and tells nothing
            // to whoever does not have them.
            answers.retain(|answer| !answer.asked.contains("/api/v1/chain "));
            demand_without(&answers, &digest);
        }
    }
    // What proves that the search finds anything: staff see all of it.
    let seen = work.all_answers(world, &world.staff.client, &work.public);
    let is_seen = |secret: &String| seen.iter().any(|answer| holds(answer, secret));
    let unseen: Vec<_> = secrets.iter().filter(|secret| !is_seen(secret)).collect();
    assert!(unseen.len() <= 1, "staff do not see {unseen:?}");
}

fn owners_see_round_numbers(world: &World, work: &Work<'_>) {
    let (owner, staff) = (&world.startup.client, &world.staff.client);
    let path = format!("/api/v1/runs/{}", work.public);
    let cases = staff
        .get(&format!("{path}/cases?limit=200"))
        .expect(200)
        .json();
    let cases = cases["items"].as_array().cloned().unwrap_or_default();
    assert!(cases.len() > 100, "staff see the cases");
    let seen = staff.get(&path).expect(200).json();
    let mut secrets = vec![seen["score"]["full"]["total"].to_string()];
    for case in &cases {
        secrets.push(format!("\"{}\"", case["id"].as_str().unwrap_or_default()));
    }
    for part in ["cases", "logs", "receipt"] {
        let answer = owner.get(&format!("{path}/{part}"));
        assert!(matches!(answer.status, 403 | 404), "{answer}");
    }
    demand_without(&work.all_answers(world, owner, &work.public), &secrets);
    let run = owner.get(&path).expect(200).json();
    for name in ["cases", "started_at", "finished_at"] {
        assert_eq!(run[name], Value::Null, "{name}: {run}");
    }
    let score = &run["score"];
    for name in ["low", "high", "full"] {
        assert_eq!(score[name], Value::Null, "{name}: {run}");
    }
    assert!(is_round(&score["total"], 10.0), "{run}");
    for stratum in score["strata"].as_array().into_iter().flatten() {
        assert!(is_round(&stratum["quality"], 100.0), "{run}");
    }
    let fuel = score["fuel_p95"].to_string();
    assert!(fuel.trim_end_matches('0').len() <= 2, "{run}");
}

/// Reads an answer; of events the first.
fn read(client: &Client, path: &str) -> Answer {
    let mut answer = client.get(path);
    if answer.kind() == "text/event-stream" {
        let response = client.open(&Ask::new("GET", path)).expect("it answers");
        let mut lines = BufReader::new(response).lines().map_while(Result::ok);
        let line = lines.find(|line| line.starts_with("data:"));
        answer.body = line.unwrap_or_default().into_bytes();
    }
    answer
}

#[track_caller]
fn demand_without(answers: &[Answer], secrets: &[String]) {
    for answer in answers {
        let found = secrets.iter().find(|secret| holds(answer, secret));
        assert_eq!(found, None, "{answer}");
    }
}

fn holds(answer: &Answer, secret: &str) -> bool {
    let secret = secret.as_bytes();
    answer.body.windows(secret.len()).any(|part| part == secret)
}

fn is_round(value: &Value, parts: f64) -> bool {
    let value = value.as_f64().unwrap_or(f64::NAN) * parts;
    (value - value.round()).abs() < 1e-6
}
