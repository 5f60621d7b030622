//! The part of a file that a row group lies in: all that the library gets to see of it.

use std::io::{Read, SeekFrom};

use bytes::{Buf, Bytes, buf::Reader};
use parquet::{
    errors::{ParquetError, Result as ParquetResult},
    file::{
        metadata::{ColumnChunkMetaData, ParquetMetaData},
        reader::{ChunkReader, Length},
    },
};

use super::GROUP_BYTES;
use crate::format::{FormatError, Place, ReadSeek, Reason, caught::caught};

/// Bytes of a file from a place on.
#[derive(Clone)]
pub(super) struct Window {
    start: u64,
    bytes: Bytes,
}

/// The bytes that the chunks of a row group lie in.
pub(super) fn of_group(
    source: &mut dyn ReadSeek,
    metadata: &ParquetMetaData,
    group: usize,
    length: u64,
    name: &str,
) -> Result<Window, FormatError> {
    let refused = |reason| FormatError::refused(Place::table(name), reason);
    let ranges = || {
        let chunks = metadata.row_group(group).columns().iter();
        chunks
            .map(ColumnChunkMetaData::byte_range)
            .collect::<Vec<_>>()
    };
    let part = format!("row group {}", group + 1);
    let ranges = caught(ranges).ok_or_else(|| refused(Reason::Undecodable { part }))?;
    let start = ranges.iter().map(|(start, _)| *start).min().unwrap_or(0);
    let ends = ranges
        .iter()
        .map(|(start, bytes)| start.checked_add(*bytes));
    let end = ends.map(|end| end.unwrap_or(u64::MAX)).max().unwrap_or(0);
    if end > length || start > end {
        return Err(refused(Reason::FooterOutside));
    }
    let limit = GROUP_BYTES;
    if end - start > limit {
        return Err(refused(Reason::GroupBytes { limit }));
    }
    let bytes = bytes(source, start, end - start)?;
    Ok(Window { start, bytes })
}

/// So many bytes from a place on, which the file must have.
pub(super) fn bytes(
    source: &mut dyn ReadSeek,
    start: u64,
    length: u64,
) -> Result<Bytes, FormatError> {
    source
        .seek(SeekFrom::Start(start))
        .map_err(FormatError::Read)?;
    let mut bytes = Vec::new();
    let read = source.take(length).read_to_end(&mut bytes);
    read.map_err(FormatError::Read)?;
    Ok(Bytes::from(bytes))
}

impl Window {
    fn from(&self, start: u64) -> ParquetResult<Bytes> {
        let offset = start
            .checked_sub(self.start)
            .and_then(|at| usize::try_from(at).ok());
        let inside = offset.filter(|offset| *offset <= self.bytes.len());
        let offset = inside.ok_or_else(outside)?;
        Ok(self.bytes.slice(offset..))
    }
}

fn outside() -> ParquetError {
    ParquetError::EOF("outside of the row group".to_owned())
}

impl Length for Window {
    fn len(&self) -> u64 {
        self.start + self.bytes.len() as u64
    }
}

impl ChunkReader for Window {
    type T = Reader<Bytes>;

    fn get_read(&self, start: u64) -> ParquetResult<Self::T> {
        Ok(self.from(start)?.reader())
    }

    fn get_bytes(&self, start: u64, length: usize) -> ParquetResult<Bytes> {
        let bytes = self.from(start)?;
        if length > bytes.len() {
            return Err(outside());
        }
        Ok(bytes.slice(..length))
    }
}
