//! One pass over a column: its different values, each looked at once, and its lengths and
//! order.

use std::collections::hash_map::Entry;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type, TimestampMillisecondType};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::DataType;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::Kind;
use super::cell::weigh;
use super::count::{Distinct, Registers, hash};
use super::evidence::Evidence;
use super::hint::{Hint, Opinion};
use super::spread::{date_text, time_text};
use crate::Table;

/// Different values that are told apart and looked at; 60 bytes each, so a column takes at
/// most 60 megabytes. Beyond it their number is an estimate.
const VALUES_MOST: usize = 1_000_000;

/// Values that are sorted for quantiles, spread evenly over the table.
const SORTED_MOST: usize = 1_000_000;

/// Whole numbers below are too short for a number of somebody's, unless the column's name
/// speaks of firms, whose numbers may have lost three zeros.
const NUMBER_LEAST: i64 = 10_000_000;
const FIRM_LEAST: i64 = 100_000;

/// A value, told apart by its hash.
pub(super) struct Value {
    /// How often it stands in the column.
    pub(super) count: u64,
    /// The first row that it stands in.
    pub(super) row: usize,
}

/// What one pass found.
pub(super) struct Scan {
    pub(super) missing: u64,
    pub(super) present: u64,
    pub(super) values: Vec<Value>,
    pub(super) evidence: Vec<Evidence>,
    pub(super) distinct: Distinct,
    pub(super) lengths: Option<(u64, f64, u64)>,
    pub(super) integers: Vec<i64>,
    pub(super) numbers: Vec<f64>,
}

/// Looks at every row of a column.
pub(super) fn scan(table: &Table, column: usize, today: Date) -> Scan {
    let step = table.rows().div_ceil(SORTED_MOST).max(1);
    let hint = Hint::of(table.schema().field(column).name());
    let is_of_firms = hint.on(Kind::Eik) == Opinion::For;
    let least = if is_of_firms {
        FIRM_LEAST
    } else {
        NUMBER_LEAST
    };
    let mut pass = Pass {
        today,
        step,
        least,
        ..Pass::default()
    };
    for block in table.blocks() {
        pass.block(block.column(column));
    }
    pass.end()
}

#[derive(Default)]
struct Pass {
    today: Date,
    step: usize,
    least: i64,
    row: usize,
    missing: u64,
    places: FxHashMap<u64, u32>,
    values: Vec<Value>,
    evidence: Vec<Evidence>,
    registers: Option<Registers>,
    characters: u64,
    shortest: Option<u64>,
    longest: u64,
    integers: Vec<i64>,
    numbers: Vec<f64>,
}

impl Pass {
    fn block(&mut self, cells: &ArrayRef) {
        match cells.data_type() {
            DataType::Utf8 => self.texts(cells),
            DataType::Int64 => {
                let cells = cells.as_primitive::<Int64Type>();
                self.wholes(cells.iter(), true);
            }
            DataType::Float64 => self.floats(cells),
            DataType::Date32 => {
                let cells = cells.as_primitive::<Date32Type>();
                self.wholes(cells.iter().map(|cell| cell.map(i64::from)), false);
            }
            DataType::Timestamp(_, _) => {
                let cells = cells.as_primitive::<TimestampMillisecondType>();
                self.wholes(cells.iter(), false);
            }
            _ => {
                let cells = cells.as_boolean();
                for cell in cells {
                    self.see(cell.map(u64::from), Evidence::default);
                }
            }
        }
    }

    fn texts(&mut self, cells: &ArrayRef) {
        let today = self.today;
        for cell in cells.as_string::<i32>() {
            let cell = cell.filter(|text| !text.trim().is_empty());
            if let Some(text) = cell {
                let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
                self.characters = self.characters.saturating_add(length);
                self.shortest = Some(self.shortest.map_or(length, |least| least.min(length)));
                self.longest = self.longest.max(length);
            }
            let hashed = cell.map(hash);
            self.see(hashed, || {
                cell.map_or(Evidence::default(), |text| weigh(text, today))
            });
        }
    }

    fn wholes(&mut self, cells: impl Iterator<Item = Option<i64>>, are_looked_at: bool) {
        let (today, least) = (self.today, self.least);
        for cell in cells {
            if let Some(value) = cell.filter(|_| self.row.is_multiple_of(self.step)) {
                self.integers.push(value);
            }
            let worth = cell.filter(|value| are_looked_at && *value >= least);
            let look = || {
                worth.map_or(Evidence::default(), |value| {
                    weigh(&value.to_string(), today)
                })
            };
            self.see(cell.map(|value| hash(&value)), look);
        }
    }

    fn floats(&mut self, cells: &ArrayRef) {
        let today = self.today;
        for cell in cells.as_primitive::<Float64Type>() {
            if let Some(value) = cell.filter(|_| self.row.is_multiple_of(self.step)) {
                self.numbers.push(value);
            }
            let worth = cell.filter(|value| is_worth_a_look(*value));
            let look = || {
                worth.map_or(Evidence::default(), |value| {
                    weigh(&value.to_string(), today)
                })
            };
            self.see(cell.map(|value| hash(&value.to_bits())), look);
        }
    }

    /// Counts a row; a value that is new is looked at.
    fn see(&mut self, hashed: Option<u64>, look: impl FnOnce() -> Evidence) {
        let row = self.row;
        self.row += 1;
        let Some(hashed) = hashed else {
            self.missing += 1;
            return;
        };
        let Ok(place) = u32::try_from(self.values.len()) else {
            return self.estimate(hashed);
        };
        match self.places.entry(hashed) {
            Entry::Occupied(known) => {
                if let Some(value) = self.values.get_mut(*known.get() as usize) {
                    value.count += 1;
                }
            }
            Entry::Vacant(free) if self.values.len() < VALUES_MOST => {
                free.insert(place);
                self.values.push(Value { count: 1, row });
                self.evidence.push(look());
            }
            Entry::Vacant(_) => self.estimate(hashed),
        }
    }

    /// Beyond the bound values are only counted, by estimate.
    fn estimate(&mut self, hashed: u64) {
        let places = &self.places;
        let registers = self.registers.get_or_insert_with(|| {
            let mut registers = Registers::new();
            for known in places.keys() {
                registers.see(*known);
            }
            registers
        });
        registers.see(hashed);
    }

    fn end(self) -> Scan {
        let known = u64::try_from(self.values.len()).unwrap_or(u64::MAX);
        let estimate = self
            .registers
            .map(|registers| registers.estimate().max(known));
        let rows = u64::try_from(self.row).unwrap_or(u64::MAX);
        let present = rows - self.missing;
        let mean = ratio(self.characters, present);
        Scan {
            missing: self.missing,
            present,
            values: self.values,
            evidence: self.evidence,
            distinct: Distinct {
                count: estimate.unwrap_or(known),
                is_estimate: estimate.is_some(),
            },
            lengths: self.shortest.map(|shortest| (shortest, mean, self.longest)),
            integers: self.integers,
            numbers: self.numbers,
        }
    }
}

/// Whether a number may be a degree, or somebody's number that was taken for an amount.
fn is_worth_a_look(value: f64) -> bool {
    let is_degree = value.abs() <= 180.0 && value.fract() != 0.0;
    is_degree || value >= 10_000_000.0 && value.fract() == 0.0
}

/// A part of a whole, 0 of nothing.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of rows stay far below 2^52"
)]
pub(super) fn ratio(part: u64, whole: u64) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// The text of a cell, as people write it; nothing where it is missing.
pub(super) fn text_at(table: &Table, column: usize, row: usize) -> Option<String> {
    let (block, row) = block_at(table, row)?;
    let cells = block.column(column);
    if cells.is_null(row) {
        return None;
    }
    Some(match cells.data_type() {
        DataType::Utf8 => cells.as_string::<i32>().value(row).to_owned(),
        DataType::Int64 => cells.as_primitive::<Int64Type>().value(row).to_string(),
        DataType::Float64 => cells.as_primitive::<Float64Type>().value(row).to_string(),
        DataType::Date32 => date_text(cells.as_primitive::<Date32Type>().value(row).into()),
        DataType::Timestamp(_, _) => {
            time_text(cells.as_primitive::<TimestampMillisecondType>().value(row))
        }
        _ => cells.as_boolean().value(row).to_string(),
    })
}

fn block_at(table: &Table, row: usize) -> Option<(&RecordBatch, usize)> {
    let mut left = row;
    for block in table.blocks() {
        if left < block.num_rows() {
            return Some((block, left));
        }
        left -= block.num_rows();
    }
    None
}
