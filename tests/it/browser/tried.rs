//! A pilot that citizens try: it runs, somebody has said what they think, and a value was
//! measured.

use pilotbox_tests::server::{
    Challenge, World,
    pilot::{day, new_pilot},
};
use serde_json::json;

/// Opens a pilot of a published challenge for a finalist; its id.
pub(super) fn open(world: &World, challenge: &Challenge, submission: &str) -> String {
    let staff = &world.staff.client;
    let made = staff.post(
        &format!("{}/pilots", challenge.path()),
        &new_pilot(submission),
    );
    let id = made.expect(201).text_at("/id");
    let path = format!("/api/v1/pilots/{id}");
    let value = json!({ "on": day(-1), "value": 18.5 });
    let measured = staff.post(&format!("{path}/indicators/1/values"), &value);
    measured.expect(204);
    let words = [
        json!({ "kind": "helpful", "comment": "Clear & <b>quick</b>.", "may_be_shown": true }),
        json!({ "kind": "problem", "comment": "In confidence." }),
    ];
    for said in &words {
        let client = &world.citizen.client;
        client.post(&format!("{path}/feedback"), said).expect(204);
    }
    let first = staff.get(&format!("{path}/feedback")).expect(200);
    let first = format!("{path}/feedback/{}", first.text_at("/items/1/id"));
    staff.put(&first, &json!({ "is_shown": true })).expect(200);
    id
}
