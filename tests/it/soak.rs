//! A slice of `cargo xtask soak`, from a fixed seed. It runs as a process of its
//! own, which counts its files, threads and children.

use std::process::Command;

use pilotbox_tests::End;

/// Runs of hostile guests, kills, and the seed of both.
const SLICE: [&str; 3] = ["10", "10", "1"];

#[test]
fn innocent_plugins_score_the_same_and_nothing_is_left_over() {
    Command::new(env!("CARGO_BIN_EXE_soak"))
        .args(SLICE)
        .end_with(0)
        .says("hostile: 10,")
        .says("innocent: 5,")
        .says("10 kills,");
}
