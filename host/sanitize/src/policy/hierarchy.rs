//! The hierarchies by which values become groups. Level 0 is the value itself, levels
//! from 1 on are those that a hierarchy lists, the last one is `*` for everybody.
//! Each group lies wholly in one group of the next level, which the search relies on.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::DataType;

/// How values of a column become groups, from fine to coarse.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Hierarchy {
    /// Numbers become bands `[low, high)`.
    Bands {
        /// Widths from narrow to wide, each a multiple of the one before.
        #[schemars(length(min = 1, max = MAX_LEVELS))]
        widths: Vec<f64>,
        /// Where a band of every width begins.
        #[serde(default)]
        origin: f64,
    },
    /// Dates and times become hours, days, months, quarters, years, decades.
    Dates {
        /// From fine to coarse.
        #[schemars(length(min = 1, max = MAX_LEVELS))]
        levels: Vec<DateLevel>,
    },
    /// Coordinates (degrees, WGS 84) become H3 cells. The values themselves are never
    /// published: the finest level is the first resolution.
    Cells {
        /// H3 resolutions from fine to coarse, 15 (about 1 square metre) to 0.
        #[schemars(length(min = 1, max = MAX_LEVELS))]
        resolutions: Vec<u8>,
        /// The column of the longitude, where this one is the latitude; it is dropped.
        /// Without, the column is a text `latitude,longitude`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        longitude: Option<String>,
    },
    /// Codes become their parents.
    Codes {
        /// For each code its parents from near to far, equally many for each.
        parents: BTreeMap<String, Vec<String>>,
        /// What a code that is not listed becomes, at every level. Without, such a code
        /// is an error.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        other: Option<String>,
    },
    /// Texts become their beginnings: post codes, geohashes, codes of a register.
    Prefixes {
        /// Characters that are kept, from many to few.
        #[schemars(length(min = 1, max = MAX_LEVELS))]
        lengths: Vec<u32>,
    },
    /// A value is published as it is, or `*` in its place.
    Constant,
}

/// The most levels of a hierarchy: the search looks at the product over all columns.
pub const MAX_LEVELS: usize = 16;

/// What stands for everybody.
pub const TOP: &str = "*";

/// A part of a date, from fine to coarse.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum DateLevel {
    /// `2026-11-22T14`, of times only.
    Hour,
    /// `2026-11-22`, of times only.
    Day,
    /// `2026-11`.
    Month,
    /// `2026-Q4`.
    Quarter,
    /// `2026`.
    Year,
    /// `2020s`.
    Decade,
}

impl DateLevel {
    /// Its name in the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Decade => "decade",
        }
    }
}

impl Hierarchy {
    /// How many levels there are above the value itself, `*` included.
    pub fn levels(&self) -> usize {
        1 + match self {
            Self::Bands { widths, .. } => widths.len(),
            Self::Dates { levels } => levels.len(),
            Self::Cells { resolutions, .. } => resolutions.len(),
            Self::Codes { parents, .. } => parents.values().next().map_or(0, Vec::len),
            Self::Prefixes { lengths } => lengths.len(),
            Self::Constant => 0,
        }
    }

    /// The finest level that may be published: coordinates never are as they came.
    pub fn least_level(&self) -> u32 {
        u32::from(matches!(self, Self::Cells { .. }))
    }

    /// Whether it can be built over values of this type.
    pub fn fits(&self, data_type: DataType) -> bool {
        match self {
            Self::Bands { .. } => data_type.is_numeric(),
            Self::Dates { .. } => matches!(data_type, DataType::Date | DataType::Time),
            Self::Cells { longitude, .. } => match longitude {
                Some(_) => data_type == DataType::Number,
                None => data_type == DataType::Text,
            },
            Self::Codes { .. } => matches!(data_type, DataType::Text | DataType::Integer),
            Self::Prefixes { .. } => data_type == DataType::Text,
            Self::Constant => true,
        }
    }

    /// Its name in the file.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Bands { .. } => "bands",
            Self::Dates { .. } => "dates",
            Self::Cells { .. } => "cells",
            Self::Codes { .. } => "codes",
            Self::Prefixes { .. } => "prefixes",
            Self::Constant => "constant",
        }
    }
}
