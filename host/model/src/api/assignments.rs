//! Which evaluator judges which finalist. Staff name submissions; evaluators are told
//! codes alone.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    challenges::{Bilingual, ChallengeState},
    jury::{AgreementView, ConflictView, CriterionAgreementView},
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
    /// When the evaluator said that there is no conflict of interest.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub declared_at: Option<Timestamp>,
    /// When the evaluator handed the rubric in.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub done_at: Option<Timestamp>,
    /// When the evaluator was last reminded of it by mail.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub reminded_at: Option<Timestamp>,
}

/// Who can judge a challenge, what there is to judge, and how far the jury is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct JuryView {
    /// Evaluators, by name.
    pub evaluators: Vec<EvaluatorView>,
    /// Finalists, by title.
    pub submissions: Vec<JudgedView>,
    /// Conflicts of interest that were declared.
    pub conflicts: Vec<ConflictView>,
    /// Moderations in which somebody has not said what stands.
    pub open_moderations: u64,
    /// Those in which all have.
    pub settled_moderations: u64,
    /// How far evaluators agree over all criteria, by the marks as first given; absent
    /// while nothing was judged twice, or where all marks are equal.
    pub agreement: Option<AgreementView>,
    /// The same by criterion, in the rubric's order.
    pub criteria: Vec<CriterionAgreementView>,
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
    /// For how much of it the evaluator has said that there is no conflict of interest.
    pub declared: u64,
    /// How many conflicts the evaluator has declared; that work is withdrawn.
    pub conflicts: u64,
    /// How many rubrics are in.
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
    /// Where the challenge is in its life. Rubrics are handed in while it is with the
    /// jury.
    pub state: ChallengeState,
    /// The finalist's code.
    pub code: String,
    /// When the evaluator said that there is no conflict of interest. Nothing of the
    /// dossier is shown before.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub declared_at: Option<Timestamp>,
    /// The title of its dossier, once it may be shown.
    pub dossier_title: Option<String>,
    /// The last day for it, as Sofia counts days.
    #[schema(value_type = String, format = Date)]
    pub due_on: Date,
    /// Whether that day is over and it is not done.
    pub is_late: bool,
    /// When the rubric was handed in.
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
    /// The dossier, references left out, once it may be shown.
    pub dossier: Option<Dossier>,
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

/// The evaluator's own note.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteAsk {
    /// In place of the one before; shown to nobody else.
    #[schema(max_length = 4_000)]
    pub note: String,
}
