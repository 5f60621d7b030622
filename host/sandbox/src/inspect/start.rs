//! What a component holds before it has done anything: the first sizes of its
//! memories and tables. Told from the file, so that no engine is asked for
//! memory that the case may not have.

use pilotbox_model::Limits;
use wasmparser::{BinaryReaderError, Parser, Payload};

use super::{Rejection, invalid};

/// Bytes of a page of memory.
const PAGE_BYTES: u64 = 64 * 1024;

/// Sums over all modules; each may be instantiated more than once, which the
/// limiter of the case still counts.
pub(super) fn check(component: &[u8], limits: &Limits) -> Result<(), Rejection> {
    let (mut bytes, mut elements) = (0_u64, 0_u64);
    for payload in Parser::new(0).parse_all(component) {
        match payload.map_err(invalid)? {
            Payload::MemorySection(memories) => {
                let pages = sum(memories, |memory| memory.initial)?;
                bytes = bytes.saturating_add(pages.saturating_mul(PAGE_BYTES));
            }
            Payload::TableSection(tables) => {
                elements = elements.saturating_add(sum(tables, |table| table.ty.initial)?);
            }
            _ => {}
        }
    }
    demand("bytes of memory", bytes, limits.memory_bytes)?;
    demand("elements of tables", elements, limits.table_elements)
}

fn sum<T>(
    items: impl IntoIterator<Item = Result<T, BinaryReaderError>>,
    size: fn(&T) -> u64,
) -> Result<u64, Rejection> {
    items.into_iter().try_fold(0_u64, |sum, item| {
        Ok(sum.saturating_add(size(&item.map_err(invalid)?)))
    })
}

fn demand(what: &'static str, size: u64, limit: u64) -> Result<(), Rejection> {
    if size <= limit {
        return Ok(());
    }
    Err(Rejection::StartsTooLarge { what, size, limit })
}
