//! Parquet to columns that are copied to a guest in one piece.

use std::{collections::HashMap, fs::File, sync::Arc};

use arrow_array::{
    Array, ArrayRef, RecordBatch, StringArray,
    cast::AsArray,
    types::{ArrowPrimitiveType, Float64Type, Int64Type},
};
use bytes::Bytes;
use parquet::{
    arrow::arrow_reader::ParquetRecordBatchReaderBuilder,
    basic::Type,
    file::{
        metadata::{ColumnChunkMetaData, ParquetMetaData, RowGroupMetaData},
        reader::ChunkReader,
    },
};

/// Rows decoded at a time, so that the bound is checked before memory is taken.
const BATCH_ROWS: usize = 1 << 16;

/// The same where only the beginning is read; fewer where values may be wide.
const HEAD_BATCH_ROWS: usize = 1 << 10;

/// Bytes of a number, or of what a batch keeps for a text beside its letters.
const PLAIN_BYTES: u64 = 8;

/// Stands for a missing text.
const MISSING_CODE: u32 = u32::MAX;

/// The values of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// Floats; a missing value is NaN.
    Float(Vec<f64>),
    /// Integers; a missing value is `i64::MIN`.
    Integer(Vec<i64>),
    /// Texts as indices into a dictionary; a missing value is `u32::MAX`.
    Text {
        /// One index a row.
        codes: Vec<u32>,
        /// The distinct values, in order of first appearance.
        dictionary: Arc<[String]>,
    },
}

impl Column {
    /// A column of texts, none missing.
    pub(super) fn of_texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let (mut dictionary, mut index, mut bytes) = (Vec::new(), HashMap::new(), 0);
        let codes = texts
            .into_iter()
            .map(|text| code_of(text, &mut dictionary, &mut index, &mut bytes))
            .collect();
        Self::Text {
            codes,
            dictionary: dictionary.into(),
        }
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Float(values) => values.len(),
            Self::Integer(values) => values.len(),
            Self::Text { codes, .. } => codes.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

pub(super) enum DecodeError {
    TooLarge,
    Invalid(String),
}

/// Decodes a file whose columns may take `limit_bytes`; returns the columns and
/// what they take.
pub(super) fn decode(
    file: File,
    limit_bytes: u64,
) -> Result<(Vec<(String, Column)>, u64), DecodeError> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|e| invalid(&e))?;
    columns(builder.with_batch_size(BATCH_ROWS), limit_bytes)
}

/// Decodes the first rows of a file whose columns say of themselves that they take no
/// more than `limit_bytes`, as much of them at a time; returns them and how many rows
/// the file has. What a compressed file says of its sizes is believed.
pub(super) fn decode_head(
    bytes: Bytes,
    limit_rows: usize,
    limit_bytes: u64,
) -> Result<(Vec<(String, Column)>, u64), DecodeError> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(bytes).map_err(|e| invalid(&e))?;
    let about = builder.metadata();
    if declared_bytes(about) > limit_bytes {
        return Err(DecodeError::TooLarge);
    }
    // A row of lists has no bound. Lists are refused here, before anything is decoded.
    for field in builder.schema().fields() {
        let held = field.data_type();
        let known = [
            Float64Type::DATA_TYPE,
            Int64Type::DATA_TYPE,
            StringArray::DATA_TYPE,
        ];
        if !known.contains(held) {
            return Err(unfit(field.name(), held));
        }
    }
    let batch_rows = head_batch_rows(about, limit_bytes).ok_or(DecodeError::TooLarge)?;
    let rows = u64::try_from(about.file_metadata().num_rows()).unwrap_or(0);
    let builder = builder.with_batch_size(batch_rows).with_limit(limit_rows);
    Ok((columns(builder, limit_bytes)?.0, rows))
}

/// How many rows surely fit; nothing if not even one does. A dictionary holds a text
/// once, and a batch once for each row: 1 MiB in the file would be a gigabyte.
fn head_batch_rows(about: &ParquetMetaData, limit_bytes: u64) -> Option<usize> {
    let mut widest = vec![PLAIN_BYTES; about.file_metadata().schema_descr().num_columns()];
    for group in about.row_groups() {
        for (widest, chunk) in widest.iter_mut().zip(group.columns()) {
            *widest = (*widest).max(value_bytes(chunk));
        }
    }
    let row_bytes = widest.into_iter().fold(0, u64::saturating_add);
    let rows = limit_bytes / row_bytes.max(1);
    let rows = usize::try_from(rows).map_or(HEAD_BATCH_ROWS, |rows| rows.min(HEAD_BATCH_ROWS));
    (rows > 0).then_some(rows)
}

/// What a value of a chunk may take: a text, as much as all of the chunk.
fn value_bytes(chunk: &ColumnChunkMetaData) -> u64 {
    if chunk.column_type() != Type::BYTE_ARRAY {
        return PLAIN_BYTES;
    }
    // Where nothing is compressed, the one is read and the other merely said.
    let bytes = chunk.uncompressed_size().max(chunk.compressed_size());
    u64::try_from(bytes).map_or(u64::MAX, |bytes| bytes.saturating_add(PLAIN_BYTES))
}

fn declared_bytes(about: &ParquetMetaData) -> u64 {
    let groups = about.row_groups().iter();
    let sizes = groups.map(RowGroupMetaData::total_byte_size);
    sizes.fold(0, |sum, size| {
        sum.saturating_add(u64::try_from(size).unwrap_or(u64::MAX))
    })
}

fn invalid(error: &dyn std::fmt::Display) -> DecodeError {
    DecodeError::Invalid(error.to_string())
}

fn unfit(column: &str, found: &dyn std::fmt::Display) -> DecodeError {
    DecodeError::Invalid(format!(
        "column `{column}` has type {found}; hint: use double, int64 or string"
    ))
}

fn columns<R: ChunkReader + 'static>(
    builder: ParquetRecordBatchReaderBuilder<R>,
    limit_bytes: u64,
) -> Result<(Vec<(String, Column)>, u64), DecodeError> {
    let names: Vec<_> = builder
        .schema()
        .fields()
        .iter()
        .map(|f| f.name().clone())
        .collect();
    let reader = builder.build().map_err(|e| invalid(&e))?;

    let mut columns: Vec<Option<Growing>> = names.iter().map(|_| None).collect();
    let mut taken = 0;
    for batch in reader {
        let batch = batch.map_err(|e| invalid(&e))?;
        append(&mut columns, &batch, &names)?;
        taken = columns.iter().flatten().map(Growing::bytes).sum();
        if taken > limit_bytes {
            return Err(DecodeError::TooLarge);
        }
    }
    let finished = columns
        .into_iter()
        .map(|column| column.map_or(Column::Float(vec![]), Growing::finish));
    Ok((names.into_iter().zip(finished).collect(), taken))
}

fn append(
    columns: &mut [Option<Growing>],
    batch: &RecordBatch,
    names: &[String],
) -> Result<(), DecodeError> {
    for ((column, array), name) in columns.iter_mut().zip(batch.columns()).zip(names) {
        if column.is_none() {
            *column = Growing::for_type(array);
        }
        let fits = column.as_mut().is_some_and(|column| column.append(array));
        if !fits {
            return Err(unfit(name, array.data_type()));
        }
    }
    Ok(())
}

/// A column while it is read.
enum Growing {
    Float(Vec<f64>),
    Integer(Vec<i64>),
    Text {
        codes: Vec<u32>,
        dictionary: Vec<String>,
        index: HashMap<String, u32>,
        bytes: u64,
    },
}

impl Growing {
    fn for_type(array: &ArrayRef) -> Option<Self> {
        if array.as_primitive_opt::<Float64Type>().is_some() {
            Some(Self::Float(Vec::new()))
        } else if array.as_primitive_opt::<Int64Type>().is_some() {
            Some(Self::Integer(Vec::new()))
        } else if array.as_string_opt::<i32>().is_some() {
            Some(Self::Text {
                codes: Vec::new(),
                dictionary: Vec::new(),
                index: HashMap::new(),
                bytes: 0,
            })
        } else {
            None
        }
    }

    fn append(&mut self, array: &ArrayRef) -> bool {
        match self {
            Self::Float(values) => array
                .as_primitive_opt::<Float64Type>()
                .map(|array| values.extend(array.iter().map(|value| value.unwrap_or(f64::NAN))))
                .is_some(),
            Self::Integer(values) => array
                .as_primitive_opt::<Int64Type>()
                .map(|array| values.extend(array.iter().map(|value| value.unwrap_or(i64::MIN))))
                .is_some(),
            Self::Text {
                codes,
                dictionary,
                index,
                bytes,
            } => array
                .as_string_opt::<i32>()
                .map(|array| {
                    let mut code = |text| code_of(text, dictionary, index, bytes);
                    for text in array {
                        codes.push(text.map_or(MISSING_CODE, &mut code));
                    }
                })
                .is_some(),
        }
    }

    fn bytes(&self) -> u64 {
        match self {
            Self::Float(values) => values.len() as u64 * 8,
            Self::Integer(values) => values.len() as u64 * 8,
            Self::Text { codes, bytes, .. } => codes.len() as u64 * 4 + bytes,
        }
    }

    fn finish(self) -> Column {
        match self {
            Self::Float(values) => Column::Float(values),
            Self::Integer(values) => Column::Integer(values),
            Self::Text {
                codes, dictionary, ..
            } => Column::Text {
                codes,
                dictionary: dictionary.into(),
            },
        }
    }
}

fn code_of(
    text: &str,
    dictionary: &mut Vec<String>,
    index: &mut HashMap<String, u32>,
    bytes: &mut u64,
) -> u32 {
    if let Some(code) = index.get(text) {
        return *code;
    }
    // A column has fewer rows than `MISSING_CODE`: its bytes are bounded.
    let code = u32::try_from(dictionary.len()).unwrap_or(MISSING_CODE);
    *bytes += 2 * text.len() as u64 + 64;
    dictionary.push(text.to_owned());
    index.insert(text.to_owned(), code);
    code
}

#[cfg(test)]
mod tests {
    use arrow_array::{Float64Array, ListArray};
    use parquet::arrow::ArrowWriter;

    use super::*;

    const KIB: usize = 1 << 10;
    const MIB: usize = 1 << 20;

    fn file(columns: Vec<(&str, ArrayRef)>) -> Bytes {
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.into_inner().unwrap().into()
    }

    fn batch_rows(file: &Bytes, limit_bytes: usize) -> Option<usize> {
        let builder = ParquetRecordBatchReaderBuilder::try_new(file.clone()).unwrap();
        head_batch_rows(builder.metadata(), limit_bytes as u64)
    }

    /// One wide text in each of 400 rows, which the file holds once.
    fn wide() -> Bytes {
        let text = "a".repeat(64 * KIB);
        let texts: StringArray = (0..400).map(|_| Some(text.as_str())).collect();
        let file = file(vec![("text", Arc::new(texts))]);
        assert!(file.len() < 128 * KIB);
        file
    }

    #[test]
    fn a_batch_holds_as_many_rows_as_surely_fit() {
        let wide = wide();
        let rows = batch_rows(&wide, 4 * MIB).unwrap();
        assert!((32..=64).contains(&rows), "{rows}");
        assert_eq!(batch_rows(&wide, 32 * KIB), None);
        let numbers = Float64Array::from(vec![1.0; 2_000]);
        let numbers = file(vec![("number", Arc::new(numbers))]);
        assert_eq!(batch_rows(&numbers, 64 * MIB), Some(HEAD_BATCH_ROWS));
        assert_eq!(batch_rows(&numbers, 80), Some(10));
    }

    #[test]
    fn the_first_rows_of_a_wide_column_are_read() {
        let (columns, rows) = decode_head(wide(), 200, 4 * MIB as u64).ok().unwrap();
        assert_eq!(rows, 400);
        let (_, Column::Text { codes, dictionary }) = &columns[0] else {
            panic!("{columns:?}");
        };
        assert_eq!((codes.len(), dictionary.len()), (200, 1));
    }

    #[test]
    fn lists_are_refused_before_they_are_decoded() {
        let list = vec![Some(vec![Some(1.0); 10])];
        let list = ListArray::from_iter_primitive::<Float64Type, _, _>(list);
        let file = file(vec![("list", Arc::new(list))]);
        let found = decode_head(file, 0, MIB as u64);
        let Err(DecodeError::Invalid(reason)) = found else {
            panic!("a list is no column");
        };
        assert!(
            reason.starts_with("column `list` has type List"),
            "{reason}"
        );
    }
}
