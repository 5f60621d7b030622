//! The manifest `challenge.toml` as types. Owns the shape and the JSON Schema
//! that follows from it; what a schema cannot say is in [`crate::lint`].

mod expected;
mod limits;
mod scoring;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    pack::HARNESS,
    template::{ParamValue, TemplateKind, params},
};

pub use expected::ExpectedVerdict;
pub use limits::LimitsEntry;
pub use scoring::{Anchors, Better, CostFuel, GateEntry, MetricEntry, ScoreRule, Statistic};

/// All that a challenge declares.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Name of the challenge in addresses and on the command line.
    #[schemars(length(max = 64), regex(pattern = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"))]
    pub id: String,
    /// Version of the challenge: any change of data, harness or scoring raises it.
    #[schemars(length(max = 32), regex(pattern = r"^[0-9]+\.[0-9]+\.[0-9]+$"))]
    pub version: String,
    /// The WIT interface that a plugin exports, with its version.
    #[schemars(
        length(max = 200),
        regex(
            pattern = r"^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*/[a-z][a-z0-9-]*@[0-9]+\.[0-9]+\.[0-9]+$"
        )
    )]
    pub interface: String,
    /// The function of the interface that the harness calls.
    #[schemars(length(max = 64), regex(pattern = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"))]
    pub function: String,
    /// Whether the data of the split `final` is public somewhere.
    pub openness: Openness,
    /// One line that says what is asked.
    pub title: Texts,
    /// Bounds of one case.
    #[serde(default)]
    pub limits: LimitsEntry,
    /// What a plugin may ask for beyond its arguments.
    #[serde(default)]
    pub grants: Grants,
    /// The component that drives and measures a plugin.
    pub harness: HarnessEntry,
    /// What is measured and scored.
    #[schemars(length(min = 1, max = 32))]
    pub metrics: Vec<MetricEntry>,
    /// What must never happen: any broken gate makes the score 0.
    #[serde(default)]
    #[schemars(length(max = 32))]
    pub gates: Vec<GateEntry>,
    /// Parts of the city or of life, each with its weight.
    #[schemars(extend("minProperties" = 1, "maxProperties" = 256))]
    pub strata: BTreeMap<String, f64>,
    /// How quality, equity, robustness and cost make a score.
    pub score: ScoreRule,
    /// When plugins are accepted.
    pub phases: Phases,
    /// The frame of the pilot that follows.
    #[serde(default, skip_serializing_if = "PilotFrame::is_empty")]
    pub pilot: PilotFrame,
    /// Plugins that ship with the challenge, and what each must get.
    #[schemars(length(max = 32))]
    pub plugins: Vec<PluginEntry>,
}

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// English.
    #[schemars(length(min = 1, max = 4000))]
    pub en: String,
    /// Bulgarian.
    #[schemars(length(min = 1, max = 4000))]
    pub bg: String,
}

/// Where the data of the split `final` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Openness {
    /// Public somewhere: the board is labelled as practice.
    Known,
    /// Withheld: staff attach it, and it never lies in the folder.
    Withheld,
}

/// What a plugin may ask for beyond its arguments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grants {
    /// Tables of `data/granted` that a plugin may open; the same in every case.
    #[serde(default)]
    #[schemars(length(max = 64), inner(regex(pattern = r"^[a-z0-9][a-z0-9-]*$")))]
    pub tables: Vec<String>,
}

/// The component that drives and measures a plugin: a crate of the challenge's
/// own, or one of the templates that need no code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HarnessEntry {
    /// Folder of the Rust crate, relative to the manifest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", length(min = 1, max = 200))]
    pub path: Option<String>,
    /// The template whose harness and plugins are used instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "TemplateKind")]
    pub template: Option<TemplateKind>,
    /// Settings of the template's harness, which alone sees them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("maxProperties" = 32))]
    pub params: BTreeMap<String, ParamValue>,
}

/// When plugins are accepted, in UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Phases {
    /// From when on, such as `2026-12-01T00:00:00Z`.
    #[schemars(extend("format" = "date-time"), regex(pattern = UTC_PATTERN))]
    pub opens: String,
    /// Until when.
    #[schemars(extend("format" = "date-time"), regex(pattern = UTC_PATTERN))]
    pub closes: String,
}

/// The frame of the pilot that follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PilotFrame {
    /// What the pilot may cost, in whole euro. Above ten million it is no pilot but a
    /// typing error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u64", range(min = 1, max = 10_000_000))]
    pub budget_eur: Option<u64>,
}

impl PilotFrame {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Fixed width and always UTC, so that two moments compare as texts do.
const UTC_PATTERN: &str = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$";

/// A plugin that ships with the challenge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PluginEntry {
    /// What it stands for: `baseline`, `reference`, `slow`, …
    #[schemars(length(max = 64), regex(pattern = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"))]
    pub name: String,
    /// Folder of its crate, relative to the manifest; left out where the plugin is
    /// the template's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", length(min = 1, max = 200))]
    pub path: Option<String>,
    /// The verdict that it must get.
    pub verdict: ExpectedVerdict,
    /// The lowest and the highest total that it may get, when scored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "[f64; 2]", inner(range(min = 0.0, max = 100.0)))]
    pub score: Option<[f64; 2]>,
}

impl Manifest {
    /// The shipped plugin of that name.
    pub fn plugin(&self, name: &str) -> Option<&PluginEntry> {
        self.plugins.iter().find(|plugin| plugin.name == name)
    }

    /// The settings of the template's harness as it reads them: keys and values,
    /// sorted by key. None where the harness is the challenge's own.
    pub fn harness_params(&self) -> Vec<(String, String)> {
        params::rows(&self.harness.params)
    }

    /// The name that `pilotbox build` gives the component of the harness or of a
    /// plugin: the challenge's own, or the template's.
    pub fn component(&self, name: &str) -> String {
        let has_crate = if name == HARNESS {
            self.harness.path.is_some()
        } else {
            self.plugin(name)
                .is_some_and(|plugin| plugin.path.is_some())
        };
        match self.harness.template {
            Some(template) if !has_crate => template.component(name),
            _ => format!("{}-{name}", self.id),
        }
    }

    /// Names of all metrics that an outcome holds: scored ones, then those that
    /// only a gate names.
    pub fn outcome_metrics(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .metrics
            .iter()
            .map(|metric| metric.name.as_str())
            .collect();
        for gate in &self.gates {
            if !names.contains(&gate.metric.as_str()) {
                names.push(&gate.metric);
            }
        }
        names
    }
}
