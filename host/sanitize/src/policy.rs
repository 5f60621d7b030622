//! A policy as a file: what a data set is, what each column is to a person's privacy,
//! which steps make it safe, which risk may be left, and who answers for it.
//!
//! Owns the types, the TOML and its JSON Schema, and every rule that can be told
//! without looking at a cell. Silence publishes nothing: unknown keys are refused, and
//! so is a column that the policy does not name. Reads no file and changes no data.

mod column;
mod derived;
mod fault;
mod hierarchy;
mod propose;
mod read;
mod schema;
mod step;
mod terms;
mod validate;
mod write;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use column::{Column, DataType};
pub use fault::Fault;
pub use hierarchy::{DateLevel, Hierarchy, MAX_LEVELS, TOP};
pub use propose::{Form, Observed, Origin, propose};
pub(crate) use read::MAX_BYTES as MAX_FILE_BYTES;
pub use schema::schema_json;
pub use step::Step;
pub use terms::{
    Diversity, Order, Privacy, Retention, Sampling, Search, Signature, Source, Texts, Thresholds,
    Utility,
};
pub(crate) use validate::MAX_CODES;

/// All that is decided about a data set before anyone sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Name of the data set in addresses and on the command line.
    #[schemars(length(max = 64), regex(pattern = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"))]
    pub dataset: String,
    /// Version of the policy: any change of it raises it.
    #[schemars(length(max = 32), regex(pattern = r"^[0-9]+\.[0-9]+\.[0-9]+$"))]
    pub version: String,
    /// What the data set is called.
    pub title: Texts,
    /// What it holds, in a few sentences.
    pub description: Texts,
    /// SPDX identifier of the licence under which the data is published.
    #[schemars(
        length(min = 1, max = 64),
        regex(pattern = r"^[A-Za-z0-9][A-Za-z0-9.+-]*$")
    )]
    pub licence: String,
    /// Whether the published rows keep the order of the raw ones.
    #[serde(default)]
    pub order: Order,
    /// Where the raw data comes from.
    pub source: Source,
    /// How long the raw data is kept.
    pub retention: Retention,
    /// Who wrote the policy.
    pub proposed: Signature,
    /// Who approved it: somebody else. Nothing is published without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<Signature>,
    /// How large the crowds are in which everybody is hidden.
    pub privacy: Privacy,
    /// Above which risk or loss nothing is published.
    #[serde(default)]
    pub thresholds: Thresholds,
    /// Which share of the rows is published.
    #[serde(default)]
    pub sampling: Sampling,
    /// The challenge by which the usefulness of what is left is measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utility: Option<Utility>,
    /// Every column of the raw table.
    #[schemars(length(min = 1, max = MAX_COLUMNS))]
    pub columns: Vec<Column>,
}

/// The most columns of a policy: a file that lists more was not written for people, and
/// every column costs memory in the search.
pub const MAX_COLUMNS: usize = 1024;

impl Policy {
    /// Reads a policy and checks all its rules, or says what is wrong and where.
    pub fn from_toml(text: &str) -> Result<Self, Vec<Fault>> {
        read::read(text)
    }

    /// The same of a file that is about to be signed by `proposed`: whatever it says of
    /// who proposed and who approved it counts for nothing, and may be missing.
    pub fn from_toml_to_sign(text: &str, proposed: &Signature) -> Result<Self, Vec<Fault>> {
        read::read_to_sign(text, proposed)
    }

    /// The policy as a file for people: every part with a remark on what it does.
    pub fn to_toml(&self) -> String {
        write::write(self)
    }

    /// What is wrong with the policy itself; empty when it may be applied.
    pub fn faults(&self) -> Vec<Fault> {
        validate::faults(self)
    }

    /// What keeps the policy from being applied for publication: its faults, and that
    /// nobody, or its own author, approved it.
    pub fn faults_before_publishing(&self) -> Vec<Fault> {
        let mut faults = self.faults();
        faults.extend(validate::unapproved(self));
        faults
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}

#[cfg(test)]
mod tests;
