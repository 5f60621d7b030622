//! Never ends.

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
        while std::hint::black_box(true) {}
        Err(Refusal::Other("the end".into()))
    }
}

export!(Plugin);
