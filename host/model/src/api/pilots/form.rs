//! A pilot's form: a JSON Schema as a page can draw it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::DataAbout;
use crate::api::challenges::Bilingual;

/// A form, and of what its answers' data is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PilotForm {
    /// Fields, in order.
    pub fields: Vec<FormField>,
    /// Of what place and time the data is.
    pub data: DataAbout,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FormField {
    /// Its name in the input.
    pub name: String,
    /// What is asked.
    pub title: Bilingual,
    /// What helps to answer it.
    pub help: Option<Bilingual>,
    /// What may be answered.
    pub kind: FieldKind,
}

/// What may be answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum FieldKind {
    /// One of these.
    Choice {
        /// At least one.
        options: Vec<FormOption>,
    },
    /// A number.
    Number {
        /// The least.
        minimum: Option<f64>,
        /// The most.
        maximum: Option<f64>,
        /// Whether it has no fraction.
        is_whole: bool,
    },
    /// A line of text.
    Text {
        /// Longest, in characters.
        max_chars: u64,
    },
    /// Yes or no.
    YesNo,
}

/// One of several answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FormOption {
    /// What stands in the input.
    pub value: OptionValue,
    /// What people read.
    pub title: Bilingual,
}

/// A whole number or a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum OptionValue {
    /// A whole number.
    Whole(i64),
    /// A text.
    Text(String),
}

impl OptionValue {
    /// As a form's field holds it.
    pub fn text(&self) -> String {
        match self {
            Self::Whole(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}
