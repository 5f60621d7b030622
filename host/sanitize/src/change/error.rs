//! Why a table was not changed. Names columns and rows, never what a cell holds.

use crate::anonymity::AnonymityError;

/// Why a table was not changed. Rows are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// A policy that breaks its own rules.
    #[error("the policy has {count} faults, the first is: {first}")]
    Policy {
        /// How many.
        count: usize,
        /// The first of them.
        first: String,
    },
    /// A column that the policy does not name.
    #[error(
        "column `{column}` is not named in the policy; hint: name it there, with the step `drop` if it is not to be published"
    )]
    Unnamed {
        /// The column.
        column: String,
    },
    /// A column that the table lacks.
    #[error("column `{column}` of the policy is not in the table; hint: remove it from the policy")]
    Absent {
        /// The column.
        column: String,
    },
    /// A column of another type.
    #[error("column `{column}` is {found}, the policy says {named}; hint: write its type as found")]
    Type {
        /// The column.
        column: String,
        /// Its type in the table.
        found: &'static str,
        /// Its type in the policy.
        named: &'static str,
    },
    /// More rows than codes can number.
    #[error("{found} rows are more than {most}; hint: publish the table in parts", most = u32::MAX)]
    TooManyRows {
        /// How many.
        found: usize,
    },
    /// A code without parents.
    #[error(
        "column `{column}`, row {row}: the code is not in the hierarchy; hint: list it under `parents`, or set `other`"
    )]
    Code {
        /// The column.
        column: String,
        /// The row of the raw table.
        row: u64,
    },
    /// A number or a date that no group holds.
    #[error(
        "column `{column}`, row {row}: the value is too large or too small for the hierarchy; hint: clamp it first, or suppress it"
    )]
    Range {
        /// The column.
        column: String,
        /// The row of the raw table.
        row: u64,
    },
    /// People cannot be hidden as the policy demands.
    #[error("people cannot be hidden in crowds: {0}")]
    Crowd(#[from] AnonymityError),
    /// Arrow refused; its own words could show a cell, so they are left out.
    #[error("column `{column}` could not be written")]
    Write {
        /// The column.
        column: String,
    },
}
