//! Why no anonymous table was found.

use super::{hierarchy::MAX_VALUES, key::MAX_KEY_BITS, lattice::MAX_NODES, problem};

/// Why no anonymous table was found: the input is not what it should be, is too large,
/// or has no solution.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnonymityError {
    /// A criterion outside of its range.
    #[error("`{criterion}` is `{found}`; hint: it may be {allowed}")]
    Criterion {
        /// Which.
        criterion: &'static str,
        /// Its value.
        found: String,
        /// What it may be.
        allowed: &'static str,
    },
    /// Diversity or closeness without anything that is sensitive.
    #[error("`{criterion}` is asked for, but no column is sensitive; hint: give one that role")]
    NothingSensitive {
        /// Which.
        criterion: &'static str,
    },
    /// Columns of different lengths.
    #[error("column `{column}` has {found} rows, the first one {rows}")]
    Rows {
        /// The column.
        column: String,
        /// Its rows.
        found: usize,
        /// Those of the first column.
        rows: usize,
    },
    /// Too many rows for one search.
    #[error("{found} rows are more than {max}; hint: publish the table in parts", max = problem::MAX_ROWS)]
    TooManyRows {
        /// How many.
        found: usize,
    },
    /// Too many columns.
    #[error(
        "{found} columns of a kind are more than {max}; hint: drop some, or give them another role",
        max = problem::MAX_COLUMNS
    )]
    TooManyColumns {
        /// How many.
        found: usize,
    },
    /// An attribute with too many values.
    #[error("column `{column}` has {found} values, more than {MAX_VALUES}; hint: round them first")]
    TooManyValues {
        /// The column.
        column: String,
        /// How many.
        found: usize,
    },
    /// A lattice too large to be searched.
    #[error(
        "the hierarchies allow more than {MAX_NODES} combinations of levels; hint: remove levels of columns that matter little, or choose `mondrian`"
    )]
    TooManyNodes,
    /// Codes that fit into no key.
    #[error(
        "the columns' values take {found} bits together, more than {MAX_KEY_BITS}; hint: round columns with many values first, or choose `mondrian`"
    )]
    KeyTooWide {
        /// How many.
        found: u32,
    },
    /// A row whose value its hierarchy does not know.
    #[error("column `{column}`, row {row}: value `{code}` is not in its hierarchy")]
    UnknownValue {
        /// The column.
        column: String,
        /// The row, from 0.
        row: usize,
        /// The code.
        code: u32,
    },
    /// A hierarchy that is not one.
    #[error("the hierarchy of column `{column}`, level {level}: {what}")]
    Hierarchy {
        /// The column.
        column: String,
        /// The level, from 0.
        level: usize,
        /// What is wrong there.
        what: HierarchyFault,
    },
    /// Even the most general table does not fulfil the criteria.
    #[error(
        "no combination of levels fulfils the criteria within {budget} suppressed rows; hint: add a level that joins all values, allow more suppression, or ask for less"
    )]
    NoSolution {
        /// Rows that may be suppressed.
        budget: u64,
    },
}

/// What is wrong with a level of a hierarchy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HierarchyFault {
    /// There is no level at all.
    #[error("there is none; hint: the first level keeps each value")]
    Missing,
    /// Level 0 changes a value.
    #[error("the first level must keep each value")]
    NotIdentity,
    /// A level for another number of values.
    #[error("it has another number of values than the first level")]
    Length,
    /// Two values that share a group below, but not here.
    #[error("values that share a group on the level below part again")]
    Parts,
}
