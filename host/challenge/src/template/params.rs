//! The settings of each template's harness: their names, what each may be, and
//! what is wrong with those that somebody wrote. The harness sees them as a table
//! of two text columns; a plugin never does.

mod check;
pub(super) mod list;

use std::{borrow::Cow, collections::BTreeMap};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

pub(super) use check::{MAX_TEXT_BYTES, columns};
pub use check::{ParamFault, faults};

use super::TemplateKind;
use crate::manifest::Texts;

/// Name of the table in which a harness finds its settings.
pub const TABLE: &str = "params";

/// The value of a setting: one scalar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ParamValue {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Number(f64),
}

/// What a setting may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ParamType {
    /// The name of the challenge's table.
    Table,
    /// The name of a column of the table.
    Column,
    /// Names of columns, separated by commas.
    Columns,
    /// A whole number.
    Integer {
        /// The least that is allowed.
        min: i64,
        /// The most that is allowed.
        max: i64,
    },
    /// A number above 0.
    Number,
    /// One of some words.
    Choice(&'static [&'static str]),
    /// One of some words, or else the name of a column.
    ColumnOr(&'static [&'static str]),
}

/// A setting of a template.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ParamSpec {
    /// The key in `[harness.params]`.
    pub name: &'static str,
    /// What it may be.
    pub kind: ParamType,
    /// Whether a challenge must give it.
    pub is_required: bool,
    /// What it is for, in English.
    pub en: &'static str,
    /// What it is for, in Bulgarian.
    pub bg: &'static str,
}

/// Every setting of a template, in the order in which a form asks for them.
pub fn specs(kind: TemplateKind) -> &'static [ParamSpec] {
    list::of(kind)
}

/// The setting of that name.
pub fn spec(kind: TemplateKind, name: &str) -> Option<&'static ParamSpec> {
    specs(kind).iter().find(|spec| spec.name == name)
}

/// The settings as a harness reads them: sorted keys, values as text.
pub fn rows(params: &BTreeMap<String, ParamValue>) -> Vec<(String, String)> {
    let row = |(key, value): (&String, &ParamValue)| (key.clone(), value.to_string());
    params.iter().map(row).collect()
}

impl ParamSpec {
    /// What it is for, in both languages.
    pub fn texts(&self) -> Texts {
        Texts {
            en: self.en.to_owned(),
            bg: self.bg.to_owned(),
        }
    }

    /// Reads what somebody typed into a field of a form; nothing typed is nothing
    /// set. A number that is none stays a text, which is then refused by its type.
    pub fn read(&self, typed: &str) -> Option<ParamValue> {
        let typed = typed.trim();
        if typed.is_empty() {
            return None;
        }
        let text = || ParamValue::Text(typed.to_owned());
        Some(match self.kind {
            ParamType::Integer { .. } => typed.parse().map_or_else(|_| text(), ParamValue::Integer),
            ParamType::Number => match (typed.parse(), typed.parse::<f64>()) {
                (Ok(whole), _) => ParamValue::Integer(whole),
                (_, Ok(number)) if number.is_finite() => ParamValue::Number(number),
                _ => text(),
            },
            _ => text(),
        })
    }
}

impl ParamValue {
    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Integer(_) | Self::Number(_) => None,
        }
    }

    /// The integer, if it is one.
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(integer) => Some(*integer),
            Self::Text(_) | Self::Number(_) => None,
        }
    }
}

/// As the harness reads it. The shortest digits that give the same number back,
/// so that no setting changes on its way.
impl std::fmt::Display for ParamValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Integer(integer) => write!(f, "{integer}"),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

impl JsonSchema for ParamValue {
    fn schema_name() -> Cow<'static, str> {
        "ParamValue".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The value of a setting: a text or a number.",
            "type": ["string", "integer", "number"],
            "maxLength": check::MAX_TEXT_BYTES,
        })
    }
}

#[cfg(test)]
mod tests;
