//! Where tables go, block by block, so that none has to fit into memory.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use super::{FormatError, Place, Reason};
use crate::Table;

/// Takes tables block by block.
pub trait Sink {
    /// A table begins. Its name is new; its blocks are of this schema.
    fn begin(&mut self, name: &str, schema: &SchemaRef) -> Result<(), FormatError>;

    /// The next rows of a table that began: at most
    /// [`BLOCK_ROWS`](crate::table::BLOCK_ROWS). Tables of one file may take turns.
    fn block(&mut self, table: &str, block: RecordBatch) -> Result<(), FormatError>;
}

/// A sink that keeps whole tables, up to a bound.
#[derive(Debug)]
pub struct Collected {
    tables: Vec<(String, SchemaRef, Vec<RecordBatch>)>,
    left_bytes: usize,
    limit_bytes: usize,
}

impl Collected {
    /// Keeps tables of at most so many bytes together.
    pub fn new(limit_bytes: usize) -> Self {
        Self {
            tables: Vec::new(),
            left_bytes: limit_bytes,
            limit_bytes,
        }
    }

    /// The tables, in the order in which they came.
    pub fn into_tables(self) -> Result<Vec<Table>, FormatError> {
        let made = self.tables.into_iter().map(|(name, schema, blocks)| {
            let schema = Arc::unwrap_or_clone(schema);
            Table::new(name, schema, blocks).map_err(FormatError::from)
        });
        made.collect()
    }
}

impl Sink for Collected {
    fn begin(&mut self, name: &str, schema: &SchemaRef) -> Result<(), FormatError> {
        let table = (name.to_owned(), Arc::clone(schema), Vec::new());
        self.tables.push(table);
        Ok(())
    }

    fn block(&mut self, table: &str, block: RecordBatch) -> Result<(), FormatError> {
        let limit = self.limit_bytes as u64;
        let bytes = block.get_array_memory_size();
        let Some(left) = self.left_bytes.checked_sub(bytes) else {
            let reason = Reason::TableBytes { limit };
            return Err(FormatError::refused(Place::table(table), reason));
        };
        self.left_bytes = left;
        let mut named = self.tables.iter_mut().filter(|(name, _, _)| name == table);
        if let Some((_, _, blocks)) = named.next() {
            blocks.push(block);
        }
        Ok(())
    }
}
