//! City data for the browser: a data set whose release everybody can fetch, and one whose
//! release is sealed for a challenge. Each policy was approved by a second person.

use std::fmt::Write as _;

use pilotbox_tests::server::{World, data};
use serde_json::{Value, json};

/// Lines of public transport whose passengers were counted.
const LINES: [u32; 3] = [5, 72, 280];

/// Hours in which they were.
const HOURS: u32 = 24;

/// What the walks are told: data sets with a release and a policy each.
pub(super) fn publish(world: &World) -> Value {
    json!({
        "open": released(world, "boardings", false),
        "sealed": released(world, "boardings-of-spring", true),
    })
}

/// Brings raw data, has a policy approved, and makes a release.
fn released(world: &World, id: &str, is_sealed: bool) -> Value {
    let (clerk, colleague) = (&world.staff.client, &world.second_staff.client);
    data::create(clerk, id);
    data::bring(clerk, id, "boardings.csv", boardings(is_sealed).as_bytes()).expect(200);
    let toml = data::as_it_is(&data::draft(clerk, id));
    let proposed = data::propose(clerk, id, &toml).expect(201);
    let policy = proposed.text_at("/about/version");
    data::approve(colleague, id, &policy).expect(200);
    data::release(clerk, id, &policy, is_sealed).expect(201);
    json!({ "id": id, "policy": policy, "release": 1 })
}

/// Passengers by line and hour: about nobody. What is sealed is not the same as what
/// everybody has.
fn boardings(is_sealed: bool) -> String {
    let fewest = if is_sealed { 40 } else { 20 };
    let mut text = String::from("line,hour,boardings\n");
    for line in LINES {
        for hour in 0..HOURS {
            let boardings = fewest + (line * 31 + hour * 97) % 400;
            writeln!(text, "{line},{hour},{boardings}").expect("a text takes all");
        }
    }
    text
}
