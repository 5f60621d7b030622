//! The parts of a policy that are about the whole data set.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// Bulgarian.
    #[schemars(length(min = 1, max = 4000))]
    pub bg: String,
    /// English.
    #[schemars(length(min = 1, max = 4000))]
    pub en: String,
}

/// Where the raw data comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Who answers for the raw data: a directorate, a company.
    #[schemars(length(min = 1, max = 400))]
    pub owner: String,
    /// How it was collected: a register, a sensor, a form.
    #[schemars(length(min = 1, max = 4000))]
    pub how: String,
    /// Over which time: a year, a day, from and to.
    #[schemars(length(min = 1, max = 200))]
    pub when: String,
    /// Its format, such as `csv` or `parquet`.
    #[schemars(length(min = 1, max = 64))]
    pub format: String,
}

/// How long the raw data is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Days after which the raw data is deleted.
    #[schemars(range(min = 1, max = 36_500))]
    pub raw_days: u32,
}

/// A name under a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// Who decided.
    #[schemars(length(min = 1, max = 200))]
    pub by: String,
    /// The day, such as `2026-11-22`.
    #[schemars(regex(pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))]
    pub on: String,
}

/// Whether the published rows keep the order of the raw ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// Rows are shuffled by the data set's key, so that a row's place tells nothing.
    #[default]
    Shuffled,
    /// Rows stay in the order of the raw table. Only for data whose order tells nothing
    /// of people: who knows the raw order finds his neighbour's row.
    Kept,
}

/// How large the crowds are in which everybody is hidden.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Privacy {
    /// Rows that look alike in all quasi-identifiers, at least.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub k: u32,
    /// The column whose equal raw values are one person, published or not: a crowd then has
    /// k different persons, and not k rows. Missing values are one person together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Share of the rows that may be left out so that the others stay finer.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub max_suppressed: f64,
    /// How different the sensitive values within a crowd are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diversity: Option<Diversity>,
    /// How far a crowd's sensitive values may lie from those of all rows (t-closeness by
    /// the earth mover's distance, 0 to 1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub closeness: Option<f64>,
    /// How the generalisation is looked for.
    #[serde(default)]
    pub search: Search,
}

/// How different the sensitive values within a crowd are (l-diversity, Machanavajjhala
/// and others 2007).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Diversity {
    /// At least `l` different values.
    Distinct {
        /// How many.
        l: u32,
    },
    /// The entropy of the values is at least that of `l` equally frequent ones.
    Entropy {
        /// How many, which need not be whole.
        l: f64,
    },
    /// The most frequent value is rarer than `c` times the `l`-th most frequent and all
    /// rarer ones together.
    Recursive {
        /// The factor.
        c: f64,
        /// From which place on values count against the first.
        l: u32,
    },
}

/// How the generalisation is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Search {
    /// One level a column for all rows, the one of least loss.
    #[default]
    Optimal,
    /// Another range for each crowd (Mondrian). Finer for many columns, but local
    /// recoding can be attacked (arXiv 2509.03350).
    Mondrian,
}

/// Above which risk or loss nothing is published, as shares from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// The worst chance that somebody who knows that a person is in the data finds the row.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub prosecutor: f64,
    /// The same for somebody who does not know whether the person is in it.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub journalist: f64,
    /// The share of all rows that somebody would find who looks for everybody.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub marketer: f64,
    /// The share of rows that look like no other.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub uniqueness: f64,
    /// How much of the information may be lost.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub loss: f64,
}

impl Default for Thresholds {
    /// One row in five for the worst case, no row that stands alone.
    fn default() -> Self {
        Self {
            prosecutor: 0.2,
            journalist: 0.2,
            marketer: 0.1,
            uniqueness: 0.0,
            loss: 0.9,
        }
    }
}

/// Which share of the rows is published.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sampling {
    /// More than 0, at most 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub share: f64,
    /// Another number draws other rows. The draw needs the data set's key as well, so the
    /// number may be public.
    #[serde(default)]
    pub seed: u32,
}

impl Default for Sampling {
    /// All rows.
    fn default() -> Self {
        let (share, seed) = (1.0, 0);
        Self { share, seed }
    }
}

/// The challenge by which the usefulness of what is left is measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Utility {
    /// The challenge's id.
    #[schemars(length(max = 64), regex(pattern = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"))]
    pub challenge: String,
    /// Points, from 0 to 100, that its baseline or its reference may lose against raw data.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub max_points_lost: f64,
}
