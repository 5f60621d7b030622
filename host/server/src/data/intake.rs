//! A raw file becomes a table in memory: decrypted, read within bounds, its table chosen.
//! Whatever is told of it passes through the detectors first, since a broken file may have
//! a cell where a name should be.

use std::{
    fs::File,
    io::{self, Cursor, Read as _, Seek as _},
};

use jiff::civil::Date;
use pilotbox_model::{
    api::problem::{Code, FieldProblem},
    printable,
};
use pilotbox_sanitize::{
    Table,
    find::{self, Misread, is_word},
    format::{self, ChoiceError, Format, FormatError, Intake, Limits, Options, Place},
    publish::redact,
};

use super::About;
use crate::{problem::Problem, vault::Vault};

/// How many times larger than its file a table may be in memory: a digit and a comma
/// become eight bytes, an archive unpacks.
const MOST_TIMES: u64 = 16;

/// What a table may take in memory however small its file has to be.
const LEAST_TABLE_BYTES: u64 = 16 << 20;

/// What stands for what the detectors found.
const MASK: &str = "▮";

/// Tables that an answer lists.
const MAX_CHOICES: usize = 64;

/// A raw file that has arrived. It lies encrypted in a file without a name, so it goes
/// with this.
pub(crate) struct Arrived {
    /// The id that went into its encryption.
    pub(crate) raw_id: String,
    /// What it is called.
    pub(crate) file_name: String,
    /// Which of its tables is meant.
    pub(crate) table: Option<String>,
    /// How many bytes came.
    pub(crate) bytes: u64,
    /// The encrypted bytes.
    pub(crate) encrypted: File,
}

/// What was found in a raw file.
pub(crate) struct Looked {
    pub(crate) encrypted: Vec<u8>,
    pub(crate) table: String,
    pub(crate) format: String,
    pub(crate) rows: u64,
    pub(crate) rows_aside: u64,
    pub(crate) about: About,
}

/// Which raw data is opened, and by what key.
#[derive(Clone, Copy)]
pub(super) struct Opening<'a> {
    pub(super) vault: &'a Vault,
    pub(super) data_set: &'a str,
    pub(super) raw_id: &'a str,
}

/// What a file is by its name. Said before its bytes come.
pub(crate) fn demand_format(file_name: &str) -> Result<Format, Problem> {
    Format::of_name(file_name).ok_or_else(|| {
        let hint = ".csv, .parquet, .jsonl, .zip (GTFS), .pb, .json (NGSI-LD) or .inp";
        refused("file", "the file's ending says no format").hint(hint)
    })
}

/// Looks at a file that has arrived. Blocks for as long as that takes.
pub(crate) fn look(
    vault: &Vault,
    data_set: &str,
    mut arrived: Arrived,
    limit_bytes: u64,
    today: Date,
) -> Result<Looked, Problem> {
    let mut encrypted = Vec::new();
    let file = &mut arrived.encrypted;
    file.rewind().map_err(Problem::internal)?;
    file.read_to_end(&mut encrypted)
        .map_err(Problem::internal)?;
    let opening = Opening {
        vault,
        data_set,
        raw_id: &arrived.raw_id,
    };
    let plain = decrypted(opening, &encrypted, limit_bytes)?;
    let format = demand_format(&arrived.file_name)?;
    let (tables, intake) = tables(format, data_set, plain, limit_bytes)?;
    let chosen = format::choose(tables, arrived.table.as_deref());
    let table = chosen.map_err(|error| no_choice(&error))?;
    demand_names(&table)?;
    demand_rows(&table)?;
    let profile = find::profile(&table, today);
    let counted = |counts: &std::collections::BTreeMap<String, u64>| {
        counts.get(&table.name).copied().unwrap_or_default()
    };
    Ok(Looked {
        encrypted,
        format: format_name(format),
        rows: counted(&intake.findings.rows),
        rows_aside: counted(&intake.findings.set_aside),
        about: About::of(&profile, &intake.findings, &table.name),
        table: table.name,
    })
}

/// The table of raw data that was looked at before. Blocks.
pub(super) fn table(
    opening: Opening<'_>,
    encrypted: &[u8],
    format: &str,
    name: &str,
    limit_bytes: u64,
) -> Result<Table, Problem> {
    let plain = decrypted(opening, encrypted, limit_bytes)?;
    let format = serde_json::from_value(format.into()).map_err(Problem::internal)?;
    let (tables, _) = tables(format, opening.data_set, plain, limit_bytes)?;
    format::choose(tables, Some(name)).map_err(|error| no_choice(&error))
}

/// The bytes as they came. Blocks.
pub(super) fn decrypted(
    opening: Opening<'_>,
    encrypted: &[u8],
    limit_bytes: u64,
) -> Result<Vec<u8>, Problem> {
    let Opening {
        vault,
        data_set,
        raw_id,
    } = opening;
    let mut plain = Vec::with_capacity(encrypted.len());
    let reader = vault.reader(data_set, raw_id, encrypted);
    let reader = reader.map_err(|error| unopened(&error))?;
    let mut reader = reader.take(limit_bytes.saturating_add(1));
    reader
        .read_to_end(&mut plain)
        .map_err(|error| unopened(&error))?;
    if plain.len() as u64 > limit_bytes {
        // It was taken under another limit.
        return Err(Problem::new(Code::TooLarge)
            .detail(format!("the raw data is longer than {limit_bytes} bytes")));
    }
    Ok(plain)
}

/// Raw data that cannot be decrypted. Why, the log has: the key's place is nobody's
/// business but the operator's.
pub(super) fn unopened(error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, "raw data cannot be decrypted");
    Problem::new(Code::WrongState)
        .detail("the raw data cannot be decrypted")
        .hint("bring it again, or ask who runs this server for the data key that it had then")
}

/// A file's name as it is kept and shown: without what the detectors find in it. Its ending
/// stays, which is all that is needed of it later.
pub(crate) fn known_name(file_name: &str) -> String {
    let (stem, ending) = file_name.rsplit_once('.').unwrap_or((file_name, ""));
    let clean = masked(stem);
    // A low line joins words in names of files as a space does elsewhere.
    let words = clean.replace('_', " ");
    let clean = without(&clean, redact(&words));
    if ending.is_empty() {
        return clean;
    }
    format!("{clean}.{ending}")
}

/// A text without what the detectors find in it.
pub(super) fn masked(text: &str) -> String {
    without(text, redact(text))
}

fn without(text: &str, spans: Vec<(usize, usize)>) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut at = 0;
    for (start, end) in spans {
        clean.push_str(text.get(at..start).unwrap_or_default());
        clean.push_str(MASK);
        at = end;
    }
    clean.push_str(text.get(at..).unwrap_or_default());
    clean
}

/// The data set's id stands for the file's name where a file does not name its table.
fn tables(
    format: Format,
    data_set: &str,
    plain: Vec<u8>,
    limit_bytes: u64,
) -> Result<(Vec<Table>, Intake), Problem> {
    let options = Options {
        limits: limits(limit_bytes),
        ..Options::default()
    };
    let mut source = Cursor::new(plain);
    // Rows that do not parse are counted and kept nowhere: the raw file has them.
    let mut aside = io::sink();
    let read = format::read_tables(format, data_set, &mut source, &options, &mut aside);
    read.map_err(|error| unreadable(&error))
}

fn limits(limit_bytes: u64) -> Limits {
    let most = limit_bytes
        .saturating_mul(MOST_TIMES)
        .max(LEAST_TABLE_BYTES);
    Limits {
        entry_bytes: most,
        unpacked_bytes: most,
        table_bytes: usize::try_from(most).unwrap_or(usize::MAX),
        ..Limits::default()
    }
}

fn format_name(format: Format) -> String {
    let name = serde_json::to_value(format).unwrap_or_default();
    name.as_str().unwrap_or_default().to_owned()
}

/// A file that is no table is its sender's fault. What a library says of the bytes could
/// repeat them, and is left out.
fn unreadable(error: &FormatError) -> Problem {
    match error {
        FormatError::Refused { place, reason } => {
            let told = format!(
                "{}: {}",
                known_place(place, None),
                masked(&reason.to_string())
            );
            refused("file", &printable(&told))
        }
        FormatError::Read(_) => refused("file", "the file cannot be read"),
        FormatError::Table(_) => refused(
            "file",
            "what was read makes no table; hint: each column needs a name of its own",
        ),
        FormatError::Aside(_) | FormatError::Write(_) => Problem::internal(error),
    }
}

/// A place without names that may be cells. Those of the table that was taken are known to
/// be names.
pub(super) fn known_place(place: &Place, taken: Option<&str>) -> Place {
    let is_taken = taken.is_some() && place.table.as_deref() == taken;
    let known = |name: &String| is_taken || is_word(name);
    Place {
        table: place.table.clone().filter(known),
        line: place.line,
        column: place.column.clone().filter(known),
    }
}

fn no_choice(error: &ChoiceError) -> Problem {
    let known = error.known();
    // Where one name is a cell, the others may be, too.
    let choices = if known.iter().all(|name| is_word(name)) {
        known.iter().take(MAX_CHOICES).cloned().collect()
    } else {
        Vec::new()
    };
    let (field, message) = match error {
        ChoiceError::None => ("file", "the file holds no table".to_owned()),
        ChoiceError::Several { known } => (
            "table",
            format!("the file holds {} tables; hint: name one", known.len()),
        ),
        ChoiceError::Unknown { .. } => {
            let message = "the file has no table of that name; hint: name one that it has";
            ("table", message.to_owned())
        }
    };
    refused_field(FieldProblem {
        field: field.to_owned(),
        message,
        choices,
    })
}

/// Refuses cells in the place of names, which are shown to the whole staff, and later to
/// everybody.
fn demand_names(table: &Table) -> Result<(), Problem> {
    let header = "the first line has to name the columns";
    let message = match find::misread(table) {
        None => return Ok(()),
        Some(Misread::Table) => {
            "the table is called like a person or somebody's number; hint: give it another name"
                .to_owned()
        }
        Some(Misread::Column(place)) => {
            format!("column {place} is called like a person or somebody's number; hint: {header}")
        }
        Some(Misread::Row) => {
            format!("columns are called as their own cells are; hint: {header}, and nothing else")
        }
    };
    Err(refused("file", &message))
}

fn demand_rows(table: &Table) -> Result<(), Problem> {
    match table.rows() {
        0 => Err(refused("file", "no row of the table could be read")),
        _ => Ok(()),
    }
}

fn refused(field: &str, message: &str) -> Problem {
    refused_field(FieldProblem {
        field: field.to_owned(),
        message: message.to_owned(),
        choices: Vec::new(),
    })
}

fn refused_field(field: FieldProblem) -> Problem {
    Problem::new(Code::Rejected)
        .detail(format!("`{}`: {}", field.field, field.message))
        .fields(vec![field])
}
