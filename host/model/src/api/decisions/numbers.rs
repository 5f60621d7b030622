//! The numbers of a decision, the same in the preview and once they are out.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::{
    challenges::Bilingual,
    jury::{AgreementView, CriterionAgreementView, RubricHeading},
};

/// Every number of a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DecidedNumbers {
    /// Those with a place, first to last, then those without.
    pub candidates: Vec<DecidedCandidate>,
    /// `beats[i][j]`: share of the draws in which the total of the candidate at `i` is above
    /// that of the one at `j`; those with a place only.
    pub beats: Vec<Vec<f64>>,
    /// What can be said of the evaluators.
    pub panel: DecidedPanel,
    /// Where evaluators differed and talked.
    pub moderations: Vec<DecidedModeration>,
    /// Whether there are blocks enough for intervals and ranks to mean much.
    pub is_reliable: bool,
    /// How many cases the automatic scores rest on.
    pub cases: u64,
}

/// A finalist's numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DecidedCandidate {
    /// The submission.
    pub submission: String,
    /// The title of its dossier.
    pub title: String,
    /// The organisation's name.
    pub organisation: String,
    /// Digest of the plugin.
    pub plugin_digest: String,
    /// Whether it names earlier public contracts.
    pub has_references: bool,
    /// What a pilot would cost, in whole euro.
    pub cost_eur: Option<u64>,
    /// Its position from 1, which nobody shares; absent without a place.
    pub position: Option<u32>,
    /// Its place from 1; those whom the cases cannot separate share it.
    pub place: Option<u32>,
    /// What puts it after the one before it.
    pub after_by: Option<DecisionSeparation>,
    /// Its best rank when cases are drawn anew, at 95 %.
    pub rank_low: Option<u32>,
    /// Its worst.
    pub rank_high: Option<u32>,
    /// Share of the draws of weights in which it leads.
    pub leads_under_weights: Option<f64>,
    /// Its best rank when weights are drawn anew, at 95 %.
    pub weights_rank_low: Option<u32>,
    /// Its worst.
    pub weights_rank_high: Option<u32>,
    /// Why it has no place; empty if it has one.
    pub exclusions: Vec<DecisionExclusion>,
    /// From 0 to 100; absent without an automatic or a human score.
    pub total: Option<f64>,
    /// Lower end of the total's 95 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// The total by headings; empty without one.
    pub headings: Vec<DecidedHeading>,
    /// The automatic score; absent if no case was scored.
    pub automatic: Option<DecidedAutomatic>,
    /// What people say; absent if nobody judged it.
    pub human: Option<DecidedHuman>,
    /// Its ticket in the lottery; the smallest comes first.
    pub ticket: String,
}

/// What puts a candidate after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionSeparation {
    /// Its group's total.
    Total,
    /// It has references and the other has none.
    References,
    /// Its pilot costs more, or it does not say what.
    Cost,
    /// Its ticket is larger.
    Lottery,
}

/// Why a candidate has no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionExclusion {
    /// No case was scored.
    Unscored,
    /// The automatic score is below its threshold.
    BelowAutomatic,
    /// The human score is below its threshold.
    BelowHuman,
}

/// What a heading adds to a total: `share` times `score`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DecidedHeading {
    /// The heading.
    pub heading: RubricHeading,
    /// From 0 to 100.
    pub score: f64,
    /// Its share in the total; shares sum to 1.
    pub share: f64,
}

/// An automatic score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DecidedAutomatic {
    /// From 0 to 100.
    pub total: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Whether there are blocks enough for the interval to mean much.
    pub is_reliable: bool,
    /// Normalised task quality from 0 to 1.
    pub quality: f64,
    /// Quality of the worst stratum.
    pub equity: f64,
    /// What is kept on perturbed twins; absent when there are none.
    pub robustness: Option<f64>,
    /// Frugality.
    pub cost: f64,
    /// Metrics over all strata, in the manifest's order.
    pub metrics: Vec<DecidedMetric>,
    /// Strata by name.
    pub strata: Vec<DecidedStratum>,
    /// Gates that were broken; any makes the score 0.
    pub broken_gates: Vec<String>,
    /// 95th percentile of the plugin's fuel.
    pub fuel_p95: u64,
}

/// A metric.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DecidedMetric {
    /// Its name in the manifest.
    pub name: String,
    /// In its unit.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// 0 at the baseline, 1 at the target.
    pub normalised: f64,
}

/// A stratum.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DecidedStratum {
    /// Its name.
    pub name: String,
    /// Its cases, twins not counted.
    pub cases: u32,
    /// How many of them were not scored.
    pub failed: u32,
    /// Normalised quality from 0 to 1.
    pub quality: f64,
    /// Its metrics, in the manifest's order.
    pub metrics: Vec<DecidedMetric>,
}

/// What people say of a finalist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DecidedHuman {
    /// From 0 to 100.
    pub score: f64,
    /// How many evaluators judged it.
    pub evaluators: u32,
    /// Its criteria, in the rubric's order.
    pub criteria: Vec<DecidedCriterion>,
}

/// A criterion of a finalist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DecidedCriterion {
    /// The criterion's id.
    pub criterion: String,
    /// Its name.
    pub title: Bilingual,
    /// What it is judged for.
    pub heading: RubricHeading,
    /// From 0 to 5, corrected for generous and strict evaluators where not all judged all.
    pub value: f64,
    /// Every evaluator's mark, by code.
    pub marks: Vec<DecidedMark>,
}

/// An evaluator's mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DecidedMark {
    /// The evaluator's code.
    pub evaluator: String,
    /// As first given, from 0 to 5.
    pub given: u8,
    /// What stands after a moderation.
    pub moderated: Option<u8>,
    /// What was said of the first.
    pub comment: String,
    /// What was said of the second.
    pub moderated_comment: String,
}

/// What can be said of the evaluators.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DecidedPanel {
    /// Whether every evaluator judged every candidate that was judged.
    pub all_judged_all: bool,
    /// Every evaluator.
    pub evaluators: Vec<DecidedEvaluator>,
    /// Agreement over all criteria; absent where it is not defined.
    pub agreement: Option<AgreementView>,
    /// Agreement by criterion, in the rubric's order.
    pub criteria: Vec<CriterionAgreementView>,
}

/// An evaluator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DecidedEvaluator {
    /// The code.
    pub evaluator: String,
    /// How many finalists were judged.
    pub judged: u64,
    /// How much more than the others the evaluator gives, in marks; absent where all judged
    /// all, since nothing is corrected then.
    pub effect: Option<f64>,
}

/// A criterion of a finalist over which evaluators differed and talked. Both scores are in
/// the candidate's marks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DecidedModeration {
    /// The submission.
    pub submission: String,
    /// The criterion's id.
    pub criterion: String,
    /// The criterion's name.
    pub criterion_title: Bilingual,
    /// The lowest mark as first given.
    pub lowest: u8,
    /// The highest.
    pub highest: u8,
    /// The lowest mark that stands.
    pub lowest_standing: u8,
    /// The highest.
    pub highest_standing: u8,
}
