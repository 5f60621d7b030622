//! A decision before it is out, for staff.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    super::challenges::Bilingual, CorrectionChange, DecidedNumbers, DecisionSettingsView,
    DifferenceLine,
};

/// A decision as it would be now, and what is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DecisionPreview {
    /// The challenge.
    pub challenge: String,
    /// How it is decided; absent until it was declared.
    pub settings: Option<DecisionSettingsView>,
    /// What is missing.
    pub missing: DecisionMissing,
    /// Whether nothing is missing and the numbers are there: it may be proposed.
    pub is_ready: bool,
    /// What was left out, with reasons.
    pub left_out: Vec<LeftOutView>,
    /// Which evaluator is behind which code. For staff alone, for ever.
    pub evaluators: Vec<EvaluatorCodeView>,
    /// The numbers; absent as long as none follow from what is there.
    pub numbers: Option<DecidedNumbers>,
    /// Why there are no numbers.
    pub refused: Option<String>,
    /// Digest of all that would be published but the time: what a proposal names.
    pub digest: Option<String>,
    /// What somebody proposed to publish.
    pub proposal: Option<ProposalView>,
}

/// What keeps a decision from being published.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DecisionMissing {
    /// Whether nobody has declared how it is decided.
    pub is_undeclared: bool,
    /// Whether the challenge is not with its jury yet.
    pub is_too_early: bool,
    /// Finalists that too few have judged, or whose evaluators are not done.
    pub unjudged: Vec<UnjudgedView>,
    /// Moderations in which somebody has not said what stands.
    pub open_moderations: Vec<OpenModerationView>,
    /// Finalists without a final run on the current version that counts.
    pub undone_runs: Vec<UndoneRunView>,
    /// Rejudges of the final split that are neither applied nor cancelled.
    pub rejudges: Vec<String>,
}

/// A finalist that is not judged by all who should.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnjudgedView {
    /// The submission.
    pub submission: String,
    /// The title of its dossier.
    pub title: String,
    /// Whose it is.
    pub organisation: String,
    /// How many rubrics are in.
    pub judged: u64,
    /// How many must be, at the least.
    pub fewest: u64,
    /// Work that was given and is not done: its id and whose it is.
    pub waiting: Vec<WaitingRubricView>,
}

/// A rubric that is waited for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WaitingRubricView {
    /// The work.
    pub assignment: String,
    /// The evaluator's name; empty once the account is erased.
    pub evaluator_name: String,
}

/// A moderation in which somebody has not said what stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenModerationView {
    /// The submission.
    pub submission: String,
    /// The title of its dossier.
    pub title: String,
    /// Whose it is.
    pub organisation: String,
    /// The criterion's id.
    pub criterion: String,
    /// The lowest mark.
    pub lowest: u8,
    /// The highest.
    pub highest: u8,
}

/// A finalist without results on the final split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UndoneRunView {
    /// The submission.
    pub submission: String,
    /// The title of its dossier.
    pub title: String,
    /// Whose it is.
    pub organisation: String,
    /// The run, if there is one.
    pub run: Option<String>,
    /// Its state.
    pub state: Option<String>,
}

/// Leaves something out of the decision that it would wait for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LeaveOutAsk {
    /// The finalist; it then has no place.
    #[schema(max_length = 128)]
    pub submission: String,
    /// Work on it that is not done: then its rubric alone is not waited for.
    #[schema(max_length = 128)]
    pub assignment: Option<String>,
    /// Why. Published with the decision.
    pub reason: Bilingual,
}

/// What was left out of a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LeftOutView {
    /// Its id, by which it is taken back; absent once the decision is out.
    pub id: Option<String>,
    /// The submission.
    pub submission: String,
    /// The title of its dossier.
    pub title: String,
    /// Whose it is.
    pub organisation: String,
    /// Whether a rubric alone is not waited for, not the finalist left out.
    pub is_rubric: bool,
    /// The evaluator of that rubric, for staff before it is out.
    pub evaluator_name: Option<String>,
    /// Why.
    pub reason: Bilingual,
}

/// Which evaluator is behind a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EvaluatorCodeView {
    /// The code.
    pub code: String,
    /// The name; empty once the account is erased.
    pub name: String,
}

/// What somebody on the staff proposed to publish. Somebody else publishes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProposalView {
    /// The version that it would be: 1 for the decision, more for a correction.
    pub version: u32,
    /// Digest of all that would be published but the time.
    pub digest: String,
    /// Whether it is still what would be published: it is not once something changed.
    pub is_current: bool,
    /// Who proposed it.
    pub proposed_by: String,
    /// Whether that was the reader, who then cannot publish it.
    pub is_own: bool,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub proposed_at: Timestamp,
    /// Why a correction is needed; absent for the first version.
    pub reason: Option<Bilingual>,
    /// What a correction changes.
    pub changes: Vec<CorrectionChange>,
    /// What becomes of the numbers by that.
    pub differences: Vec<DifferenceLine>,
}
