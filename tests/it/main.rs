//! Behaviour of the program, a module each: what goes in is real, and what
//! comes out is compared by exit code, message and bytes.

mod broken;
mod cache;
mod command_line;
mod deadline;
mod determinism;
mod figures;
mod files;
mod fit;
mod guests;
mod instances;
mod packs;
mod receipts;
mod runners;
mod templates;
mod wit;

use std::{path::Path, process::Command};

use pilotbox_tests::pilotbox;

/// A run of a plugin on a challenge, to which a test adds what it is about.
fn run(challenge: &Path, plugin: &Path) -> Command {
    let mut command = pilotbox("run");
    command
        .arg("--challenge")
        .arg(challenge)
        .arg("--plugin")
        .arg(plugin);
    command
}
