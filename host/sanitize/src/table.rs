//! A table in blocks: Arrow record batches of one schema.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Schema, SchemaRef, TimeUnit};

/// Rows of a block, unless a format has a reason for another size.
pub const BLOCK_ROWS: usize = 65_536;

/// A table in blocks. Every column is of one of the types of [`is_supported`], and any
/// value may be missing (null).
#[derive(Clone, Debug)]
pub struct Table {
    /// What the table is called: a file's name without its ending.
    pub name: String,
    schema: SchemaRef,
    blocks: Vec<RecordBatch>,
}

/// Why blocks make no table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// A column of a type that no step knows.
    #[error(
        "column `{column}` is of type `{found}`; hint: text, whole numbers, numbers, true/false, dates and times are known"
    )]
    Type {
        /// The column.
        column: String,
        /// Its type, as Arrow names it.
        found: String,
    },
    /// Two columns of one name.
    #[error("two columns are called `{column}`")]
    Twice {
        /// Their name.
        column: String,
    },
    /// A block of another schema.
    #[error("block {block} has other columns than the table")]
    Block {
        /// Its place, from 0.
        block: usize,
    },
}

/// Whether a column may be of this type: `Utf8`, `Int64`, `Float64`, `Boolean`, `Date32`
/// (days), `Timestamp(Millisecond)` without a zone (UTC).
pub fn is_supported(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Utf8
            | DataType::Int64
            | DataType::Float64
            | DataType::Boolean
            | DataType::Date32
            | DataType::Timestamp(TimeUnit::Millisecond, None)
    )
}

impl Table {
    /// A table of these blocks, which may be none.
    pub fn new(
        name: impl Into<String>,
        schema: Schema,
        blocks: Vec<RecordBatch>,
    ) -> Result<Self, TableError> {
        for (place, field) in schema.fields().iter().enumerate() {
            let column = field.name().clone();
            if !is_supported(field.data_type()) {
                let found = field.data_type().to_string();
                return Err(TableError::Type { column, found });
            }
            let earlier = &schema.fields()[..place];
            if earlier.iter().any(|other| *other.name() == column) {
                return Err(TableError::Twice { column });
            }
        }
        let fits = |block: &RecordBatch| block.schema().fields() == schema.fields();
        if let Some(block) = blocks.iter().position(|block| !fits(block)) {
            return Err(TableError::Block { block });
        }
        Ok(Self {
            name: name.into(),
            schema: Arc::new(schema),
            blocks,
        })
    }

    /// Names and types of the columns.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The rows, in blocks.
    pub fn blocks(&self) -> &[RecordBatch] {
        &self.blocks
    }

    /// How many rows all blocks have.
    pub fn rows(&self) -> usize {
        self.blocks.iter().map(RecordBatch::num_rows).sum()
    }

    /// The place of a column, from 0.
    pub fn column(&self, name: &str) -> Option<usize> {
        let mut fields = self.schema.fields().iter();
        fields.position(|field| field.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use arrow_schema::Field;

    use super::*;

    fn refused(fields: Vec<Field>) -> TableError {
        Table::new("t", Schema::new(fields), Vec::new()).expect_err("it is refused")
    }

    #[test]
    fn a_type_that_no_step_knows_is_refused() {
        let error = refused(vec![Field::new("x", DataType::Binary, true)]);
        assert!(
            error
                .to_string()
                .starts_with("column `x` is of type `Binary`")
        );
    }

    #[test]
    fn a_name_stands_once() {
        let twice = || Field::new("x", DataType::Utf8, true);
        let error = refused(vec![twice(), twice()]);
        assert_eq!(error.to_string(), "two columns are called `x`");
    }

    #[test]
    fn a_block_of_another_table_is_refused() {
        let schema = |name| Schema::new(vec![Field::new(name, DataType::Utf8, true)]);
        let block = RecordBatch::new_empty(Arc::new(schema("y")));
        let error = Table::new("t", schema("x"), vec![block]).expect_err("it is refused");
        assert_eq!(error, TableError::Block { block: 0 });
    }
}
