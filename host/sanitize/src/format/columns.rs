//! Typed columns that grow row by row and leave as blocks. A block ends before its
//! rows, its text or its cells grow over what memory and Arrow's offsets allow.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, RecordBatch, RecordBatchOptions,
    builder::{
        BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, StringBuilder,
        TimestampMillisecondBuilder,
    },
};
use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};

use super::{
    FormatError, Place, Reason, Sink,
    cell::{Type, Value},
    finding::Desk,
    limits::{BLOCK_CELLS, BLOCK_TEXT_BYTES},
};
use crate::table::{BLOCK_ROWS, TableError};

/// A table that grows and goes to a sink block by block.
pub(crate) struct Columns {
    name: String,
    schema: SchemaRef,
    growing: Vec<Column>,
    rows: usize,
    text_bytes: usize,
    most_rows: usize,
    most_text_bytes: usize,
    all_rows: u64,
}

enum Column {
    Text(StringBuilder),
    Integer(Int64Builder),
    Number(Float64Builder),
    Boolean(BooleanBuilder),
    Date(Date32Builder),
    Time(TimestampMillisecondBuilder),
}

/// A field of a type, of the six that tables know.
pub(crate) fn field(name: &str, kind: Type) -> Field {
    let data_type = match kind {
        Type::Text => DataType::Utf8,
        Type::Integer => DataType::Int64,
        Type::Number => DataType::Float64,
        Type::Boolean => DataType::Boolean,
        Type::Date => DataType::Date32,
        Type::Time => DataType::Timestamp(TimeUnit::Millisecond, None),
    };
    Field::new(name, data_type, true)
}

impl Columns {
    /// Begins a table at the sink, one of so many that grow at a time.
    pub(crate) fn begin(
        name: &str,
        fields: &[(String, Type)],
        tables: usize,
        sink: &mut dyn Sink,
    ) -> Result<Self, FormatError> {
        let share = tables.max(1);
        let most_rows = BLOCK_CELLS / fields.len().max(1) / share;
        let made = fields.iter().map(|(name, kind)| field(name, *kind));
        let schema = Arc::new(Schema::new(made.collect::<Vec<_>>()));
        sink.begin(name, &schema)?;
        Ok(Self {
            name: name.to_owned(),
            schema,
            growing: fields.iter().map(|(_, kind)| Column::of(*kind)).collect(),
            rows: 0,
            text_bytes: 0,
            most_rows: most_rows.clamp(1, BLOCK_ROWS),
            most_text_bytes: BLOCK_TEXT_BYTES / share,
            all_rows: 0,
        })
    }

    /// Adds a row; what is over its end is missing.
    pub(crate) fn push(
        &mut self,
        row: &[Value<'_>],
        desk: &Desk<'_>,
        sink: &mut dyn Sink,
    ) -> Result<(), FormatError> {
        if self.all_rows >= desk.limits.rows {
            let limit = desk.limits.rows;
            let place = Place::table(&self.name);
            return Err(FormatError::refused(place, Reason::Rows { limit }));
        }
        for (place, column) in self.growing.iter_mut().enumerate() {
            let value = row.get(place).copied().unwrap_or(Value::Missing);
            if let Value::Text(text) = value {
                self.text_bytes += text.len();
            }
            column.push(value);
        }
        self.rows += 1;
        self.all_rows += 1;
        if self.rows >= self.most_rows || self.text_bytes >= self.most_text_bytes {
            self.flush(sink)?;
        }
        Ok(())
    }

    /// Sends what is left and counts the rows.
    pub(crate) fn finish(
        mut self,
        desk: &mut Desk<'_>,
        sink: &mut dyn Sink,
    ) -> Result<(), FormatError> {
        if self.rows > 0 {
            self.flush(sink)?;
        }
        desk.count_rows(&self.name, self.all_rows);
        Ok(())
    }

    fn flush(&mut self, sink: &mut dyn Sink) -> Result<(), FormatError> {
        let arrays = self.growing.iter_mut().map(Column::finish).collect();
        // A record of no columns is a row too.
        let options = RecordBatchOptions::new().with_row_count(Some(self.rows));
        let schema = Arc::clone(&self.schema);
        let block = RecordBatch::try_new_with_options(schema, arrays, &options);
        (self.rows, self.text_bytes) = (0, 0);
        let block = block.map_err(|_| TableError::Block { block: 0 })?;
        sink.block(&self.name, block)
    }
}

impl Column {
    fn of(kind: Type) -> Self {
        match kind {
            Type::Text => Self::Text(StringBuilder::new()),
            Type::Integer => Self::Integer(Int64Builder::new()),
            Type::Number => Self::Number(Float64Builder::new()),
            Type::Boolean => Self::Boolean(BooleanBuilder::new()),
            Type::Date => Self::Date(Date32Builder::new()),
            Type::Time => Self::Time(TimestampMillisecondBuilder::new()),
        }
    }

    /// Adds a value. One of another type is missing: readers check before.
    fn push(&mut self, value: Value<'_>) {
        match (self, value) {
            (Self::Text(column), Value::Text(text)) => column.append_value(text),
            (Self::Integer(column), Value::Integer(value)) => column.append_value(value),
            (Self::Number(column), Value::Number(value)) => column.append_value(value),
            (Self::Boolean(column), Value::Boolean(value)) => column.append_value(value),
            (Self::Date(column), Value::Date(value)) => column.append_value(value),
            (Self::Time(column), Value::Time(value)) => column.append_value(value),
            (column, value) => {
                debug_assert_eq!(value, Value::Missing, "a reader checks types");
                column.push_missing();
            }
        }
    }

    fn push_missing(&mut self) {
        match self {
            Self::Text(column) => column.append_null(),
            Self::Integer(column) => column.append_null(),
            Self::Number(column) => column.append_null(),
            Self::Boolean(column) => column.append_null(),
            Self::Date(column) => column.append_null(),
            Self::Time(column) => column.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(column) => Arc::new(column.finish()),
            Self::Integer(column) => Arc::new(column.finish()),
            Self::Number(column) => Arc::new(column.finish()),
            Self::Boolean(column) => Arc::new(column.finish()),
            Self::Date(column) => Arc::new(column.finish()),
            Self::Time(column) => Arc::new(column.finish()),
        }
    }
}
