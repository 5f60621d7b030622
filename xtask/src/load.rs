//! How a server bears readers and uploaders at once.

use anyhow::{Result, bail};

use crate::{
    command::{cargo, run},
    guests,
};

/// The load's length.
const DEFAULT_SECONDS: &str = "120";

pub(crate) fn load(arguments: &[String]) -> Result<()> {
    let seconds = match arguments {
        [] => DEFAULT_SECONDS,
        [seconds] => seconds,
        _ => bail!("too many arguments; hint: `cargo xtask load SECONDS`"),
    };
    guests::guests()?;
    let mut load = cargo(&["run", "--release", "--package", "pilotbox-tests"]);
    run(load.args(["--bin", "load", "--", seconds]))
}
