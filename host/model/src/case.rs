//! A case, and what came of it.

use serde::{Deserialize, Serialize};

use crate::CaseVerdict;

/// The smallest unit of evaluation: one fresh sandbox, one outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Unique within the split.
    pub id: String,
    /// Scores are aggregated within a stratum first.
    pub stratum: String,
    /// Cases of one block are drawn together by the bootstrap.
    pub block: String,
    /// Weight within the stratum, finite and above 0.
    pub weight: f64,
    /// The case that this one perturbs; it then counts for robustness only.
    pub twin_of: Option<String>,
}

/// One measured value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Metric {
    /// A metric of the manifest.
    pub name: String,
    /// In the manifest's unit; finite.
    pub value: f64,
}

/// A named line for a chart; `xs` and `ys` are of equal length.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// What is drawn.
    pub name: String,
    /// Unit of `ys`.
    pub unit: String,
    /// Positions.
    pub xs: Vec<f64>,
    /// Values.
    pub ys: Vec<f64>,
}

/// How much a line of the log matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// For whoever looks for a fault.
    Debug,
    /// What happens.
    Info,
    /// What should not happen.
    Warn,
    /// What went wrong.
    Error,
}

/// A line that the plugin logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// Its level.
    pub level: LogLevel,
    /// Its text, control characters replaced.
    pub message: String,
}

/// What came of one case. Holds nothing that differs between two machines:
/// wall-clock time is kept apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseResult {
    /// The case's id.
    pub id: String,
    /// How it ended.
    pub verdict: CaseVerdict,
    /// The measured values; empty unless scored.
    pub metrics: Vec<Metric>,
    /// Lines for charts.
    pub series: Vec<Series>,
    /// The harness's remark, or what the plugin did wrong.
    pub note: String,
    /// Fuel that the plugin used, its instantiation included.
    pub fuel: u64,
    /// Set when the plugin was stopped in mid-call: it used at least `fuel`.
    pub fuel_is_lower_bound: bool,
    /// The most that the plugin's memories and tables held, in bytes.
    pub memory_bytes: u64,
    /// The plugin's log, up to the challenge's bound.
    pub log: Vec<LogLine>,
}
