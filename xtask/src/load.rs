//! How a server bears readers and uploaders at once, people at the portal, or citizens
//! who ask a pilot.

use anyhow::Result;

use crate::{
    client,
    command::{cargo, run},
    guests,
};

/// Hands its arguments on: who reads, and a number of seconds.
pub(crate) fn load(arguments: &[String]) -> Result<()> {
    client::client()?;
    guests::guests()?;
    let mut load = cargo(&["run", "--release", "--package", "pilotbox-tests"]);
    run(load.args(["--bin", "load", "--"]).args(arguments))
}
