//! How a server bears readers and uploaders at once, people at the portal, or citizens
//! who ask a pilot.

use std::process::Command;

use anyhow::Result;

use crate::{
    client,
    command::{cargo, run},
    guests,
};

/// Hands its arguments on: who reads, for how long, and how often. Server and load are
/// compiled as what is measured is: the everyday build waits for nobody.
pub(crate) fn load(arguments: &[String]) -> Result<()> {
    client::client()?;
    guests::guests()?;
    run(&mut measured(&["build", "--package", "pilotbox"]))?;
    let mut load = measured(&["run", "--package", "pilotbox-tests", "--bin", "load"]);
    run(load.arg("--").args(arguments))
}

/// Cargo with the profile of what is measured.
fn measured(words: &[&str]) -> Command {
    let mut command = cargo(words);
    command.args(["--profile", "bench"]);
    command
}
