//! The settings of a harness: what the challenge's manifest gives under
//! `[harness.params]`. A harness alone sees them, as a table of two text columns.

use std::{collections::BTreeMap, str::FromStr};

use crate::{TableError, open};

/// Name of the table that holds the settings.
const TABLE: &str = "params";

/// The settings by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params(BTreeMap<String, String>);

impl Params {
    /// Reads the settings of this challenge.
    pub fn read() -> Result<Self, TableError> {
        let table = open(TABLE)?;
        Ok(Self::of(
            table.text("key")?.into_iter().zip(table.text("value")?),
        ))
    }

    /// Settings from pairs of name and value.
    pub fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    /// A setting that may be left out.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A setting that the challenge must give. The error says which it lacks.
    pub fn text(&self, name: &str) -> Result<&str, String> {
        self.get(name)
            .ok_or_else(|| format!("the setting `{name}` is missing"))
    }

    /// A number that may be left out. The error says what it is instead.
    pub fn number<T: FromStr>(&self, name: &str) -> Result<Option<T>, String> {
        let parse = |text: &str| {
            text.parse()
                .map_err(|_| format!("the setting `{name}` cannot be `{text}`"))
        };
        self.get(name).map(parse).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params() -> Params {
        let own = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        Params::of([own("step", "3600"), own("target", "litres")])
    }

    #[test]
    fn settings_are_found_by_name() {
        assert_eq!(params().text("target"), Ok("litres"));
        assert_eq!(params().number("step"), Ok(Some(3600_u32)));
        assert_eq!(params().number::<u32>("every"), Ok(None));
    }

    #[test]
    fn what_is_missing_or_no_number_is_named() {
        let missing = params().text("time").expect_err("it is missing");
        assert_eq!(missing, "the setting `time` is missing");
        let wrong = params().number::<u32>("target").expect_err("it is a text");
        assert_eq!(wrong, "the setting `target` cannot be `litres`");
    }
}
