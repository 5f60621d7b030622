//! Where rows are written to: typed columns, dirt on the way in, and the truth beside
//! them.

use std::fmt::Write;
use std::sync::Arc;

use arrow_array::{
    ArrayRef, RecordBatch,
    builder::{
        BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, StringBuilder,
        TimestampMillisecondBuilder,
    },
};
use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};

use super::calendar::{write_date, write_time};
use super::dirt::{Dirt, DirtKind, soil};
use super::draw::Draw;
use super::truth::{Double, Embedded, Label, Touch, Truth};

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Values {
    /// The number of this row or of one in another table; dirt leaves it alone, lest
    /// tables fall apart.
    Number,
    Text,
    Integer,
    Real,
    Flag,
    Date,
    Time,
}

/// A column: its name, its values and what they hold.
pub(crate) type Column = (&'static str, Values, Label);

/// How values stand in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Numbers, dates and times are of their types; only gaps befall them.
    Typed,
    /// Every column is text, as a file of separated values has it; all dirt befalls it.
    Text,
}

/// Rows on their way into a block.
pub(crate) struct Sink {
    columns: &'static [Column],
    form: Form,
    dirt: Dirt,
    schema: SchemaRef,
    builders: Vec<Builder>,
    truth: Truth,
    at: usize,
    rows: u32,
    text: String,
}

enum Builder {
    Text(StringBuilder),
    Integer(Int64Builder),
    Real(Float64Builder),
    Flag(BooleanBuilder),
    Date(Date32Builder),
    Time(TimestampMillisecondBuilder),
}

/// A row being written: one call for each column, in the table's order.
pub(crate) struct Row<'a> {
    sink: &'a mut Sink,
    draw: &'a mut Draw,
}

impl Sink {
    /// A sink without rows.
    pub(crate) fn new(columns: &'static [Column], form: Form, dirt: Dirt) -> Self {
        let fields: Vec<Field> = columns.iter().map(|column| field(column, form)).collect();
        let mut sink = Self {
            columns,
            form,
            dirt,
            builders: fields
                .iter()
                .map(|field| Builder::of(field.data_type()))
                .collect(),
            schema: Arc::new(Schema::new(fields)),
            truth: Truth::default(),
            at: 0,
            rows: 0,
            text: String::new(),
        };
        sink.truth.labels = columns.iter().map(|column| column.2).collect();
        sink
    }

    /// Names and types of the columns.
    pub(crate) fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// Rows since the last block.
    pub(crate) fn rows(&self) -> u32 {
        self.rows
    }

    /// Writes one row. `of_row` is the row that it repeats.
    pub(crate) fn row(
        &mut self,
        draw: &mut Draw,
        of_row: Option<u64>,
        write: impl FnOnce(&mut Row<'_>),
    ) {
        self.at = 0;
        if let Some(of_row) = of_row {
            let row = self.rows;
            self.truth.doubles.push(Double { row, of_row });
        }
        write(&mut Row { sink: self, draw });
        debug_assert_eq!(self.at, self.columns.len(), "a row has all columns");
        self.rows += 1;
    }

    /// The rows since the last block, with their truth.
    pub(crate) fn finish(&mut self) -> (RecordBatch, Truth) {
        let arrays: Vec<ArrayRef> = self.builders.iter_mut().map(Builder::finish).collect();
        let block = RecordBatch::try_new(Arc::clone(&self.schema), arrays)
            .expect("every row has a value of its type in each column");
        let labels = self.truth.labels.clone();
        let fresh = Truth {
            labels,
            ..Truth::default()
        };
        self.rows = 0;
        (block, std::mem::replace(&mut self.truth, fresh))
    }

    fn touch(&mut self, dirt: DirtKind) {
        self.truth.touched.push(Touch {
            row: self.rows,
            column: column_number(self.at),
            dirt,
            before: self.text.as_str().into(),
        });
    }
}

impl Row<'_> {
    /// A text.
    pub(crate) fn text(&mut self, write: impl FnOnce(&mut String)) {
        self.sink.text.clear();
        write(&mut self.sink.text);
        self.put_text(false);
    }

    /// A text that is one of a few words.
    pub(crate) fn word(&mut self, word: &str) {
        self.text(|out| out.push_str(word));
    }

    /// A text, or nothing.
    pub(crate) fn maybe<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut String, T)) {
        match value {
            Some(value) => self.text(|out| write(out, value)),
            None => self.missing(),
        }
    }

    /// A text that holds an identifier although its column does not.
    pub(crate) fn embedding(
        &mut self,
        label: Label,
        identifier: &str,
        write: impl FnOnce(&mut String),
    ) {
        self.sink.truth.embedded.push(Embedded {
            row: self.sink.rows,
            column: column_number(self.sink.at),
            label,
            identifier: identifier.into(),
        });
        self.text(write);
    }

    /// A whole number.
    pub(crate) fn integer(&mut self, value: i64) {
        let put = |builder: &mut Builder| {
            if let Builder::Integer(builder) = builder {
                builder.append_value(value);
            }
        };
        self.typed(put, |out| {
            let _ = write!(out, "{value}");
        });
    }

    /// A number with this many places; the value is rounded to them.
    pub(crate) fn real(&mut self, value: f64, places: u32) {
        let power = f64::from(10_u32.pow(places.min(9)));
        let value = (value * power).round() / power;
        let put = |builder: &mut Builder| {
            if let Builder::Real(builder) = builder {
                builder.append_value(value);
            }
        };
        self.typed(put, |out| {
            let _ = write!(out, "{value:.*}", places as usize);
        });
    }

    /// Yes or no.
    pub(crate) fn flag(&mut self, value: bool) {
        let put = |builder: &mut Builder| {
            if let Builder::Flag(builder) = builder {
                builder.append_value(value);
            }
        };
        self.typed(put, |out| out.push_str(if value { "да" } else { "не" }));
    }

    /// A day since 1970.
    pub(crate) fn date(&mut self, days: i32) {
        let put = |builder: &mut Builder| {
            if let Builder::Date(builder) = builder {
                builder.append_value(days);
            }
        };
        self.typed(put, |out| write_date(out, days));
    }

    /// A time in milliseconds since 1970.
    pub(crate) fn time(&mut self, time_ms: i64) {
        let put = |builder: &mut Builder| {
            if let Builder::Time(builder) = builder {
                builder.append_value(time_ms);
            }
        };
        self.typed(put, |out| write_time(out, time_ms));
    }

    /// Nothing, by nature.
    pub(crate) fn missing(&mut self) {
        let sink = &mut *self.sink;
        sink.builders[sink.at].append_null();
        sink.at += 1;
    }

    /// A value that is no text, unless the table is one of texts.
    fn typed(&mut self, put: impl FnOnce(&mut Builder), write: impl FnOnce(&mut String)) {
        if self.sink.form == Form::Text {
            self.sink.text.clear();
            write(&mut self.sink.text);
            return self.put_text(true);
        }
        let sink = &mut *self.sink;
        if sink.draw_dirt(self.draw) == Some(DirtKind::Gap) {
            sink.text.clear();
            write(&mut sink.text);
            sink.touch(DirtKind::Gap);
            sink.builders[sink.at].append_null();
        } else {
            put(&mut sink.builders[sink.at]);
        }
        sink.at += 1;
    }

    /// The text that was written, with its dirt.
    fn put_text(&mut self, number: bool) {
        let sink = &mut *self.sink;
        let dirt = sink.draw_dirt(self.draw);
        let soiled = match dirt {
            None | Some(DirtKind::Gap) => None,
            Some(DirtKind::DecimalComma) => comma(&sink.text, number),
            Some(kind) => soil(kind, &sink.text, self.draw),
        };
        match (dirt, &soiled) {
            (Some(DirtKind::Gap), _) => {
                sink.touch(DirtKind::Gap);
                sink.builders[sink.at].append_null();
            }
            (Some(kind), Some(text)) => {
                sink.touch(kind);
                sink.builders[sink.at].append_text(text);
            }
            _ => sink.builders[sink.at].append_text(&sink.text),
        }
        sink.at += 1;
    }
}

impl Sink {
    fn draw_dirt(&self, draw: &mut Draw) -> Option<DirtKind> {
        if self.columns[self.at].1 == Values::Number {
            return None;
        }
        self.dirt.draw(draw)
    }
}

impl Builder {
    fn of(data_type: &DataType) -> Self {
        match data_type {
            DataType::Int64 => Self::Integer(Int64Builder::new()),
            DataType::Float64 => Self::Real(Float64Builder::new()),
            DataType::Boolean => Self::Flag(BooleanBuilder::new()),
            DataType::Date32 => Self::Date(Date32Builder::new()),
            DataType::Timestamp(..) => Self::Time(TimestampMillisecondBuilder::new()),
            _ => Self::Text(StringBuilder::new()),
        }
    }

    fn append_text(&mut self, text: &str) {
        if let Self::Text(builder) = self {
            builder.append_value(text);
        }
    }

    fn append_null(&mut self) {
        match self {
            Self::Text(builder) => builder.append_null(),
            Self::Integer(builder) => builder.append_null(),
            Self::Real(builder) => builder.append_null(),
            Self::Flag(builder) => builder.append_null(),
            Self::Date(builder) => builder.append_null(),
            Self::Time(builder) => builder.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(builder) => Arc::new(builder.finish()),
            Self::Integer(builder) => Arc::new(builder.finish()),
            Self::Real(builder) => Arc::new(builder.finish()),
            Self::Flag(builder) => Arc::new(builder.finish()),
            Self::Date(builder) => Arc::new(builder.finish()),
            Self::Time(builder) => Arc::new(builder.finish()),
        }
    }
}

/// A number's text with a comma, when it has a point.
fn comma(text: &str, number: bool) -> Option<String> {
    (number && text.contains('.')).then(|| text.replacen('.', ",", 1))
}

fn column_number(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}

fn field(column: &Column, form: Form) -> Field {
    let data_type = match (form, column.1) {
        (Form::Text, _) | (_, Values::Text) => DataType::Utf8,
        (_, Values::Number | Values::Integer) => DataType::Int64,
        (_, Values::Real) => DataType::Float64,
        (_, Values::Flag) => DataType::Boolean,
        (_, Values::Date) => DataType::Date32,
        (_, Values::Time) => DataType::Timestamp(TimeUnit::Millisecond, None),
    };
    Field::new(column.0, data_type, true)
}
