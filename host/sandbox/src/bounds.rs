//! What no manifest can change, as a table shows it.

use pilotbox_model::Bound;

use crate::{Rejection, engine, state, tables, wasi};

/// Bounds of an upload, told from the file alone.
pub fn upload_bounds() -> Vec<Bound> {
    Rejection::bounds().to_vec()
}

/// Bounds of a case that are the same for every challenge.
pub fn case_bounds() -> Vec<Bound> {
    let bound = |name, value, unit, prevents, guest| Bound {
        name,
        value,
        unit,
        changed_by: "a release",
        prevents,
        guest,
    };
    let mut bounds = engine::bounds(&bound).to_vec();
    bounds.extend([
        bound(
            "handles",
            state::MAX_HANDLES as u64,
            "handles",
            "filling the host by handles that are never dropped",
            "29-leaks-handles",
        ),
        bound(
            "note_bytes",
            state::MAX_NOTE_BYTES as u64,
            "bytes",
            "filling receipts and pages by notes and messages",
            "",
        ),
        bound(
            "random_bytes",
            wasi::MAX_RANDOM_BYTES,
            "bytes a call",
            "gigabytes of randomness in one call",
            "34-randomness-over-limit",
        ),
        bound(
            "decoded_bytes",
            tables::MAX_DECODED_BYTES,
            "bytes a split",
            "a small Parquet file that unpacks without end",
            "",
        ),
    ]);
    bounds
}
