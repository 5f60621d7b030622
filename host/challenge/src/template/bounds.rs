//! What the settings of a template may be, as a table shows it.

use pilotbox_model::Bound;

use super::{
    params::{MAX_TEXT_BYTES, list},
    split::{MAX_STRATA, MAX_STRATUM_BYTES, units::MAX_CAPACITY},
};

/// Bounds of settings and of what they make of a table.
pub fn bounds() -> [Bound; 8] {
    let bound = |name, value, unit, prevents| Bound::of_release(name, value, unit, prevents, "");
    [
        bound(
            "setting_bytes",
            MAX_TEXT_BYTES as u64,
            "bytes of a setting",
            "settings that are copied into every case",
        ),
        bound(
            "step_seconds",
            list::MAX_STEP_SECONDS.unsigned_abs(),
            "s from row to row",
            "steps that are no steps of a clock",
        ),
        bound(
            "horizon_steps",
            list::MAX_HORIZON_STEPS.unsigned_abs(),
            "steps ahead",
            "answers without end, a value for each step",
        ),
        bound(
            "history_steps",
            list::MAX_HISTORY_STEPS.unsigned_abs(),
            "steps that are shown, and from case to case",
            "requests of megabytes, copied for every case",
        ),
        bound(
            "batch_rows",
            list::MAX_BATCH_ROWS.unsigned_abs(),
            "rows of a case",
            "the same where rows are classified",
        ),
        bound(
            "place_capacity",
            MAX_CAPACITY.unsigned_abs(),
            "persons of a place",
            "counts that leave the harness's 32 bits",
        ),
        bound(
            "strata",
            MAX_STRATA as u64,
            "strata",
            "a manifest with a line for each row",
        ),
        bound(
            "stratum_bytes",
            MAX_STRATUM_BYTES as u64,
            "bytes of a stratum's name",
            "texts of a table as names in every report",
        ),
    ]
}
