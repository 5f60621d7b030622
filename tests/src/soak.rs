//! Long runs: hostile guests beside innocent ones, and processes that are killed
//! at random moments. `cargo xtask soak` runs them at length, `cargo xtask test`
//! a few rounds of each from a fixed seed.

mod hostile;
mod kills;

pub use hostile::{Hosted, host_hostile};
pub(crate) use kills::with_note;
pub use kills::{Killed, kill_at_random};
