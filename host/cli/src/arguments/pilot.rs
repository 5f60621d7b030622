//! A plugin tried as a pilot, on one's own machine.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Machine;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pilotbox pilot describe --challenge challenges/mobility/parking-forecast \\
                          --plugin target/components/parking-seasonal.wasm
  pilotbox pilot answer   --challenge challenges/mobility/parking-forecast \\
                          --plugin target/components/parking-seasonal.wasm \\
                          --input '{\"day\": \"2016-11-18\", \"time\": \"16:30\"}'")]
pub(crate) struct Pilot {
    #[command(subcommand)]
    pub(crate) command: PilotCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PilotCommand {
    /// Show the form that citizens fill.
    #[command(
        after_help = "Example:\n  pilotbox pilot describe --challenge parking.pack --plugin plugin.wasm"
    )]
    Describe(PilotOf),
    /// Answer a filled form.
    #[command(
        after_help = "Example:\n  pilotbox pilot answer --challenge parking.pack --plugin plugin.wasm --input form.json"
    )]
    Answer(PilotAnswer),
}

#[derive(Debug, Args)]
pub(crate) struct PilotOf {
    /// A folder or a pack, with the tables of `data/pilot`.
    #[arg(long)]
    pub(crate) challenge: PathBuf,
    /// The component.
    #[arg(long)]
    pub(crate) plugin: PathBuf,
    #[command(flatten)]
    pub(crate) machine: Machine,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct PilotAnswer {
    #[command(flatten)]
    pub(crate) of: PilotOf,
    /// The filled form: a file, or JSON itself.
    #[arg(long, value_name = "FILE|JSON")]
    pub(crate) input: String,
}
