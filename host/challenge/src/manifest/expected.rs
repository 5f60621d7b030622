//! The verdict that a shipped plugin must get.

use std::{borrow::Cow, fmt};

use pilotbox_model::FaultCode;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The verdict that a shipped plugin must get: `scored`, or the code of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedVerdict {
    /// At least one case is scored, and the total lies in the declared range.
    Scored,
    /// Every case ends with this fault.
    Fault(FaultCode),
}

impl ExpectedVerdict {
    const SCORED: &str = "scored";

    /// The word in the manifest.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scored => Self::SCORED,
            Self::Fault(code) => code.as_str(),
        }
    }

    fn words() -> impl Iterator<Item = &'static str> {
        std::iter::once(Self::SCORED).chain(FaultCode::ALL.map(FaultCode::as_str))
    }

    fn parse(word: &str) -> Option<Self> {
        if word == Self::SCORED {
            return Some(Self::Scored);
        }
        let code = FaultCode::ALL
            .into_iter()
            .find(|code| code.as_str() == word)?;
        Some(Self::Fault(code))
    }
}

impl fmt::Display for ExpectedVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for ExpectedVerdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ExpectedVerdict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Self::parse(&word)
            .ok_or_else(|| serde::de::Error::custom(format!("`{word}` is not a verdict")))
    }
}

impl JsonSchema for ExpectedVerdict {
    fn schema_name() -> Cow<'static, str> {
        "ExpectedVerdict".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The verdict that a shipped plugin must get.",
            "type": "string",
            "enum": Self::words().collect::<Vec<_>>(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        for word in ExpectedVerdict::words() {
            assert_eq!(
                ExpectedVerdict::parse(word).map(ExpectedVerdict::as_str),
                Some(word)
            );
        }
        assert_eq!(ExpectedVerdict::parse("rejected"), None);
    }
}
