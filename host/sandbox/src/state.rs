//! What a case holds on the host's side. Made afresh for each case; small, and
//! without a WASI context until a guest asks for one.

use std::sync::Arc;

use pilotbox_model::{Limits, LogLevel, LogLine, printable};
use wasmtime::component::ResourceTable;

use crate::{
    TableSet,
    limiter::{Holdings, SummedLimiter},
    meter::Meter,
    wasi::CompatState,
};

/// Handles that a case may hold at once. Stops handle leaks.
pub(crate) const MAX_HANDLES: usize = 1_000;

/// The store's data.
pub(crate) struct CaseState {
    pub(crate) limiter: SummedLimiter,
    pub(crate) meter: Meter,
    pub(crate) log: BoundedLog,
    pub(crate) handles: ResourceTable,
    pub(crate) tables: Arc<TableDoors>,
    pub(crate) output_left_bytes: u64,
    pub(crate) compat: CompatState,
}

/// What each side may open.
#[derive(Debug, Default)]
pub(crate) struct TableDoors {
    /// Through `pilotbox:plugin/data`: what the challenge grants.
    pub(crate) plugin: TableSet,
    /// Through `pilotbox:challenge/data`: the split's and the shared tables.
    pub(crate) harness: TableSet,
}

/// A guest handed the host more bytes than the case allows.
#[derive(Debug, thiserror::Error)]
#[error("more than the case's `output_bytes` were handed to the host")]
pub(crate) struct OutputLimit;

impl CaseState {
    pub(crate) fn new(setup: CaseStateSetup<'_>) -> Self {
        let mut handles = ResourceTable::new();
        handles.set_max_capacity(MAX_HANDLES);
        let limits = setup.limits;
        Self {
            limiter: SummedLimiter::new(limits, setup.harness_initial),
            meter: Meter::new(limits.fuel, limits.harness_fuel),
            log: BoundedLog::new(limits.log_bytes),
            handles,
            tables: setup.tables,
            output_left_bytes: limits.output_bytes,
            compat: CompatState::new(setup.case_seed, limits.log_bytes),
        }
    }

    /// Counts bytes that a guest hands over.
    pub(crate) fn take_output(&mut self, bytes: usize) -> Result<(), OutputLimit> {
        match self.output_left_bytes.checked_sub(bytes as u64) {
            Some(left) => {
                self.output_left_bytes = left;
                Ok(())
            }
            None => Err(OutputLimit),
        }
    }
}

/// What a [`CaseState`] is made from.
pub(crate) struct CaseStateSetup<'a> {
    pub(crate) limits: &'a Limits,
    pub(crate) harness_initial: Holdings,
    pub(crate) tables: Arc<TableDoors>,
    pub(crate) case_seed: u64,
}

/// Lines up to a number of bytes; then one line that says that more was dropped.
#[derive(Debug)]
pub(crate) struct BoundedLog {
    lines: Vec<LogLine>,
    left_bytes: u64,
    dropped: u64,
}

impl BoundedLog {
    pub(crate) fn new(limit_bytes: u64) -> Self {
        Self {
            lines: Vec::new(),
            left_bytes: limit_bytes,
            dropped: 0,
        }
    }

    /// Adds a message; each of its lines becomes a line of the log.
    pub(crate) fn push(&mut self, level: LogLevel, message: &str) {
        if message.is_empty() {
            self.push_line(level, message);
        }
        for line in message.lines() {
            self.push_line(level, line);
        }
    }

    fn push_line(&mut self, level: LogLevel, message: &str) {
        // An empty line takes room too.
        let cost = message.len() as u64 + 1;
        if self.dropped > 0 || cost > self.left_bytes {
            self.dropped += 1;
            return;
        }
        self.left_bytes -= cost;
        self.lines.push(LogLine {
            level,
            message: printable(message),
        });
    }

    /// Adds the lines of another log, as far as there is room.
    pub(crate) fn append(&mut self, other: Self) {
        for line in other.lines {
            self.push_line(line.level, &line.message);
        }
        self.dropped += other.dropped;
    }

    pub(crate) fn into_lines(mut self) -> Vec<LogLine> {
        if self.dropped > 0 {
            let message = format!("{} more lines dropped: the log is full", self.dropped);
            self.lines.push(LogLine {
                level: LogLevel::Warn,
                message,
            });
        }
        self.lines
    }
}

/// Bytes of a note or a message. Stops an answer's text from filling the parent
/// and the receipt.
pub(crate) const MAX_NOTE_BYTES: usize = 4 * 1024;

/// A text of several lines, cut at its bound, fit for a terminal.
pub(crate) fn bounded(text: &str) -> String {
    let end = text.floor_char_boundary(MAX_NOTE_BYTES);
    let kept: Vec<_> = text
        .get(..end)
        .unwrap_or_default()
        .lines()
        .map(printable)
        .collect();
    let mut kept = kept.join("\n");
    if end < text.len() {
        kept.push_str("\n(cut)");
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_cut_at_its_bound_and_says_so() {
        let mut log = BoundedLog::new(10);
        log.push(LogLevel::Info, "12345678");
        log.push(LogLevel::Info, "1");
        log.push(LogLevel::Info, "");
        let lines: Vec<_> = log
            .into_lines()
            .into_iter()
            .map(|line| line.message)
            .collect();
        assert_eq!(lines, ["12345678", "2 more lines dropped: the log is full"]);
    }

    #[test]
    fn two_logs_share_one_bound() {
        let mut log = BoundedLog::new(10);
        log.push(LogLevel::Info, "1234");
        let mut other = BoundedLog::new(10);
        other.push(LogLevel::Warn, "5678");
        other.push(LogLevel::Warn, "9");
        log.append(other);
        let lines = log.into_lines();
        let messages: Vec<_> = lines.iter().map(|line| line.message.as_str()).collect();
        assert_eq!(
            messages,
            ["1234", "5678", "1 more lines dropped: the log is full"]
        );
    }

    #[test]
    fn a_message_of_two_lines_is_two_lines() {
        let mut log = BoundedLog::new(100);
        log.push(LogLevel::Info, "panicked at lib.rs:\nreason");
        assert_eq!(log.into_lines().len(), 2);
    }

    #[test]
    fn a_long_note_is_cut_and_says_so() {
        let note = bounded(&"é\u{1b}".repeat(MAX_NOTE_BYTES));
        assert!(note.len() < 3 * MAX_NOTE_BYTES && note.ends_with("\n(cut)"));
        assert!(!note.contains('\u{1b}'));
        assert_eq!(bounded("a\nb"), "a\nb");
    }
}
