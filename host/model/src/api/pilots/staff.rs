//! What staff ask for and see of pilots, and what citizens say of them.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::PilotView;
use crate::api::challenges::Bilingual;

/// Opens a pilot for a submission whose challenge is published.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PilotNew {
    /// The submission.
    #[schema(max_length = 128)]
    pub submission: String,
    /// What it is called.
    pub title: Bilingual,
    /// What it does and for whom.
    pub summary: Bilingual,
    /// Its first day, as Sofia counts days.
    #[schema(value_type = String, format = Date, max_length = 10)]
    pub starts_on: Date,
    /// Its last day.
    #[schema(value_type = String, format = Date, max_length = 10)]
    pub ends_on: Date,
    /// Names of districts that it is for; empty for the whole city.
    #[serde(default)]
    #[schema(max_items = 24)]
    pub districts: Vec<String>,
    /// What it may cost, in whole euro.
    #[schema(minimum = 1, maximum = 10_000_000)]
    pub budget_eur: u64,
    /// The longest that one answer may take, in milliseconds.
    #[schema(minimum = 50, maximum = 10_000)]
    pub wall_clock_ms: u64,
    /// Sites that may show the pilot in a frame, such as `https://www.example.org`.
    #[serde(default)]
    #[schema(max_items = 8)]
    pub frame_origins: Vec<String>,
    /// Steps on the way.
    #[serde(default)]
    #[schema(max_items = 32)]
    pub milestones: Vec<MilestoneAsk>,
    /// What it is measured by.
    #[serde(default)]
    #[schema(max_items = 32)]
    pub indicators: Vec<IndicatorAsk>,
}

/// A pilot as staff see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PilotStaffView {
    /// What the gallery shows.
    #[serde(flatten)]
    pub about: PilotView,
    /// The submission.
    pub submission: String,
    /// The longest that one answer may take, in milliseconds.
    pub wall_clock_ms: u64,
    /// Sites that may show it in a frame.
    pub frame_origins: Vec<String>,
    /// Whether it is open on the machine that was asked.
    pub is_warm: bool,
    /// Whether it wasted so much time lately that it rests.
    pub is_resting: bool,
    /// Requests that it took on this machine since it was opened there.
    pub asked: u64,
    /// Of these, how many came to nothing.
    pub faults: u64,
    /// What the last of those was.
    pub last_fault: Option<String>,
    /// Feedback that nobody has looked at.
    pub unread: u64,
    /// Versions of its tables that were brought, newest first.
    pub data: Vec<PilotDataView>,
}

/// A version of a pilot's tables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PilotDataView {
    /// Counts up from 1.
    pub number: u64,
    /// Of the archive.
    pub digest: String,
    /// Its size.
    pub bytes: u64,
    /// When it was brought.
    #[schema(value_type = String, format = DateTime)]
    pub brought_at: Timestamp,
}

/// Stops a pilot at once.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StopAsk {
    /// Why, for citizens to read.
    #[schema(min_length = 1, max_length = 1_000)]
    pub reason: String,
}

/// A step on the way.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MilestoneAsk {
    /// What shall be there.
    pub title: Bilingual,
    /// By which day.
    #[schema(value_type = String, format = Date, max_length = 10)]
    pub due_on: Date,
}

/// Says that a step is reached, or that it is not after all.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MilestoneChange {
    /// Whether it is.
    pub is_reached: bool,
}

/// A step on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MilestoneView {
    /// Counts up from 1 within the pilot.
    pub number: u64,
    /// What shall be there.
    pub title: Bilingual,
    /// By which day.
    #[schema(value_type = String, format = Date)]
    pub due_on: Date,
    /// When it was reached.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub reached_at: Option<Timestamp>,
}

/// An indicator in the form of the strategy's own framework.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorAsk {
    /// The expected result.
    pub result: Bilingual,
    /// The indicator.
    pub indicator: Bilingual,
    /// Its unit.
    #[schema(min_length = 1, max_length = 40)]
    pub unit: String,
    /// Its value before the pilot.
    pub baseline: f64,
    /// The value that is wanted.
    pub target: f64,
    /// By which day.
    #[schema(value_type = String, format = Date, max_length = 10)]
    pub due_on: Date,
    /// Means of verification.
    pub verification: Bilingual,
}

/// An indicator with what was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct IndicatorView {
    /// Counts up from 1 within the pilot.
    pub number: u64,
    /// The expected result.
    pub result: Bilingual,
    /// The indicator.
    pub indicator: Bilingual,
    /// Its unit.
    pub unit: String,
    /// Its value before the pilot.
    pub baseline: f64,
    /// The value that is wanted.
    pub target: f64,
    /// By which day.
    #[schema(value_type = String, format = Date)]
    pub due_on: Date,
    /// Means of verification.
    pub verification: Bilingual,
    /// What was measured, by day.
    pub measured: Vec<MeasurementView>,
}

/// Notes what was measured on a day. A second value for a day takes the place of the first.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasurementAsk {
    /// The day, not in the future.
    #[schema(value_type = String, format = Date, max_length = 10)]
    pub on: Date,
    /// The value, in the indicator's unit.
    pub value: f64,
}

/// What was measured on a day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MeasurementView {
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The value.
    pub value: f64,
}

/// What is decided when a pilot ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ExitKind {
    /// The city takes it over.
    Adopt,
    /// It goes on for a time.
    Extend,
    /// It ends.
    Stop,
}

impl ExitKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Adopt, Self::Extend, Self::Stop];

    /// Its name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Adopt => "adopt",
            Self::Extend => "extend",
            Self::Stop => "stop",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// Ends a pilot with a report; an extension names its new last day.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExitAsk {
    /// What is decided.
    pub decision: ExitKind,
    /// The report, as Markdown.
    pub report: Bilingual,
    /// The new last day of an extension.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date, max_length = 10)]
    pub ends_on: Option<Date>,
}

/// What a citizen says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FeedbackKind {
    /// The answer helped.
    Helpful,
    /// It did not.
    NotHelpful,
    /// Something is wrong with the pilot.
    Problem,
}

impl FeedbackKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Helpful, Self::NotHelpful, Self::Problem];

    /// Its name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Helpful => "helpful",
            Self::NotHelpful => "not-helpful",
            Self::Problem => "problem",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// A citizen's word. Who says it is not kept.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FeedbackAsk {
    /// What kind.
    pub kind: FeedbackKind,
    /// A comment; a problem needs one.
    #[serde(default)]
    #[schema(max_length = 2_000)]
    pub comment: String,
    /// Whether the comment may be shown to everybody once staff have read it.
    #[serde(default)]
    pub may_be_shown: bool,
}

/// A citizen's word, as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FeedbackView {
    /// Its id.
    pub id: String,
    /// What kind.
    pub kind: FeedbackKind,
    /// The comment.
    pub comment: String,
    /// Whether it may be shown.
    pub may_be_shown: bool,
    /// When it came.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Whether it is shown; absent where nobody has decided.
    pub is_shown: Option<bool>,
}

/// Whether a comment is shown.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FeedbackDecision {
    /// Whether it is.
    pub is_shown: bool,
}
