//! The steps that a policy may name for a column, in the order in which they are taken.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::DataType;

/// One change of a column. A missing value stays missing in every step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Step {
    /// The column is not published.
    Drop,
    /// Each value is replaced by a name that only the data set's key can make again:
    /// equal values get equal names in all columns of the data set.
    Pseudonym {
        /// What each name begins with, such as `person-`.
        #[serde(default)]
        #[schemars(regex(pattern = r"^[a-z0-9-]{0,16}$"))]
        prefix: String,
        /// Characters after the prefix, 5 bits each.
        #[serde(default = "default_pseudonym_length")]
        #[schemars(range(min = 12, max = 51))]
        length: u32,
    },
    /// Each value is replaced by its group at this level of the column's hierarchy: 1 is
    /// the finest. For quasi-identifiers the search chooses the level instead.
    Generalise {
        /// The level.
        #[schemars(range(min = 1))]
        level: u32,
    },
    /// Values above become `at`.
    TopCode {
        /// The highest value that is published.
        at: f64,
    },
    /// Values below become `at`.
    BottomCode {
        /// The lowest value that is published.
        at: f64,
    },
    /// Values outside become the nearer bound.
    Clamp {
        /// The lowest value that is published.
        min: f64,
        /// The highest value that is published.
        max: f64,
    },
    /// Values become the nearest multiple, halves away from zero.
    Round {
        /// The unit, more than 0.
        to: f64,
    },
    /// What looks like a name, a number or an address of a person within a text is
    /// replaced.
    Redact {
        /// What stands in its place.
        #[serde(default = "default_redaction")]
        #[schemars(length(max = 32))]
        with: String,
    },
    /// Rows with one of these values are left out. Comes before all other steps.
    Suppress {
        /// The values, written as in a CSV.
        #[serde(default)]
        values: Vec<String>,
        /// Whether rows whose value is missing are left out too.
        #[serde(default)]
        missing: bool,
    },
}

/// 80 bits: among ten million values two equal names are a matter of one in ten thousand
/// million.
pub(super) const DEFAULT_PSEUDONYM_LENGTH: u32 = 16;

/// What stands in the place of a redacted part.
pub(super) const DEFAULT_REDACTION: &str = "▮";

impl Step {
    /// Its name in the file.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Drop => "drop",
            Self::Pseudonym { .. } => "pseudonym",
            Self::Generalise { .. } => "generalise",
            Self::TopCode { .. } => "top-code",
            Self::BottomCode { .. } => "bottom-code",
            Self::Clamp { .. } => "clamp",
            Self::Round { .. } => "round",
            Self::Redact { .. } => "redact",
            Self::Suppress { .. } => "suppress",
        }
    }

    /// The type of what the step makes of a column of this type; nothing when the step
    /// does not fit.
    pub fn output(&self, input: DataType) -> Option<DataType> {
        match self {
            Self::Drop | Self::Suppress { .. } => Some(input),
            Self::Pseudonym { .. } | Self::Generalise { .. } => Some(DataType::Text),
            Self::Redact { .. } => (input == DataType::Text).then_some(input),
            Self::TopCode { .. }
            | Self::BottomCode { .. }
            | Self::Clamp { .. }
            | Self::Round { .. } => input.is_numeric().then_some(input),
        }
    }

    /// The numbers that the step was given.
    pub(super) fn numbers(&self) -> Vec<f64> {
        match self {
            Self::TopCode { at } | Self::BottomCode { at } => vec![*at],
            Self::Clamp { min, max } => vec![*min, *max],
            Self::Round { to } => vec![*to],
            _ => Vec::new(),
        }
    }
}

fn default_pseudonym_length() -> u32 {
    DEFAULT_PSEUDONYM_LENGTH
}

fn default_redaction() -> String {
    DEFAULT_REDACTION.to_owned()
}
