//! Pilots: what staff open, what citizens see and ask, and how a pilot ends.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

mod answer;
mod form;
mod staff;

pub use answer::{AnswerBlock, AnswerCell, AnswerPoint, AnswerTile, PilotAnswer, PilotAsk};
pub use form::{FieldKind, FormField, FormOption, OptionValue, PilotForm};
pub use staff::{
    ExitAsk, ExitKind, FeedbackAsk, FeedbackDecision, FeedbackKind, FeedbackView, IndicatorAsk,
    IndicatorView, MeasurementAsk, MeasurementView, MilestoneAsk, MilestoneChange, MilestoneView,
    PilotDataView, PilotNew, PilotStaffView, StopAsk,
};

use super::challenges::Bilingual;

/// Where a pilot is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PilotState {
    /// Its first day is still to come.
    Planned,
    /// It answers.
    Running,
    /// Its last day is over.
    Over,
    /// Staff stopped it before its time.
    Stopped,
}

impl PilotState {
    /// Its name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Running => "running",
            Self::Over => "over",
            Self::Stopped => "stopped",
        }
    }
}

/// A pilot in the gallery.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PilotView {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: Bilingual,
    /// What it does and for whom, in a few sentences.
    pub summary: Bilingual,
    /// The challenge that it comes from.
    pub challenge: String,
    /// Whose plugin it is.
    pub organisation: String,
    /// Where it is in its life.
    pub state: PilotState,
    /// Its first day, as Sofia counts days.
    #[schema(value_type = String, format = Date)]
    pub starts_on: Date,
    /// Its last day.
    #[schema(value_type = String, format = Date)]
    pub ends_on: Date,
    /// Districts that it is for; empty for the whole city.
    #[schema(max_items = 24)]
    pub districts: Vec<String>,
}

/// A pilot with all that is public of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PilotDetail {
    /// What the gallery shows.
    #[serde(flatten)]
    pub about: PilotView,
    /// What it may cost, in whole euro.
    pub budget_eur: u64,
    /// The form; absent where the pilot does not run.
    pub form: Option<PilotForm>,
    /// Tables that the plugin may open, and nothing else.
    pub grants: Vec<String>,
    /// How the same bytes scored.
    pub scored: ScoredView,
    /// Steps on the way.
    pub milestones: Vec<MilestoneView>,
    /// What it is measured by, with what was measured.
    pub indicators: Vec<IndicatorView>,
    /// How it was decided at the end.
    pub exit: Option<ExitView>,
    /// Why it was stopped.
    pub stopped_because: Option<String>,
    /// Comments of citizens that staff let pass, newest first.
    pub comments: Vec<CommentView>,
    /// How many found an answer helpful, and how many did not.
    pub helpful: HelpfulView,
    /// Sites that may show it in a frame.
    pub frame_origins: Vec<String>,
}

/// How the bytes that answer were scored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ScoredView {
    /// Digest of the plugin.
    pub plugin: String,
    /// The run.
    pub run: String,
    /// On which split.
    pub split: String,
    /// From 0 to 100.
    pub score: f64,
    /// Where its receipt is.
    pub receipt: String,
}

/// How many found answers helpful.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HelpfulView {
    /// Did.
    pub yes: u64,
    /// Did not.
    pub no: u64,
}

/// A comment that staff let pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CommentView {
    /// What it says, as plain text.
    pub text: String,
    /// When it came.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// How a pilot ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExitView {
    /// What was decided.
    pub decision: ExitKind,
    /// The report, as Markdown.
    pub report: Bilingual,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// Of what place and time a pilot's data is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DataAbout {
    /// Which place.
    pub place: Option<Bilingual>,
    /// From when until when.
    pub period: Option<Bilingual>,
    /// What else a reader must know, such as that it is a demonstration.
    pub notice: Option<Bilingual>,
}
