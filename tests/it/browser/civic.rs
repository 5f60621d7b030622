//! Problems for the browser: one that waits to be read, one that became a challenge and was
//! answered, and one that was merged into that.

use pilotbox_tests::server::{Challenge, Client, World};
use serde_json::{Value, json};

/// Where problems are.
const PROBLEMS: &str = "/api/v1/problems";

/// A title that is no markup.
const HOSTILE: &str = "Паркиране & <b>тротоари</b>";

/// What the walks are told: problems by what was done with them.
pub(super) fn propose(world: &World, challenge: &Challenge) -> Value {
    let (staff, startup) = (&world.staff.client, &world.startup.client);
    let solved = proposed(staff, "Къде има свободно място за паркиране?");
    let merged = proposed(staff, "No place to park");
    let merge = json!({ "into": solved });
    let path = format!("{PROBLEMS}/{merged}/merge");
    staff.post(&path, &merge).expect(200);
    let answer = json!({
        "kind": "taken-up",
        "text": { "bg": "Търсим решение с предизвикателство.", "en": "We look for an answer by a challenge." },
    });
    let put = |name: &str, body: &Value| {
        let path = format!("{PROBLEMS}/{solved}/{name}");
        staff.put(&path, body).expect(200);
    };
    put("answer", &answer);
    put("challenge", &json!({ "challenge": challenge.id }));
    // The citizen's of the day are for the walks.
    let waits = proposed(startup, HOSTILE);
    json!({ "solved": solved, "merged": merged, "waits": waits })
}

fn proposed(client: &Client, title: &str) -> String {
    let problem = json!({
        "language": "bg", "title": title, "affected": "Шофьорите и пешеходците",
        "importance": "Губи се време в търсене на място.",
        "solved_when": "Местата се намират за под пет минути.",
        "field": "mobility", "districts": [1, 10],
    });
    client.post(PROBLEMS, &problem).expect(201).text_at("/id")
}
