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
    /// Every theme.
    pub const ALL: [Self; 13] = [
        Self::Agriculture,
        Self::Economy,
        Self::Education,
        Self::Energy,
        Self::Environment,
        Self::Government,
        Self::Health,
        Self::International,
        Self::Justice,
        Self::Regions,
        Self::Society,
        Self::Technology,
        Self::Transport,
    ];

    /// The theme of this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.code() == code)
    }

    /// Its address.
    pub fn url(self) -> String {
        format!("{THEMES}/{}", self.code())
    }

    /// Its code in the vocabulary: `TRAN`.
    pub fn code(self) -> &'static str {
        match self {
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
        }
    }
}

/// The vocabulary's address.
pub(super) const THEMES: &str = "http://publications.europa.eu/resource/authority/data-theme";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_found_by_its_code() {
        for theme in Theme::ALL {
            assert_eq!(Theme::of_code(theme.code()), Some(theme));
        }
        assert_eq!(Theme::of_code("tran"), None);
    }
}
