//! A table that somebody has brought, to make a challenge of: CSV or Parquet, read into
//! columns of whole numbers, numbers and texts, and written as Parquet. Refuses what is
//! no table, and what is larger than a challenge needs; guesses a type only where every
//! cell agrees with it.

mod csv;
mod time;
mod write;

use std::sync::Arc;

use pilotbox_sandbox::{Column, TableError, TableHead};

pub use time::TimeError;
pub use write::{WriteError, write_parquet};

/// Bytes of a file that is read. It is held in memory whole, by a server too.
pub const MAX_TABLE_BYTES: u64 = 32 << 20;

/// Rows of a table. Cases are made of rows, and each costs a run some milliseconds.
pub const MAX_TABLE_ROWS: usize = 200_000;

/// Columns of a table. Keeps a single line of separators from filling the memory.
pub const MAX_TABLE_COLUMNS: usize = 64;

/// Bytes that decoded columns may take: a small compressed file can hold many.
pub(crate) const MAX_DECODED_BYTES: u64 = 256 << 20;

/// How every Parquet file begins.
const PARQUET_MAGIC: &[u8] = b"PAR1";

/// A table: columns of equal length under names that differ.
#[derive(Clone, Debug, PartialEq)]
pub struct InputTable {
    columns: Vec<(String, Column)>,
    rows: usize,
}

/// Why a file is no table. Lines count from 1, the heading's line included.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// There is nothing in it.
    #[error("the file is empty; hint: the first line names the columns")]
    Empty,
    /// It has more bytes than are read.
    #[error("the file has {0} bytes; hint: at most {MAX_TABLE_BYTES} are read")]
    TooLarge(u64),
    /// It is not UTF-8.
    #[error(
        "line {line} is not UTF-8; hint: save the file as \"CSV UTF-8\", not in an old encoding of one alphabet"
    )]
    NotUtf8 {
        /// Where.
        line: u64,
    },
    /// A column has no name.
    #[error("column {0} has no name; hint: the first line names every column")]
    NoName(usize),
    /// Two columns have the same name.
    #[error("two columns are called `{0}`; hint: give each its own name")]
    SameName(String),
    /// There are more columns than are read.
    #[error("the file has {0} columns; hint: at most {MAX_TABLE_COLUMNS} are read")]
    TooManyColumns(usize),
    /// There are more rows than are read.
    #[error("the file has more than {MAX_TABLE_ROWS} rows; hint: bring fewer, such as of a year")]
    TooManyRows,
    /// There are no rows.
    #[error("the file has a heading and no rows")]
    NoRows,
    /// A row has other cells than the heading.
    #[error(
        "line {line} has {has} cells, the heading has {wants}; hint: quote a text that holds the separator"
    )]
    Ragged {
        /// Where.
        line: u64,
        /// How many it has.
        has: usize,
        /// How many there should be.
        wants: usize,
    },
    /// It cannot be read as CSV.
    #[error("the file is no CSV: {0}")]
    Csv(String),
    /// It cannot be read as Parquet.
    #[error("the file is no Parquet that is read here: {0}")]
    Parquet(String),
}

/// What a column holds, in words of people who make tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// Whole numbers.
    Whole,
    /// Numbers.
    Number,
    /// Texts.
    Text,
}

impl InputTable {
    /// Reads CSV or Parquet, whichever the bytes are.
    pub fn read(bytes: Vec<u8>) -> Result<Self, InputError> {
        let size = bytes.len() as u64;
        if size > MAX_TABLE_BYTES {
            return Err(InputError::TooLarge(size));
        }
        let columns = if bytes.starts_with(PARQUET_MAGIC) {
            parquet(bytes)?
        } else {
            csv::read(&bytes)?
        };
        Self::of(columns)
    }

    /// A table of these columns.
    pub fn of(columns: Vec<(String, Column)>) -> Result<Self, InputError> {
        check_names(columns.iter().map(|(name, _)| name.as_str()))?;
        let rows = columns.first().map_or(0, |(_, column)| column.len());
        match rows {
            0 => Err(InputError::NoRows),
            _ if rows > MAX_TABLE_ROWS => Err(InputError::TooManyRows),
            _ => Ok(Self { columns, rows }),
        }
    }

    /// How many rows there are; at least one.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Names and values, in the order of the file.
    pub fn columns(&self) -> &[(String, Column)] {
        &self.columns
    }

    /// Puts other values of the same length in the place of a column's.
    pub(crate) fn replace(&mut self, name: &str, column: Column) {
        let found = self.columns.iter_mut().find(|(own, _)| own == name);
        if let Some((_, own)) = found
            && own.len() == column.len()
        {
            *own = column;
        }
    }

    /// The names, in the order of the file.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(name, _)| name.as_str())
    }

    /// The column of a name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        let found = self.columns.iter().find(|(own, _)| own == name);
        found.map(|(_, column)| column)
    }
}

/// What a column holds.
pub fn kind(column: &Column) -> CellKind {
    match column {
        Column::Integer(_) => CellKind::Whole,
        Column::Float(_) => CellKind::Number,
        Column::Text { .. } => CellKind::Text,
    }
}

/// The values as numbers; nothing for a column of texts. A missing one is NaN.
pub fn numbers(column: &Column) -> Option<Vec<f64>> {
    match column {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a measure beyond 2^53 is no measure"
        )]
        Column::Integer(values) => {
            let number = |value: &i64| {
                if *value == i64::MIN {
                    f64::NAN
                } else {
                    *value as f64
                }
            };
            Some(values.iter().map(number).collect())
        }
        Column::Float(values) => Some(values.clone()),
        Column::Text { .. } => None,
    }
}

/// The values as texts, as a person would write them. A missing one is nothing.
pub fn texts(column: &Column) -> Vec<Option<Arc<str>>> {
    match column {
        Column::Integer(values) => values
            .iter()
            .map(|value| (*value != i64::MIN).then(|| value.to_string().into()))
            .collect(),
        Column::Float(values) => values
            .iter()
            .map(|value| (!value.is_nan()).then(|| value.to_string().into()))
            .collect(),
        Column::Text { codes, dictionary } => {
            let words: Vec<Arc<str>> = dictionary.iter().map(|word| word.as_str().into()).collect();
            let word = |code: &u32| words.get(usize::try_from(*code).ok()?).cloned();
            codes.iter().map(word).collect()
        }
    }
}

/// The values as seconds since 1970, as a clock on the wall shows them.
pub fn times(column: &Column) -> Result<Vec<i64>, TimeError> {
    time::times(column)
}

fn parquet(bytes: Vec<u8>) -> Result<Vec<(String, Column)>, InputError> {
    let limit_rows = MAX_TABLE_ROWS + 1;
    let head = TableHead::read("table", bytes, limit_rows, MAX_DECODED_BYTES);
    let head = head.map_err(|error| match error {
        TableError::Invalid { reason, .. } => InputError::Parquet(reason),
        other => InputError::Parquet(other.to_string()),
    })?;
    Ok(head.columns)
}

fn check_names<'a>(names: impl Iterator<Item = &'a str>) -> Result<(), InputError> {
    let mut known: Vec<&str> = Vec::new();
    for (at, name) in names.enumerate() {
        if at >= MAX_TABLE_COLUMNS {
            return Err(InputError::TooManyColumns(at + 1));
        }
        if name.is_empty() {
            return Err(InputError::NoName(at + 1));
        }
        if known.contains(&name) {
            return Err(InputError::SameName(name.to_owned()));
        }
        known.push(name);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
