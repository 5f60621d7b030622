//! Names a letter that is none.

wit_bindgen::generate!({
    path: ["../../../../../wit/plugin", "../../wit"],
    world: "pilotbox:canonical/answerer",
    generate_all,
});

use exports::pilotbox::canonical::values::{Answer, Colour, Guest, Marks, Refusal};
use pilotbox::plugin::tables::Table;

struct Plugin;

impl Guest for Plugin {
    fn tell(_stones: &Table) -> Result<Answer, Refusal> {
        Ok(Answer {
            marks: Marks::LATE,
            letter: '7',
            colour: Colour::Blue,
            lines: Vec::new(),
        })
    }
}

export!(Plugin);
