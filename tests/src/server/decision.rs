//! A contest from its declaration to its published decision, over HTTP.

use serde_json::{Value, json};

use super::{
    Answer, Challenge, Client, Person, World,
    jury::{Jury, criteria, ids, judge, own, part, say_no_conflict},
};

/// The last day that work is given for.
const DUE: &str = "2099-01-15";

/// A challenge with two finalists and three evaluators who judge all.
pub struct Contest<'a> {
    /// The jury.
    pub jury: Jury<'a>,
    /// The third evaluator.
    pub third: Person,
}

impl<'a> Contest<'a> {
    /// A challenge that takes plugins still, its finalists there.
    pub fn open(world: &'a World) -> Self {
        let jury = Jury::open(world);
        let third = world
            .site
            .invite(&world.admin, "evaluator", "third@jury.example");
        Self { jury, third }
    }

    /// The people around it.
    pub fn world(&self) -> &'a World {
        self.jury.world
    }

    /// A member of staff.
    pub fn staff(&self) -> &Client {
        self.jury.staff()
    }

    /// Another one.
    pub fn second_staff(&self) -> &Client {
        &self.world().second_staff.client
    }

    /// The address of something of the decision; of itself if nothing is named.
    pub fn path(&self, name: &str) -> String {
        let path = format!("{}/decision", self.jury.challenge.path());
        if name.is_empty() {
            path
        } else {
            format!("{path}/{name}")
        }
    }

    /// The evaluators, in the order of [`Contest::judge`].
    pub fn evaluators(&self) -> [&Client; 3] {
        [
            self.jury.evaluator(),
            &self.jury.second.client,
            &self.third.client,
        ]
    }

    /// The challenge goes to its jury, and everybody gets all work.
    pub fn hand_to_jury(&self) {
        self.jury.close();
        self.world().staff.go(&self.jury.challenge, "jury");
        self.jury.assign(&json!({ "due_on": DUE }));
    }

    /// The work of an evaluator on a finalist.
    #[track_caller]
    pub fn work(&self, evaluator: &str, finalist: &str) -> String {
        let all = self.jury.given();
        let mut all = all.iter();
        let is_it = |one: &&Value| one["evaluator"] == evaluator && one["submission"] == finalist;
        let found = all.find(is_it).expect("the work is given");
        found["id"].as_str().expect("it has an id").to_owned()
    }

    /// One evaluator marks all own work alike, and hands it in.
    #[track_caller]
    pub fn judge(&self, evaluator: &Client, mark: u64) {
        let all = own(evaluator, &format!("challenge={}", self.jury.challenge.id));
        for id in ids(&all) {
            say_no_conflict(evaluator, id);
            judge(evaluator, id, &[mark]);
        }
    }

    /// Reads the preview.
    #[track_caller]
    pub fn preview(&self) -> Value {
        self.staff().get(&self.path("preview")).expect(200).json()
    }

    /// Proposes what the preview shows, and has somebody else publish it.
    #[track_caller]
    pub fn publish(&self) -> Answer {
        let digest = self.preview()["digest"].clone();
        let digest = json!({ "digest": digest });
        let proposals = self.path("proposals");
        self.staff().post(&proposals, &digest).expect(200);
        self.second_staff().post(&self.path("versions"), &digest)
    }
}

/// What a city declares.
pub fn settings() -> Value {
    json!({
        "automatic_threshold": 5.0, "human_threshold": 20.0, "inquiry_days": 14,
        "shows_members": true,
    })
}

/// The quickest contest that is decided: nobody has judged, and its only finalist is left
/// out. A correction of it is proposed. Tells of an inquiry about it.
pub fn decided_without_jury(world: &World, challenge: &Challenge, submission: &str) -> String {
    let path = format!("{}/decision", challenge.path());
    let (staff, second) = (&world.staff.client, &world.second_staff.client);
    staff
        .put(&format!("{path}/settings"), &settings())
        .expect(200);
    let reason = json!({ "bg": "Не отговаря", "en": "It does not fit" });
    let out = json!({ "submission": submission, "reason": reason });
    staff.post(&format!("{path}/omissions"), &out).expect(204);
    let preview = staff.get(&format!("{path}/preview")).expect(200).json();
    let digest = json!({ "digest": preview["digest"] });
    staff
        .post(&format!("{path}/proposals"), &digest)
        .expect(200);
    second
        .post(&format!("{path}/versions"), &digest)
        .expect(201);
    let file = staff.get(&format!("{path}/snapshot")).expect(200);
    let case = file.text_at("/document/content/published/snapshot/cases/0/id");
    let correction = json!({
        "reason": reason, "changes": [{ "kind": "void-case", "case": case }],
    });
    staff
        .post(&format!("{path}/proposals"), &correction)
        .expect(200);
    let asked = json!({
        "submission": submission, "kind": "decision", "question": "Why does it not fit?",
    });
    let inquiries = format!("{}/inquiries", challenge.path());
    let asked = world.startup.client.post(&inquiries, &asked).expect(201);
    asked.text_at("/id")
}

/// Does not wait for a rubric in a challenge that its jury judges, and tells how to take
/// that back.
pub fn left_out(world: &World, challenge: &Challenge) -> String {
    let staff = &world.staff.client;
    let path = challenge.path();
    let given = staff.get(&format!("{path}/assignments")).expect(200).json();
    let work = &given["items"][0];
    let out = json!({
        "submission": work["submission"], "assignment": work["id"],
        "reason": { "bg": "Болен", "en": "Ill" },
    });
    let omissions = format!("{path}/decision/omissions");
    staff.post(&omissions, &out).expect(204);
    let preview = staff.get(&format!("{path}/decision/preview"));
    preview.expect(200).text_at("/left_out/0/id")
}

/// Says what stands of an own mark.
#[track_caller]
pub fn moderate(client: &Client, work: &str, criterion: &str, mark: u64) {
    let stands = json!({ "mark": mark, "comment": "after we talked" });
    let path = part(work, &format!("moderations/{criterion}"));
    client.put(&path, &stands).expect(204);
}

/// The first criterion of the rubric.
#[track_caller]
pub fn first_criterion(client: &Client, work: &str) -> String {
    let all = criteria(client, work);
    all.into_iter().next().expect("a rubric has criteria")
}
