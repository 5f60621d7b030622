//! The public account: what came of a challenge and of a pilot, step by step in time, with
//! figures that each say how they are counted. The same for every reader.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    challenges::{Bilingual, ChallengeState},
    data::DataUseView,
    jury::AgreementView,
    pilots::{ExitView, HelpfulView, IndicatorView, PilotView, ScoredView},
};

/// A step of the trail of a challenge or a pilot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TrailEntry {
    /// The day, as Sofia counts days.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The moment, where it is known and tells nothing that is hidden.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub at: Option<Timestamp>,
    /// What kind of step it is.
    pub kind: TrailKind,
    /// Whether its day is still to come.
    pub is_ahead: bool,
    /// What happened, in words.
    pub text: Bilingual,
    /// Whom or what it names: an organisation, a version, a data set.
    pub name: Option<String>,
    /// What people wrote of it, in the language in which they did.
    pub note: Option<String>,
    /// The number that goes with it: a score from 0 to 100, an amount, what was measured.
    pub value: Option<f64>,
    /// The unit of that number; `EUR` for money, nothing for a score.
    pub unit: Option<String>,
    /// The digest that binds the city to it: of a pack, a receipt, a file.
    pub digest: Option<String>,
    /// The number of the link in the public record that tells it.
    pub record: Option<u64>,
    /// Where more is told, an address of this API.
    pub address: Option<String>,
}

/// What kind of step it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TrailKind {
    /// A citizen's problem that the challenge answers.
    Problem,
    /// The challenge was announced.
    Opened,
    /// No more plugins are taken.
    Closed,
    /// The jury began.
    Jury,
    /// Results are out.
    Published,
    /// The challenge is kept for the record.
    Archived,
    /// From here on plugins are taken.
    PhaseBegins,
    /// Until here plugins are taken.
    PhaseEnds,
    /// A version of the challenge was approved.
    Version,
    /// A table of the challenge came from a release of the city's data.
    Data,
    /// Something was announced.
    Announcement,
    /// Finalists were locked.
    Finalists,
    /// Runs were made anew, and count.
    Rejudge,
    /// The score of a finalist.
    Result,
    /// It was decided.
    Decision,
    /// A pilot was opened.
    Pilot,
    /// The pilot's first day.
    Begins,
    /// The pilot's last day.
    Ends,
    /// A step of the pilot is due.
    MilestoneDue,
    /// A step of the pilot was reached.
    MilestoneReached,
    /// An indicator was measured.
    Measured,
    /// Newer tables answer.
    Tables,
    /// The pilot was stopped before its time.
    Stopped,
    /// It was decided what becomes of the pilot.
    Exit,
}

impl TrailKind {
    /// Every kind.
    pub const ALL: [Self; 24] = [
        Self::Problem,
        Self::Opened,
        Self::Closed,
        Self::Jury,
        Self::Published,
        Self::Archived,
        Self::PhaseBegins,
        Self::PhaseEnds,
        Self::Version,
        Self::Data,
        Self::Announcement,
        Self::Finalists,
        Self::Rejudge,
        Self::Result,
        Self::Decision,
        Self::Pilot,
        Self::Begins,
        Self::Ends,
        Self::MilestoneDue,
        Self::MilestoneReached,
        Self::Measured,
        Self::Tables,
        Self::Stopped,
        Self::Exit,
    ];
}

/// A number of the public account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FigureView {
    /// Its name for programs; never changes its meaning.
    pub name: String,
    /// Which part of the whole it counts: a theme, a field, a decision.
    pub part: Option<String>,
    /// What it is.
    pub title: Bilingual,
    /// How much.
    pub value: u64,
    /// Of what.
    pub unit: FigureUnit,
    /// How it is counted.
    pub how: Bilingual,
    /// The activity of the city's strategy that counts it too.
    pub activity: Option<String>,
    /// The value from which the strategy's plan starts, in its own words.
    pub baseline: Option<String>,
    /// The value that the strategy's plan wants.
    pub target: Option<u64>,
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum FigureUnit {
    /// Things.
    Count,
    /// Whole euro.
    Eur,
}

/// How much of a challenge its account tells by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Told {
    /// Plugins may still come: dates, versions, data.
    Dates,
    /// No more plugins come: how many there are, too.
    Counts,
    /// Results are out: names, scores, the jury's figures, too.
    Results,
}

/// The trail of a challenge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChallengeTrail {
    /// The challenge.
    pub challenge: String,
    /// What is asked.
    pub title: Bilingual,
    /// Where it is in its life.
    pub state: ChallengeState,
    /// Whether its final data is public somewhere.
    pub is_practice: bool,
    /// How much is told by now.
    pub told: Told,
    /// Numbers, as far as they are told.
    pub figures: Vec<FigureView>,
    /// How far evaluators agreed; once results are out, where it is defined.
    pub agreement: Option<AgreementView>,
    /// Tables that came from releases of the city's data.
    pub data: Vec<DataUseView>,
    /// Its pilots, the first one first.
    pub pilots: Vec<TrailPilot>,
    /// Steps in the order of their days.
    pub entries: Vec<TrailEntry>,
}

/// A pilot in the trail of its challenge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrailPilot {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: Bilingual,
    /// What it may cost, in whole euro.
    pub budget_eur: u64,
}

/// The trail of a pilot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PilotTrail {
    /// What the gallery shows.
    #[serde(flatten)]
    pub about: PilotView,
    /// What it may cost, in whole euro.
    pub budget_eur: u64,
    /// How the bytes that answer were scored.
    pub scored: ScoredView,
    /// What it is measured by, with all that was measured.
    pub indicators: Vec<IndicatorView>,
    /// How many found an answer helpful, and how many did not.
    pub helpful: HelpfulView,
    /// How it was decided at the end.
    pub exit: Option<ExitView>,
    /// Steps in the order of their days.
    pub entries: Vec<TrailEntry>,
}
