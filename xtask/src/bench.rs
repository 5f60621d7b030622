//! The figures, each beside its goal.

use anyhow::Result;

use crate::{
    command::{cargo, folders_with, pilotbox, run},
    guests,
};

pub(crate) fn bench() -> Result<()> {
    guests::demo_guests()?;
    run(pilotbox().arg("build").args(folders_with(
        "Cargo.toml",
        &["host/sandbox/benches/guests"],
    )?))?;
    run(&mut cargo(&[
        "bench",
        "--package",
        "pilotbox-evaluate",
        "--bench",
        "figures",
    ]))
}
