//! Hostile guests beside innocent ones, and killed processes, at length.

use std::process::Command;

use anyhow::{Result, bail};

use crate::{
    command::{cargo, run},
    guests,
};

/// Runs of hostile guests, kills of each kind, and the seed of all.
const DEFAULTS: [&str; 3] = ["1000", "200", "1"];

/// Runs that the server's workers share.
const SHARED_RUNS: &str = "500";

pub(crate) fn soak(arguments: &[String]) -> Result<()> {
    let given = arguments.iter().map(String::as_str);
    let defaults = DEFAULTS.into_iter().skip(arguments.len());
    let numbers: Vec<_> = given.chain(defaults).collect();
    let &[runs, kills, seed] = numbers.as_slice() else {
        bail!("too many arguments; hint: `cargo xtask soak RUNS KILLS SEED`");
    };
    guests::guests()?;
    // The C library raises by itself the size from which memory goes back to the
    // system at once, so that how much it keeps tells nothing of a leak.
    run(program("soak")
        .env("MALLOC_MMAP_THRESHOLD_", "131072")
        .args([runs, kills, seed]))?;
    run(program("server_soak").args([kills, SHARED_RUNS, seed]))
}

/// One of the tests' programs.
fn program(name: &str) -> Command {
    let mut program = cargo(&["run", "--release", "--package", "pilotbox-tests"]);
    program.args(["--bin", name, "--"]);
    program
}
