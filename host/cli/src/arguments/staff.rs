//! What staff do with a challenge on a server.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::{Timestamp, civil::Date};
use pilotbox_model::api::challenges::ChallengeState;

use super::client::At;

#[derive(Debug, Args)]
#[command(after_help = "\
Wants a token of scope manage: `pilotbox login --scope manage`.

Examples:
  pilotbox challenge create parking-forecast-1.0.0.city.pack
  pilotbox challenge approve parking-forecast 1.0.0
  pilotbox challenge move parking-forecast review")]
pub(crate) struct Challenge {
    #[command(flatten)]
    pub(crate) at: At,
    #[command(subcommand)]
    pub(crate) command: ChallengeCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ChallengeCommand {
    /// Make a challenge from the city's pack.
    #[command(
        after_help = "Example:\n  pilotbox challenge create parking-forecast-1.0.0.city.pack"
    )]
    Create(PackFile),
    /// Give a challenge another version.
    #[command(
        after_help = "Example:\n  pilotbox challenge version parking-forecast-1.1.0.city.pack"
    )]
    Version(PackFile),
    /// Approve a version that somebody else made, or final data that somebody else attached to it.
    #[command(after_help = "Example:\n  pilotbox challenge approve parking-forecast 1.0.0")]
    Approve(OfVersion),
    /// Move a challenge on.
    #[command(
        after_help = "Example:\n  pilotbox challenge move parking-forecast closed --reason 'strike'"
    )]
    Move(Move),
    /// Set a phase: when plugins are accepted, and how many. What is not named stays.
    #[command(after_help = "\
Times are RFC 3339, with an offset or in UTC.

Example:
  pilotbox challenge phase parking-forecast main --opens 2026-12-01T00:00:00+02:00 --per-day 5")]
    Phase(Phase),
    /// Attach final data that was withheld, made by `pilotbox pack --final`.
    #[command(
        after_help = "Example:\n  pilotbox challenge attach-final parking-forecast 1.0.0 final.tar"
    )]
    AttachFinal(AttachFinal),
    /// Give finalists to evaluators to judge. Whoever has one keeps it, with the new day.
    #[command(
        after_help = "Example:\n  pilotbox challenge assign parking-forecast --all --due 2027-01-15"
    )]
    Assign(Assign),
}

#[derive(Debug, Args)]
pub(crate) struct PackFile {
    /// The city's pack, made by `pilotbox pack`.
    pub(crate) pack: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct OfVersion {
    /// The challenge's id.
    pub(crate) challenge: String,
    /// The version.
    pub(crate) version: String,
}

#[derive(Debug, Args)]
pub(crate) struct Move {
    /// The challenge's id.
    pub(crate) challenge: String,
    /// The state that it shall have.
    #[arg(value_enum)]
    pub(crate) to: StateName,
    /// Why. Shown with the challenge; the public record has a digest of it.
    #[arg(long)]
    pub(crate) reason: Option<String>,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_field_names, reason = "the names that the API has")]
pub(crate) struct Phase {
    /// The challenge's id.
    pub(crate) challenge: String,
    /// The phase's name.
    pub(crate) name: String,
    /// From when on plugins are accepted.
    #[arg(long, value_name = "TIME")]
    pub(crate) opens: Option<Timestamp>,
    /// Until when.
    #[arg(long, value_name = "TIME")]
    pub(crate) closes: Option<Timestamp>,
    /// Submissions of each organisation in one day of Europe/Sofia.
    #[arg(long)]
    pub(crate) per_day: Option<u32>,
    /// Submissions of each organisation in the phase.
    #[arg(long)]
    pub(crate) per_phase: Option<u32>,
    /// Submissions of each organisation that wait or run at one time.
    #[arg(long)]
    pub(crate) concurrent: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct AttachFinal {
    #[command(flatten)]
    pub(crate) of: OfVersion,
    /// The archive of tables.
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("whom").required(true).multiple(true))]
pub(crate) struct Assign {
    /// The challenge's id.
    pub(crate) challenge: String,
    /// Every finalist to every evaluator.
    #[arg(long, group = "whom", conflicts_with_all = ["evaluator", "submission"])]
    pub(crate) all: bool,
    /// Only this evaluator, by the id of the account.
    #[arg(long, group = "whom", value_name = "ACCOUNT")]
    pub(crate) evaluator: Option<String>,
    /// Only this finalist.
    #[arg(long, group = "whom")]
    pub(crate) submission: Option<String>,
    /// The last day for it, by Sofia's calendar, such as 2027-01-15.
    #[arg(long, value_name = "DAY")]
    pub(crate) due: Date,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StateName {
    /// Staff write it.
    Draft,
    /// A second member of staff reads it.
    Review,
    /// Plugins are accepted, between its dates.
    Open,
    /// No more plugins; finalists run on the final split.
    Closed,
    /// Evaluators judge.
    Jury,
    /// Results are public.
    Published,
    /// Only kept.
    Archived,
}

impl StateName {
    /// The state.
    pub(crate) fn state(self) -> ChallengeState {
        match self {
            Self::Draft => ChallengeState::Draft,
            Self::Review => ChallengeState::Review,
            Self::Open => ChallengeState::Open,
            Self::Closed => ChallengeState::Closed,
            Self::Jury => ChallengeState::Jury,
            Self::Published => ChallengeState::Published,
            Self::Archived => ChallengeState::Archived,
        }
    }
}
