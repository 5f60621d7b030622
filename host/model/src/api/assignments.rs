//! Which evaluator judges which finalist. Staff name submissions; evaluators are told
//! codes alone.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    challenges::{Bilingual, ChallengeState},
    submissions::Dossier,
};

/// Gives work to evaluators. Whoever has it already keeps it; what is not done gets the
/// new day.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignmentAsk {
    /// The evaluator; absent for all who may judge the challenge.
    #[schema(max_length = 128)]
    pub evaluator: Option<String>,
    /// The finalist; absent for all.
    #[schema(max_length = 128)]
    pub submission: Option<String>,
    /// The last day for it, as Sofia counts days. Not in the past.
    #[schema(value_type = String, format = Date, max_length = 10)]
    pub due_on: Date,
}

/// What came of giving work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AssignedView {
    /// How much is new.
    pub made: u64,
    /// How much was there and has another day now.
    pub moved: u64,
}

/// One evaluator's work on one finalist, as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AssignmentView {
    /// Its id.
    pub id: String,
    /// The evaluator.
    pub evaluator: String,
    /// The evaluator's name; empty once the account is erased.
    pub evaluator_name: String,
    /// The finalist.
    pub submission: String,
    /// The title of its dossier.
    pub title: String,
    /// Whose it is.
    pub organisation: String,
    /// The last day for it.
    #[schema(value_type = String, format = Date)]
    pub due_on: Date,
    /// When it was given.
    #[schema(value_type = String, format = DateTime)]
    pub assigned_at: Timestamp,
    /// When the evaluator called it done.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub done_at: Option<Timestamp>,
}

/// Who can judge a challenge, and what there is to judge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct JuryView {
    /// Evaluators, by name.
    pub evaluators: Vec<EvaluatorView>,
    /// Finalists, by title.
    pub submissions: Vec<JudgedView>,
}

/// An evaluator, as staff see one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EvaluatorView {
    /// The account.
    pub id: String,
    /// The person's name; empty once the account is erased.
    pub name: String,
    /// Whether work can be given: the role is there, the account is open, and no
    /// organisation of the person's takes part.
    pub may_judge: bool,
    /// How much work the evaluator has in this challenge.
    pub assigned: u64,
    /// How much of it is done.
    pub done: u64,
}

/// A finalist, as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct JudgedView {
    /// The submission.
    pub id: String,
    /// The title of its dossier.
    pub title: String,
    /// Whose it is.
    pub organisation: String,
}

/// Work of an evaluator, for that evaluator alone. Nothing in it tells whose the
/// submission is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OwnAssignmentView {
    /// Its id.
    pub id: String,
    /// The challenge.
    pub challenge: String,
    /// The challenge's title.
    pub title: Bilingual,
    /// Where the challenge is in its life. Until it is published, work is done and
    /// taken up again.
    pub state: ChallengeState,
    /// The finalist's code.
    pub code: String,
    /// The title of its dossier.
    pub dossier_title: String,
    /// The last day for it, as Sofia counts days.
    #[schema(value_type = String, format = Date)]
    pub due_on: Date,
    /// Whether that day is over and it is not done.
    pub is_late: bool,
    /// When it was called done.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub done_at: Option<Timestamp>,
    /// The evaluator's own note, shown to nobody else.
    pub note: String,
}

/// Work of an evaluator with the dossier that it is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OwnAssignmentDetail {
    /// What lists show.
    #[serde(flatten)]
    pub about: OwnAssignmentView,
    /// The dossier, references left out.
    pub dossier: Dossier,
}

/// How much work an evaluator has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AssignmentCounts {
    /// Not done yet.
    pub pending: u64,
    /// Of these, how many should have been done before today.
    pub late: u64,
    /// Done.
    pub done: u64,
}

/// Calls work done, or takes it up again.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DoneAsk {
    /// Whether it shall be done.
    pub is_done: bool,
    /// The evaluator's own note in place of the one before; absent to keep that.
    #[schema(max_length = 4_000)]
    pub note: Option<String>,
}
