//! The names of columns: trimmed, never empty, each once. What had to be changed is
//! a warning.

use std::{collections::BTreeSet, io::Read};

use csv::ByteRecord;

use super::Records;
use crate::format::{FormatError, Place, Reason, finding::Desk};

/// Bytes of a column's name: a longer one is a paragraph.
const NAME_BYTES: usize = 256;

/// The names of the columns: of the first record, which is used up then, or `column1`
/// and so on.
pub(super) fn read<R: Read>(
    records: &mut Records<R>,
    header: bool,
    desk: &mut Desk<'_>,
) -> Result<Vec<String>, FormatError> {
    let mut record = ByteRecord::new();
    if !records.next(&mut record)? {
        let place = Place::table(records.name());
        return Err(FormatError::refused(place, Reason::Empty));
    }
    let place = records.place(records.line(&record));
    let limit = desk.limits.columns;
    if record.len() > limit {
        return Err(FormatError::refused(place, Reason::Columns { limit }));
    }
    if !header {
        desk.note(place, Reason::NoHeader);
        return Ok((1..=record.len()).map(|n| format!("column{n}")).collect());
    }
    let written =
        text(&record).ok_or_else(|| FormatError::refused(place.clone(), Reason::HeaderEncoding))?;
    if written.iter().any(|name| name.len() > NAME_BYTES) {
        let limit = NAME_BYTES;
        return Err(FormatError::refused(place, Reason::NameBytes { limit }));
    }
    Ok(unique_names(&written, &place, desk))
}

/// Names as columns may have them, with a warning for each that was changed.
pub(crate) fn unique_names(written: &[String], place: &Place, desk: &mut Desk<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut taken = BTreeSet::new();
    for (number, written) in (1..).zip(written) {
        let trimmed = written.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let mut name = trimmed.to_owned();
        if name.is_empty() {
            name = format!("column{number}");
            desk.warn(place.clone().column(&name), Reason::NameMissing);
        } else if trimmed != written {
            desk.warn(place.clone().column(&name), Reason::NameSpaces);
        }
        if taken.contains(&name) {
            let double = name.clone();
            let mut more = 2;
            while taken.contains(&name) {
                name = format!("{double}_{more}");
                more += 1;
            }
            desk.warn(place.clone().column(&name), Reason::NameTwice);
        }
        taken.insert(name.clone());
        names.push(name);
    }
    names
}

fn text(record: &ByteRecord) -> Option<Vec<String>> {
    let fields = record
        .iter()
        .map(|field| String::from_utf8(field.to_vec()).ok());
    fields.collect()
}
