//! Reads the same texts of a table again and again.

wit_bindgen::generate!({
    path: ["../../../../wit/plugin", "../../../challenges/canonical/wit"],
    world: "pilotbox:canonical/answerer",
    generate_all,
});

use exports::pilotbox::canonical::values::{Answer, Guest, Refusal};
use pilotbox::plugin::tables::Table;

struct Plugin;

impl Guest for Plugin {
    fn tell(stones: &Table) -> Result<Answer, Refusal> {
        while stones.dictionary(0).is_ok_and(|texts| !texts.is_empty()) {}
        Err(Refusal::Other("the end".into()))
    }
}

export!(Plugin);
