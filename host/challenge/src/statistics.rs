//! The statistics of judging: what follows from scores and marks, and how sure it is.
//! Pure, like scores: no clock, no files, draws by public seeds, equal to the bit on every
//! platform.
//!
//! - [`ranking`]: who beats whom over shared draws, rank intervals, groups of places.
//! - [`agreement`]: Krippendorff's alpha. [`effects`]: generous and strict judges.
//! - [`panel`]: marks, moderations, human scores.
//! - [`lottery`]: a draw between equals that anybody can repeat.
//! - [`gaps`]: what would have helped a candidate most.
//! - [`decision`]: all of it from one published snapshot, and whether what is published
//!   follows from it.
//!
//! Scores of single runs, their bootstrap included, are in [`crate::score`]; the public
//! board's ladder is in [`crate::board`].
//!
//! Written out rather than taken from a library of statistics: each formula is short, and
//! whoever verifies a decision must get the same bits from any release. `libm` gives the
//! error function, logarithms and powers.

pub mod agreement;
pub mod decision;
mod dirichlet;
pub mod effects;
pub mod gaps;
pub mod lottery;
pub mod panel;
pub mod ranking;
