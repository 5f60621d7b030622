//! A contest that was decided: three evaluators of whom one moderation was asked, a finalist
//! below a threshold, a decision that was corrected once and is to be corrected again, and
//! an inquiry that was answered.

use pilotbox_tests::server::{
    Challenge, Client, World,
    decision::{moderate, settings},
    jury::{criteria, hand_in, ids, judge_all, marks, own, part, say_no_conflict},
    renamed_pack,
};
use serde_json::{Value, json};

/// More than the baseline scores, and less than anything that is good.
const THRESHOLD: f64 = 12.0;

/// The last day that work is given for.
const DUE: &str = "2099-01-15";

/// The contest, its finalists there.
pub(super) struct Decided {
    /// The challenge.
    pub(super) challenge: Challenge,
    /// The startup's best, its other one, which misses the threshold, and the rival's.
    finalists: [String; 3],
}

impl Decided {
    /// A challenge whose rule is declared, and which takes plugins still.
    pub(super) fn open(world: &World) -> Self {
        let pack = renamed_pack("challenges/utilities/water-demand", "water-decided");
        let challenge = world.challenge(&pack);
        world.enrol(&challenge);
        declare(world, &challenge);
        let sent = [
            (&world.startup, "water-demand-reference", 18_000),
            (&world.startup, "water-demand-baseline", 6_000),
            (&world.rival, "water-weekly", 12_000),
        ];
        let finalists = sent.map(|(person, plugin, cost_eur)| {
            let dossier = json!({
                "title": format!("Вода & <b>{plugin}</b>"), "cost_eur": cost_eur,
                "approach": "By the hours of **former weeks**.", "references": "contract 5",
            });
            let made = person.submit(&challenge, plugin, &dossier);
            made["id"].as_str().expect("it has an id").to_owned()
        });
        Self {
            challenge,
            finalists,
        }
    }

    /// From the jury to the second version; what the walks are told.
    pub(super) fn decide(&self, world: &World, evaluators: [&Client; 3]) -> Value {
        let work = format!("{}/assignments", self.challenge.path());
        let all = json!({ "due_on": DUE });
        world.staff.client.post(&work, &all).expect(200);
        self.judge(evaluators);
        let path = format!("{}/decision", self.challenge.path());
        let preview = world.staff.client.get(&format!("{path}/preview"));
        let preview = preview.expect(200).json();
        publish(world, &path, &json!({ "digest": preview["digest"] }));
        let case = world.staff.client.get(&format!("{path}/snapshot"));
        let case = case
            .expect(200)
            .text_at("/document/content/published/snapshot/cases/0/id");
        let [best, below, other] = &self.finalists;
        publish(world, &path, &correction(other, &case));
        let cost = json!({ "kind": "cost", "submission": best, "cost_eur": 17_500 });
        let waits = json!({ "reason": reason(), "changes": [cost] });
        let proposals = format!("{path}/proposals");
        world.staff.client.post(&proposals, &waits).expect(200);
        json!({
            "decided": self.challenge.id, "letter": best, "below": below,
            "inquiry": self.ask(world, other, evaluators),
        })
    }

    /// All give 4, but for the last one on the first criterion of one finalist, which is
    /// talked about.
    fn judge(&self, evaluators: [&Client; 3]) {
        let [first, second, last] = evaluators;
        judge_all(first, &self.challenge, 4);
        judge_all(second, &self.challenge, 4);
        let works = own(last, &format!("challenge={}", self.challenge.id));
        for (at, work) in ids(&works).into_iter().enumerate() {
            say_no_conflict(last, work);
            let given: &[u64] = if at == 0 { &[1, 4] } else { &[4] };
            let filled = marks(&criteria(last, work), given);
            last.put(&part(work, "marks"), &filled).expect(204);
            hand_in(last, work).expect(204);
        }
        for client in evaluators {
            self.talk(client);
        }
    }

    /// An evaluator says what stands of each own mark that is talked about.
    fn talk(&self, client: &Client) {
        let path = format!("{}/moderations", self.challenge.path());
        let open = client.get(&path).expect(200).json();
        for one in open["moderations"].as_array().into_iter().flatten() {
            let text = |name: &str| one[name].as_str().expect("it is the own work");
            moderate(client, text("assignment"), text("criterion"), 3);
        }
    }

    /// The rival asks; staff and an evaluator answer.
    fn ask(&self, world: &World, submission: &str, evaluators: [&Client; 3]) -> String {
        let asked = json!({
            "submission": submission, "kind": "decision",
            "question": "Защо <b>вторият</b> модел е след първия?",
        });
        let path = format!("{}/inquiries", self.challenge.path());
        let asked = world.rival.client.post(&path, &asked).expect(201);
        let id = asked.text_at("/id");
        let replies = format!("/api/v1/inquiries/{id}/replies");
        let [evaluator, ..] = evaluators;
        for client in [&world.staff.client, evaluator] {
            let says = json!({ "text": "Page 4 says it." });
            client.post(&replies, &says).expect(201);
        }
        id
    }
}

/// Says how a challenge is decided.
pub(super) fn declare(world: &World, challenge: &Challenge) {
    let mut ask = settings();
    ask["automatic_threshold"] = json!(THRESHOLD);
    let path = format!("{}/decision/settings", challenge.path());
    world.staff.client.put(&path, &ask).expect(200);
}

/// One member of staff proposes it, another one publishes what was proposed.
fn publish(world: &World, path: &str, proposal: &Value) {
    let proposals = format!("{path}/proposals");
    let proposed = world.staff.client.post(&proposals, proposal);
    let digest = json!({ "digest": proposed.expect(200).json()["digest"] });
    let versions = format!("{path}/versions");
    let second = &world.second_staff.client;
    second.post(&versions, &digest).expect(201);
}

/// A case is void for everybody, and somebody has no references.
fn correction(submission: &str, case: &str) -> Value {
    let without = json!({
        "kind": "references", "submission": submission, "has_references": false,
    });
    let changes = json!([{ "kind": "void-case", "case": case }, without]);
    json!({ "reason": reason(), "changes": changes })
}

fn reason() -> Value {
    json!({ "bg": "Таблицата & <b>договорът</b>", "en": "The table and the contract" })
}
