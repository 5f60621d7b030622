//! What a challenge's pack says of itself: its interface, its data, its rules. Made from
//! the pack that startups fetch, and from nothing else but the names of the releases that
//! hidden tables came from.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Bilingual;
use crate::api::data::DataUseView;

/// The interface that a plugin exports, with what its author wrote about each part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InterfaceView {
    /// The challenge's version.
    pub version: String,
    /// Its full name, such as `pilotbox:mobility/parking-forecast@0.1.0`.
    pub interface: String,
    /// The function that the harness calls.
    pub function: String,
    /// The world that a plugin is built for, where the files name one.
    pub world: Option<String>,
    /// What its author wrote about it.
    pub about: Option<String>,
    /// Its types, in their order.
    pub types: Vec<WitTypeView>,
    /// Its functions, in their order.
    pub functions: Vec<WitFunctionView>,
    /// The files of its package, then of those that it needs.
    pub files: Vec<WitFileView>,
    /// Profiles that a plugin may choose from.
    pub profiles: Vec<String>,
}

/// A WIT file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WitFileView {
    /// Its path below `wit/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A type with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WitTypeView {
    /// Its name.
    pub name: String,
    /// `record`, `variant`, `enum`, `flags`, `resource`, or `type`.
    pub kind: String,
    /// What its author wrote about it.
    pub about: Option<String>,
    /// What it stands for, where it is only another name.
    pub stands_for: Option<String>,
    /// Its fields or cases.
    pub parts: Vec<WitPartView>,
}

/// A field, a case or a parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WitPartView {
    /// Its name.
    pub name: String,
    /// Its type; a case may carry nothing.
    pub kind: Option<String>,
    /// What its author wrote about it.
    pub about: Option<String>,
}

/// A function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WitFunctionView {
    /// Its name.
    pub name: String,
    /// What its author wrote about it.
    pub about: Option<String>,
    /// What it takes.
    pub params: Vec<WitPartView>,
    /// What it gives back.
    pub result: Option<String>,
}

/// The data that startups get.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DataView {
    /// The challenge's version.
    pub version: String,
    /// What the data is.
    pub title: Option<Bilingual>,
    /// Its licence, an address or a name.
    pub licence: Option<String>,
    /// Where it comes from.
    pub source: Option<String>,
    /// The tables of the pack.
    pub tables: Vec<TableView>,
    /// Tables of hidden splits that came from releases of the city's data.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub came_from: Vec<DataUseView>,
}

/// A table of the pack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TableView {
    /// Its name.
    pub name: String,
    /// The folder that it lies in: `sample`, `granted` or `common`.
    pub folder: String,
    /// Whether a plugin may open it.
    pub is_granted: bool,
    /// Size of its file in bytes.
    pub bytes: u64,
    /// Its own licence, where it differs.
    pub licence: Option<String>,
    /// Its columns.
    pub columns: Vec<ColumnView>,
    /// How many rows it has; only told of sample data.
    pub rows: Option<u64>,
    /// How many of them the summaries of columns were made from.
    pub summed_rows: u64,
    /// Its first rows, a text for each column, nothing where a value is missing. Only of
    /// sample data.
    pub first_rows: Vec<Vec<Option<String>>>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ColumnView {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: Option<Bilingual>,
    /// Its datatype, as the dictionary says.
    pub datatype: Option<String>,
    /// Unit of its values.
    pub unit: Option<String>,
    /// What it means.
    pub about: Option<String>,
    /// How its values are spread, where they are numbers of sample data.
    pub spread: Option<SpreadView>,
}

/// How numbers are spread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SpreadView {
    /// How many there are.
    pub count: u64,
    /// How many are missing.
    pub missing: u64,
    /// The least, the quartiles, the greatest.
    pub quartiles: [f64; 5],
    /// How many lie in each of equal stretches from the least to the greatest.
    pub counts: Vec<u64>,
}

/// What bounds a plugin, and how it is scored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RulesView {
    /// The challenge's version.
    pub version: String,
    /// Bounds of one case.
    pub limits: LimitsView,
    /// Tables that a plugin may open.
    pub granted: Vec<String>,
    /// How the parts make a score.
    pub score: ScoreRuleView,
    /// What is measured.
    pub metrics: Vec<MetricView>,
    /// What must never happen.
    pub gates: Vec<GateView>,
    /// Parts of the city or of life, each with its weight.
    pub strata: Vec<StratumRuleView>,
    /// Results that were made up, and the score that the platform gives them.
    pub example: Option<ExampleView>,
}

/// Bounds of one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LimitsView {
    /// Fuel for the plugin.
    pub fuel: u64,
    /// Wall clock in milliseconds.
    pub wall_clock_ms: u64,
    /// Bytes of the plugin's memories.
    pub memory_bytes: u64,
    /// Elements of function tables.
    pub table_elements: u64,
    /// Bytes of log that are kept.
    pub log_bytes: u64,
    /// Bytes that may be handed to the host.
    pub output_bytes: u64,
    /// Bytes of the plugin's file.
    pub component_bytes: u64,
}

/// How the parts make a score: weights that sum to 100.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ScoreRuleView {
    /// Weight of task quality.
    pub quality: f64,
    /// Weight of the worst stratum.
    pub equity: f64,
    /// Weight of what is kept on perturbed cases.
    pub robustness: f64,
    /// Weight of frugality.
    pub cost: f64,
    /// How many cases' worth of the mean is mixed into each stratum for equity.
    pub equity_shrinkage: f64,
    /// The 95th percentile of fuel that is worth 1.
    pub fuel_low: u64,
    /// That is worth 0.
    pub fuel_high: u64,
    /// Gain in points below which the public board does not move.
    pub board_step: f64,
}

/// What is measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MetricView {
    /// Its name in results.
    pub name: String,
    /// Its name for people.
    pub title: Bilingual,
    /// Unit of its values.
    pub unit: String,
    /// `lower` or `higher`.
    pub better: String,
    /// `mean`, `median`, `p95` or `sum` over the cases of a stratum.
    pub statistic: String,
    /// The value of a case that the plugin failed.
    pub floor: f64,
    /// Weight among the metrics.
    pub weight: f64,
    /// The values that are worth 0 and 1.
    pub anchors: AnchorsView,
    /// The same for strata that have their own.
    pub of_strata: Vec<AnchorsView>,
}

/// The values that are worth 0 and 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AnchorsView {
    /// The stratum that they are for; none for all others.
    pub stratum: Option<String>,
    /// The value that is worth 0.
    pub baseline: f64,
    /// The value that is worth 1.
    pub target: f64,
}

/// What must never happen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GateView {
    /// The metric that is looked at.
    pub metric: String,
    /// Its name for people.
    pub title: Option<Bilingual>,
    /// The largest value that passes.
    pub max: f64,
}

/// A part of the city or of life.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StratumRuleView {
    /// Its name.
    pub name: String,
    /// Its weight.
    pub weight: f64,
    /// How many cases of the sample it has, perturbed ones left out.
    pub sample_cases: u32,
}

/// Results that were made up, scored as all are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExampleView {
    /// Quality in each stratum, one case each.
    pub strata: Vec<ExampleStratum>,
    /// Fuel of each case.
    pub fuel: u64,
    /// Task quality.
    pub quality: f64,
    /// Quality of the worst stratum, mixed.
    pub equity: f64,
    /// What is kept on perturbed cases; absent where the example has none.
    pub robustness: Option<f64>,
    /// Frugality.
    pub cost: f64,
    /// The score.
    pub total: f64,
}

/// A stratum of the example.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExampleStratum {
    /// Its name.
    pub name: String,
    /// Its weight.
    pub weight: f64,
    /// Quality of its case, from 0 to 1.
    pub quality: f64,
}
