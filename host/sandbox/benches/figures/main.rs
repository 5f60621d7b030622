//! The figures of one sandbox, each beside its goal: `cargo xtask bench`.
//!
//! A figure is the median of nine samples of thread CPU time; ratios hold
//! better than absolute figures, so what a user would pick instead is measured
//! in the same run.
#![allow(clippy::print_stdout, reason = "a bench prints")]
#![allow(
    clippy::unwrap_used,
    reason = "a bench that cannot run should say where"
)]
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::semicolon_if_nothing_returned,
    reason = "figures are rounded; what is measured is an expression"
)]

mod engine;
mod measure;
mod pair;

fn main() {
    println!("{:58} {:>12} {:>12}   note", "figure", "median", "goal");
    pair::figures();
    engine::figures();
}
