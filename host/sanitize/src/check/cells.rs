//! The cells of a column as texts, as a CSV would show them.

use arrow_array::{ArrayRef, cast::AsArray};
use arrow_cast::cast;
use arrow_schema::DataType;

use crate::Table;

/// A published column as texts, by block.
pub(super) struct Cells {
    pub(super) data_type: DataType,
    blocks: Vec<ArrayRef>,
}

impl Cells {
    /// The column of this name, if there is one that can be read as text.
    pub(super) fn of(table: &Table, name: &str) -> Option<Self> {
        let data_type = table
            .schema()
            .field_with_name(name)
            .ok()?
            .data_type()
            .clone();
        let column = |block: &arrow_array::RecordBatch| {
            cast(block.column_by_name(name)?, &DataType::Utf8).ok()
        };
        let blocks = table
            .blocks()
            .iter()
            .map(column)
            .collect::<Option<Vec<_>>>()?;
        Some(Self { data_type, blocks })
    }

    /// Each cell, from the first row on; none where it is missing.
    pub(super) fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        self.blocks
            .iter()
            .flat_map(|block| block.as_string::<i32>().iter())
    }

    /// The rows, from 0, with a cell of which this is so.
    pub(super) fn rows_where(&self, is_so: impl Fn(&str) -> bool) -> impl Iterator<Item = usize> {
        let rows = self.iter().enumerate();
        rows.filter(move |(_, cell)| cell.is_some_and(&is_so))
            .map(|(row, _)| row)
    }
}
