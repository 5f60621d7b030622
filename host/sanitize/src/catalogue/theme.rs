//! The themes of data sets, from the vocabulary that the European Union publishes.

use serde::{Deserialize, Serialize};

/// What a data set is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// Agriculture, fisheries, forestry and food.
    Agriculture,
    /// Economy and finance.
    Economy,
    /// Education, culture and sport.
    Education,
    /// Energy.
    Energy,
    /// Environment.
    Environment,
    /// Government and public sector.
    Government,
    /// Health.
    Health,
    /// International issues.
    International,
    /// Justice, legal system and public safety.
    Justice,
    /// Regions and cities.
    Regions,
    /// Population and society.
    Society,
    /// Science and technology.
    Technology,
    /// Transport.
    Transport,
}

impl Theme {
    /// Its address.
    pub fn url(self) -> String {
        let code = match self {
            Self::Agriculture => "AGRI",
            Self::Economy => "ECON",
            Self::Education => "EDUC",
            Self::Energy => "ENER",
            Self::Environment => "ENVI",
            Self::Government => "GOVE",
            Self::Health => "HEAL",
            Self::International => "INTR",
            Self::Justice => "JUST",
            Self::Regions => "REGI",
            Self::Society => "SOCI",
            Self::Technology => "TECH",
            Self::Transport => "TRAN",
        };
        format!("{THEMES}/{code}")
    }
}

/// The vocabulary's address.
pub(super) const THEMES: &str = "http://publications.europa.eu/resource/authority/data-theme";
