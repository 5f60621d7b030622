//! Writes the published table, block by block.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions, UInt32Array};
use arrow_schema::{Field, Schema};
use arrow_select::{interleave::interleave, take::take};

use super::{
    ChangeError, Changed, Content,
    column::{arrow_type, write_error},
    crowd::{Crowds, Face},
};
use crate::{
    Table,
    policy::{Column, DataType},
    table::BLOCK_ROWS,
    threads::in_two_threads,
};

/// A column that is ready to be written.
struct Ready<'a> {
    column: &'a Column,
    source: Source<'a>,
}

enum Source<'a> {
    Cells(&'a [ArrayRef]),
    Face(&'a Face),
}

/// The published columns of the rows in `order`.
pub(super) fn table(
    raw: &Table,
    columns: &[&Column],
    changed: &[Changed],
    crowds: &Crowds,
    order: &[u32],
) -> Result<Table, ChangeError> {
    let places = places(changed, crowds.suppressed.len(), order);
    let mut faces = crowds.faces.iter();
    let mut ready = Vec::new();
    for (column, changed) in columns.iter().zip(changed) {
        let source = match &changed.content {
            Content::Cells(blocks) => Source::Cells(blocks),
            Content::Ladder(_) => Source::Face(faces.next().ok_or_else(|| write_error(column))?),
        };
        ready.push(Ready { column, source });
    }
    let written = super::all(in_two_threads(&ready, |ready| {
        blocks(ready, order, &places)
    }))?;
    let fields: Vec<Field> = ready.iter().map(field).collect();
    let schema = Schema::new(fields);
    let shared = Arc::new(schema.clone());
    let mut batches = Vec::new();
    for (number, chunk) in order.chunks(BLOCK_ROWS).enumerate() {
        let arrays = written
            .iter()
            .filter_map(|blocks| blocks.get(number).cloned())
            .collect();
        let options = RecordBatchOptions::new().with_row_count(Some(chunk.len()));
        let batch = RecordBatch::try_new_with_options(shared.clone(), arrays, &options);
        batches.push(batch.map_err(|_| ChangeError::Write {
            column: raw.name.clone(),
        })?);
    }
    let name = raw.name.clone();
    Table::new(&name, schema, batches).map_err(|_| ChangeError::Write { column: name })
}

fn field(ready: &Ready<'_>) -> Field {
    let data_type = match &ready.source {
        Source::Face(face) => face.values.data_type().clone(),
        Source::Cells(_) => arrow_type(ready.column.type_after_steps().unwrap_or(DataType::Text)),
    };
    Field::new(&ready.column.name, data_type, true)
}

fn blocks(
    ready: &Ready<'_>,
    order: &[u32],
    places: &[(usize, usize)],
) -> Result<Vec<ArrayRef>, ChangeError> {
    let chunks = order.chunks(BLOCK_ROWS).zip(places.chunks(BLOCK_ROWS));
    let block = |(rows, places): (&[u32], &[(usize, usize)])| match &ready.source {
        Source::Cells(blocks) => {
            let blocks: Vec<&dyn Array> = blocks.iter().map(AsRef::as_ref).collect();
            interleave(&blocks, places)
        }
        Source::Face(face) => {
            let codes = rows.iter().map(|row| face.codes[*row as usize]);
            take(&face.values, &UInt32Array::from_iter_values(codes), None)
        }
    };
    chunks
        .map(block)
        .collect::<Result<_, _>>()
        .map_err(|_| write_error(ready.column))
}

/// Block and row in it of each row in `order`. All columns are in the same blocks.
fn places(changed: &[Changed], rows: usize, order: &[u32]) -> Vec<(usize, usize)> {
    let blocks = changed.iter().find_map(|changed| match &changed.content {
        Content::Cells(blocks) => Some(blocks.iter().map(Array::len).collect()),
        Content::Ladder(_) => None,
    });
    let lengths: Vec<usize> = blocks.unwrap_or_else(|| vec![rows]);
    let within = lengths.iter().enumerate();
    let all: Vec<(usize, usize)> = within
        .flat_map(|(block, length)| (0..*length).map(move |row| (block, row)))
        .collect();
    order.iter().map(|row| all[*row as usize]).collect()
}
