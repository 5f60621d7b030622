//! Which templates there are, and what each is made of.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A template: a harness that is set by `[harness.params]`, and the six plugins
/// that every challenge ships.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum TemplateKind {
    /// Forecast a series of numbers some steps ahead.
    Forecast,
    /// Name the class of each row, from rows whose class is known.
    Classify,
    /// Give each person one of the places that they wish for.
    Assign,
}

/// Where rows of the one table go.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// Rows whose class plugins are shown, in every split: `data/common`.
    Training,
    /// The split `sample`.
    Sample,
    /// The split `public`.
    Public,
    /// The split `final`.
    Final,
}

impl TemplateKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Forecast, Self::Classify, Self::Assign];

    /// The word in the manifest, which is the interface and its function too.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Forecast => "forecast",
            Self::Classify => "classify",
            Self::Assign => "assign",
        }
    }

    /// The template of that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The interface that the template's harness calls.
    pub fn interface(self) -> &'static str {
        match self {
            Self::Forecast => "pilotbox:templates/forecast@0.1.0",
            Self::Classify => "pilotbox:templates/classify@0.1.0",
            Self::Assign => "pilotbox:templates/assign@0.1.0",
        }
    }

    /// The crate, and so the file's name before `.wasm`, of the harness or of a
    /// plugin of the template.
    pub fn component(self, name: &str) -> String {
        format!("template-{self}-{name}")
    }

    /// Parts that a table is cut into, in the order in which they are filled.
    pub fn parts(self) -> &'static [Part] {
        match self {
            Self::Classify => &[Part::Training, Part::Sample, Part::Public, Part::Final],
            Self::Forecast | Self::Assign => &[Part::Sample, Part::Public, Part::Final],
        }
    }
}

impl fmt::Display for TemplateKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Part {
    /// The folder below `data/`.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Training => "common",
            Self::Sample => "sample",
            Self::Public => "public",
            Self::Final => "final",
        }
    }

    /// The path of a table of this part within a package. Training rows have a
    /// name of their own, since a split's table hides a shared one of its name.
    pub fn path(self, table: &str) -> String {
        let ending = if self == Self::Training {
            "-training"
        } else {
            ""
        };
        format!("data/{}/{table}{ending}.parquet", self.folder())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        for kind in TemplateKind::ALL {
            assert_eq!(TemplateKind::parse(kind.as_str()), Some(kind));
            assert!(kind.interface().contains(kind.as_str()));
        }
        assert_eq!(TemplateKind::parse("route"), None);
    }

    #[test]
    fn parts_name_their_tables() {
        assert_eq!(
            Part::Training.path("trees"),
            "data/common/trees-training.parquet"
        );
        assert_eq!(Part::Final.path("trees"), "data/final/trees.parquet");
        assert_eq!(
            TemplateKind::Assign.component("peek"),
            "template-assign-peek"
        );
    }
}
