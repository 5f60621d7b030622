//! What a policy says of one column.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Hierarchy, Step, Texts};
use crate::Role;

/// What a policy says of one column of the raw table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its name in the raw table, and in the published one.
    #[schemars(length(min = 1, max = 256))]
    pub name: String,
    /// Its type in the raw table.
    #[serde(rename = "type")]
    pub data_type: DataType,
    /// What it is to a person's privacy.
    pub role: Role,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Texts>,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Texts>,
    /// Unit of its numbers, such as `m3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 64))]
    pub unit: Option<String>,
    /// The column that this one was computed from: whoever sees the one knows much of the
    /// other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derived_from: Option<String>,
    /// Changes, in order; before any generalisation by the search.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// How values become groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hierarchy: Option<Hierarchy>,
    /// The finest level of the hierarchy that the search may choose.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub least_level: u32,
}

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DataType {
    /// Text (`Utf8`).
    Text,
    /// Whole numbers (`Int64`).
    Integer,
    /// Numbers (`Float64`).
    Number,
    /// True or false.
    Boolean,
    /// Days (`Date32`).
    Date,
    /// Moments in UTC, to the millisecond.
    Time,
}

impl Column {
    /// A column that is published as it is.
    pub fn new(name: impl Into<String>, data_type: DataType, role: Role) -> Self {
        Self {
            name: name.into(),
            data_type,
            role,
            title: None,
            description: None,
            unit: None,
            derived_from: None,
            steps: Vec::new(),
            hierarchy: None,
            least_level: 0,
        }
    }

    /// Whether the column is published in any form.
    pub fn is_published(&self) -> bool {
        !self.steps.contains(&Step::Drop)
    }

    /// Whether the search generalises it so that people look alike in it.
    pub fn is_searched(&self) -> bool {
        self.role == Role::QuasiIdentifier && self.is_published()
    }

    /// Whether its values must differ within a crowd.
    pub fn is_guarded(&self) -> bool {
        self.role == Role::Sensitive && self.is_published()
    }

    /// The finest level that may be published of what the search generalises.
    pub fn finest_level(&self) -> u32 {
        let own = self.hierarchy.as_ref().map_or(0, Hierarchy::least_level);
        own.max(self.least_level)
    }

    /// The type after the column's own steps; nothing when one does not fit.
    pub fn type_after_steps(&self) -> Option<DataType> {
        let mut steps = self.steps.iter();
        steps.try_fold(self.data_type, |data_type, step| step.output(data_type))
    }
}

impl DataType {
    /// Whether it has numbers to count with.
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Integer | Self::Number)
    }

    /// Whether one value lies further from another than a third does.
    pub fn is_ordered(self) -> bool {
        self.is_numeric() || matches!(self, Self::Date | Self::Time)
    }

    /// Its name in the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Time => "time",
        }
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
fn is_zero(level: &u32) -> bool {
    *level == 0
}
