//! Tables as files that others read: Parquet, CSV as RFC 4180 has it, and the CSVW
//! dictionary that describes them. The same table always makes the same bytes.

use std::io::{self, Write};

use arrow_array::{
    Array, RecordBatch,
    cast::AsArray,
    types::{Date32Type, Float64Type, Int64Type, TimestampMillisecondType},
};
use arrow_schema::DataType;
use parquet::{
    arrow::{ArrowWriter, arrow_writer::ArrowWriterOptions},
    basic::{Compression, ZstdLevel},
    file::properties::{EnabledStatistics, WriterProperties},
};

use super::FormatError;
use crate::Table;

pub mod csvw;
#[cfg(test)]
mod tests;

/// Rows of a row group: a reader that takes one whole needs some tens of megabytes.
const GROUP_ROWS: usize = 1 << 20;

/// The level at which Zstandard packs: higher ones take longer and save little.
const ZSTD_LEVEL: i32 = 3;

/// Writes a table as Parquet.
pub fn parquet(table: &Table, out: impl Write + Send) -> Result<(), FormatError> {
    let failed = |error: parquet::errors::ParquetError| FormatError::Write(io::Error::other(error));
    let level = ZstdLevel::try_new(ZSTD_LEVEL).map_err(failed)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_created_by("pilotbox".to_owned())
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .build();
    // The schema in Arrow's own words would only repeat that of Parquet.
    let options = ArrowWriterOptions::new()
        .with_properties(properties)
        .with_skip_arrow_metadata(true);
    let schema = table.schema().clone();
    let mut writer = ArrowWriter::try_new_with_options(out, schema, options).map_err(failed)?;
    for block in table.blocks() {
        writer.write(block).map_err(failed)?;
    }
    writer.close().map(drop).map_err(failed)
}

/// Writes a table as CSV: UTF-8, commas, lines that end in CR LF. A missing value is an
/// empty field, and so is an empty text; days and moments are as ISO 8601 has them.
pub fn csv(table: &Table, out: impl Write) -> Result<(), FormatError> {
    let failed = |error: ::csv::Error| FormatError::Write(error.into());
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer(out);
    let names = table.schema().fields().iter().map(|field| field.name());
    writer.write_record(names).map_err(failed)?;
    let mut field = String::new();
    for block in table.blocks() {
        for row in 0..block.num_rows() {
            for column in 0..block.num_columns() {
                field.clear();
                put(block, column, row, &mut field);
                writer.write_field(&field).map_err(failed)?;
            }
            writer.write_record(None::<&[u8]>).map_err(failed)?;
        }
    }
    writer.flush().map_err(FormatError::Write)
}

/// Appends a value as it stands in a file of text.
fn put(block: &RecordBatch, column: usize, row: usize, field: &mut String) {
    use std::fmt::Write as _;
    let array = block.column(column);
    if array.is_null(row) {
        return;
    }
    let written = match array.data_type() {
        DataType::Utf8 => field.write_str(array.as_string::<i32>().value(row)),
        DataType::Int64 => write!(field, "{}", array.as_primitive::<Int64Type>().value(row)),
        DataType::Float64 => write!(field, "{}", array.as_primitive::<Float64Type>().value(row)),
        DataType::Boolean => write!(field, "{}", array.as_boolean().value(row)),
        DataType::Date32 => {
            let days = i64::from(array.as_primitive::<Date32Type>().value(row));
            put_moment(field, days.checked_mul(MS_A_DAY), true)
        }
        _ => {
            let time = array.as_primitive::<TimestampMillisecondType>().value(row);
            put_moment(field, Some(time), false)
        }
    };
    debug_assert!(written.is_ok(), "a string takes every text");
}

const MS_A_DAY: i64 = 86_400_000;

/// A day or a moment; nothing where it lies beyond the calendar.
fn put_moment(field: &mut String, time: Option<i64>, day: bool) -> std::fmt::Result {
    use std::fmt::Write as _;
    let moment = time.and_then(|time| jiff::Timestamp::from_millisecond(time).ok());
    match moment {
        None => Ok(()),
        Some(moment) if day => {
            write!(field, "{}", moment.to_zoned(jiff::tz::TimeZone::UTC).date())
        }
        Some(moment) => write!(field, "{moment}"),
    }
}
