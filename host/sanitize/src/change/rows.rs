//! Which rows are worked on, and in which order they are published. Draws and shuffles by
//! the data set's key: with the policy's seed alone, anybody could put the rows back.

use std::collections::BTreeMap;

use arrow_array::{ArrayRef, BooleanArray, RecordBatch, cast::AsArray, types::Float64Type};
use arrow_cast::cast;
use arrow_schema::DataType;
use arrow_select::filter::filter_record_batch;
use rand_chacha::{ChaCha8Rng, rand_core::Rng as _};

use super::{ChangeError, Key, RowCounts};
use crate::{
    Table,
    policy::{Order, Policy, Step},
};

/// By how much a share of rows may be off by rounding: 0.29 of 100 rows are 29, though
/// the product of both numbers is a little less.
const ROUNDING: f64 = 1e-9;

/// The rows that are worked on.
#[derive(Debug)]
pub(super) struct Drawn {
    pub(super) blocks: Vec<RecordBatch>,
    /// The row of the raw table of each, from 0.
    pub(super) origins: Vec<u32>,
    /// Rows so far; what is published is not known yet.
    pub(super) counts: RowCounts,
    /// Rows that the step `suppress` of a column left out.
    pub(super) left_out: BTreeMap<String, u64>,
}

impl Drawn {
    /// A column by block. What is no number counts as missing, and there is one zero.
    pub(super) fn column(&self, name: &str) -> Vec<ArrayRef> {
        let columns = self
            .blocks
            .iter()
            .filter_map(|block| block.column_by_name(name));
        columns.map(clean).collect()
    }

    /// The row of the raw table, counted from 1, as errors name it.
    pub(super) fn raw_row(&self, row: usize) -> u64 {
        self.origins
            .get(row)
            .map_or(0, |origin| u64::from(*origin) + 1)
    }
}

/// Draws the sample and leaves out what the steps `suppress` name.
pub(super) fn draw(table: &Table, policy: &Policy, key: &Key) -> Result<Drawn, ChangeError> {
    let raw = table.rows();
    let mut keep = sample(raw, policy, key);
    let drawn = kept(&keep);
    let mut left_out = BTreeMap::new();
    for column in &policy.columns {
        if let Some(Step::Suppress { values, missing }) = column.steps.first() {
            let before = kept(&keep);
            suppress(table, &column.name, values, *missing, &mut keep)?;
            left_out.insert(column.name.clone(), (before - kept(&keep)) as u64);
        }
    }
    let origins: Vec<u32> = (0..)
        .zip(&keep)
        .filter(|(_, keep)| **keep)
        .map(|(row, _)| row)
        .collect();
    let counts = RowCounts {
        raw,
        not_drawn: raw - drawn,
        left_out: drawn - origins.len(),
        ..RowCounts::default()
    };
    let mut blocks = Vec::new();
    let mut start = 0;
    for block in table.blocks() {
        let end = start + block.num_rows();
        blocks.push(part(block, &keep[start..end])?);
        start = end;
    }
    Ok(Drawn {
        blocks,
        origins,
        counts,
        left_out,
    })
}

/// The rows that are published, in the order in which they are.
pub(super) fn order(policy: &Policy, key: &Key, suppressed: &[bool]) -> Vec<u32> {
    let rows = (0..)
        .zip(suppressed)
        .filter(|(_, suppressed)| !**suppressed);
    let mut order: Vec<u32> = rows.map(|(row, _)| row).collect();
    if policy.order == Order::Shuffled {
        let mut random = key.random("order", &policy.dataset, policy.sampling.seed);
        // Fisher and Yates: each order is equally likely.
        for last in (1..order.len()).rev() {
            let other = below(&mut random, last as u64 + 1);
            order.swap(last, usize::try_from(other).unwrap_or(last));
        }
    }
    order
}

/// A number from 0 to less than `bound`, each equally likely.
fn below(random: &mut ChaCha8Rng, bound: u64) -> u64 {
    let rest = u64::MAX % bound;
    loop {
        let number = random.next_u64();
        if number < u64::MAX - rest {
            return number % bound;
        }
    }
}

/// Which rows are drawn: exactly the share, rounded down, each set of rows equally likely
/// (selection sampling, Knuth, The Art of Computer Programming 2, 3.4.2).
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of rows lies between 0 and their number, which fits into 32 bits"
)]
fn sample(rows: usize, policy: &Policy, key: &Key) -> Vec<bool> {
    let share = policy.sampling.share;
    let mut wanted = (rows as f64 * share + ROUNDING).floor() as u64;
    if wanted >= rows as u64 {
        return vec![true; rows];
    }
    let mut random = key.random("sample", &policy.dataset, policy.sampling.seed);
    let mut left = rows as u64;
    let draw = |_| {
        let is_drawn = below(&mut random, left) < wanted;
        left -= 1;
        wanted -= u64::from(is_drawn);
        is_drawn
    };
    (0..rows).map(draw).collect()
}

fn kept(keep: &[bool]) -> usize {
    keep.iter().filter(|keep| **keep).count()
}

fn suppress(
    table: &Table,
    column: &str,
    values: &[String],
    missing: bool,
    keep: &mut [bool],
) -> Result<(), ChangeError> {
    let write = || ChangeError::Write {
        column: column.to_owned(),
    };
    let mut start = 0;
    for block in table.blocks() {
        let cells = block.column_by_name(column).ok_or_else(write)?;
        let texts = cast(&clean(cells), &DataType::Utf8).map_err(|_| write())?;
        for (place, text) in texts.as_string::<i32>().iter().enumerate() {
            let named = text.map_or(missing, |text| values.iter().any(|value| value == text));
            keep[start + place] &= !named;
        }
        start += block.num_rows();
    }
    Ok(())
}

fn part(block: &RecordBatch, keep: &[bool]) -> Result<RecordBatch, ChangeError> {
    if keep.iter().all(|keep| *keep) {
        return Ok(block.clone());
    }
    let keep = BooleanArray::from(keep.to_vec());
    let column = block
        .schema()
        .fields()
        .first()
        .map(|field| field.name().clone());
    let column = column.unwrap_or_default();
    filter_record_batch(block, &keep).map_err(|_| ChangeError::Write { column })
}

fn clean(cells: &ArrayRef) -> ArrayRef {
    let Some(numbers) = cells.as_primitive_opt::<Float64Type>() else {
        return cells.clone();
    };
    let dirty = |number: &f64| !number.is_finite() || (*number == 0.0 && number.is_sign_negative());
    if !numbers.values().iter().any(dirty) {
        return cells.clone();
    }
    // Adding 0 turns the negative zero into the other one.
    let clean =
        numbers.unary_opt::<_, Float64Type>(|number| number.is_finite().then_some(number + 0.0));
    std::sync::Arc::new(clean)
}
