//! A file of a feed as a table. Fields are trimmed; fields that a row leaves out at its
//! end are missing.

use std::io::Read;

use csv::ByteRecord;

use super::{
    fields::{self, Field},
    references::Keys,
    text_file,
};
use crate::format::{
    FormatError, Place, Reason, Sink,
    cell::Value,
    columns::Columns,
    csv::{Decoded, Records, as_line, unique_names},
    finding::Desk,
};

/// Reads a file.
pub(super) fn read(
    text: impl Read,
    file: &'static str,
    keys: &mut Keys,
    desk: &mut Desk<'_>,
    sink: &mut dyn Sink,
) -> Result<(), FormatError> {
    let shown = text_file(file);
    let text = Decoded::new(text, encoding_rs::UTF_8);
    let mut records = Records::new(text, b',', &shown, desk);
    let mut record = ByteRecord::new();
    if !records.next(&mut record)? {
        desk.warn(Place::table(&shown), Reason::Empty);
        return Ok(());
    }
    let place = records.place(1);
    let names = header(&record, &place, desk)?;
    warn_of_missing(file, &names, &place, desk);
    let kinds: Vec<Field> = names.iter().map(|name| Field::of(name)).collect();
    let columns = names
        .iter()
        .cloned()
        .zip(kinds.iter().map(|field| field.kind()));
    let mut table = Columns::begin(file, &columns.collect::<Vec<_>>(), 1, sink)?;
    let mut check = keys.check(file, &names);
    while records.next(&mut record)? {
        let line = || records.place(records.line(&record));
        let read = fields_of(&record, names.len(), desk.limits.field_bytes)
            .and_then(|fields| values(&fields, &kinds).map(|row| (fields, row)));
        match read {
            Ok((fields, row)) => {
                check.row(&fields, keys);
                if file == "agency" {
                    warn_of_zone(&names, &fields, &line(), desk);
                }
                table.push(&row, desk, sink)?;
            }
            Err((at, reason)) => {
                let place = match at.and_then(|at| names.get(at)) {
                    Some(name) => line().column(name),
                    None => line(),
                };
                desk.set_aside(place, reason, &as_line(&record))?;
            }
        }
    }
    check.finish(keys, desk);
    table.finish(desk, sink)
}

/// What is wrong with a row, and in which column.
type Fault = (Option<usize>, Reason);

fn values<'a>(fields: &[&'a str], kinds: &[Field]) -> Result<Vec<Value<'a>>, Fault> {
    let cells = fields.iter().zip(kinds).enumerate();
    let read =
        cells.map(|(at, (field, kind))| kind.value(field).map_err(|reason| (Some(at), reason)));
    read.collect()
}

fn header(
    record: &ByteRecord,
    place: &Place,
    desk: &mut Desk<'_>,
) -> Result<Vec<String>, FormatError> {
    let refused = |reason| FormatError::refused(place.clone(), reason);
    let limit = desk.limits.columns;
    if record.len() > limit {
        return Err(refused(Reason::Columns { limit }));
    }
    let names = record.iter().map(|field| String::from_utf8(field.to_vec()));
    let names = names.collect::<Result<Vec<_>, _>>();
    let names = names.map_err(|_| refused(Reason::HeaderEncoding))?;
    Ok(unique_names(&names, place, desk))
}

/// The trimmed fields of a row.
fn fields_of(record: &ByteRecord, columns: usize, limit: usize) -> Result<Vec<&str>, Fault> {
    let mut fields = Vec::with_capacity(record.len());
    for (at, field) in record.iter().enumerate() {
        if field.len() > limit {
            return Err((Some(at), Reason::FieldBytes { limit }));
        }
        let field = str::from_utf8(field).map_err(|_| (Some(at), Reason::Encoding))?;
        fields.push(field.trim());
    }
    if fields.iter().skip(columns).any(|field| !field.is_empty()) {
        let (found, expected) = (fields.len(), columns);
        return Err((None, Reason::Fields { found, expected }));
    }
    if fields.iter().all(|field| field.is_empty()) {
        return Err((None, Reason::EmptyRow));
    }
    fields.truncate(columns);
    Ok(fields)
}

fn warn_of_missing(file: &str, names: &[String], place: &Place, desk: &mut Desk<'_>) {
    let asked = fields::ASKED_FOR.iter().filter(|(of, _)| *of == file);
    for column in asked.flat_map(|(_, columns)| *columns) {
        if !names.iter().any(|name| name == column) {
            desk.warn(place.clone().column(column), Reason::ColumnMissing);
        }
    }
}

/// A zone is the city's to know, so it may be a word that no database has.
fn warn_of_zone(names: &[String], fields: &[&str], place: &Place, desk: &mut Desk<'_>) {
    let column = "agency_timezone";
    let zone = names.iter().position(|name| name == column);
    let zone = zone
        .and_then(|at| fields.get(at))
        .copied()
        .unwrap_or_default();
    if !zone.is_empty() && !fields::is_zone(zone) {
        desk.warn(place.clone().column(column), Reason::TimeZone);
    }
}
