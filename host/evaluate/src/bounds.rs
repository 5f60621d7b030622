//! What worker processes, pilots, receipts and tables for templates may take, as a table
//! shows it.

use std::time::Duration;

use pilotbox_model::Bound;
use pilotbox_sandbox::CompileCache;

use crate::{
    CompileLimits, PilotBounds, pilots::WASTE_PERCENT, protocol, receipt, run, schedule, table,
    template,
};

/// Bounds of a table that somebody brings and of the challenge that is made of it.
pub fn template_bounds() -> Vec<Bound> {
    let bound = |name, value, unit, prevents| Bound::of_release(name, value, unit, prevents, "");
    let mut bounds = vec![
        bound(
            "input_bytes",
            table::MAX_TABLE_BYTES,
            "bytes of a table",
            "filling memory, where a table is read as a whole",
        ),
        bound(
            "input_rows",
            table::MAX_TABLE_ROWS as u64,
            "rows of a table",
            "cases without end, since each is made of rows",
        ),
        bound(
            "input_columns",
            table::MAX_TABLE_COLUMNS as u64,
            "columns of a table",
            "a line of separators that fills the memory",
        ),
        bound(
            "input_decoded_bytes",
            table::MAX_DECODED_BYTES,
            "bytes of decoded columns",
            "a small Parquet file that unpacks without end",
        ),
        bound(
            "template_cases",
            template::MAX_CASES as u64,
            "cases of a split",
            "a browser that waits for hours while anchors are measured",
        ),
    ];
    bounds.extend(pilotbox_challenge::template::bounds());
    bounds
}

/// Bounds of pilots: what citizens may ask, what they are shown, and what keeps one pilot
/// from its neighbours.
pub fn pilot_bounds() -> Vec<Bound> {
    let bound = |name, value, unit, prevents| Bound::of_release(name, value, unit, prevents, "");
    let pool = PilotBounds::DEFAULT;
    let mut bounds = vec![
        bound(
            "pilots",
            pool.pilots as u64,
            "pilots kept warm at once",
            "runners without end",
        ),
        bound(
            "pilot_runners",
            pool.runners as u64,
            "runners of a pilot",
            "a pilot that takes its neighbours' processors",
        ),
        bound(
            "pilot_queue",
            pool.queue as u64,
            "citizens who wait for a pilot",
            "filling memory by questions",
        ),
        bound(
            "pilot_wait_ms",
            duration_ms(pool.wait),
            "ms that one may wait",
            "a line that nobody leaves",
        ),
        bound(
            "pilot_waste",
            u64::from(WASTE_PERCENT),
            "% of a processor for requests that came to nothing, in the long run",
            "a pilot that loops at its neighbours' cost",
        ),
    ];
    bounds.extend(pilotbox_challenge::pilot::bounds());
    bounds
}

fn duration_ms(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Bounds of the compile child, of runners and of receipts.
pub fn worker_bounds() -> Vec<Bound> {
    let bound = |name, value, unit, prevents| Bound::of_release(name, value, unit, prevents, "");
    let compile = CompileLimits::DEFAULT;
    let mut bounds = vec![
        bound(
            "compile_memory_bytes",
            compile.memory_bytes,
            "bytes of address space",
            "a component whose compilation takes more memory than the machine has",
        ),
        bound(
            "compile_cpu_seconds",
            compile.cpu_seconds,
            "s of processor time",
            "a component that is built to compile slowly",
        ),
        bound(
            "compile_wall_ms",
            compile.wall_ms,
            "ms",
            "a compiler that hangs",
        ),
        bound(
            "compile_code_bytes",
            compile.code_bytes,
            "bytes of machine code",
            "filling the cache's disk by one upload",
        ),
        bound(
            "compile_cache_bytes",
            CompileCache::DEFAULT_BUDGET_BYTES,
            "bytes of machine code that is kept",
            "filling the cache's disk by many uploads",
        ),
        bound(
            "frame_bytes",
            u64::from(protocol::MAX_FRAME_BYTES),
            "bytes in one message",
            "filling the parent through a runner's pipe",
        ),
        bound(
            "runner_deaths",
            u64::from(schedule::MAX_DEATHS),
            "runners a case",
            "a case that takes runners down for ever",
        ),
        bound(
            "second_tries",
            u64::from(run::MAX_SECOND_TRIES),
            "cases a run",
            "a plugin that meets the clock in every case",
        ),
        bound(
            "envelope_bytes",
            receipt::MAX_ENVELOPE_BYTES as u64,
            "bytes",
            "filling memory by a file that claims to be a receipt",
        ),
    ];
    #[cfg(target_os = "linux")]
    bounds.push(bound(
        "open_files",
        crate::confine::MAX_OPEN_FILES,
        "files a worker",
        "a leak of file handles",
    ));
    bounds
}
