//! What describes published data sets to others' machines: a catalogue as DCAT-AP 3 has
//! it, in JSON-LD and in Turtle. Both are written from one graph, in a fixed order; an
//! address or a digest that would not be one there is refused.

use serde::{Deserialize, Serialize};

use crate::format::write::csvw::Text;

mod describe;
mod graph;
mod jsonld;
mod live;
#[cfg(test)]
mod tests;
mod theme;
mod turtle;

pub use live::{LiveFile, LiveKind, LiveSet};
pub use theme::Theme;

/// The catalogue of a city.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// Its address.
    pub url: String,
    /// What it is called.
    pub title: Text,
    /// What is in it.
    pub description: Text,
    /// Who answers for it.
    pub publisher: Publisher,
    /// When it changed last.
    pub modified: jiff::civil::Date,
    /// The data sets, in the order in which they are shown.
    pub data_sets: Vec<DataSet>,
    /// Data sets that a server writes when they are asked for, after the others.
    #[serde(default)]
    pub live: Vec<LiveSet>,
}

/// Who answers for data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publisher {
    /// Its address.
    pub url: String,
    /// Its name.
    pub name: Text,
}

/// A data set in one version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataSet {
    /// Its address.
    pub url: String,
    /// Its name in the catalogue.
    pub identifier: String,
    /// Its version.
    pub version: String,
    /// What it is called.
    pub title: Text,
    /// What it holds.
    pub description: Text,
    /// Words by which it is found.
    #[serde(default)]
    pub keywords: Vec<Text>,
    /// What it is about; at least one.
    pub themes: Vec<Theme>,
    /// When it was published first.
    pub issued: jiff::civil::Date,
    /// When this version was published.
    pub modified: jiff::civil::Date,
    /// Where it came from and how it was changed.
    pub provenance: Text,
    /// The address of its licence.
    pub licence: String,
    /// The address of the policy that it was made by.
    pub policy: String,
    /// The address of the report on the risk that is left.
    pub risk_report: String,
    /// The address of its dictionary.
    pub dictionary: String,
    /// The first and the last day that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<(jiff::civil::Date, jiff::civil::Date)>,
    /// Where it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Area>,
    /// Its files; at least one.
    pub files: Vec<DataFile>,
}

/// The area that a data set is about, in degrees of WGS 84.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// The western edge.
    pub west: f64,
    /// The southern edge.
    pub south: f64,
    /// The eastern edge.
    pub east: f64,
    /// The northern edge.
    pub north: f64,
}

/// A file of a data set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataFile {
    /// Where it is fetched.
    pub url: String,
    /// What it is.
    pub kind: FileKind,
    /// How long it is.
    pub bytes: u64,
    /// Its SHA-256, in 64 lower-case hexadecimal digits.
    pub sha256: String,
}

/// What a published file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileKind {
    /// CSV as RFC 4180 has it.
    Csv,
    /// Parquet.
    Parquet,
}

/// Why a catalogue cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// An address that no graph can have.
    #[error("{place}: `{url}` is no address; hint: it begins as `https://`")]
    Url {
        /// Whose it is.
        place: String,
        /// What was given.
        url: String,
    },
    /// A text that is not there in both languages.
    #[error("{place}: the text in `{language}` is empty")]
    Text {
        /// Whose it is.
        place: String,
        /// The language.
        language: &'static str,
    },
    /// A digest that is none.
    #[error("{place}: a digest of SHA-256 has 64 hexadecimal digits in lower case")]
    Digest {
        /// The file's address.
        place: String,
    },
    /// A list that must not be empty.
    #[error("{place}: no {what} is given")]
    Missing {
        /// Whose it is.
        place: String,
        /// What is missing.
        what: &'static str,
    },
    /// A period that ends before it begins, or an area that is none.
    #[error("{place}: the {what} has no extent")]
    Extent {
        /// Whose it is.
        place: String,
        /// What has none.
        what: &'static str,
    },
    /// Two data sets or files of one address.
    #[error("`{url}` stands twice")]
    Twice {
        /// The address.
        url: String,
    },
}

/// The address of a licence by its SPDX identifier.
pub fn licence_url(identifier: &str) -> String {
    format!("https://spdx.org/licenses/{identifier}.html")
}

impl Catalogue {
    /// The catalogue in JSON-LD.
    pub fn json_ld(&self) -> Result<String, CatalogueError> {
        Ok(jsonld::written(&describe::graph(self)?))
    }

    /// The catalogue in Turtle.
    pub fn turtle(&self) -> Result<String, CatalogueError> {
        Ok(turtle::written(&describe::graph(self)?))
    }
}
