//! What a component was run with.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Digest;

/// What a component may import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// `pilotbox:plugin/*` and nothing else.
    Pure,
    /// Also enough of WASI 0.2 for a language runtime to start; it finds
    /// nothing there.
    Compat,
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pure => "pure",
            Self::Compat => "compat",
        })
    }
}

/// The engine that ran a component. Fuel may differ between versions, so
/// results are compared only under one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EngineInfo {
    /// The engine's name.
    pub name: String,
    /// The engine's version.
    pub version: String,
    /// Digest of every setting that can change a result or its fuel.
    pub settings: Digest,
}
