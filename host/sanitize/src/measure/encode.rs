//! A column's values as codes: equal values share one, in both tables.

use std::hash::Hash;

use arrow_array::{
    Array, RecordBatch,
    cast::AsArray,
    types::{Date32Type, Float64Type, Int64Type, TimestampMillisecondType},
};
use arrow_schema::DataType;
use rustc_hash::FxHashMap;

use crate::Table;

/// The code of a missing value. Rows of a table are far fewer than this.
pub(super) const MISSING: u32 = u32::MAX;

const DAY_MS: f64 = 86_400_000.0;

/// What may be compared with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    /// Names: text, true and false.
    Category,
    /// Numbers.
    Number,
    /// Dates and times, as days.
    Time,
}

/// How values of a type are compared.
pub(super) fn scale(data_type: &DataType) -> Scale {
    match data_type {
        DataType::Int64 | DataType::Float64 => Scale::Number,
        DataType::Date32 | DataType::Timestamp(..) => Scale::Time,
        _ => Scale::Category,
    }
}

/// The values that were met, numbered in order of appearance.
#[derive(Default)]
pub(super) struct Dictionary<'a> {
    texts: Numbers<&'a str>,
    bits: Numbers<u64>,
    /// The number or day of each code; empty for categories.
    pub(super) numbers: Vec<f64>,
}

/// The code of each row, and how many rows have each.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) codes: Vec<u32>,
    pub(super) counts: Vec<u64>,
    pub(super) missing: u64,
}

impl Column {
    /// How many rows have a code; a code from another table has none here.
    pub(super) fn count(&self, code: usize) -> u64 {
        self.counts.get(code).copied().unwrap_or(0)
    }

    /// How many different values there are.
    pub(super) fn distinct(&self) -> u64 {
        self.counts.iter().filter(|count| **count > 0).count() as u64
    }
}

impl<'a> Dictionary<'a> {
    /// Encodes the column at this place. Numbers that are none (NaN, infinite) count as
    /// missing, as they are at no distance from anything; whole numbers beyond 2^53 are
    /// rounded.
    pub(super) fn encode(&mut self, table: &'a Table, place: usize) -> Column {
        let mut codes = Vec::with_capacity(table.rows());
        for block in table.blocks() {
            self.encode_block(block, place, &mut codes);
        }
        let size = self.texts.codes.len().max(self.bits.codes.len());
        let (mut counts, mut missing) = (vec![0; size], 0);
        for code in &codes {
            *counts.get_mut(*code as usize).unwrap_or(&mut missing) += 1;
        }
        Column {
            codes,
            counts,
            missing,
        }
    }

    fn encode_block(&mut self, block: &'a RecordBatch, place: usize, codes: &mut Vec<u32>) {
        let array = block.column(place);
        if let Some(texts) = array.as_string_opt::<i32>() {
            codes.extend(
                texts
                    .iter()
                    .map(|text| text.map_or(MISSING, |text| self.texts.code(text))),
            );
        } else if let Some(flags) = array.as_boolean_opt() {
            let name = |flag| if flag { "true" } else { "false" };
            codes.extend(
                flags
                    .iter()
                    .map(|flag| flag.map_or(MISSING, |flag| self.texts.code(name(flag)))),
            );
        } else if let Some(values) = array.as_primitive_opt::<Float64Type>() {
            codes.extend(values.iter().map(|value| self.number(value)));
        } else if let Some(values) = array.as_primitive_opt::<Int64Type>() {
            codes.extend(values.iter().map(|value| self.number(value.map(real))));
        } else if let Some(days) = array.as_primitive_opt::<Date32Type>() {
            codes.extend(days.iter().map(|day| self.number(day.map(f64::from))));
        } else if let Some(times) = array.as_primitive_opt::<TimestampMillisecondType>() {
            codes.extend(
                times
                    .iter()
                    .map(|time| self.number(time.map(|time| real(time) / DAY_MS))),
            );
        } else {
            codes.extend(std::iter::repeat_n(MISSING, array.len()));
        }
    }

    fn number(&mut self, value: Option<f64>) -> u32 {
        let Some(value) = value.filter(|value| value.is_finite()) else {
            return MISSING;
        };
        // Adding 0 makes one value of 0 and -0.
        let value = value + 0.0;
        let code = self.bits.code(value.to_bits());
        if code as usize == self.numbers.len() {
            self.numbers.push(value);
        }
        code
    }
}

/// Codes by value.
struct Numbers<T> {
    codes: FxHashMap<T, u32>,
}

impl<T> Default for Numbers<T> {
    fn default() -> Self {
        Self {
            codes: FxHashMap::default(),
        }
    }
}

impl<T: Eq + Hash> Numbers<T> {
    fn code(&mut self, value: T) -> u32 {
        let next = u32::try_from(self.codes.len()).unwrap_or(MISSING);
        *self.codes.entry(value).or_insert(next)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a distance needs no more than 53 bits"
)]
fn real(value: i64) -> f64 {
    value as f64
}
