//! Reads the table that the caller names. What was noticed goes to standard error, rows
//! that do not parse into a file of their own.

use std::{
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
};

use jiff::{Zoned, civil::Date};
use pilotbox_model::printable;
use pilotbox_sanitize::{
    Table,
    format::{self, ChoiceError, Format, Intake, Options},
};
use tempfile::NamedTempFile;

use crate::{
    arguments::data::Source,
    exit::{Exit, Failure},
};

/// Findings that are shown; all of them are counted.
pub(crate) const SHOWN_FINDINGS: usize = 20;

/// A table, and what was noticed while it was read.
pub(super) struct Taken {
    pub(super) table: Table,
    pub(super) intake: Intake,
    /// Where rows are that were set aside.
    pub(super) aside: Option<PathBuf>,
}

pub(super) fn take(source: &Source) -> Result<Taken, Failure> {
    let path = &source.file;
    let named =
        |error: &dyn std::fmt::Display| Failure::usage(format!("`{}`: {error}", path.display()));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let format = Format::of_name(&name).ok_or_else(|| {
        let hint = "hint: .csv, .parquet, .jsonl, .zip (GTFS), .pb, .json (NGSI-LD) or .inp";
        Failure::usage(format!(
            "`{}`: its ending says no format; {hint}",
            path.display()
        ))
    })?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let mut file = File::open(path).map_err(|error| named(&error))?;
    let mut aside = NamedTempFile::new().map_err(|error| Failure::new(Exit::Host, error))?;
    let options = Options::default();
    let read = format::read_tables(format, &stem, &mut file, &options, &mut aside);
    let (tables, intake) = read.map_err(|error| named(&error))?;
    tell(&intake);
    let aside = keep(source, &intake, aside)?;
    let table = choose(source, tables)?;
    Ok(Taken {
        table,
        intake,
        aside,
    })
}

/// Today, unless the caller says another day.
pub(super) fn day(given: Option<Date>) -> Date {
    given.unwrap_or_else(|| Zoned::now().date())
}

fn tell(intake: &Intake) {
    let findings = &intake.findings;
    for finding in findings.list.iter().take(SHOWN_FINDINGS) {
        anstream::eprintln!("{}", printable(&finding.to_string()));
    }
    let more = findings.list.len().saturating_sub(SHOWN_FINDINGS) as u64 + findings.not_listed;
    if more > 0 {
        anstream::eprintln!("and {more} more");
    }
}

/// Rows that were set aside are as secret as the file itself: the owner alone reads them.
fn keep(
    source: &Source,
    intake: &Intake,
    mut aside: NamedTempFile,
) -> Result<Option<PathBuf>, Failure> {
    let rows = intake.findings.all_set_aside();
    if rows == 0 {
        return Ok(None);
    }
    let path = source.aside.clone().unwrap_or_else(|| beside(&source.file));
    let failed = |error: &dyn std::fmt::Display| {
        Failure::new(Exit::Host, format!("`{}`: {error}", path.display()))
    };
    aside.flush().map_err(|error| failed(&error))?;
    let text = std::fs::read(aside.path()).map_err(|error| failed(&error))?;
    crate::files::write_secret(&path, &text)?;
    anstream::eprintln!(
        "{rows} rows could not be read; they are in {}",
        path.display()
    );
    Ok(Some(path))
}

fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".set-aside.csv");
    name.into()
}

fn choose(source: &Source, tables: Vec<Table>) -> Result<Table, Failure> {
    let path = source.file.display();
    let chosen = format::choose(tables, source.table.as_deref());
    chosen.map_err(|error| {
        let how = match error {
            ChoiceError::None => "",
            ChoiceError::Several { .. } | ChoiceError::Unknown { .. } => " with `--table`",
        };
        Failure::usage(format!("`{path}`: {error}{how}"))
    })
}
