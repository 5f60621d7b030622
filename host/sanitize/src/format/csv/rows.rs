//! Records into rows of a table. A record that has another form than the header, or a
//! cell that is not of its column's type, is set aside whole.

use std::io::Read;

use csv::{ByteRecord, WriterBuilder};

use super::{ColumnDialect, Dialect, Records};
use crate::format::{
    Decimal, FormatError, Limits, Reason, Sink, Type,
    cell::{self, Value},
    columns::Columns,
    finding::Desk,
};

/// U+FFFD, which stands for what could not be decoded.
const REPLACED: &[u8] = "\u{fffd}".as_bytes();

/// Whether a record has the form of a row, before its cells are read.
pub(super) struct Check {
    columns: usize,
    replaces: bool,
    field_bytes: usize,
}

impl Check {
    pub(super) fn new(names: &[String], replaces: bool, limits: &Limits) -> Self {
        Self {
            columns: names.len(),
            replaces,
            field_bytes: limits.field_bytes,
        }
    }

    /// What is wrong with a record, and in which column, from 0.
    pub(super) fn fault(&self, record: &ByteRecord) -> Option<(Option<usize>, Reason)> {
        if record.len() != self.columns && !self.has_empty_rest(record) {
            let (found, expected) = (record.len(), self.columns);
            return Some((None, Reason::Fields { found, expected }));
        }
        let text = record.as_slice();
        if self.columns > 1 && text.iter().all(u8::is_ascii_whitespace) {
            return Some((None, Reason::EmptyRow));
        }
        if text.len() > self.field_bytes {
            let limit = self.field_bytes;
            let long = record.iter().position(|field| field.len() > limit);
            if let Some(column) = long {
                return Some((Some(column), Reason::FieldBytes { limit }));
            }
        }
        if str::from_utf8(text).is_err() {
            let column = record
                .iter()
                .position(|field| str::from_utf8(field).is_err());
            return Some((column, Reason::Encoding));
        }
        let spoilt = |field: &[u8]| field.windows(REPLACED.len()).any(|part| part == REPLACED);
        if self.replaces && spoilt(text) {
            return Some((record.iter().position(spoilt), Reason::Encoding));
        }
        None
    }

    /// More separators than columns, with nothing between them: as spreadsheets do.
    fn has_empty_rest(&self, record: &ByteRecord) -> bool {
        record.len() > self.columns && record.iter().skip(self.columns).all(<[u8]>::is_empty)
    }
}

/// Reads all records into a table.
pub(super) fn read<R: Read>(
    records: &mut Records<R>,
    dialect: &Dialect,
    name: &str,
    desk: &mut Desk<'_>,
    sink: &mut dyn Sink,
) -> Result<(), FormatError> {
    let columns = &dialect.columns;
    let fields: Vec<_> = columns.iter().map(|c| (c.name.clone(), c.kind)).collect();
    let names: Vec<_> = columns.iter().map(|c| c.name.clone()).collect();
    let check = Check::new(&names, records.replaces(), desk.limits);
    let mut table = Columns::begin(name, &fields, 1, sink)?;
    let mut record = ByteRecord::new();
    while records.next(&mut record)? {
        let read = match check.fault(&record) {
            Some(fault) => Err(fault),
            None => row(&record, columns).map_err(|(place, reason)| (Some(place), reason)),
        };
        match read {
            Ok(row) => table.push(&row, desk, sink)?,
            Err((column, reason)) => {
                let mut place = records.place(records.line(&record));
                if let Some(column) = column.and_then(|column| columns.get(column)) {
                    place = place.column(&column.name);
                }
                desk.set_aside(place, reason, &as_line(&record))?;
            }
        }
    }
    table.finish(desk, sink)
}

/// A record as a line of comma-separated fields, for the file of rows set aside.
pub(crate) fn as_line(record: &ByteRecord) -> Vec<u8> {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    let written = writer.write_byte_record(record);
    debug_assert!(written.is_ok(), "memory takes every record");
    let mut line = writer.into_inner().unwrap_or_default();
    line.pop();
    line
}

fn row<'a>(
    record: &'a ByteRecord,
    columns: &[ColumnDialect],
) -> Result<Vec<Value<'a>>, (usize, Reason)> {
    let mut row = Vec::with_capacity(columns.len());
    for (place, (column, field)) in columns.iter().zip(record).enumerate() {
        let decimal = column.decimal.unwrap_or_default();
        let wanted = column.kind;
        let value = value(field, wanted, decimal);
        row.push(value.ok_or((place, Reason::Unreadable { wanted }))?);
    }
    Ok(row)
}

/// A cell as a value of a type; nothing where it is none.
fn value(field: &[u8], kind: Type, decimal: Decimal) -> Option<Value<'_>> {
    let trimmed = cell::trimmed(field);
    if kind == Type::Text {
        return match trimmed {
            [] => Some(Value::Missing),
            _ => str::from_utf8(field).ok().map(Value::Text),
        };
    }
    if cell::is_missing(trimmed) {
        return Some(Value::Missing);
    }
    match kind {
        Type::Integer => cell::integer(trimmed, decimal).map(Value::Integer),
        Type::Number => cell::number(trimmed, decimal).map(Value::Number),
        Type::Boolean => cell::boolean(trimmed).map(Value::Boolean),
        Type::Date => cell::date(trimmed).map(Value::Date),
        Type::Time => cell::time(trimmed).map(Value::Time),
        Type::Text => None,
    }
}
