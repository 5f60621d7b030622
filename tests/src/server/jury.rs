//! A jury and what its evaluators do with their work, over HTTP.

use serde_json::{Value, json};

use super::{
    Ask, Challenge, Client, Person, World, city_pack, has_ended, run_of, world::final_has_ended,
};

/// A challenge with two finalists and whoever may judge them.
pub struct Jury<'a> {
    /// The people around it.
    pub world: &'a World,
    /// The challenge.
    pub challenge: Challenge,
    /// Another evaluator.
    pub second: Person,
    /// An evaluator whose organisation takes part.
    pub partial: Person,
    /// The startup's finalist and the rival's.
    pub finalists: [String; 2],
}

impl<'a> Jury<'a> {
    /// A challenge that takes plugins still.
    pub fn open(world: &'a World) -> Self {
        let challenge = world.challenge(&city_pack("challenges/utilities/water-demand"));
        world.enrol(&challenge);
        let second = world
            .site
            .invite(&world.admin, "evaluator", "second@jury.example");
        let partial = world
            .site
            .invite(&world.admin, "evaluator", "partial@jury.example");
        let found = json!({ "name": "Gamma by the river" });
        let found = partial.client.post("/api/v1/organisations", &found);
        found.expect(201);
        let enrol = format!("{}/enrolments", challenge.path());
        partial.client.post(&enrol, &json!({})).expect(201);
        let people = [
            (&world.startup, "water-weekly"),
            (&world.rival, "water-demand-baseline"),
        ];
        let finalists = people.map(|(person, plugin)| {
            let dossier = json!({ "title": format!("By {plugin}"), "references": "contract 5" });
            let made = person.submit(&challenge, plugin, &dossier);
            for split in ["sample", "public"] {
                has_ended(&person.client, &run_of(&made, split));
            }
            made["id"].as_str().expect("it has an id").to_owned()
        });
        Self {
            world,
            challenge,
            second,
            partial,
            finalists,
        }
    }

    /// A member of staff.
    pub fn staff(&self) -> &Client {
        &self.world.staff.client
    }

    /// The first evaluator.
    pub fn evaluator(&self) -> &Client {
        &self.world.evaluator.client
    }

    /// Where work is given.
    pub fn path(&self) -> String {
        format!("{}/assignments", self.challenge.path())
    }

    /// Gives work, and tells how much came of it.
    #[track_caller]
    pub fn assign(&self, ask: &Value) -> Value {
        self.staff().post(&self.path(), ask).expect(200).json()
    }

    /// After the close each finalist has a final run.
    pub fn close(&self) {
        self.world.staff.go(&self.challenge, "closed");
        for id in &self.finalists {
            final_has_ended(self.staff(), id);
        }
    }

    /// Who judges what.
    pub fn given(&self) -> Vec<Value> {
        items(&self.staff().get(&self.path()).expect(200).json())
    }
}

/// A challenge that is with the jury, and the evaluator's work in it, of which nothing is
/// declared yet.
pub fn work_in_jury(world: &World) -> (Challenge, String) {
    let challenge = world.challenge(&city_pack("challenges/services/school-admission"));
    world.enrol(&challenge);
    let dossier = json!({ "title": "In turn" });
    let made = world.startup.submit(&challenge, "school-fair", &dossier);
    for split in ["sample", "public"] {
        has_ended(&world.startup.client, &run_of(&made, split));
    }
    world.staff.go(&challenge, "closed");
    let submission = made["id"].as_str().expect("it has an id");
    final_has_ended(&world.staff.client, submission);
    world.staff.go(&challenge, "jury");
    let path = format!("{}/assignments", challenge.path());
    let all = json!({ "due_on": "2099-01-01" });
    world.staff.client.post(&path, &all).expect(200);
    let work = own(&world.evaluator.client, "");
    let work = ids(&work)[0].to_owned();
    (challenge, work)
}

/// The rows of a page.
pub fn items(page: &Value) -> Vec<Value> {
    page["items"].as_array().cloned().unwrap_or_default()
}

/// An evaluator's own work.
#[track_caller]
pub fn own(client: &Client, query: &str) -> Vec<Value> {
    let path = format!("/api/v1/assignments?{query}");
    items(&client.get(&path).expect(200).json())
}

/// Ids of rows.
pub fn ids(all: &[Value]) -> Vec<&str> {
    all.iter().filter_map(|one| one["id"].as_str()).collect()
}

/// The address of a part of a piece of work.
pub fn part(work: &str, name: &str) -> String {
    format!("/api/v1/assignments/{work}/{name}")
}

/// Says that there is no conflict of interest.
#[track_caller]
pub fn say_no_conflict(client: &Client, work: &str) {
    let none = json!({ "has_conflict": false });
    client.put(&part(work, "conflict"), &none).expect(204);
}

/// The criteria of the rubric, in its order.
#[track_caller]
pub fn criteria(client: &Client, work: &str) -> Vec<String> {
    let rubric = client.get(&part(work, "rubric")).expect(200).json();
    let all = rubric["criteria"].as_array().into_iter().flatten();
    all.filter_map(|one| one["id"].as_str().map(str::to_owned))
        .collect()
}

/// Marks in the rubric's order as a request; the last one for all that are left.
pub fn marks(criteria: &[String], marks: &[u64]) -> Value {
    let all = criteria.iter().enumerate().map(|(at, criterion)| {
        let mark = marks.get(at).or(marks.last());
        json!({ "criterion": criterion, "mark": mark, "comment": "as it seems" })
    });
    json!({ "marks": all.collect::<Vec<_>>() })
}

/// Fills in a rubric and hands it in, after a declaration.
#[track_caller]
pub fn judge(client: &Client, work: &str, given: &[u64]) {
    let filled = marks(&criteria(client, work), given);
    client.put(&part(work, "marks"), &filled).expect(204);
    hand_in(client, work).expect(204);
}

/// Hands a rubric in.
pub fn hand_in(client: &Client, work: &str) -> super::Answer {
    client.send(&Ask::new("POST", &part(work, "judgement")))
}

/// Declares no conflict with all own work in a challenge, and gives each criterion of it
/// the same mark.
#[track_caller]
pub fn judge_all(client: &Client, challenge: &Challenge, mark: u64) {
    let all = own(client, &format!("challenge={}", challenge.id));
    for id in ids(&all) {
        say_no_conflict(client, id);
        judge(client, id, &[mark]);
    }
}
