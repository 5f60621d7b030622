//! Challenges, their life, what is asked and announced.

mod budget;
mod pack;
mod published;
mod rejudges;
mod talk;

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use budget::BudgetBand;
pub use pack::{
    AnchorsView, ColumnView, DataView, ExampleStratum, ExampleView, GateView, InterfaceView,
    LimitsView, MetricView, RulesView, ScoreRuleView, SpreadView, StratumRuleView, TableView,
    WitFileView, WitFunctionView, WitPartView, WitTypeView,
};
pub use published::PublishedOrganisation;
pub use rejudges::{
    RejudgeAsk, RejudgeDecision, RejudgeHead, RejudgePhase, RejudgeVerdict, RejudgeView,
    ScoreChange,
};
pub use talk::{AnnouncementAsk, AnnouncementView, Answer, ClarificationView, Question};

/// Where a challenge is in its life.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum ChallengeState {
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

impl ChallengeState {
    /// Every state, in the order of a life.
    pub const ALL: [Self; 7] = [
        Self::Draft,
        Self::Review,
        Self::Open,
        Self::Closed,
        Self::Jury,
        Self::Published,
        Self::Archived,
    ];

    /// The name in the database and in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Review => "review",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Jury => "jury",
            Self::Published => "published",
            Self::Archived => "archived",
        }
    }

    /// The state of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// Whether it may become `next`. A review may send it back to its draft.
    pub fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Draft, Self::Review)
                | (Self::Review, Self::Draft | Self::Open)
                | (Self::Open, Self::Closed)
                | (Self::Closed, Self::Jury)
                | (Self::Jury, Self::Published)
                | (Self::Published, Self::Archived)
        )
    }

    /// Whether everybody may read it.
    pub fn is_public(self) -> bool {
        self >= Self::Open
    }

    /// Whether final scores and per-case results are out.
    pub fn is_published(self) -> bool {
        self >= Self::Published
    }
}

impl fmt::Display for ChallengeState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Bulgarian.
    #[schema(min_length = 1, max_length = 20_000)]
    pub bg: String,
    /// English.
    #[schema(min_length = 1, max_length = 20_000)]
    pub en: String,
}

/// A challenge in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChallengeView {
    /// Its id, a slug.
    pub id: String,
    /// One line that says what is asked.
    pub title: Bilingual,
    /// Where it is in its life.
    pub state: ChallengeState,
    /// Whether plugins are accepted right now.
    pub accepts_submissions: bool,
    /// The version that new submissions get.
    pub version: String,
    /// The WIT interface that a plugin exports.
    pub interface: String,
    /// Whether its final data is public somewhere: its board is practice.
    pub is_practice: bool,
    /// What a pilot may cost, in whole euro; absent where the city does not say.
    pub budget_eur: Option<u64>,
    /// From when on plugins are accepted.
    #[schema(value_type = String, format = DateTime)]
    pub opens_at: Timestamp,
    /// Until when; absent for a standing challenge.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closes_at: Option<Timestamp>,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

/// A challenge with all that a startup reads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChallengeDetail {
    /// What lists show.
    #[serde(flatten)]
    pub about: ChallengeView,
    /// The problem, as Markdown.
    pub statement: Bilingual,
    /// Phases with their quotas.
    pub phases: Vec<PhaseView>,
    /// Digest of the startup's pack: what `pilotbox pull` fetches.
    pub pack_digest: String,
    /// Its size in bytes.
    pub pack_bytes: u64,
    /// Whether the reader's organisation is enrolled.
    pub is_enrolled: bool,
    /// Versions, newest first.
    pub versions: Vec<VersionView>,
    /// Why it was moved on, newest first, where a reason was given.
    pub reasons: Vec<ReasonView>,
}

/// A version of a challenge.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own on the wire"
)]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct VersionView {
    /// Its id.
    pub id: String,
    /// The manifest's version.
    pub version: String,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When a second member of staff let it pass.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub approved_at: Option<Timestamp>,
    /// Whether withheld final data was attached or is in the pack.
    pub has_final: bool,
    /// Whether final data was attached that nobody else on the staff has let pass: no
    /// run reads it before, and approving the version again does it.
    pub is_final_waiting: bool,
    /// Whether the reader uploaded it: somebody else has to let it pass.
    pub is_own: bool,
    /// Whether the reader attached its final data: somebody else has to let that pass.
    pub is_final_own: bool,
}

/// Why a challenge was moved on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReasonView {
    /// The state before.
    pub from: String,
    /// The state after.
    pub to: String,
    /// The reason.
    pub reason: String,
    /// With the reason it gives the digest that stands in the chain.
    pub salt: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// A phase: when plugins are accepted, and how many.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PhaseView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// From when on.
    #[schema(value_type = String, format = DateTime)]
    pub opens_at: Timestamp,
    /// Until when; absent for a standing challenge.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closes_at: Option<Timestamp>,
    /// What each organisation may submit.
    pub quota: Quota,
}

/// What an organisation may submit. Faults of host or challenge are free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// Submissions in one day of Europe/Sofia.
    #[schema(minimum = 1, maximum = 1_000)]
    pub per_day: u32,
    /// Submissions in the phase.
    #[schema(minimum = 1, maximum = 100_000)]
    pub per_phase: u32,
    /// Submissions that wait or run at one time.
    #[schema(minimum = 1, maximum = 100)]
    pub concurrent: u32,
}

/// Moves a challenge on.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Transition {
    /// The state that it shall have.
    pub to: ChallengeState,
    /// Why. Shown with the challenge to whoever may read it; the chain holds a salted
    /// digest of it.
    #[schema(max_length = 2_000)]
    pub reason: Option<String>,
}

/// Sets a phase.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PhaseAsk {
    /// From when on plugins are accepted.
    #[schema(value_type = String, format = DateTime, max_length = 40)]
    pub opens_at: Timestamp,
    /// Until when; absent for a standing phase.
    #[schema(value_type = Option<String>, format = DateTime, max_length = 40)]
    pub closes_at: Option<Timestamp>,
    /// What each organisation may submit.
    pub quota: Quota,
}

/// Enrols an organisation.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EnrolAsk {
    /// The organisation's id; may be left out by members of one only.
    #[schema(max_length = 128)]
    pub organisation: Option<String>,
}

/// An organisation that takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EnrolmentView {
    /// The challenge.
    pub challenge: String,
    /// The organisation's id.
    pub organisation: String,
    /// Its name.
    pub name: String,
    /// What boards call it until results are published.
    pub pseudonym: String,
    /// When it enrolled.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// A split that has a board.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum BoardSplit {
    /// Scores so far.
    #[default]
    Public,
    /// The result; out once it is published.
    Final,
}

impl BoardSplit {
    /// The name in the database and in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Final => "final",
        }
    }
}

/// One place of a board.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlaceView {
    /// The place; several share it where the data cannot separate them.
    pub place: u32,
    /// Lowest and highest place that is plausible at 95 %; absent on the public
    /// split, where it would tell of hidden cases.
    pub rank_low: Option<u32>,
    /// See `rank_low`.
    pub rank_high: Option<u32>,
    /// A pseudonym until results are published, then the organisation's name.
    pub name: String,
    /// Whether it is the reader's own.
    pub is_own: bool,
    /// From 0 to 100, to 0.1; on the public split moved in the ladder's steps.
    pub score: f64,
    /// The day on which the submission came (UTC, its beginning).
    #[schema(value_type = String, format = DateTime)]
    pub submitted_at: Timestamp,
}

/// Ranks a challenge's submissions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BoardView {
    /// The split.
    pub split: String,
    /// The challenge's version.
    pub version: String,
    /// Whether the data of this challenge is public somewhere.
    pub is_practice: bool,
    /// Whether there are blocks enough for intervals to mean much; never on the
    /// public split, which shows none.
    pub is_reliable: bool,
    /// Best first.
    pub places: Vec<PlaceView>,
}
