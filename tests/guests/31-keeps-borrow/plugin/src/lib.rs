//! Keeps the table that was lent to it.

wit_bindgen::generate!({
    path: ["../../../../wit/plugin", "../../../challenges/canonical/wit"],
    world: "pilotbox:canonical/answerer",
    generate_all,
});

static ANSWER: [u32; 6] = [0, 0, 'A' as u32, 0, 0, 0];

/// `tell` as the canonical ABI has it: a pointer to `ok`, marks, letter, colour, and the
/// lines' address and count.
#[unsafe(export_name = "pilotbox:canonical/values@0.1.0#tell")]
extern "C" fn tell(_stones: u32) -> *const [u32; 6] {
    &raw const ANSWER
}
