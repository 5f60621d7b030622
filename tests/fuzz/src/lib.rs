//! What the fuzz targets do with their bytes, a function each. Every byte that
//! a stranger can send must end in a value or in an error that people can read:
//! each function panics when it does not, and when a property of its reader is
//! broken. It says whether the bytes were accepted, so that a corpus can be held
//! to reach further than the first refusal.
//!
//! The targets run these under libFuzzer; `tests/it/replay.rs` includes this
//! file and runs them on every input that is kept in the tree. So nothing here
//! depends on libFuzzer, on a clock, or on what ran before.

mod challenge;
mod inspect;
mod json;
mod memory;
mod pack;
mod plug;
mod receipt;

pub use challenge::plugin_around;
pub use inspect::inspect;
pub use json::json;
pub use pack::pack;
pub use plug::plug;
pub use receipt::receipt;

/// Bytes of the longest message. It is shown in a terminal and on a page.
const MAX_MESSAGE_BYTES: usize = 256 * 1024;

/// Demands that a message has an end. What it quotes of a stranger's file is made
/// harmless where it is shown.
fn assert_bounded(message: &dyn std::fmt::Display) {
    let bytes = message.to_string().len();
    assert!(bytes <= MAX_MESSAGE_BYTES, "a message of {bytes} bytes");
}

/// Demands that a message, besides, would not steer a terminal.
fn assert_readable(message: &dyn std::fmt::Display) {
    assert_bounded(message);
    let text = message.to_string();
    let steers = |character: char| character.is_control() && !matches!(character, '\n' | '\t');
    assert!(!text.contains(steers), "control characters: {text:?}");
}
