//! The published rows in the order of the raw ones, to see which value became which. It
//! undoes the shuffling, so it never leaves this library.

use arrow_array::UInt32Array;
use arrow_select::{concat::concat_batches, take::take_record_batch};

use crate::{Table, change::Sanitized};

/// The published table in raw order; nothing where Arrow cannot put it together.
pub(super) fn as_raw(sanitized: &Sanitized) -> Option<Table> {
    let table = &sanitized.table;
    let mut places: Vec<u32> = (0_u32..).take(sanitized.origins.len()).collect();
    places.sort_unstable_by_key(|place| sanitized.origins.get(*place as usize));
    let whole = concat_batches(table.schema(), table.blocks()).ok()?;
    let sorted = take_record_batch(&whole, &UInt32Array::from(places)).ok()?;
    let schema = table.schema().as_ref().clone();
    Table::new(table.name.clone(), schema, vec![sorted]).ok()
}

/// Whether each raw row is published.
pub(super) fn kept(raw: &Table, sanitized: &Sanitized) -> Vec<bool> {
    let mut kept = vec![false; raw.rows()];
    for origin in &sanitized.origins {
        if let Some(row) = kept.get_mut(*origin as usize) {
            *row = true;
        }
    }
    kept
}
