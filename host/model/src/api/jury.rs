//! How evaluators judge: a declaration of conflicts first, then a rubric, then
//! moderations where marks lie far apart.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::challenges::Bilingual;

/// Whether the evaluator has a conflict of interest with whoever may have written a
/// dossier. Said once, before the dossier is shown.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConflictAsk {
    /// Whether there is one. If so, the work is withdrawn for good.
    pub has_conflict: bool,
    /// What it is, for the city's staff; only where there is one.
    #[schema(max_length = 2_000)]
    pub reason: Option<String>,
}

/// A conflict of interest that was declared, as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConflictView {
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
    /// What the evaluator said of it; nothing once the account is erased.
    pub reason: Option<String>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub declared_at: Timestamp,
}

/// What a criterion is judged for, by the methodology of the city's first sandbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum RubricHeading {
    /// What it would change if it worked.
    Potential,
    /// How well it fits what the city needs first.
    Prioritisation,
    /// How soon it could be tried.
    Readiness,
    /// Whether it would last.
    Sustainability,
}

/// The rubric of a piece of work, with what its evaluator has filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RubricView {
    /// Four to six.
    pub criteria: Vec<CriterionView>,
    /// When it was handed in; until then it is a draft.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub judged_at: Option<Timestamp>,
}

/// One criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CriterionView {
    /// Its id.
    pub id: String,
    /// What it is judged for.
    pub heading: RubricHeading,
    /// Its name, or the question that is answered.
    pub title: Bilingual,
    /// What else the evaluator should know.
    pub note: Option<Bilingual>,
    /// What each mark from 0 to 5 means, in that order.
    pub anchors: Vec<Bilingual>,
    /// The evaluator's mark; none yet in a draft.
    #[schema(minimum = 0, maximum = 5)]
    pub mark: Option<u8>,
    /// What stands after a moderation.
    #[schema(minimum = 0, maximum = 5)]
    pub moderated: Option<u8>,
    /// What the startup reads of it with its letter, and everybody with the decision.
    pub comment: String,
    /// What it reads of the moderation.
    pub moderated_comment: String,
}

/// Marks that shall be kept as a draft. Criteria that are not named stay as they are.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MarksAsk {
    /// Each criterion at most once.
    #[schema(max_items = 6)]
    pub marks: Vec<MarkAsk>,
}

/// A mark for one criterion.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MarkAsk {
    /// The criterion's id.
    #[schema(max_length = 64)]
    pub criterion: String,
    /// By the rubric's anchors; absent while the evaluator does not know yet.
    #[schema(minimum = 0, maximum = 5)]
    pub mark: Option<u8>,
    /// For the startup; comes with its letter, and is published with the decision.
    #[serde(default)]
    #[schema(max_length = 2_000)]
    pub comment: String,
}

/// What stands after a moderation.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ModerationAsk {
    /// The mark; the one that was given, if that stands.
    #[schema(minimum = 0, maximum = 5)]
    pub mark: u8,
    /// Why, for the startup; comes with its letter, and is published with the decision.
    #[serde(default)]
    #[schema(max_length = 2_000)]
    pub comment: String,
}

/// Moderations of a challenge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ModerationsView {
    /// How many there are for this reader; more than are listed, if there are very many.
    pub count: u64,
    /// Those that are not settled first.
    pub moderations: Vec<ModerationView>,
}

/// A criterion of a finalist over which the marks of two evaluators differ by two or
/// more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ModerationView {
    /// The finalist; for staff alone.
    pub submission: Option<String>,
    /// The title of its dossier.
    pub title: String,
    /// Whose it is; for staff alone.
    pub organisation: Option<String>,
    /// The reader's own work on it; for evaluators alone.
    pub assignment: Option<String>,
    /// The criterion's id.
    pub criterion: String,
    /// The criterion's name.
    pub criterion_title: Bilingual,
    /// What each mark from 0 to 5 means, in that order.
    pub anchors: Vec<Bilingual>,
    /// The lowest mark as first given.
    pub lowest: u8,
    /// The highest.
    pub highest: u8,
    /// Whether every evaluator of the finalist has said what stands.
    pub is_settled: bool,
    /// Every evaluator's mark.
    pub marks: Vec<DisputedMarkView>,
}

/// One evaluator's mark in a moderation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DisputedMarkView {
    /// Which of the finalist's evaluators it is, from 1.
    pub number: u64,
    /// Whether it is the reader's own.
    pub is_own: bool,
    /// The evaluator's name, empty once the account is erased; for staff alone.
    pub evaluator_name: Option<String>,
    /// The mark as first given.
    pub given: u8,
    /// What stands; absent until the evaluator has said it.
    pub moderated: Option<u8>,
    /// What was said of the first.
    pub comment: String,
    /// What was said of the second.
    pub moderated_comment: String,
}

/// Krippendorff's alpha of marks, ordinal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AgreementView {
    /// From 1 down; 0 is chance.
    pub alpha: f64,
    /// How many marks could be paired with another evaluator's.
    pub pairable: u32,
}

/// How far evaluators agree on a criterion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CriterionAgreementView {
    /// The criterion's id.
    pub criterion: String,
    /// The criterion's name.
    pub title: Bilingual,
    /// Absent where it is not defined.
    pub agreement: Option<AgreementView>,
}
