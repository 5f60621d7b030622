//! What no manifest can change, as a table shows it.

use pilotbox_model::Bound;

use crate::{Rejection, engine, state, tables, wasi};

/// Bounds of an upload, told from the file alone.
pub fn upload_bounds() -> Vec<Bound> {
    Rejection::bounds().to_vec()
}

/// Bounds of a case that are the same for every challenge.
pub fn case_bounds() -> Vec<Bound> {
    let mut bounds = engine::bounds().to_vec();
    bounds.extend([
        Bound::of_release(
            "handles",
            state::MAX_HANDLES as u64,
            "handles",
            "filling the host by handles that are never dropped",
            "29-leaks-handles",
        ),
        Bound::of_release(
            "note_bytes",
            state::MAX_NOTE_BYTES as u64,
            "bytes",
            "filling receipts and pages by notes and messages",
            "",
        ),
        Bound::of_release(
            "random_bytes",
            wasi::MAX_RANDOM_BYTES,
            "bytes a call",
            "gigabytes of randomness in one call",
            "34-randomness-over-limit",
        ),
        Bound::of_release(
            "decoded_bytes",
            tables::MAX_DECODED_BYTES,
            "bytes a split",
            "a small Parquet file that unpacks without end",
            "",
        ),
    ]);
    bounds
}
