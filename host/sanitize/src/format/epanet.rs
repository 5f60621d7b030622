//! EPANET networks: the sections of an `.inp` file as tables, in whatever encoding its
//! comments were written. Columns and their order are those of the manual of EPANET
//! 2.2; sections that set something rather than list things go into one table of lines.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read as _, SeekFrom},
};

use super::{
    FormatError, Place, ReadSeek, Reason, Sink,
    cell::{self, Decimal, Value},
    columns::Columns,
    csv::{Decoded, detect_encoding},
    finding::Desk,
};

mod sections;
#[cfg(test)]
mod tests;

use sections::{Form, SECTIONS, Section};

/// Reads a network, a line at a time.
pub(crate) fn read(
    source: &mut dyn ReadSeek,
    name: &str,
    desk: &mut Desk<'_>,
    sink: &mut dyn Sink,
) -> Result<(), FormatError> {
    let detected = detect_encoding(source, name, None, desk)?;
    let start = SeekFrom::Start(detected.bom_bytes);
    source.seek(start).map_err(FormatError::Read)?;
    let text = Decoded::new(source, detected.encoding);
    let mut network = Network {
        name,
        desk,
        sink,
        tables: BTreeMap::new(),
        steps: BTreeMap::new(),
        current: Current::None,
    };
    let ended = network.lines(BufReader::new(text))?;
    network.finish(ended)
}

/// Whether a line was read; if not, what is wrong in which column.
type Read = Result<(), (Option<&'static str>, Reason)>;

/// The section that a line stands in.
#[derive(Clone, Copy)]
enum Current {
    None,
    Unknown,
    Known(&'static Section),
}

struct Network<'a, 'b> {
    name: &'a str,
    desk: &'a mut Desk<'b>,
    sink: &'a mut dyn Sink,
    tables: BTreeMap<&'static str, Columns>,
    /// How many multipliers each pattern has so far.
    steps: BTreeMap<String, i64>,
    current: Current,
}

impl Network<'_, '_> {
    /// Reads all lines; says whether the network has its end.
    fn lines(&mut self, mut text: impl BufRead) -> Result<bool, FormatError> {
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            let limit = self.desk.limits.line_bytes;
            let mut bounded = (&mut text).take(limit + 1);
            let read = bounded.read_until(b'\n', &mut line);
            if read.map_err(FormatError::Read)? == 0 {
                return Ok(false);
            }
            let place = Place::table(self.name).line(number);
            if line.len() as u64 > limit {
                return Err(FormatError::refused(place, Reason::LineBytes { limit }));
            }
            let Ok(content) = str::from_utf8(&line) else {
                self.desk
                    .set_aside(place, Reason::Encoding, line.trim_ascii_end())?;
                continue;
            };
            if self.line(content.trim(), place)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Reads a line; says whether it is the end.
    fn line(&mut self, line: &str, place: Place) -> Result<bool, FormatError> {
        let (content, comment) = match line.split_once(';') {
            Some((content, comment)) => (content.trim(), comment.trim()),
            None => (line, ""),
        };
        if let Some(heading) = content.strip_prefix('[') {
            return Ok(self.enter(heading, place));
        }
        if content.is_empty() {
            return Ok(false);
        }
        let read = match self.current {
            Current::None => Err((None, Reason::NoSection)),
            Current::Unknown => Err((None, Reason::UnknownSection)),
            Current::Known(section) => self.row(section, content, comment, &place)?,
        };
        if let Err((column, reason)) = read {
            let place = match column {
                Some(column) => place.column(column),
                None => place,
            };
            self.desk.set_aside(place, reason, line.as_bytes())?;
        }
        Ok(false)
    }

    /// Enters a section; says whether it is the end. EPANET tells sections by their
    /// first letters.
    fn enter(&mut self, heading: &str, place: Place) -> bool {
        let name = heading.trim_end_matches(']').trim().to_ascii_uppercase();
        if name == "END" {
            return true;
        }
        let is_it = |section: &&Section| {
            section.heading == name || name.len() >= 4 && section.heading.starts_with(&name)
        };
        self.current = if let Some(section) = SECTIONS.iter().find(is_it) {
            Current::Known(section)
        } else {
            self.desk.warn(place, Reason::UnknownSection);
            Current::Unknown
        };
        false
    }

    fn row(
        &mut self,
        section: &'static Section,
        line: &str,
        comment: &str,
        place: &Place,
    ) -> Result<Read, FormatError> {
        let fields: Vec<&str> = line.split_whitespace().collect();
        match section.form {
            Form::Columns { least } => self.listed(section, least, &fields, comment),
            Form::Pattern => self.pattern(section, &fields),
            Form::Setting => {
                let number = place.line.and_then(|line| i64::try_from(line).ok());
                let row = [
                    Value::Text(section.heading),
                    number.map_or(Value::Missing, Value::Integer),
                    Value::Text(line),
                ];
                self.push(section, &row).map(Ok)
            }
        }
    }

    fn listed(
        &mut self,
        section: &'static Section,
        least: usize,
        fields: &[&str],
        comment: &str,
    ) -> Result<Read, FormatError> {
        let (found, most) = (fields.len(), section.columns.len() - 1);
        if found < least {
            return Ok(Err((None, Reason::TooFewFields { found, least })));
        }
        // A pump's properties come in pairs: they are one cell.
        let rest = section
            .columns
            .iter()
            .position(|(name, _)| *name == "properties");
        if found > most && rest.is_none() {
            return Ok(Err((None, Reason::TooManyFields { found, most })));
        }
        let properties = rest
            .and_then(|at| fields.get(at..))
            .unwrap_or_default()
            .join(" ");
        let mut row = Vec::with_capacity(most + 1);
        for (at, (column, wanted)) in section.columns.iter().enumerate() {
            let field = match fields.get(at) {
                _ if at == most => comment,
                _ if Some(at) == rest => &properties,
                field => field.copied().unwrap_or(""),
            };
            let limit = self.desk.limits.field_bytes;
            if field.len() > limit {
                return Ok(Err((Some(column), Reason::FieldBytes { limit })));
            }
            let Some(value) = sections::value(field, *wanted) else {
                let wanted = *wanted;
                return Ok(Err((Some(column), Reason::Unreadable { wanted })));
            };
            row.push(value);
        }
        self.push(section, &row).map(Ok)
    }

    /// A line of multipliers: each is a row, and a pattern may go on for many lines.
    fn pattern(&mut self, section: &'static Section, fields: &[&str]) -> Result<Read, FormatError> {
        let (found, least) = (fields.len(), 2);
        let Some((id, multipliers)) = fields.split_first().filter(|_| found >= least) else {
            return Ok(Err((None, Reason::TooFewFields { found, least })));
        };
        let read = |field: &&str| cell::number(field.as_bytes(), Decimal::Point);
        let Some(numbers) = multipliers.iter().map(read).collect::<Option<Vec<_>>>() else {
            let wanted = super::Type::Number;
            return Ok(Err((Some("multiplier"), Reason::Unreadable { wanted })));
        };
        for number in numbers {
            let step = self.steps.entry((*id).to_owned()).or_default();
            *step += 1;
            let row = [
                Value::Text(id),
                Value::Integer(*step),
                Value::Number(number),
            ];
            self.push(section, &row)?;
        }
        Ok(Ok(()))
    }

    fn push(&mut self, section: &'static Section, row: &[Value<'_>]) -> Result<(), FormatError> {
        let table = match self.tables.entry(section.table) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => {
                let columns = section.columns.iter();
                let fields: Vec<_> = columns
                    .map(|(name, kind)| ((*name).to_owned(), *kind))
                    .collect();
                let table = Columns::begin(section.table, &fields, SECTIONS.len(), self.sink)?;
                entry.insert(table)
            }
        };
        table.push(row, self.desk, self.sink)
    }

    fn finish(self, ended: bool) -> Result<(), FormatError> {
        let place = Place::table(self.name);
        if !self.tables.contains_key("junctions") {
            return Err(FormatError::refused(place, Reason::NoNetwork));
        }
        if !ended {
            self.desk.warn(place, Reason::NoEnd);
        }
        for table in self.tables.into_values() {
            table.finish(self.desk, self.sink)?;
        }
        Ok(())
    }
}
