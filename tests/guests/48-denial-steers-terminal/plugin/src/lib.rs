//! Refuses with a text that steers a terminal and holds a page's code.

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
        Err(Refusal::Other(
            "\u{1b}[2J<script>alert(1)</script>\u{7}\u{9b}J".into(),
        ))
    }
}

export!(Plugin);
