//! The themes of data sets, from the vocabulary that the European Union publishes, in
//! words.

use crate::texts::{Text, catalogue as texts};

/// Each theme by its code, in the order of a list.
pub(crate) const THEMES: [(&str, Text); 13] = [
    ("AGRI", texts::THEME_AGRI),
    ("ECON", texts::THEME_ECON),
    ("EDUC", texts::THEME_EDUC),
    ("ENER", texts::THEME_ENER),
    ("ENVI", texts::THEME_ENVI),
    ("GOVE", texts::THEME_GOVE),
    ("HEAL", texts::THEME_HEAL),
    ("INTR", texts::THEME_INTR),
    ("JUST", texts::THEME_JUST),
    ("REGI", texts::THEME_REGI),
    ("SOCI", texts::THEME_SOCI),
    ("TECH", texts::THEME_TECH),
    ("TRAN", texts::THEME_TRAN),
];

/// A theme in words, if its code is one.
pub fn named(code: &str) -> Option<Text> {
    let found = THEMES.into_iter().find(|(name, _)| *name == code);
    found.map(|(_, text)| text)
}
