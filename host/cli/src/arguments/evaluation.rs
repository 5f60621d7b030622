//! What an evaluator does.

use clap::{Args, Subcommand};

use super::client::At;

#[derive(Debug, Args)]
#[command(after_help = "\
Wants a token of scope manage: `pilotbox login --scope manage`.

Examples:
  pilotbox evaluation list
  pilotbox evaluation declare 01J8Z3K4V5W6X7Y8Z9ABCDEFGH
  pilotbox evaluation mark 01J8Z3K4V5W6X7Y8Z9ABCDEFGH use=4 fit=3 --hand-in")]
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
    /// Say that you have no conflict of interest, or which one: once, before the dossier is
    /// shown. With a conflict the work is withdrawn.
    #[command(
        after_help = "Example:\n  pilotbox evaluation declare 01J8Z3K4V5W6X7Y8Z9ABCDEFGH --conflict 'my former employer'"
    )]
    Declare(Declare),
    /// Show the rubric and what you have filled in.
    #[command(
        after_help = "Example:\n  pilotbox evaluation rubric 01J8Z3K4V5W6X7Y8Z9ABCDEFGH --json | jq -r '.criteria[].id'"
    )]
    Rubric(OwnRubric),
    /// Give marks from 0 to 5; they are a draft until the rubric is handed in.
    #[command(
        after_help = "Example:\n  pilotbox evaluation mark 01J8Z3K4V5W6X7Y8Z9ABCDEFGH use=4 fit=3 --hand-in"
    )]
    Mark(GiveMarks),
    /// Keep a note that nobody else is shown.
    #[command(
        after_help = "Example:\n  pilotbox evaluation note 01J8Z3K4V5W6X7Y8Z9ABCDEFGH 'the plan is thin'"
    )]
    Note(KeepNote),
}

#[derive(Debug, Args)]
pub(crate) struct ListWork {
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Declare {
    #[command(flatten)]
    pub(crate) of: OwnWork,
    /// What the conflict is; the city's staff alone read it.
    #[arg(long, value_name = "REASON")]
    pub(crate) conflict: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct OwnRubric {
    #[command(flatten)]
    pub(crate) of: OwnWork,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct GiveMarks {
    #[command(flatten)]
    pub(crate) of: OwnWork,
    /// A criterion and its mark.
    #[arg(value_name = "CRITERION=MARK", value_parser = mark)]
    pub(crate) marks: Vec<(String, u8)>,
    /// Hand the rubric in: from then on what was given does not change.
    #[arg(long)]
    pub(crate) hand_in: bool,
}

#[derive(Debug, Args)]
pub(crate) struct KeepNote {
    #[command(flatten)]
    pub(crate) of: OwnWork,
    /// The note, in place of the one before.
    pub(crate) note: String,
}

#[derive(Debug, Args)]
pub(crate) struct OwnWork {
    /// Its id in the list.
    pub(crate) id: String,
}

/// `use=4` as a criterion and its mark. Which criteria there are, the server knows.
fn mark(text: &str) -> Result<(String, u8), String> {
    let fault = || format!("`{text}` is no criterion with a mark, such as `use=4`");
    let (criterion, mark) = text.split_once('=').ok_or_else(fault)?;
    let mark = mark.parse().map_err(|_| fault())?;
    Ok((criterion.to_owned(), mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_names_its_criterion() {
        assert_eq!(mark("use=4"), Ok(("use".to_owned(), 4)));
        for wrong in ["use", "use=", "use=four", "use=-1"] {
            assert!(mark(wrong).is_err(), "{wrong}");
        }
    }
}
