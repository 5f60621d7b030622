//! A site with people and open challenges: where most tests begin.

use std::{
    fs,
    io::{BufRead as _, BufReader},
};

use serde_json::{Value, json};

use super::{Ask, Client, Part, Person, Site, patience::awaited};
use crate::component;

/// People of every kind, on a site.
pub struct World {
    /// Runs the installation.
    pub admin: Person,
    /// Posts challenges.
    pub staff: Person,
    /// Reads and opens what the other member of staff posts.
    pub second_staff: Person,
    /// Staff who have not set up a second factor.
    pub careless_staff: Person,
    /// Judges.
    pub evaluator: Person,
    /// A startup.
    pub startup: Person,
    /// Another startup.
    pub rival: Person,
    /// Anybody.
    pub citizen: Person,
    /// The site, which ends last.
    pub site: Site,
}

/// A challenge that is open.
pub struct Challenge {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
}

impl World {
    /// Fills a site with people.
    pub fn on(site: Site) -> Self {
        let admin = site.admin();
        let staff = |name: &str| site.invite(&admin, "staff", name);
        Self {
            staff: staff("staff@city.example"),
            second_staff: staff("second-staff@city.example"),
            careless_staff: site.invite_without_factor(&admin, "staff", "careless@city.example"),
            evaluator: site.invite(&admin, "evaluator", "evaluator@city.example"),
            startup: site.register("alpha@startup.example", Some("Alpha of the seven hills")),
            rival: site.register("beta@startup.example", Some("Beta of the plain")),
            citizen: site.register("citizen@home.example", None),
            admin,
            site,
        }
    }

    /// A challenge from a pack: one member of staff posts it, another lets it pass
    /// and opens it. Its first phase is open now and for long.
    pub fn challenge(&self, pack: &[u8]) -> Challenge {
        let part = Part {
            name: "pack",
            file: Some("challenge.pack"),
            bytes: pack,
        };
        let ask = Ask::new("POST", "/api/v1/challenges").form(&[part]);
        let made = self.staff.client.send(&ask).expect(201);
        let challenge = Challenge {
            id: made.text_at("/id"),
            version: made.text_at("/versions/0/version"),
        };
        let (path, version) = (challenge.path(), &challenge.version);
        let phase = json!({
            "opens_at": "2026-01-01T00:00:00Z",
            "closes_at": "2099-01-01T00:00:00Z",
            "quota": { "per_day": 1_000, "per_phase": 10_000, "concurrent": 100 },
        });
        self.staff
            .client
            .put(&format!("{path}/phases/main"), &phase)
            .expect(200);
        let approval = format!("{path}/versions/{version}/approval");
        self.second_staff
            .client
            .send(&Ask::new("PUT", &approval))
            .expect(200);
        self.staff.go(&challenge, "review");
        self.second_staff.go(&challenge, "open");
        challenge
    }

    /// Enrols both startups.
    pub fn enrol(&self, challenge: &Challenge) {
        let path = format!("{}/enrolments", challenge.path());
        for person in [&self.startup, &self.rival] {
            person.client.post(&path, &json!({})).expect(201);
        }
    }
}

impl Challenge {
    /// Its address.
    pub fn path(&self) -> String {
        format!("/api/v1/challenges/{}", self.id)
    }
}

impl Person {
    /// Moves a challenge on.
    #[track_caller]
    pub fn go(&self, challenge: &Challenge, to: &str) {
        let path = format!("{}/transitions", challenge.path());
        let ask = json!({ "to": to, "reason": "a test says so" });
        self.client.post(&path, &ask).expect(200);
    }

    /// Submits a component that was built beforehand, and gives the submission.
    #[track_caller]
    pub fn submit(&self, challenge: &Challenge, plugin: &str, dossier: &Value) -> Value {
        let plugin = fs::read(component(plugin)).expect("the component can be read");
        let ask = submission(challenge, &plugin, dossier);
        self.client.send(&ask).expect(201).json()
    }
}

/// A submission as a request.
pub fn submission(challenge: &Challenge, plugin: &[u8], dossier: &Value) -> Ask {
    let dossier = dossier.to_string();
    let parts = [
        Part {
            name: "dossier",
            file: None,
            bytes: dossier.as_bytes(),
        },
        Part {
            name: "plugin",
            file: Some("plugin.wasm"),
            bytes: plugin,
        },
    ];
    Ask::new("POST", &format!("{}/submissions", challenge.path())).form(&parts)
}

/// The run of a submission on a split.
pub fn run_of(submission: &Value, split: &str) -> String {
    let runs = submission["runs"].as_array().into_iter().flatten();
    let mut on_split = runs.filter(|run| run["split"] == split);
    let run = on_split
        .next()
        .unwrap_or_else(|| panic!("no run on `{split}`: {submission}"));
    run["id"].as_str().expect("a run has an id").to_owned()
}

/// Waits until the final run of a finalist has begun and ended.
pub(super) fn final_has_ended(client: &Client, submission: &str) {
    let path = format!("/api/v1/submissions/{submission}");
    let found = awaited("a final run", || {
        let found = client.get(&path).expect(200).json();
        let mut runs = found["runs"].as_array().into_iter().flatten();
        let has_final = runs.any(|run| run["split"] == "final");
        has_final.then_some(found)
    });
    has_ended(client, &run_of(&found, "final"));
}

/// Follows a run by its events until the last one, and gives it as it then is.
#[track_caller]
pub fn has_ended(client: &Client, run: &str) -> Value {
    let ask = Ask::new("GET", &format!("/api/v1/runs/{run}/events"));
    let response = client.open(&ask).unwrap_or_else(|fault| panic!("{fault}"));
    assert_eq!(response.status(), 200, "{run}");
    for line in BufReader::new(response).lines() {
        let line = line.unwrap_or_else(|error| panic!("run {run}: {error}"));
        let Some(data) = line.strip_prefix("data:") else {
            continue;
        };
        let event: Value = serde_json::from_str(data).expect("an event is JSON");
        if event["is_last"] == true {
            return client
                .get(&format!("/api/v1/runs/{run}"))
                .expect(200)
                .json();
        }
    }
    panic!("the events of run {run} ended before it did")
}
