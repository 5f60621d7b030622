//! Refuses with a text that turns the direction of what is read.

wit_bindgen::generate!({
    path: ["../../../../wit/plugin", "../../../challenges/canonical/wit"],
    world: "pilotbox:canonical/answerer",
    generate_all,
});

use exports::pilotbox::canonical::values::{Answer, Guest, Refusal};
use pilotbox::plugin::tables::Table;

struct Plugin;

impl Guest for Plugin {
    fn tell(_stones: &Table) -> Result<Answer, Refusal> {
        Err(Refusal::Other("\u{202e}derocs\u{2066}\u{200b}end".into()))
    }
}

export!(Plugin);
