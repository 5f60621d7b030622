//! Answers four long lines that lie in one place: as much as fits once each is copied, and as
//! much as the harness may say of it.

wit_bindgen::generate!({
    path: ["../../../../wit/plugin", "../../../challenges/canonical/wit"],
    world: "pilotbox:canonical/answerer",
    generate_all,
});

use pilotbox::plugin::tables::Table;

/// All lines are the same bytes.
const LINES: usize = 4;
const LINE_BYTES: usize = 1 << 19;

/// `tell` as the canonical ABI has it: a pointer to `ok`, marks, letter, colour, and the
/// lines' address and count.
#[unsafe(export_name = "pilotbox:canonical/values@0.1.0#tell")]
extern "C" fn tell(stones: u32) -> *const [u32; 6] {
    // SAFETY: the handle was lent for this call and is given back once.
    drop(unsafe { Table::from_handle(stones) });
    let line = "x".repeat(LINE_BYTES).leak();
    let lines = vec![[line.as_ptr() as u32, line.len() as u32]; LINES].leak();
    let (start, count) = (lines.as_ptr() as u32, lines.len() as u32);
    Box::leak(Box::new([0, 0, 'A' as u32, 0, start, count]))
}
