//! What staff fill in, and what is wrong with it.

use std::collections::BTreeMap;

use pilotbox_model::printable_lines;
use serde::{Deserialize, Serialize};

use super::{ParamValue, Part, TemplateKind};
use crate::{
    lint::ColumnKind,
    manifest::{LimitsEntry, Openness, Phases, Texts},
};

/// Everything that a challenge from a template is made of, beside its table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateForm {
    /// Which template.
    pub kind: TemplateKind,
    /// Name of the challenge in addresses: lower-case letters, digits, hyphens.
    pub id: String,
    /// Version of the challenge, such as `0.1.0`.
    pub version: String,
    /// One line that says what is asked.
    pub title: Texts,
    /// The problem, as Markdown.
    pub statement: Texts,
    /// Whether the data of the split `final` is public somewhere.
    pub openness: Openness,
    /// Settings of the harness by name, as [`super::params::specs`] lists them;
    /// `table` among them, which names the table.
    pub params: BTreeMap<String, ParamValue>,
    /// Unit of the column that is forecast, or of the costs; nothing where the
    /// metric has a unit of its own.
    #[serde(default)]
    pub unit: String,
    /// Bounds of one case.
    #[serde(default)]
    pub limits: LimitsEntry,
    /// When plugins are accepted.
    pub phases: Phases,
    /// Licence of the table: a name or an address.
    pub licence: String,
    /// Where the table came from.
    pub source: String,
    /// What the table holds, in one line.
    pub table_title: Texts,
    /// What each column of the table holds; those that are missing are titled by
    /// their name.
    #[serde(default)]
    pub columns: Vec<ColumnText>,
    /// Decides which rows go to which split, where time does not.
    #[serde(default)]
    pub seed: u64,
    /// How much of the table goes where.
    #[serde(default)]
    pub shares: Shares,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnText {
    /// The column's name in the table.
    pub name: String,
    /// Its name for people.
    pub title: Texts,
    /// What it says; may be empty.
    #[serde(default)]
    pub description: String,
    /// Unit of its values; may be empty.
    #[serde(default)]
    pub unit: String,
}

/// How much of the table goes where, as weights: only their ratios count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Shares {
    /// Rows whose class is shown; used by `classify` alone.
    pub training: u32,
    /// The split `sample`.
    pub sample: u32,
    /// The split `public`.
    pub public: u32,
    /// The split `final`.
    #[serde(rename = "final")]
    pub last: u32,
}

impl Default for Shares {
    fn default() -> Self {
        Self {
            training: 4,
            sample: 2,
            public: 2,
            last: 2,
        }
    }
}

impl Shares {
    /// The weight of a part.
    pub fn of(&self, part: Part) -> u32 {
        match part {
            Part::Training => self.training,
            Part::Sample => self.sample,
            Part::Public => self.public,
            Part::Final => self.last,
        }
    }
}

/// The table, cut into the parts of its template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitTables {
    /// Name and kind of each column, in order; the same in every part.
    pub columns: Vec<(String, ColumnKind)>,
    /// Every stratum that a case of a split may be of, sorted.
    pub strata: Vec<String>,
    /// Bytes of one Parquet file for each part of the template.
    pub parts: BTreeMap<Part, Vec<u8>>,
}

/// What is wrong with a form or with its table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("`{field}`: {message}")]
pub struct FormError {
    /// The field, such as `id`, `params.target` or `title.bg`; `table` for the
    /// table's own rows.
    pub field: String,
    /// What is wrong and what to do about it.
    pub message: String,
}

impl FormError {
    /// An error at a field. Messages may quote a table, so that what is no
    /// text for a terminal is taken out.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: printable_lines(&message.into()),
        }
    }
}

impl TemplateForm {
    /// The name of the table; empty where the form has none.
    pub fn table(&self) -> &str {
        self.text("table").unwrap_or_default()
    }

    /// A setting that is a text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.params.get(name).and_then(ParamValue::as_text)
    }

    /// A setting that is an integer.
    pub fn integer(&self, name: &str) -> Option<i64> {
        self.params.get(name).and_then(ParamValue::as_integer)
    }
}
