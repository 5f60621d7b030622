//! Looks for the truth in tables that nobody granted.

wit_bindgen::generate!({
    path: ["../../../../../wit/plugin", "../../wit"],
    world: "pilotbox:canonical/answerer",
    with: { "pilotbox:plugin/tables@0.1.0": pilotbox_plugin::raw::pilotbox::plugin::tables },
    generate_all,
});

use exports::pilotbox::canonical::values::{Answer, Colour, Guest, Marks, Refusal};
use pilotbox_plugin::raw::pilotbox::plugin::tables::Table;

struct Plugin;

impl Guest for Plugin {
    fn tell(_stones: &Table) -> Result<Answer, Refusal> {
        let colour = match pilotbox_plugin::Table::open("cases") {
            Ok(_) => Colour::Green,
            Err(_) => Colour::Red,
        };
        Ok(Answer {
            marks: Marks::empty(),
            letter: 'A',
            colour,
            lines: Vec::new(),
        })
    }
}

export!(Plugin);
