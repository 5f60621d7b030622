//! Behaviour of the program, a module each: what goes in is real, and what
//! comes out is compared by exit code, message and bytes.

mod api_admin;
mod api_bad_input;
mod api_challenges;
mod api_comparison;
mod api_data;
mod api_decisions;
mod api_evaluation;
mod api_jury;
mod api_lists;
mod api_pilots;
mod api_problems;
mod api_submissions;
mod api_trail;
mod bounds;
mod broken;
mod browser;
mod cache;
mod chain;
mod client;
mod command_line;
mod compile;
mod data;
mod deadline;
mod determinism;
mod doctor;
mod figures;
mod files;
mod fit;
mod fuzz_api;
mod guests;
mod instances;
mod jobs;
mod opened;
mod operation;
mod packs;
mod pilots;
mod profile;
mod receipts;
mod replay;
mod rights;
mod runners;
mod server_soak;
mod soak;
mod staged;
mod store_accounts;
mod store_blobs;
mod store_data;
mod store_queue;
mod store_reminding;
mod store_telling;
mod template_api;
mod template_new;
mod template_runs;
mod templates;
mod upload;
mod visibility;
mod wit;
mod work;

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
