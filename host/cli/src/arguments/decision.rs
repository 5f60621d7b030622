//! What is done with the decision of a contest.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::client::At;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pilotbox decision show parking-forecast --to decision.json
  pilotbox decision preview parking-forecast
  pilotbox decision publish parking-forecast --digest sha256:4d7c…")]
pub(crate) struct Decision {
    #[command(flatten)]
    pub(crate) at: At,
    #[command(subcommand)]
    pub(crate) command: DecisionCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DecisionCommand {
    /// Show a decision that is out, or fetch its signed file for `pilotbox verify`.
    #[command(
        after_help = "Example:\n  pilotbox decision show parking-forecast --to decision.json"
    )]
    Show(ShowDecision),
    /// Show a decision before it is out, and what is missing, as staff.
    #[command(
        after_help = "Example:\n  pilotbox decision preview parking-forecast --json | jq .missing"
    )]
    Preview(PreviewDecision),
    /// Propose to publish what the preview shows, as staff.
    #[command(
        after_help = "Example:\n  pilotbox decision propose parking-forecast --digest sha256:4d7c…"
    )]
    Propose(NameDecision),
    /// Publish what somebody else on the staff proposed.
    #[command(
        after_help = "Example:\n  pilotbox decision publish parking-forecast --digest sha256:4d7c…"
    )]
    Publish(NameDecision),
}

#[derive(Debug, Args)]
pub(crate) struct ShowDecision {
    /// The challenge.
    pub(crate) challenge: String,
    /// The version; by default the one in force.
    #[arg(long = "decision-version", value_name = "NUMBER")]
    pub(crate) version: Option<u32>,
    /// Write the signed file instead, byte for byte.
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    pub(crate) to: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct PreviewDecision {
    /// The challenge.
    pub(crate) challenge: String,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct NameDecision {
    /// The challenge.
    pub(crate) challenge: String,
    /// What the preview calls `digest`: exactly what was seen.
    #[arg(long)]
    pub(crate) digest: String,
}
