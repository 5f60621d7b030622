//! Problems of the city: what citizens and staff propose, who supports it, what the city
//! answers, and which challenge it becomes. Not the problem details of a refused request.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{accounts::Language, challenges::Bilingual};

/// The districts of the city, by their official numbers from 1 on.
pub const DISTRICTS: u8 = 24;

/// A field of the city's work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CityField {
    /// How people and goods move.
    Mobility,
    /// Water, heat, power, waste, light.
    Utilities,
    /// Services of the administration.
    Services,
    /// The sector of information technology.
    Ict,
}

impl CityField {
    /// Every field.
    pub const ALL: [Self; 4] = [Self::Mobility, Self::Utilities, Self::Services, Self::Ict];

    /// Its name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mobility => "mobility",
            Self::Utilities => "utilities",
            Self::Services => "services",
            Self::Ict => "ict",
        }
    }

    /// The field of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }
}

/// Where a problem is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CityProblemState {
    /// Staff have not read it. Whoever proposed it and staff see it.
    Proposed,
    /// Everybody sees it.
    Shown,
    /// Staff did not let it pass, or took it down.
    Refused,
    /// It is another problem, where its supporters count.
    Merged,
    /// The city has answered.
    Answered,
    /// It became a challenge.
    Challenge,
}

impl CityProblemState {
    /// Every state.
    pub const ALL: [Self; 6] = [
        Self::Proposed,
        Self::Shown,
        Self::Refused,
        Self::Merged,
        Self::Answered,
        Self::Challenge,
    ];

    /// Its name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Shown => "shown",
            Self::Refused => "refused",
            Self::Merged => "merged",
            Self::Answered => "answered",
            Self::Challenge => "challenge",
        }
    }

    /// The state of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// Whether everybody sees it under its own address, and may support it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Shown | Self::Answered | Self::Challenge)
    }
}

/// What the city makes of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CityAnswerKind {
    /// It is being worked on.
    TakenUp,
    /// It will be.
    Planned,
    /// Somebody else has to solve it.
    NotOurs,
    /// It will not be.
    No,
}

impl CityAnswerKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::TakenUp, Self::Planned, Self::NotOurs, Self::No];

    /// Its name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TakenUp => "taken-up",
            Self::Planned => "planned",
            Self::NotOurs => "not-ours",
            Self::No => "no",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// What problems are listed by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CityProblemOrder {
    /// From new to old.
    #[default]
    Newest,
    /// From much support to little.
    Support,
}

impl CityProblemOrder {
    /// Its name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Support => "support",
        }
    }
}

/// Proposes a problem.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CityProblemNew {
    /// The language that it is written in.
    pub language: Language,
    /// What it is, in a line.
    #[schema(min_length = 1, max_length = 120)]
    pub title: String,
    /// Who is affected.
    #[schema(min_length = 1, max_length = 2_000)]
    pub affected: String,
    /// Why it matters.
    #[schema(min_length = 1, max_length = 2_000)]
    pub importance: String,
    /// How one would know that it is solved.
    #[schema(min_length = 1, max_length = 2_000)]
    pub solved_when: String,
    /// The field of the city's work.
    pub field: CityField,
    /// Official numbers of the districts where it is, 1 to 24; empty for the whole city.
    #[serde(default)]
    #[schema(max_items = 24)]
    pub districts: Vec<u8>,
}

/// A problem in a list.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own on the wire"
)]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CityProblemView {
    /// Its id.
    pub id: String,
    /// The language that it is written in.
    pub language: Language,
    /// What it is, in a line.
    pub title: String,
    /// The field of the city's work.
    pub field: CityField,
    /// Official numbers of the districts where it is; empty for the whole city.
    #[schema(max_items = 24)]
    pub districts: Vec<u8>,
    /// Where it is in its life.
    pub state: CityProblemState,
    /// How many accounts support it.
    pub supporters: u64,
    /// When it was proposed.
    #[schema(value_type = String, format = DateTime)]
    pub proposed_at: Timestamp,
    /// Whether staff proposed it. Who else did is shown to nobody.
    pub is_of_city: bool,
    /// Whether the reader proposed it.
    pub is_own: bool,
    /// Whether the reader supports it.
    pub is_supported: bool,
    /// What the city makes of it, once it has answered.
    pub answer: Option<CityAnswerKind>,
    /// The problem that it was merged into.
    pub merged_into: Option<String>,
    /// The challenge that it became, once the reader may know of that.
    pub challenge: Option<String>,
    /// Whether such a challenge is being written, of which only staff know yet.
    pub is_prepared: bool,
}

/// A problem with all that its reader may know of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CityProblemDetail {
    /// What lists show.
    #[serde(flatten)]
    pub about: CityProblemView,
    /// What it says.
    pub text: CityProblemText,
    /// What the city answers; in `steps` are former answers, too.
    pub answered: Option<Bilingual>,
    /// Why staff refused it; for whoever proposed it, and for staff.
    pub refused_because: Option<String>,
    /// Problems that were merged into it, as they were.
    pub merged: Vec<CityProblemMerged>,
    /// What was decided of it, in order.
    pub steps: Vec<CityProblemStep>,
}

/// What a problem says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CityProblemText {
    /// Who is affected.
    pub affected: String,
    /// Why it matters.
    pub importance: String,
    /// How one would know that it is solved.
    pub solved_when: String,
}

/// A problem that was merged into another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CityProblemMerged {
    /// Its id: its address leads to the other.
    pub id: String,
    /// The language that it is written in.
    pub language: Language,
    /// What it is, in a line.
    pub title: String,
    /// What it says.
    pub text: CityProblemText,
    /// When it was merged.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// Something that was decided of a problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CityProblemStep {
    /// The state that it was brought into.
    pub state: CityProblemState,
    /// What the city made of it, where it answered.
    pub answer: Option<CityAnswerKind>,
    /// The answer.
    pub text: Option<Bilingual>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// Lets a problem pass, or refuses it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CityProblemDecision {
    /// Whether everybody sees it.
    pub is_shown: bool,
    /// Why not, for whoever proposed it to read; a refusal needs it.
    #[serde(default)]
    #[schema(max_length = 1_000)]
    pub reason: Option<String>,
}

/// Merges a problem into another one.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CityProblemMerge {
    /// The one that stays.
    #[schema(min_length = 1, max_length = 128)]
    pub into: String,
}

/// Answers a problem, for everybody to read.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CityProblemAnswer {
    /// What the city makes of it.
    pub kind: CityAnswerKind,
    /// The answer in both languages, at most 8,000 characters each.
    pub text: Bilingual,
}

/// Says which challenge a problem becomes.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CityProblemLink {
    /// The challenge; a draft will do.
    #[schema(min_length = 1, max_length = 128)]
    pub challenge: String,
}
