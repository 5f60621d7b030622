//! The rubric `rubric.toml` as types: the criteria by which people judge, each
//! with written anchors, so that two evaluators mean the same by a 3.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::manifest::Texts;

/// The criteria by which people judge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rubric {
    /// Four to six: fewer say too little, more are not read.
    #[schemars(length(min = 4, max = 6))]
    pub criteria: Vec<Criterion>,
}

/// One criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// The name in results.
    #[schemars(length(max = 64), regex(pattern = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"))]
    pub id: String,
    /// What it is judged for.
    pub heading: Heading,
    /// The name for people, or the question that they answer.
    pub title: Texts,
    /// What else the evaluator should know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Texts")]
    pub note: Option<Texts>,
    /// What each step from 0 to 5 means, in that order.
    #[schemars(length(min = 6, max = 6))]
    pub anchors: Vec<Texts>,
}

/// The headings of the methodology that Sofia used for its first sandbox.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Heading {
    /// What it would change if it worked.
    Potential,
    /// How well it fits what the city needs first.
    Prioritisation,
    /// How soon it could be tried.
    Readiness,
    /// Whether it would last.
    Sustainability,
}
