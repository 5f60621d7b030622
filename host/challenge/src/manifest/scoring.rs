//! The part of the manifest that decides a score.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Texts;

/// A metric that counts towards quality.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MetricEntry {
    /// The name in the harness's outcomes.
    #[schemars(length(max = 64), regex(pattern = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"))]
    pub name: String,
    /// The name for people.
    pub title: Texts,
    /// Unit of the values.
    #[schemars(length(min = 1, max = 64))]
    pub unit: String,
    /// Which direction is good.
    pub better: Better,
    /// How the cases of one stratum make one value.
    pub statistic: Statistic,
    /// The value that is worth 0.
    pub baseline: f64,
    /// The value that is worth 1.
    pub target: f64,
    /// The value of a case that the plugin failed.
    pub floor: f64,
    /// Weight among the metrics.
    #[schemars(extend("exclusiveMinimum" = 0))]
    pub weight: f64,
    /// Anchors of single strata where they differ.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub anchors: BTreeMap<String, Anchors>,
}

/// The values that are worth 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Anchors {
    /// The value that is worth 0.
    pub baseline: f64,
    /// The value that is worth 1.
    pub target: f64,
}

/// Which direction of a metric is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// Small values, such as errors.
    Lower,
    /// Large values, such as shares served.
    Higher,
}

/// How the cases of one stratum make one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Statistic {
    /// The weighted mean.
    Mean,
    /// The weighted median: the smallest value that at least half of the
    /// weight does not exceed.
    Median,
    /// The same for 95 % of the weight.
    P95,
    /// The weighted sum.
    Sum,
}

/// A metric that must not exceed a bound in any scored case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GateEntry {
    /// The name in the harness's outcomes; need not be a scored metric.
    #[schemars(length(max = 64), regex(pattern = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"))]
    pub metric: String,
    /// The largest value that passes.
    pub max: f64,
    /// The name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Texts")]
    pub title: Option<Texts>,
}

/// How quality, equity, robustness and cost make a score. The four weights sum
/// to 100.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoreRule {
    /// Weight of task quality.
    #[schemars(extend("exclusiveMinimum" = 0, "maximum" = 100))]
    pub quality: f64,
    /// Weight of the worst stratum.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub equity: f64,
    /// Weight of what is kept on twins; goes to quality in a split without twins.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub robustness: f64,
    /// Weight of frugality.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub cost: f64,
    /// How many cases' worth of the mean is mixed into each stratum for equity,
    /// so that a small stratum's luck does not decide.
    #[schemars(range(min = 0.0, max = 1e6))]
    pub equity_shrinkage: f64,
    /// Anchors of the 95th percentile of fuel.
    pub cost_fuel: CostFuel,
    /// Gain in points below which the public board does not move.
    #[schemars(extend("exclusiveMinimum" = 0, "maximum" = 100))]
    pub board_step: f64,
}

/// Anchors of the 95th percentile of fuel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CostFuel {
    /// Fuel that is worth 1.
    #[schemars(range(min = 1))]
    pub low: u64,
    /// Fuel that is worth 0.
    #[schemars(range(min = 1))]
    pub high: u64,
}
