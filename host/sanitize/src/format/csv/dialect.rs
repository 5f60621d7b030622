//! Which separator a text has, and whether its first line names the columns. The
//! separator is the one that cuts most lines into the same number of fields.

use std::{collections::BTreeMap, io::Read};

use csv::{ByteRecord, ReaderBuilder};

use super::{CsvOptions, Decoded};
use crate::format::{FormatError, Place, Reason, cell};

/// Bytes that are looked at.
const SAMPLE_BYTES: u64 = 256 << 10;

/// Records that are looked at.
const SAMPLE_RECORDS: usize = 500;

/// What may stand between fields. Of two that cut as evenly the earlier is taken: in
/// `1,5;2,5` the commas stand before decimals.
const SEPARATORS: [u8; 4] = [b';', b'\t', b'|', b','];

/// What is taken of a file that nothing cuts.
const USUAL: u8 = b',';

/// What was detected.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) separator: u8,
    pub(super) header: bool,
}

/// Looks at the first records.
pub(super) fn detect<R: Read>(
    text: Decoded<R>,
    name: &str,
    options: &CsvOptions,
) -> Result<Form, FormatError> {
    let mut sample = Vec::new();
    let read = text.take(SAMPLE_BYTES).read_to_end(&mut sample);
    read.map_err(FormatError::Read)?;
    let separator = match options.separator {
        Some(told) => u8::try_from(told)
            .ok()
            .filter(u8::is_ascii)
            .ok_or_else(|| FormatError::refused(Place::table(name), Reason::Separator { told }))?,
        None => separator(&sample),
    };
    let header = options
        .header
        .unwrap_or_else(|| has_header(&sample, separator));
    Ok(Form { separator, header })
}

fn separator(sample: &[u8]) -> u8 {
    let mut best = (0, USUAL);
    for separator in SEPARATORS {
        let score = score(sample, separator);
        if score > best.0 {
            best = (score, separator);
        }
    }
    best.1
}

/// How many records a separator cuts into the commonest number of fields above one.
fn score(sample: &[u8], separator: u8) -> usize {
    let mut counts = BTreeMap::new();
    for record in parsed(sample, separator) {
        *counts.entry(record.len()).or_insert(0) += 1;
    }
    let cut = counts.into_iter().filter(|(fields, _)| *fields > 1);
    cut.map(|(_, count)| count).max().unwrap_or(0)
}

fn parsed(sample: &[u8], separator: u8) -> Vec<ByteRecord> {
    let reader = ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(sample);
    let records = reader.into_byte_records().take(SAMPLE_RECORDS);
    let mut records: Vec<_> = records.map_while(Result::ok).collect();
    // The last one may be cut off by the sample's end.
    if sample.len() as u64 == SAMPLE_BYTES && records.len() > 1 {
        records.pop();
    }
    records
}

/// A first line of names has no number, no day and no address in it.
fn has_header(sample: &[u8], separator: u8) -> bool {
    let records = parsed(sample, separator);
    let Some(first) = records.first() else {
        return true;
    };
    let is_value = |field: &[u8]| {
        let field = cell::trimmed(field);
        cell::readings(field) & !cell::BOOLEAN != 0 || field.contains(&b'@')
    };
    !first.iter().any(is_value)
}
