//! Tables in and out: CSV, Parquet, JSON lines, GTFS, NGSI-LD, EPANET.
//!
//! Readers take what comes from outside: they bound everything, take no name out of a
//! file for a path, and refuse or set aside what they cannot read, with place and
//! reason and never with a cell's content. Tables leave block by block.

use std::io::{Read, Seek, Write};

use serde::{Deserialize, Serialize};

mod caught;
mod cell;
mod choice;
mod columns;
pub mod csv;
mod epanet;
mod error;
mod finding;
mod gtfs;
pub(crate) mod json;
mod limits;
mod lines;
mod metered;
mod ngsi;
mod parquet;
mod realtime;
mod reason;
mod shape;
mod sink;
#[cfg(test)]
mod tests;
pub mod write;

pub use cell::{Decimal, Type};
pub use choice::{ChoiceError, choose};
pub use error::FormatError;
pub use finding::{Finding, Findings, Place, Severity};
pub use limits::Limits;
pub use reason::Reason;
pub use sink::{Collected, Sink};

use crate::Table;
use csv::{CsvOptions, Dialect};
use finding::Desk;

/// A file that can be read more than once.
pub trait ReadSeek: Read + Seek {}

impl<T: Read + Seek> ReadSeek for T {}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Lines of fields behind a separator.
    Csv,
    /// Columns in row groups.
    Parquet,
    /// An object a line.
    JsonLines,
    /// A timetable: a zip archive.
    Gtfs,
    /// A feed of positions, changes and alerts: a protobuf message.
    GtfsRealtime,
    /// Entities, normalized or as key-values.
    NgsiLd,
    /// A network of pipes: an `.inp` file.
    Epanet,
}

impl Format {
    /// What a file is by the ending of its name. JSON is NGSI-LD, `.jsonl` lines.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "csv" | "tsv" | "txt" => Some(Self::Csv),
            "parquet" => Some(Self::Parquet),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            "zip" => Some(Self::Gtfs),
            "pb" | "pbf" => Some(Self::GtfsRealtime),
            "json" | "jsonld" => Some(Self::NgsiLd),
            "inp" => Some(Self::Epanet),
            _ => None,
        }
    }
}

/// What the caller knows of a file, and what it may take.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Options {
    /// What it may take.
    pub limits: Limits,
    /// How it is written, of text.
    pub csv: CsvOptions,
}

/// What was found out about a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Intake {
    /// What it is.
    pub format: Format,
    /// How it is written, of text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dialect: Option<Dialect>,
    /// What was noticed.
    pub findings: Findings,
}

/// Reads a file. Tables go to the sink; rows that do not parse go to `aside` as CSV of
/// `table,line,column,reason,row`, which is as secret as the file itself.
///
/// `name` is what the table is called where the file does not say.
pub fn read(
    format: Format,
    name: &str,
    source: &mut dyn ReadSeek,
    options: &Options,
    aside: &mut dyn Write,
    sink: &mut dyn Sink,
) -> Result<Intake, FormatError> {
    let mut desk = Desk::new(&options.limits, aside);
    let dialect = dispatch(format, name, source, options, &mut desk, sink)?;
    let findings = desk.finish()?;
    Ok(Intake {
        format,
        dialect,
        findings,
    })
}

/// Reads the tables of a file whole, up to the limit of bytes.
pub fn read_tables(
    format: Format,
    name: &str,
    source: &mut dyn ReadSeek,
    options: &Options,
    aside: &mut dyn Write,
) -> Result<(Vec<Table>, Intake), FormatError> {
    let mut collected = Collected::new(options.limits.table_bytes);
    let intake = read(format, name, source, options, aside, &mut collected)?;
    Ok((collected.into_tables()?, intake))
}

fn dispatch(
    format: Format,
    name: &str,
    source: &mut dyn ReadSeek,
    options: &Options,
    desk: &mut Desk<'_>,
    sink: &mut dyn Sink,
) -> Result<Option<Dialect>, FormatError> {
    match format {
        Format::Csv => return csv::read(source, name, &options.csv, desk, sink).map(Some),
        Format::Parquet => parquet::read(source, name, desk, sink)?,
        Format::JsonLines => lines::read(source, name, desk, sink)?,
        Format::Gtfs => gtfs::read(source, name, desk, sink)?,
        Format::GtfsRealtime => realtime::read(source, name, desk, sink)?,
        Format::NgsiLd => ngsi::read(source, name, desk, sink)?,
        Format::Epanet => epanet::read(source, name, desk, sink)?,
    }
    Ok(None)
}
