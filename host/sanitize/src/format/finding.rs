//! What was noticed while a file was read: where and why, never a cell's content.
//! Rows that could not be read go into a writer of the caller's, and are counted.

use std::{collections::BTreeMap, fmt, io::Write};

use serde::{Deserialize, Serialize};

use super::{FormatError, Limits, Reason};

/// Where something is. Lines count from 1; a column is named as the header names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The table, or the file of an archive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// The line; of a format without lines, the record or the element, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Good to know.
    Note,
    /// Somebody should look at it.
    Warning,
    /// A row is not in the table; it stands in the file of rows that were set aside.
    SetAside,
}

/// One thing that was noticed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// What it is.
    pub reason: Reason,
}

/// All that was noticed. The list is bounded, the counts are exact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    /// Notes and warnings, then the first rows that were set aside, as they came.
    pub list: Vec<Finding>,
    /// How many findings are not in the list, since it was full.
    pub not_listed: u64,
    /// Rows that were set aside, by table.
    pub set_aside: BTreeMap<String, u64>,
    /// Rows that were read, by table.
    pub rows: BTreeMap<String, u64>,
}

/// What readers report to: findings, and rows to be set aside.
pub(crate) struct Desk<'a> {
    pub(crate) limits: &'a Limits,
    pub(crate) findings: Findings,
    aside: csv::Writer<&'a mut dyn Write>,
    started: bool,
}

/// The header of the file of rows that were set aside.
const ASIDE_HEADER: [&str; 5] = ["table", "line", "column", "reason", "row"];

impl Place {
    /// A table, or a file of an archive.
    pub fn table(name: &str) -> Self {
        Self {
            table: Some(name.to_owned()),
            ..Self::default()
        }
    }

    /// The same place, at a line.
    #[must_use]
    pub fn line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    /// The same place, at a column.
    #[must_use]
    pub fn column(mut self, column: &str) -> Self {
        self.column = Some(column.to_owned());
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.table.as_deref().unwrap_or("file"))?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column `{column}`")?;
        }
        Ok(())
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

impl Findings {
    /// Rows that were set aside, of all tables.
    pub fn all_set_aside(&self) -> u64 {
        self.set_aside.values().sum()
    }

    fn keep(&mut self, finding: Finding, limit: usize) {
        if self.list.len() < limit {
            self.list.push(finding);
        } else {
            self.not_listed += 1;
        }
    }
}

impl<'a> Desk<'a> {
    pub(crate) fn new(limits: &'a Limits, aside: &'a mut dyn Write) -> Self {
        let mut writer = csv::WriterBuilder::new();
        Self {
            limits,
            findings: Findings::default(),
            aside: writer.flexible(true).from_writer(aside),
            started: false,
        }
    }

    pub(crate) fn note(&mut self, place: Place, reason: Reason) {
        self.keep(Severity::Note, place, reason);
    }

    pub(crate) fn warn(&mut self, place: Place, reason: Reason) {
        self.keep(Severity::Warning, place, reason);
    }

    /// Sets a row aside: counts it, and writes it out as it came.
    pub(crate) fn set_aside(
        &mut self,
        place: Place,
        reason: Reason,
        row: &[u8],
    ) -> Result<(), FormatError> {
        if !self.started {
            self.started = true;
            self.write(&ASIDE_HEADER.map(str::as_bytes))?;
        }
        let table = place.table.clone().unwrap_or_default();
        let line = place.line.map(|line| line.to_string()).unwrap_or_default();
        let column = place.column.clone().unwrap_or_default();
        let why = reason.to_string();
        self.write(&[
            table.as_bytes(),
            line.as_bytes(),
            column.as_bytes(),
            why.as_bytes(),
            row,
        ])?;
        *self.findings.set_aside.entry(table).or_default() += 1;
        self.keep(Severity::SetAside, place, reason);
        Ok(())
    }

    /// Counts a row that is in the table.
    pub(crate) fn count_rows(&mut self, table: &str, rows: u64) {
        *self.findings.rows.entry(table.to_owned()).or_default() += rows;
    }

    /// Writes out what is left, and gives back all findings.
    pub(crate) fn finish(mut self) -> Result<Findings, FormatError> {
        self.aside.flush().map_err(FormatError::Aside)?;
        Ok(self.findings)
    }

    fn keep(&mut self, severity: Severity, place: Place, reason: Reason) {
        let finding = Finding {
            severity,
            place,
            reason,
        };
        self.findings.keep(finding, self.limits.findings);
    }

    fn write(&mut self, fields: &[&[u8]]) -> Result<(), FormatError> {
        let written = self.aside.write_record(fields);
        written.map_err(|error| FormatError::Aside(error.into()))
    }
}
