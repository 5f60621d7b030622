//! Tables of text: lines of fields behind a separator, in whatever encoding and style
//! they were saved. What is detected is shown, and can be overruled.
//!
//! The file is read three times: for its encoding, for the types of its columns, and
//! for its rows. Nothing but a block is ever in memory.

use std::{
    collections::BTreeMap,
    io::{Read, SeekFrom},
};

use serde::{Deserialize, Serialize};

use super::{Decimal, FormatError, ReadSeek, Sink, Type, finding::Desk};

mod dialect;
mod encoding;
mod header;
mod infer;
mod line_feeds;
mod records;
mod rows;
#[cfg(test)]
mod tests;

pub(crate) use encoding::{Decoded, detect as detect_encoding};
pub(crate) use header::unique_names;
pub(crate) use records::Records;
pub(crate) use rows::as_line;

/// What the caller knows of a file. What is not said is detected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct CsvOptions {
    /// The encoding's label, as browsers know it, such as `windows-1251`.
    pub encoding: Option<String>,
    /// What stands between fields.
    pub separator: Option<char>,
    /// Whether the first line names the columns.
    pub header: Option<bool>,
    /// What stands before decimals, in all columns.
    pub decimal: Option<Decimal>,
    /// Types of columns, by name. A cell that is not of its column's type sets its row
    /// aside.
    pub types: BTreeMap<String, Type>,
    /// The share of a column's cells, from 0 to 1, that may be unlike the others before
    /// the column counts as text. Rows of such cells are set aside.
    pub tolerance: f64,
}

/// How a file is written, as it was detected or told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Dialect {
    /// The encoding's name.
    pub encoding: String,
    /// Whether a byte order mark stands first.
    pub bom: bool,
    /// What stands between fields.
    pub separator: char,
    /// Whether the first line names the columns.
    pub header: bool,
    /// The columns in order.
    pub columns: Vec<ColumnDialect>,
}

/// How a column is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ColumnDialect {
    /// Its name, made unique.
    pub name: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: Type,
    /// What stands before decimals or between thousands; only of numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<Decimal>,
    /// Cells that stand for nothing.
    pub missing: u64,
    /// Cells that are not of the type.
    pub unreadable: u64,
}

impl Default for CsvOptions {
    fn default() -> Self {
        Self {
            encoding: None,
            separator: None,
            header: None,
            decimal: None,
            types: BTreeMap::new(),
            tolerance: 0.01,
        }
    }
}

/// Reads a table of text.
pub(crate) fn read(
    source: &mut dyn ReadSeek,
    name: &str,
    options: &CsvOptions,
    desk: &mut Desk<'_>,
    sink: &mut dyn Sink,
) -> Result<Dialect, FormatError> {
    let detected = encoding::detect(source, name, options.encoding.as_deref(), desk)?;
    let form = dialect::detect(decoded(source, &detected)?, name, options)?;
    let mut records = Records::new(decoded(source, &detected)?, form.separator, name, desk);
    let names = header::read(&mut records, form.header, desk)?;
    let columns = infer::columns(&mut records, names, form.separator, options, desk)?;
    drop(records);
    let dialect = Dialect {
        encoding: detected.encoding.name().to_owned(),
        bom: detected.bom_bytes > 0,
        separator: char::from(form.separator),
        header: form.header,
        columns,
    };
    let mut records = Records::new(decoded(source, &detected)?, form.separator, name, desk);
    if form.header {
        records.skip()?;
    }
    rows::read(&mut records, &dialect, name, desk, sink)?;
    Ok(dialect)
}

/// The text of a file from its start, in UTF-8.
fn decoded<'a>(
    source: &'a mut dyn ReadSeek,
    detected: &encoding::Detected,
) -> Result<Decoded<Box<dyn Read + 'a>>, FormatError> {
    let start = SeekFrom::Start(detected.bom_bytes);
    source.seek(start).map_err(FormatError::Read)?;
    Ok(Decoded::new(Box::new(source), detected.encoding))
}
