//! Submissions side by side, case by case.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::runs::RunState;

/// Two to six submissions on the cases of one split.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ComparisonView {
    /// The challenge.
    pub challenge: String,
    /// The split.
    pub split: String,
    /// The submissions, in the order in which they were asked for.
    pub entries: Vec<ComparedEntry>,
    /// Every case that one of them ran on, in the order of the split.
    pub cases: Vec<ComparedCase>,
    /// Ids of the cases on which they differ most, from the largest spread down; at
    /// most ten, and none where all are alike.
    pub disagreements: Vec<String>,
}

/// One of the submissions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ComparedEntry {
    /// As it was asked for: a submission's id, or a blind code.
    pub of: String,
    /// The title of its dossier.
    pub name: String,
    /// The version of the challenge that it ran on; absent without a run.
    pub version: Option<String>,
    /// Where its run is; absent without a run.
    pub state: Option<RunState>,
    /// From 0 to 100; absent without a score, as all that follows from one.
    pub total: Option<f64>,
    /// Lower end of the 95 % interval of the total.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Whether there are blocks enough for the interval to mean much.
    pub is_reliable: bool,
    /// Gates that were broken.
    pub broken_gates: Vec<String>,
    /// 95th percentile of fuel over the cases.
    pub fuel_p95: Option<u64>,
    /// The most memory that a case took, in bytes.
    pub memory_bytes: Option<u64>,
    /// Seconds from the first case's start to the end; absent for evaluators, to whom
    /// a time could tell whose it is.
    pub seconds: Option<f64>,
    /// Whether no other has a higher total for as little fuel, or less fuel for as
    /// high a total.
    pub is_on_front: bool,
    /// Its strata by name.
    pub strata: Vec<ComparedStratum>,
}

/// A stratum's part of a submission.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ComparedStratum {
    /// Its name.
    pub name: String,
    /// Normalised quality from 0 to 1, as the score has it.
    pub quality: f64,
    /// How many cases it holds, twins not counted.
    pub cases: u32,
    /// How many of them were not scored.
    pub failed: u32,
    /// How the qualities of its cases lie, twins not counted.
    pub range: Option<QualityRange>,
}

/// Five numbers of some qualities, each one of them: nearest ranks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct QualityRange {
    /// The lowest.
    pub low: f64,
    /// The first quartile.
    pub lower: f64,
    /// The median.
    pub median: f64,
    /// The third quartile.
    pub upper: f64,
    /// The highest.
    pub high: f64,
}

/// A case, and what became of it in each submission.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ComparedCase {
    /// Its id.
    pub id: String,
    /// Its stratum.
    pub stratum: String,
    /// Whether it perturbs another case and counts for robustness alone.
    pub is_twin: bool,
    /// Highest less lowest quality; absent where fewer than two have one.
    pub spread: Option<f64>,
    /// One for each submission, in their order; none where it did not run.
    pub marks: Vec<Option<CaseMark>>,
}

/// What became of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CaseMark {
    /// Between baseline and target, from 0 to 1; 0 where the plugin failed, absent
    /// where the harness did.
    pub quality: Option<f64>,
    /// How it ended: `scored` or a fault's code.
    pub verdict: String,
    /// Fuel that it used.
    pub fuel: u64,
}
