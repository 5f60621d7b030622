//! Builds components into `target/components`, and those of the templates into the
//! program.

use std::path::PathBuf;

use anyhow::Result;

use crate::{
    command::{challenges, folders_with, pilotbox, run},
    setup, templates,
};

/// Every component: of challenges, examples and tests.
pub(crate) fn guests() -> Result<()> {
    let mut folders = shown()?;
    folders.extend(folders_with("challenge.toml", &["tests/challenges"])?);
    let guests = folders_with("plugin/Cargo.toml", &["tests/guests"])?;
    folders.extend(guests.iter().map(|guest| guest.join("plugin")));
    build(&folders)
}

/// What a demo shows: challenges, examples and what challenges are made from.
pub(crate) fn demo_guests() -> Result<()> {
    build(&shown()?)
}

fn shown() -> Result<Vec<PathBuf>> {
    let mut folders = challenges()?;
    folders.extend(examples()?);
    folders.extend(templates::crates()?);
    Ok(folders)
}

/// The example plugins.
pub(crate) fn examples() -> Result<Vec<PathBuf>> {
    folders_with("Cargo.toml", &["plugins-examples"])
}

fn build(folders: &[PathBuf]) -> Result<()> {
    setup::build_tools()?;
    templates::program()?;
    run(pilotbox().arg("build").args(folders))?;
    templates::gather()?;
    // It carries what has just been built of the templates.
    templates::program()
}
