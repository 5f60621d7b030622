//! A pilot's answer: its JSON, and the same as a page can draw it.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::DataAbout;
use crate::api::challenges::Bilingual;

/// A filled form. Nothing of it is kept.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PilotAsk {
    /// The fields by name, as the pilot's form asks for them.
    #[schema(value_type = Object)]
    pub input: Value,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PilotAnswer {
    /// The answer itself.
    #[schema(value_type = Object)]
    pub answer: Value,
    /// The same, as it is to be shown. Texts in it are plain.
    pub shown: Vec<AnswerBlock>,
    /// Of what place and time the data is.
    pub data: DataAbout,
}

/// A part of an answer, as it is to be shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum AnswerBlock {
    /// A sentence.
    Sentence {
        /// It.
        text: Bilingual,
    },
    /// A table.
    Table {
        /// What the columns hold.
        columns: Vec<Bilingual>,
        /// A cell for each column.
        rows: Vec<Vec<AnswerCell>>,
    },
    /// A line.
    Chart {
        /// What runs from left to right.
        x: Bilingual,
        /// What runs upwards.
        y: Bilingual,
        /// In order of `x`.
        points: Vec<AnswerPoint>,
    },
    /// A tile for each district of Sofia.
    Districts {
        /// What the numbers are.
        title: Bilingual,
        /// Districts that have a number.
        tiles: Vec<AnswerTile>,
    },
}

/// A number or a text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum AnswerCell {
    /// A number.
    Number(f64),
    /// A text.
    Text(Bilingual),
}

/// A point of a line.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AnswerPoint {
    /// From left to right.
    pub x: f64,
    /// Upwards.
    pub y: f64,
}

/// A district with its number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AnswerTile {
    /// The district's name.
    pub name: Bilingual,
    /// Its number.
    pub value: f64,
}
