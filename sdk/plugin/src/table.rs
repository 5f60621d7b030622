//! Read-only tables, read a column at a time and in blocks.

use std::{fmt, ops::Range};

use crate::raw::pilotbox::plugin::{data, tables};

pub use tables::{Column, Kind};

/// Rows asked for in one call: 2^17 values are 1 MiB of floats, large enough
/// that the call costs nothing beside the copy.
const BLOCK_ROWS: u64 = 1 << 17;

/// A table that the challenge grants.
pub struct Table {
    raw: tables::Table,
    columns: Vec<Column>,
    rows: u64,
}

/// Why a read failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableError {
    /// No table of this name is granted.
    UnknownTable(String),
    /// The table has no column of this name.
    UnknownColumn(String),
    /// The column is read by another method; says which kind it is.
    WrongKind(String),
    /// The range leaves the table, which has this many rows.
    OutOfRange(u64),
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownTable(name) => write!(f, "no table `{name}` is granted"),
            Self::UnknownColumn(name) => write!(f, "the table has no column `{name}`"),
            Self::WrongKind(kind) => write!(f, "the column holds {kind} values"),
            Self::OutOfRange(rows) => write!(f, "the range leaves the table of {rows} rows"),
        }
    }
}

impl std::error::Error for TableError {}

impl Table {
    /// Opens a granted table. Natively none is granted.
    pub fn open(name: &str) -> Result<Self, TableError> {
        if cfg!(target_arch = "wasm32") {
            data::open(name)
                .map(Self::from_raw)
                .map_err(TableError::from)
        } else {
            Err(TableError::UnknownTable(name.to_owned()))
        }
    }

    /// Wraps a handle from generated bindings.
    pub fn from_raw(raw: tables::Table) -> Self {
        Self {
            columns: raw.columns(),
            rows: raw.rows(),
            raw,
        }
    }

    /// How many rows there are.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The columns, in order.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// A whole float column; missing values are NaN.
    pub fn f64(&self, column: &str) -> Result<Vec<f64>, TableError> {
        self.f64_range(column, 0..self.rows)
    }

    /// Some rows of a float column; missing values are NaN.
    pub fn f64_range(&self, column: &str, rows: Range<u64>) -> Result<Vec<f64>, TableError> {
        let index = self.index(column)?;
        read_blocks(rows, |offset, length| {
            self.raw.read_f64(index, offset, length)
        })
    }

    /// A whole integer column; missing values are `i64::MIN`.
    pub fn s64(&self, column: &str) -> Result<Vec<i64>, TableError> {
        self.s64_range(column, 0..self.rows)
    }

    /// Some rows of an integer column; missing values are `i64::MIN`.
    pub fn s64_range(&self, column: &str, rows: Range<u64>) -> Result<Vec<i64>, TableError> {
        let index = self.index(column)?;
        read_blocks(rows, |offset, length| {
            self.raw.read_s64(index, offset, length)
        })
    }

    /// A whole text column; missing values are empty.
    pub fn text(&self, column: &str) -> Result<Vec<String>, TableError> {
        self.text_range(column, 0..self.rows)
    }

    /// Some rows of a text column; missing values are empty.
    pub fn text_range(&self, column: &str, rows: Range<u64>) -> Result<Vec<String>, TableError> {
        let dictionary = self.dictionary(column)?;
        let codes = self.codes_range(column, rows)?;
        let value = |code: &u32| dictionary.get(*code as usize).cloned().unwrap_or_default();
        Ok(codes.iter().map(value).collect())
    }

    /// Some rows of a text column as indices into [`Table::dictionary`];
    /// missing values are `u32::MAX`.
    pub fn codes_range(&self, column: &str, rows: Range<u64>) -> Result<Vec<u32>, TableError> {
        let index = self.index(column)?;
        read_blocks(rows, |offset, length| {
            self.raw.read_codes(index, offset, length)
        })
    }

    /// The distinct values of a text column, in order of first appearance.
    pub fn dictionary(&self, column: &str) -> Result<Vec<String>, TableError> {
        Ok(self.raw.dictionary(self.index(column)?)?)
    }

    fn index(&self, column: &str) -> Result<u32, TableError> {
        (0..)
            .zip(&self.columns)
            .find_map(|(index, candidate)| (candidate.name == column).then_some(index))
            .ok_or_else(|| TableError::UnknownColumn(column.to_owned()))
    }
}

/// Reads a range block by block, so that no single call copies too much. A
/// range of one block is handed on as it came.
fn read_blocks<T>(
    rows: Range<u64>,
    read: impl Fn(u64, u32) -> Result<Vec<T>, tables::TableError>,
) -> Result<Vec<T>, TableError> {
    let length = rows.end.saturating_sub(rows.start);
    if length <= BLOCK_ROWS {
        return Ok(read(rows.start, length as u32)?);
    }
    let mut values = Vec::with_capacity(length as usize);
    for start in rows.clone().step_by(BLOCK_ROWS as usize) {
        values.extend(read(start, BLOCK_ROWS.min(rows.end - start) as u32)?);
    }
    Ok(values)
}

impl From<tables::TableError> for TableError {
    fn from(error: tables::TableError) -> Self {
        match error {
            tables::TableError::UnknownTable(name) => Self::UnknownTable(name),
            tables::TableError::UnknownColumn(count) => {
                Self::UnknownColumn(format!("index beyond {count}"))
            }
            tables::TableError::WrongKind(kind) => {
                Self::WrongKind(format!("{kind:?}").to_lowercase())
            }
            tables::TableError::OutOfRange(rows) => Self::OutOfRange(rows),
        }
    }
}
