//! Records of a text, one at a time and of bounded length. A quote that is never closed
//! is known as one: behind the text stands a mark, which must come out as a record of
//! its own.

use std::{
    cell::Cell,
    io::{self, Chain, Read},
    rc::Rc,
};

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::Decoded;
use super::line_feeds::LineFeeds;
use crate::format::{
    FormatError, Place, Reason,
    finding::Desk,
    metered::{Allowance, Metered},
};

/// Stands behind the text: a new line and two separators of units, which no table has
/// as its last record.
const END: &[u8] = b"\n\x1f\x1f";

/// The record that [`END`] makes where no quote is open.
const END_FIELD: &[u8] = b"\x1f\x1f";

/// What the reader holds at a time. The limit of a line must be larger.
const BUFFER_BYTES: usize = 64 << 10;

/// Text, bounded, with its mark behind it, and one end of line.
type Lines<R> = LineFeeds<Chain<Metered<Decoded<R>>, &'static [u8]>>;

/// Records of a text.
pub(crate) struct Records<R: Read> {
    reader: Reader<Lines<R>>,
    allowance: Allowance,
    spent: Rc<Cell<bool>>,
    line_bytes: u64,
    replaces: bool,
    name: String,
    ahead: Option<ByteRecord>,
    ended: bool,
}

impl<R: Read> Records<R> {
    pub(crate) fn new(text: Decoded<R>, separator: u8, name: &str, desk: &Desk<'_>) -> Self {
        let replaces = text.replaces();
        let line_bytes = desk.limits.line_bytes + BUFFER_BYTES as u64;
        let metered = Metered::new(text, line_bytes);
        let (allowance, spent) = (metered.allowance(), metered.spent());
        let reader = ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(BUFFER_BYTES)
            .from_reader(LineFeeds::new(metered.chain(END)));
        Self {
            reader,
            allowance,
            spent,
            line_bytes,
            replaces,
            name: name.to_owned(),
            ahead: None,
            ended: false,
        }
    }

    /// What the table is called.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether spoilt text shows as U+FFFD.
    pub(crate) fn replaces(&self) -> bool {
        self.replaces
    }

    /// Reads the next record; false at the end.
    pub(crate) fn next(&mut self, record: &mut ByteRecord) -> Result<bool, FormatError> {
        if let Some(ahead) = self.ahead.take() {
            *record = ahead;
        } else if self.ended || !self.read(record)? {
            return Ok(false);
        }
        let last = record
            .len()
            .checked_sub(1)
            .and_then(|last| record.get(last));
        if !last.is_some_and(|field| field.ends_with(END_FIELD)) {
            return Ok(true);
        }
        let line = self.line(record);
        let mut ahead = ByteRecord::new();
        if self.read(&mut ahead)? {
            self.ahead = Some(ahead);
            return Ok(true);
        }
        self.ended = true;
        if record.len() == 1 && record.get(0) == Some(END_FIELD) {
            return Ok(false);
        }
        // No end of a line was read after it.
        let place = self.place(line + 1);
        Err(FormatError::refused(place, Reason::OpenQuote))
    }

    /// Passes over a record.
    pub(crate) fn skip(&mut self) -> Result<(), FormatError> {
        self.next(&mut ByteRecord::new()).map(drop)
    }

    /// The line on which a record begins that was just read.
    pub(crate) fn line(&self, record: &ByteRecord) -> u64 {
        let breaks = record.as_slice().iter().filter(|byte| **byte == b'\n');
        let after = self.reader.position().line();
        after.saturating_sub(breaks.count() as u64 + 1).max(1)
    }

    /// A line of this table.
    pub(crate) fn place(&self, line: u64) -> Place {
        Place::table(&self.name).line(line)
    }

    fn read(&mut self, record: &mut ByteRecord) -> Result<bool, FormatError> {
        self.allowance.set(self.line_bytes);
        let read = self.reader.read_byte_record(record);
        read.map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(_) if self.spent.get() => {
                let line = self.reader.position().line();
                let limit = self.line_bytes - BUFFER_BYTES as u64;
                FormatError::refused(self.place(line), Reason::LineBytes { limit })
            }
            csv::ErrorKind::Io(error) => FormatError::Read(error),
            _ => FormatError::Read(io::Error::from(io::ErrorKind::InvalidData)),
        })
    }
}
