//! Columns as codes: each different value once, in order, and its place for each row.
//! Missing values share a code of their own, the last one.

use std::{hash::Hash, sync::Arc};

use arrow_array::{
    ArrayRef, BooleanArray, PrimitiveArray, StringArray,
    cast::AsArray,
    types::{ArrowPrimitiveType, Date32Type, Float64Type, Int64Type, TimestampMillisecondType},
};
use arrow_schema::DataType;
use rustc_hash::FxHashMap;

/// A column as codes.
#[derive(Debug)]
pub(super) struct Encoded {
    /// The code of each row: a place in `values`.
    pub(super) codes: Vec<u32>,
    /// The different values from least to greatest; then null, if any value is missing.
    pub(super) values: ArrayRef,
}

/// Encodes a column of the table's types, given by block.
pub(super) fn encode(blocks: &[ArrayRef], data_type: &DataType) -> Encoded {
    match data_type {
        DataType::Int64 => primitive::<Int64Type, _>(blocks, |x| x, |x| x),
        DataType::Float64 => primitive::<Float64Type, _>(blocks, ordered_bits, from_ordered_bits),
        DataType::Date32 => primitive::<Date32Type, _>(blocks, |x| x, |x| x),
        DataType::Timestamp(..) => primitive::<TimestampMillisecondType, _>(blocks, |x| x, |x| x),
        DataType::Boolean => {
            let cells = blocks.iter().flat_map(|block| block.as_boolean().iter());
            let (codes, values) = numbered(cells);
            Encoded {
                codes,
                values: Arc::new(BooleanArray::from(values)),
            }
        }
        _ => {
            let cells = blocks
                .iter()
                .flat_map(|block| block.as_string::<i32>().iter());
            let (codes, values) = numbered(cells);
            Encoded {
                codes,
                values: Arc::new(StringArray::from(values)),
            }
        }
    }
}

/// Numbers values by their order. Returns the code of each cell and the values by code,
/// the last one none if a cell is missing.
pub(super) fn numbered<K: Copy + Eq + Hash + Ord>(
    cells: impl Iterator<Item = Option<K>>,
) -> (Vec<u32>, Vec<Option<K>>) {
    let mut first_codes: FxHashMap<Option<K>, u32> = FxHashMap::default();
    let mut next = 0_u32;
    let first = |cell| {
        *first_codes.entry(cell).or_insert_with(|| {
            next += 1;
            next - 1
        })
    };
    let mut codes: Vec<u32> = cells.map(first).collect();
    let mut values: Vec<(Option<K>, u32)> = first_codes.into_iter().collect();
    values.sort_unstable_by_key(|(value, _)| (value.is_none(), *value));
    let mut ranks = vec![0; values.len()];
    for (rank, (_, code)) in (0_u32..).zip(&values) {
        ranks[*code as usize] = rank;
    }
    for code in &mut codes {
        *code = ranks[*code as usize];
    }
    (codes, values.into_iter().map(|(value, _)| value).collect())
}

fn primitive<P: ArrowPrimitiveType, K: Copy + Eq + Hash + Ord>(
    blocks: &[ArrayRef],
    key: fn(P::Native) -> K,
    native: fn(K) -> P::Native,
) -> Encoded {
    let cells = blocks
        .iter()
        .flat_map(|block| block.as_primitive::<P>().iter());
    let (codes, values) = numbered(cells.map(|cell| cell.map(key)));
    let values: PrimitiveArray<P> = values.into_iter().map(|value| value.map(native)).collect();
    Encoded {
        codes,
        values: Arc::new(values),
    }
}

/// The bits of a number, so that they stand in its order (that of `f64::total_cmp`).
fn ordered_bits(number: f64) -> i64 {
    flipped(number.to_bits().cast_signed())
}

fn from_ordered_bits(bits: i64) -> f64 {
    f64::from_bits(flipped(bits).cast_unsigned())
}

/// Turns the order of negative numbers around; twice is none.
fn flipped(bits: i64) -> i64 {
    bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed()
}

#[cfg(test)]
mod tests {
    use arrow_array::Float64Array;

    use super::*;

    #[test]
    fn codes_stand_in_the_order_of_the_values_and_missing_ones_come_last() {
        let blocks: Vec<ArrayRef> = vec![
            Arc::new(Float64Array::from(vec![Some(2.5), None, Some(-1.0)])),
            Arc::new(Float64Array::from(vec![Some(-7.0), Some(2.5)])),
        ];
        let encoded = encode(&blocks, &DataType::Float64);
        assert_eq!(encoded.codes, [2, 3, 1, 0, 2]);
        let values = encoded.values.as_primitive::<Float64Type>();
        let values: Vec<_> = values.iter().collect();
        assert_eq!(values, [Some(-7.0), Some(-1.0), Some(2.5), None]);
    }

    #[test]
    fn texts_and_truths_have_codes_too() {
        let texts: Vec<ArrayRef> = vec![Arc::new(StringArray::from(vec!["б", "а", "б"]))];
        assert_eq!(encode(&texts, &DataType::Utf8).codes, [1, 0, 1]);
        let truths: Vec<ArrayRef> = vec![Arc::new(BooleanArray::from(vec![None, Some(false)]))];
        assert_eq!(encode(&truths, &DataType::Boolean).codes, [1, 0]);
    }
}
