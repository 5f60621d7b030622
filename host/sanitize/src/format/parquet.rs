//! Parquet files, a row group at a time. What the footer says is checked against the
//! file before memory is taken for it, and what a column cannot be read as is refused
//! by the column's name.

use std::{io::SeekFrom, sync::Arc};

use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};
use parquet::{
    arrow::arrow_reader::{
        ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
    },
    file::metadata::{ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData},
};

use super::{
    FormatError, Place, ReadSeek, Reason, Sink,
    caught::caught,
    finding::Desk,
    limits::{BLOCK_CELLS, BLOCK_TEXT_BYTES},
};
use crate::table::{BLOCK_ROWS, TableError};

mod convert;
#[cfg(test)]
mod tests;
mod window;

/// What a file begins and ends with.
const MAGIC: &[u8; 4] = b"PAR1";

/// Bytes of the footer's length and the magic behind it.
const TAIL_BYTES: u64 = 8;

/// Packed bytes of a row group, which is held whole. Writers cut them at an eighth.
const GROUP_BYTES: u64 = 1 << 30;

/// Reads a file.
pub(crate) fn read(
    source: &mut dyn ReadSeek,
    name: &str,
    desk: &mut Desk<'_>,
    sink: &mut dyn Sink,
) -> Result<(), FormatError> {
    let (metadata, length) = footer(source, name, desk)?;
    check(&metadata, name, desk)?;
    let (metadata, schema) = columns(metadata, name, desk)?;
    sink.begin(name, &schema)?;
    let mut rows = 0;
    for group in 0..metadata.metadata().num_row_groups() {
        let window = window::of_group(source, metadata.metadata(), group, length, name)?;
        let most_rows = (BLOCK_CELLS / schema.fields().len().max(1)).clamp(1, BLOCK_ROWS);
        let undecodable = || {
            let part = format!("row group {}", group + 1);
            FormatError::refused(Place::table(name), Reason::Undecodable { part })
        };
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(window, metadata.clone());
        let builder = builder
            .with_row_groups(vec![group])
            .with_batch_size(most_rows);
        let mut reader = caught(|| builder.build())
            .and_then(Result::ok)
            .ok_or_else(undecodable)?;
        while let Some(batch) = caught(|| reader.next()).ok_or_else(undecodable)? {
            let batch = batch.map_err(|_| undecodable())?;
            rows += batch.num_rows() as u64;
            let limit = desk.limits.rows;
            if rows > limit {
                return Err(FormatError::refused(
                    Place::table(name),
                    Reason::Rows { limit },
                ));
            }
            blocks(&batch, &schema, name, desk, sink)?;
        }
    }
    desk.count_rows(name, rows);
    Ok(())
}

/// The footer, and how long the file is.
fn footer(
    source: &mut dyn ReadSeek,
    name: &str,
    desk: &Desk<'_>,
) -> Result<(ParquetMetaData, u64), FormatError> {
    let refused = |reason| FormatError::refused(Place::table(name), reason);
    let length = source.seek(SeekFrom::End(0)).map_err(FormatError::Read)?;
    if length < TAIL_BYTES + MAGIC.len() as u64 {
        let reason = if length == 0 {
            Reason::Empty
        } else {
            Reason::NoParquet
        };
        return Err(refused(reason));
    }
    let head = window::bytes(source, 0, MAGIC.len() as u64)?;
    let tail = window::bytes(source, length - TAIL_BYTES, TAIL_BYTES)?;
    let (Some(footer_bytes), true) = (
        tail.first_chunk::<4>(),
        head.as_ref() == MAGIC && tail.ends_with(MAGIC),
    ) else {
        return Err(refused(Reason::NoParquet));
    };
    let found = u64::from(u32::from_le_bytes(*footer_bytes));
    let limit = desk.limits.footer_bytes;
    if found > limit {
        return Err(refused(Reason::Footer { found, limit }));
    }
    let start = (length - TAIL_BYTES).checked_sub(found);
    let start = start.ok_or_else(|| refused(Reason::FooterOutside))?;
    let bytes = window::bytes(source, start, found)?;
    let metadata = caught(|| ParquetMetaDataReader::decode_metadata(&bytes)).and_then(Result::ok);
    let part = "the footer".to_owned();
    let metadata = metadata.ok_or_else(|| refused(Reason::Undecodable { part }))?;
    Ok((metadata, length))
}

/// Holds what the footer says against the limits.
fn check(metadata: &ParquetMetaData, name: &str, desk: &Desk<'_>) -> Result<(), FormatError> {
    let refused = |reason| Err(FormatError::refused(Place::table(name), reason));
    let limits = desk.limits;
    if metadata.num_row_groups() > limits.row_groups {
        let limit = limits.row_groups;
        return refused(Reason::RowGroups { limit });
    }
    if metadata.file_metadata().schema_descr().num_columns() > limits.columns {
        let limit = limits.columns;
        return refused(Reason::Columns { limit });
    }
    let groups = metadata.row_groups().iter();
    let rows = groups.map(|group| u64::try_from(group.num_rows()).unwrap_or(u64::MAX));
    if rows.fold(0, u64::saturating_add) > limits.rows {
        let limit = limits.rows;
        return refused(Reason::Rows { limit });
    }
    let chunks = metadata
        .row_groups()
        .iter()
        .flat_map(RowGroupMetaData::columns);
    let bytes = chunks.map(|chunk| u64::try_from(chunk.uncompressed_size()).unwrap_or(u64::MAX));
    if bytes.fold(0, u64::saturating_add) > limits.unpacked_bytes {
        let limit = limits.unpacked_bytes;
        return refused(Reason::Unpacked { limit });
    }
    Ok(())
}

/// What the columns are read as, and what they become.
fn columns(
    metadata: ParquetMetaData,
    name: &str,
    desk: &mut Desk<'_>,
) -> Result<(ArrowReaderMetadata, SchemaRef), FormatError> {
    let part = || "the schema".to_owned();
    let undecodable =
        || FormatError::refused(Place::table(name), Reason::Undecodable { part: part() });
    let metadata = Arc::new(metadata);
    // The schema that Arrow's writers add is a second opinion of the file, and can lie.
    let options = || ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let load = |options| caught(|| ArrowReaderMetadata::try_new(Arc::clone(&metadata), options));
    let found = load(options())
        .and_then(Result::ok)
        .ok_or_else(undecodable)?;
    let (mut read, mut made) = (Vec::new(), Vec::new());
    for field in found.schema().fields() {
        let (as_read, as_made) = convert::field(field, name, desk)?;
        if made
            .iter()
            .any(|other: &arrow_schema::Field| other.name() == as_made.name())
        {
            let column = as_made.name().clone();
            return Err(TableError::Twice { column }.into());
        }
        read.push(as_read);
        made.push(as_made);
    }
    let options = options().with_schema(Arc::new(Schema::new(read)));
    let loaded = load(options).and_then(Result::ok).ok_or_else(undecodable)?;
    Ok((loaded, Arc::new(Schema::new(made))))
}

/// Sends a batch, in pieces whose text fits into a block.
fn blocks(
    batch: &RecordBatch,
    schema: &SchemaRef,
    name: &str,
    desk: &Desk<'_>,
    sink: &mut dyn Sink,
) -> Result<(), FormatError> {
    let text = batch.columns().iter().map(convert::text_bytes);
    let rows = batch.num_rows();
    if rows > 1 && text.sum::<usize>() > BLOCK_TEXT_BYTES {
        let half = rows / 2;
        blocks(&batch.slice(0, half), schema, name, desk, sink)?;
        return blocks(&batch.slice(half, rows - half), schema, name, desk, sink);
    }
    let mut arrays = Vec::with_capacity(batch.num_columns());
    for (array, field) in batch.columns().iter().zip(schema.fields()) {
        let made = convert::array(array, field.data_type(), desk.limits.field_bytes);
        let place = || Place::table(name).column(field.name());
        arrays.push(made.map_err(|reason| FormatError::refused(place(), reason))?);
    }
    let block = RecordBatch::try_new(Arc::clone(schema), arrays);
    sink.block(name, block.map_err(|_| TableError::Block { block: 0 })?)
}
