//! A slice of `cargo xtask soak`, from a fixed seed: every hostile guest once beside
//! innocent plugins, and ten kills. It runs as a process of its own, which counts
//! its files, threads and children.

use std::process::Command;

use pilotbox_tests::{End, guests::Guest};

const KILLS: &str = "10";
const SEED: &str = "1";

#[test]
fn innocent_plugins_score_the_same_and_nothing_is_left_over() {
    let guests = Guest::all().len();
    // They come in pairs.
    let runs = guests.next_multiple_of(2);
    Command::new(env!("CARGO_BIN_EXE_soak"))
        .args([&runs.to_string(), KILLS, SEED])
        .end_with(0)
        .says(&format!("hostile: {runs},"))
        .says(&format!("innocent: {},", runs / 2))
        .says("10 kills,");
}
