//! What an evaluator does.

use clap::{Args, Subcommand};

use super::client::At;

#[derive(Debug, Args)]
#[command(after_help = "\
Wants a token of scope manage: `pilotbox login --scope manage`.

Examples:
  pilotbox evaluation list
  pilotbox evaluation done 01J8Z3K4V5W6X7Y8Z9ABCDEFGH --note 'the plan is thin'")]
pub(crate) struct Evaluation {
    #[command(flatten)]
    pub(crate) at: At,
    #[command(subcommand)]
    pub(crate) command: EvaluationCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum EvaluationCommand {
    /// List what is yours to judge: under codes, what is due first first.
    #[command(after_help = "Example:\n  pilotbox evaluation list --json | jq -r '.[].id'")]
    List(ListWork),
    /// Say that you have judged something.
    #[command(after_help = "Example:\n  pilotbox evaluation done 01J8Z3K4V5W6X7Y8Z9ABCDEFGH")]
    Done(DoneWork),
    /// Take something up again.
    #[command(after_help = "Example:\n  pilotbox evaluation reopen 01J8Z3K4V5W6X7Y8Z9ABCDEFGH")]
    Reopen(OwnWork),
}

#[derive(Debug, Args)]
pub(crate) struct ListWork {
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DoneWork {
    #[command(flatten)]
    pub(crate) of: OwnWork,
    /// Your own note, in place of the one before; nobody else is shown it.
    #[arg(long)]
    pub(crate) note: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct OwnWork {
    /// Its id in the list.
    pub(crate) id: String,
}
