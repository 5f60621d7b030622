//! A pilot that citizens can ask: a challenge that was played to its end, and what
//! staff say of the pilot that they open.

use jiff::{Span, Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use super::{Challenge, Client, World, city_pack, has_ended, run_of, world::final_has_ended};

/// The day that it is, so many days later or earlier.
pub fn day(later: i64) -> Value {
    let now = Timestamp::now().to_zoned(TimeZone::UTC);
    let day = now.date().saturating_add(Span::new().days(later));
    json!(day.to_string())
}

/// The same words in both languages.
pub fn texts(text: &str) -> Value {
    json!({ "bg": text, "en": text })
}

/// A pilot that runs and may be asked from another site.
pub fn new_pilot(submission: &str) -> Value {
    json!({
        "submission": submission, "title": texts("Water of the week"),
        "summary": texts("For whoever pays for water"),
        "starts_on": day(-5), "ends_on": day(300), "districts": ["Средец"],
        "budget_eur": 12_000, "wall_clock_ms": 10_000,
        "frame_origins": ["https://www.example.org"],
        "milestones": [{ "title": texts("Start"), "due_on": day(30) }],
        "indicators": [{
            "result": texts("Less is lost"), "indicator": texts("Loss"), "unit": "%",
            "baseline": 20.0, "target": 15.0, "due_on": day(200),
            "verification": texts("Meters"),
        }],
    })
}

/// A published challenge with a finalist.
pub struct Pilots<'a> {
    world: &'a World,
    challenge: Challenge,
    submission: String,
}

impl<'a> Pilots<'a> {
    /// Plays the challenge of water to its end, with one submission.
    pub fn published(world: &'a World) -> Self {
        let challenge = world.challenge(&city_pack("challenges/utilities/water-demand"));
        world.enrol(&challenge);
        let dossier = json!({ "title": "Weeks" });
        let made = world.startup.submit(&challenge, "water-weekly", &dossier);
        for split in ["sample", "public"] {
            has_ended(&world.startup.client, &run_of(&made, split));
        }
        let submission = made["id"].as_str().expect("it has an id").to_owned();
        let pilots = Self {
            world,
            challenge,
            submission,
        };
        let early = pilots.staff().post(&pilots.path(), &pilots.new_pilot());
        early.refused("wrong-state");
        pilots.publish();
        pilots
    }

    fn publish(&self) {
        self.world.staff.go(&self.challenge, "closed");
        final_has_ended(&self.world.startup.client, &self.submission);
        self.world.staff.go(&self.challenge, "jury");
        self.world.staff.go(&self.challenge, "published");
    }

    /// A member of staff.
    pub fn staff(&self) -> &Client {
        &self.world.staff.client
    }

    /// Where pilots of the challenge are opened.
    pub fn path(&self) -> String {
        format!("{}/pilots", self.challenge.path())
    }

    /// What staff say of the pilot that they open.
    pub fn new_pilot(&self) -> Value {
        new_pilot(&self.submission)
    }

    /// Opens it; its path in the API.
    pub fn open(&self) -> String {
        let made = self
            .staff()
            .post(&self.path(), &self.new_pilot())
            .expect(201);
        format!("/api/v1/pilots/{}", made.text_at("/id"))
    }

    /// Who is not signed in.
    pub fn nobody(&self) -> Client {
        self.world.site.client()
    }
}
