//! Columns as Parquet: the same columns give the same bytes.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    file::properties::WriterProperties,
};
use pilotbox_sandbox::Column;

use super::texts;

/// Who wrote it, in every file. The writer's own version would change a challenge's digest
/// with each of its releases.
const WRITTEN_BY: &str = "pilotbox";

/// Why columns cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// They are of different lengths.
    #[error("the columns cannot be written as one table: {0}")]
    Columns(String),
    /// The writer failed.
    #[error("the table cannot be written: {0}")]
    Parquet(String),
}

/// Writes columns of equal length as a file of Parquet.
pub fn write_parquet(columns: &[(String, Column)]) -> Result<Vec<u8>, WriteError> {
    let arrays = columns.iter().map(|(name, column)| (name, array(column)));
    let batch =
        RecordBatch::try_from_iter_with_nullable(arrays.map(|(name, array)| (name, array, true)));
    let batch = batch.map_err(|error| WriteError::Columns(error.to_string()))?;
    let properties = WriterProperties::builder()
        .set_created_by(WRITTEN_BY.to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .build();
    let mut bytes = Vec::new();
    let failed = |error: parquet::errors::ParquetError| WriteError::Parquet(error.to_string());
    let mut writer =
        ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).map_err(failed)?;
    writer.write(&batch).map_err(failed)?;
    writer.close().map_err(failed)?;
    Ok(bytes)
}

fn array(column: &Column) -> ArrayRef {
    match column {
        Column::Float(values) => {
            let values = values
                .iter()
                .map(|value| (!value.is_nan()).then_some(*value));
            Arc::new(values.collect::<Float64Array>())
        }
        Column::Integer(values) => {
            let values = values
                .iter()
                .map(|value| (*value != i64::MIN).then_some(*value));
            Arc::new(values.collect::<Int64Array>())
        }
        Column::Text { .. } => Arc::new(StringArray::from_iter(texts(column))),
    }
}
