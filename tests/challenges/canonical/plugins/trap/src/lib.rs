//! Stops itself.

wit_bindgen::generate!({
    path: ["../../../../../wit/plugin", "../../wit"],
    world: "pilotbox:canonical/answerer",
    generate_all,
});

use exports::pilotbox::canonical::values::{Answer, Guest, Refusal};
use pilotbox::plugin::tables::Table;

struct Plugin;

impl Guest for Plugin {
    fn tell(_stones: &Table) -> Result<Answer, Refusal> {
        panic!("this plugin stops itself")
    }
}

export!(Plugin);
