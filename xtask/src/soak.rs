//! Hostile guests beside innocent ones, and killed processes, at length.

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
    if arguments.len() > DEFAULTS.len() {
        bail!("too many arguments; hint: `cargo xtask soak RUNS KILLS SEED`");
    }
    guests::guests()?;
    let given = arguments.iter().map(String::as_str);
    let numbers: Vec<_> = given
        .chain(DEFAULTS.into_iter().skip(arguments.len()))
        .collect();
    // The C library raises by itself the size from which memory goes back to the
    // system at once, so that how much it keeps tells nothing of a leak.
    let mut soak = cargo(&["run", "--release", "--package", "pilotbox-tests"]);
    soak.env("MALLOC_MMAP_THRESHOLD_", "131072");
    run(soak.args(["--bin", "soak", "--"]).args(&numbers))?;
    let mut soak = cargo(&["run", "--release", "--package", "pilotbox-tests"]);
    soak.args(["--bin", "server_soak", "--"]);
    let [_, kills, seed] = numbers.as_slice() else {
        bail!("three numbers are wanted");
    };
    run(soak.args([kills, SHARED_RUNS, seed]))
}
