//! Builds components into `target/components`.

use std::path::PathBuf;

use anyhow::Result;

use crate::{
    command::{cargo, challenges, folders_with, pilotbox, run},
    setup,
};

/// Every component: of challenges, examples and tests.
pub(crate) fn guests() -> Result<()> {
    let mut folders = shown()?;
    folders.extend(folders_with("challenge.toml", &["tests/challenges"])?);
    let guests = folders_with("plugin/Cargo.toml", &["tests/guests"])?;
    folders.extend(guests.iter().map(|guest| guest.join("plugin")));
    build(&folders)
}

/// What a demo shows: challenges and examples.
pub(crate) fn demo_guests() -> Result<()> {
    build(&shown()?)
}

fn shown() -> Result<Vec<PathBuf>> {
    let mut folders = challenges()?;
    folders.extend(examples()?);
    Ok(folders)
}

/// The example plugins.
pub(crate) fn examples() -> Result<Vec<PathBuf>> {
    folders_with("Cargo.toml", &["plugins-examples"])
}

fn build(folders: &[PathBuf]) -> Result<()> {
    setup::build_tools()?;
    run(&mut cargo(&["build", "--release", "--package", "pilotbox"]))?;
    run(pilotbox().arg("build").args(folders))
}
