//! Rejudging: scoring anew as a set, looking at what changes, then applying it or not.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Starts a rejudge: the runs of a split anew, on the current version.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RejudgeAsk {
    /// `sample`, `public` or `final`.
    #[schema(value_type = String, max_length = 10)]
    pub split: crate::Split,
}

/// Where a rejudge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum RejudgePhase {
    /// Runs are under way.
    Running,
    /// All have ended: it can be applied.
    Ready,
    /// Its runs count.
    Applied,
    /// Its runs never will.
    Cancelled,
}

/// A rejudge, with what it would change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RejudgeView {
    /// Its id.
    pub id: String,
    /// The challenge.
    pub challenge: String,
    /// The version that is run.
    pub version: String,
    /// The split.
    pub split: String,
    /// Where it is.
    pub state: RejudgePhase,
    /// Runs that are under way.
    pub waiting: u64,
    /// Each submission before and after; empty once it was applied.
    pub changes: Vec<ScoreChange>,
    /// Submissions of the reader's own organisations, which are not shown.
    pub hidden: u64,
    /// When it was started.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was applied or cancelled.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Timestamp>,
}

/// A rejudge in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RejudgeHead {
    /// Its id.
    pub id: String,
    /// The challenge.
    pub challenge: String,
    /// The version that is run.
    pub version: String,
    /// The split.
    pub split: String,
    /// Where it is.
    pub state: RejudgePhase,
    /// Runs that are under way.
    pub waiting: u64,
    /// When it was started.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was applied or cancelled.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Timestamp>,
}

/// What a rejudge means for one submission.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ScoreChange {
    /// The submission.
    pub submission: String,
    /// The run that counts.
    pub old_run: String,
    /// How that ended.
    pub old_state: String,
    /// What it scored.
    pub old_score: Option<f64>,
    /// The run of the rejudge.
    pub new_run: String,
    /// Where that is.
    pub new_state: String,
    /// What it scored.
    pub new_score: Option<f64>,
    /// Whether state or score differ; false until the new run has ended.
    pub is_changed: bool,
}

/// What shall become of a rejudge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum RejudgeVerdict {
    /// Its runs count from now on.
    Apply,
    /// All stays as it was.
    Cancel,
}

/// Decides on a rejudge.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RejudgeDecision {
    /// `apply` or `cancel`.
    pub decision: RejudgeVerdict,
}
