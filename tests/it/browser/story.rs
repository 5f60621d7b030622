//! The city in which the whole story is played: people, and files that they will send.
//! All else is done in the browser.

use std::{fs, path::PathBuf};

use pilotbox_tests::{
    component,
    server::{Person, World, city_pack},
};
use serde_json::{Value, json};

/// The challenge that is posted, which a pilot can come of.
const CHALLENGE: &str = "water-demand";

/// The city, and what its script is told.
pub(super) struct Story {
    pub(super) world: World,
    pub(super) places: Value,
    /// A startup.
    third: Person,
    /// Evaluators: two more of the jury, and whoever steps in.
    jury: [Person; 3],
}

impl Story {
    pub(super) fn new() -> Self {
        let world = World::sqlite();
        let third = world
            .site
            .register("gamma@startup.example", Some("Gamma by the river"));
        let emails = [
            "second@jury.example",
            "third@jury.example",
            "fourth@jury.example",
        ];
        let jury = emails.map(|email| world.site.invite(&world.admin, "evaluator", email));
        let plugin = |name: &str| component(&format!("water-{name}"));
        let story = json!({
            "challenge": CHALLENGE,
            "pack": pack(&world),
            "plugins": {
                "startup": plugin("demand-reference"),
                "rival": plugin("weekly"),
                "third": plugin("demand-baseline"),
            },
        });
        Self {
            world,
            places: json!({ "story": story }),
            third,
            jury,
        }
    }

    /// Those whom not every city has.
    pub(super) fn people(&self) -> [(&str, &Person); 4] {
        let [second, third, substitute] = &self.jury;
        [
            ("third", &self.third),
            ("second-evaluator", second),
            ("third-evaluator", third),
            ("substitute", substitute),
        ]
    }
}

/// The file that staff upload.
fn pack(world: &World) -> PathBuf {
    let file = world.site.folder().join("story.pack");
    let bytes = city_pack(&format!("challenges/utilities/{CHALLENGE}"));
    fs::write(&file, bytes).expect("the folder can be written");
    file
}
