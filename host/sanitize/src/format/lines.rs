//! JSON lines: an object a line. Objects within are flattened one level, as `a.b`;
//! what nests deeper, and lists, stay JSON text.

use std::io::{BufRead, BufReader, Read, SeekFrom};

use super::{
    FormatError, Place, ReadSeek, Reason, Sink,
    cell::Value,
    columns::Columns,
    finding::Desk,
    json::{self, Node},
    shape::{Shape, fitted},
};

#[cfg(test)]
mod tests;

/// Reads lines of objects: once for their columns, once for their rows.
pub(crate) fn read(
    source: &mut dyn ReadSeek,
    name: &str,
    desk: &mut Desk<'_>,
    sink: &mut dyn Sink,
) -> Result<(), FormatError> {
    let mut shape = Shape::default();
    let mut lines = Lines::begin(source, name, desk.limits.line_bytes)?;
    while let Some((place, line)) = lines.next()? {
        if let Ok(cells) = cells(line, desk.limits.depth) {
            for (column, node) in &cells {
                let value = node.value().unwrap_or(Value::Text("{}"));
                shape.add(column, value, desk.limits.columns, &place)?;
            }
        }
    }
    if lines.number == 0 {
        return Err(FormatError::refused(Place::table(name), Reason::Empty));
    }
    rows(source, name, &shape, desk, sink)
}

fn rows(
    source: &mut dyn ReadSeek,
    name: &str,
    shape: &Shape,
    desk: &mut Desk<'_>,
    sink: &mut dyn Sink,
) -> Result<(), FormatError> {
    let mut table = Columns::begin(name, &shape.fields(), 1, sink)?;
    let mut lines = Lines::begin(source, name, desk.limits.line_bytes)?;
    while let Some((place, line)) = lines.next()? {
        match cells(line, desk.limits.depth) {
            Ok(cells) => match push(&cells, shape, &mut table, desk, sink)? {
                None => {}
                Some((column, reason)) => {
                    desk.set_aside(place.column(&column), reason, line)?;
                }
            },
            Err(reason) => desk.set_aside(place, reason, line)?,
        }
    }
    table.finish(desk, sink)
}

/// Adds a row; says what does not fit where, if something does not.
pub(crate) fn push(
    cells: &[(String, Node)],
    shape: &Shape,
    table: &mut Columns,
    desk: &Desk<'_>,
    sink: &mut dyn Sink,
) -> Result<Option<(String, Reason)>, FormatError> {
    let mut buffers = vec![String::new(); cells.len()];
    let mut row = vec![Value::Missing; shape.width()];
    for ((column, node), buffer) in cells.iter().zip(&mut buffers) {
        let Some((place, wanted)) = shape.column(column) else {
            continue;
        };
        let value = if let Some(value) = node.value() {
            fitted(value, wanted, buffer)
        } else {
            *buffer = node.to_string();
            Some(Value::Text(buffer))
        };
        let limit = desk.limits.field_bytes;
        match (value, row.get_mut(place)) {
            (Some(Value::Text(text)), _) if text.len() > limit => {
                return Ok(Some((column.clone(), Reason::FieldBytes { limit })));
            }
            (Some(value), Some(cell)) => *cell = value,
            _ => return Ok(Some((column.clone(), Reason::Unreadable { wanted }))),
        }
    }
    table.push(&row, desk, sink)?;
    Ok(None)
}

/// The cells of an object, flattened one level.
fn cells(line: &[u8], depth: usize) -> Result<Vec<(String, Node)>, Reason> {
    let Node::Object(members) = json::parse(line, depth)? else {
        return Err(Reason::NoObject);
    };
    let mut cells: Vec<(String, Node)> = Vec::new();
    for (name, node) in members {
        match node {
            Node::Object(inner) => {
                let inner = inner.into_iter();
                cells.extend(inner.map(|(below, node)| (format!("{name}.{below}"), node)));
            }
            node => cells.push((name, node)),
        }
    }
    let mut names: Vec<_> = cells.iter().map(|(name, _)| name).collect();
    names.sort();
    let twice = names.windows(2).any(|pair| pair.first() == pair.last());
    if twice {
        Err(Reason::KeyTwice)
    } else {
        Ok(cells)
    }
}

/// Lines that are not blank, bounded.
struct Lines<'a> {
    reader: BufReader<&'a mut dyn ReadSeek>,
    line: Vec<u8>,
    number: u64,
    name: &'a str,
    limit: u64,
}

impl<'a> Lines<'a> {
    fn begin(source: &'a mut dyn ReadSeek, name: &'a str, limit: u64) -> Result<Self, FormatError> {
        source.seek(SeekFrom::Start(0)).map_err(FormatError::Read)?;
        Ok(Self {
            reader: BufReader::new(source),
            line: Vec::new(),
            number: 0,
            name,
            limit,
        })
    }

    fn next(&mut self) -> Result<Option<(Place, &[u8])>, FormatError> {
        loop {
            self.line.clear();
            let mut bounded = (&mut self.reader).take(self.limit + 1);
            let read = bounded.read_until(b'\n', &mut self.line);
            if read.map_err(FormatError::Read)? == 0 {
                return Ok(None);
            }
            self.number += 1;
            let place = Place::table(self.name).line(self.number);
            let limit = self.limit;
            if self.line.len() as u64 > limit {
                return Err(FormatError::refused(place, Reason::LineBytes { limit }));
            }
            if self.number == 1 && self.line.starts_with(b"\xef\xbb\xbf") {
                self.line.drain(..3);
            }
            if !self.line.trim_ascii().is_empty() {
                return Ok(Some((place, self.line.trim_ascii_end())));
            }
        }
    }
}
