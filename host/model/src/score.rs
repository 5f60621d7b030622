//! A score and what it is made of.

use serde::{Deserialize, Serialize};

/// A percentile interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Share of the draws between them, such as 0.95.
    pub level: f64,
    /// How often the cases were drawn anew.
    pub draws: u32,
    /// How many blocks were drawn from.
    pub blocks: u32,
    /// Whether there are blocks enough (ten) for the interval to mean much.
    pub reliable: bool,
}

/// The four parts of a score, each from 0 to 1, before they are weighted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScoreParts {
    /// Normalised task quality.
    pub quality: f64,
    /// Quality of the worst stratum, small ones shrunk towards the mean.
    pub equity: f64,
    /// What is kept on perturbed twins; absent when the split has none.
    pub robustness: Option<f64>,
    /// Frugality, on a logarithmic scale of the 95th percentile of fuel.
    pub cost: f64,
}

/// One metric over all strata.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetricScore {
    /// The metric's name in the manifest.
    pub name: String,
    /// Its value over all strata, in its unit.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// The value between its anchors: 0 at the baseline, 1 at the target.
    pub normalised: f64,
}

/// One stratum over all metrics.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StratumScore {
    /// The stratum's name.
    pub name: String,
    /// How many cases it holds, twins not counted.
    pub cases: u32,
    /// How many of them were not scored.
    pub failed: u32,
    /// Normalised quality from 0 to 1.
    pub quality: f64,
    /// Its metrics, in the manifest's order.
    pub metrics: Vec<MetricScore>,
}

/// A number from 0 to 100, and all that went into it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// From 0 to 100; shown with one decimal.
    pub total: f64,
    /// The 95 % interval of `total`.
    pub interval: Interval,
    /// The four parts.
    pub parts: ScoreParts,
    /// Metrics over all strata, in the manifest's order.
    pub metrics: Vec<MetricScore>,
    /// Strata by name.
    pub strata: Vec<StratumScore>,
    /// Gates that were broken; any makes the total 0.
    pub broken_gates: Vec<String>,
    /// 95th percentile of the plugin's fuel over the cases.
    pub fuel_p95: u64,
}
