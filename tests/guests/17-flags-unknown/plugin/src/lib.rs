//! Sets bits of flags that have no name. They are cleared on the way: the harness sees the
//! right ones, and would stop if it saw others.

wit_bindgen::generate!({
    path: ["../../../../wit/plugin", "../../../challenges/canonical/wit"],
    world: "pilotbox:canonical/answerer",
    generate_all,
});

use pilotbox::plugin::tables::Table;

/// `tell` as the canonical ABI has it: a pointer to `ok`, marks, letter, colour, and the
/// lines' address and count.
#[unsafe(export_name = "pilotbox:canonical/values@0.1.0#tell")]
extern "C" fn tell(stones: u32) -> *const [u32; 6] {
    // SAFETY: the handle was lent for this call and is given back once.
    drop(unsafe { Table::from_handle(stones) });
    // Four lines of no length, and the right answer but for the bits above the third.
    let lines = Box::leak(Box::new([[0_u32; 2]; 4]));
    Box::leak(Box::new([0, 0xfd, 'A' as u32, 1, lines.as_ptr() as u32, 4]))
}
