//! The three sets of cases.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A set of cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Split {
    /// Everything is shown.
    Sample,
    /// Inputs are hidden, scores are shown.
    Public,
    /// Withheld until the close.
    Final,
}

/// A text that names no split.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a split; hint: use `sample`, `public` or `final`")]
pub struct SplitError(String);

impl Split {
    /// Every split.
    pub const ALL: [Self; 3] = [Self::Sample, Self::Public, Self::Final];

    /// The name in manifests, folders and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sample => "sample",
            Self::Public => "public",
            Self::Final => "final",
        }
    }

    /// Whether inputs, logs and per-case results are withheld from startups.
    pub fn is_hidden(self) -> bool {
        self != Self::Sample
    }
}

impl fmt::Display for Split {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Split {
    type Err = SplitError;

    fn from_str(text: &str) -> Result<Self, SplitError> {
        Self::ALL
            .into_iter()
            .find(|split| split.as_str() == text)
            .ok_or_else(|| SplitError(text.to_owned()))
    }
}
