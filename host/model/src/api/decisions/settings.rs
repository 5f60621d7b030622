//! How a contest will be decided, declared before anything is judged.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Declares how a contest is decided. May change until the first rubric is handed in; the
/// chain holds each. With the first one the seed of the lottery is drawn, kept secret, and
/// its digest published.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionSettingsAsk {
    /// Share of the automatic score in the total, between 0 and 1; the rest is human.
    #[serde(default = "usual_share")]
    #[schema(exclusive_minimum = 0.0, exclusive_maximum = 1.0)]
    pub automatic_share: f64,
    /// The least automatic score that gets a place; above 0, so that a broken gate never
    /// gets one.
    #[schema(exclusive_minimum = 0.0, maximum = 100.0)]
    pub automatic_threshold: f64,
    /// The least human score that gets a place.
    #[schema(minimum = 0.0, maximum = 100.0)]
    pub human_threshold: f64,
    /// Weights of the rubric's criteria: all of them, or none where all count alike.
    #[serde(default)]
    #[schema(max_items = 6)]
    pub criterion_weights: Vec<CriterionWeightView>,
    /// The fewest evaluators of a finalist.
    #[serde(default = "usual_evaluators")]
    #[schema(minimum = 3, maximum = 64)]
    pub fewest_evaluators: u32,
    /// How close the weights that are drawn to test the decision keep to the declared ones.
    #[serde(default = "usual_concentration")]
    #[schema(minimum = 10.0, maximum = 10_000.0)]
    pub weight_concentration: f64,
    /// Days, counted from the publication, in which those who took part may ask.
    #[schema(minimum = 1, maximum = 90)]
    pub inquiry_days: u32,
    /// Whether the names of the jury's members stand in the published protocol. Which marks
    /// are whose is never published.
    #[serde(default)]
    pub shows_members: bool,
}

/// The weight of a criterion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CriterionWeightView {
    /// The criterion's id in the rubric.
    #[schema(max_length = 64)]
    pub criterion: String,
    /// Above 0; only its share in the sum of all counts.
    #[schema(exclusive_minimum = 0.0)]
    pub weight: f64,
}

/// How scores make a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DecisionRuleView {
    /// Share of the automatic score in the total; the rest is human.
    pub automatic_share: f64,
    /// The least automatic score that gets a place.
    pub automatic_threshold: f64,
    /// The least human score that gets a place.
    pub human_threshold: f64,
    /// Weights of the criteria, in the rubric's order.
    pub criterion_weights: Vec<CriterionWeightView>,
    /// The fewest evaluators of a finalist.
    pub fewest_evaluators: u32,
    /// Difference of two marks from which on evaluators talk.
    pub moderation_spread: u8,
    /// How close drawn weights keep to declared ones.
    pub weight_concentration: f64,
}

/// How late the rule was declared: what was known by then could have shaped it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionMoment {
    /// Before anybody could submit.
    BeforeOpening,
    /// While plugins were accepted.
    BeforeClose,
    /// After the close, before any rubric was in.
    BeforeJudging,
    /// When rubrics were in already; only where nothing was declared before.
    WhileJudging,
}

/// How a contest is decided, as it was declared. Everybody may read it who may read the
/// challenge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DecisionSettingsView {
    /// The challenge.
    pub challenge: String,
    /// The rule.
    pub rule: DecisionRuleView,
    /// Days in which those who took part may ask.
    pub inquiry_days: u32,
    /// Whether the names of the jury's members stand in the published protocol.
    pub shows_members: bool,
    /// SHA-256 of the lottery's seed, which is published with the decision.
    pub lottery_commitment: String,
    /// The public seed of the draws of cases and weights; it follows from the commitment.
    pub seed: u64,
    /// When it was last declared.
    #[schema(value_type = String, format = DateTime)]
    pub declared_at: Timestamp,
    /// How late that was.
    pub declared: DecisionMoment,
    /// Whether it may still change.
    pub may_change: bool,
}

fn usual_share() -> f64 {
    0.6
}

fn usual_evaluators() -> u32 {
    3
}

fn usual_concentration() -> f64 {
    50.0
}
