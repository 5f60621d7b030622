//! How a server bears readers and uploaders at once, or people at the portal.

use anyhow::Result;

use crate::{
    client,
    command::{cargo, run},
    guests,
};

/// Hands its arguments on: `portal` for people, and a number of seconds.
pub(crate) fn load(arguments: &[String]) -> Result<()> {
    client::client()?;
    guests::guests()?;
    let mut load = cargo(&["run", "--release", "--package", "pilotbox-tests"]);
    run(load.args(["--bin", "load", "--"]).args(arguments))
}
