//! What goes into a case and what comes out of it, as runners and their parent
//! say it to each other.

use pilotbox_model::{FaultCode, LogLine, Metric, Series};
use serde::{Deserialize, Serialize};

use super::bindings::exports::pilotbox::challenge::evaluation;
use crate::state::bounded;

/// One case to run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRun {
    /// The case's id.
    pub id: String,
    /// Wall clock in milliseconds; ten times the manifest's in a second try.
    pub wall_clock_ms: u64,
}

/// How a case ended, as far as one sandbox can tell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum CaseEnd {
    /// The harness measured an answer.
    Outcome {
        /// The measured values.
        metrics: Vec<Metric>,
        /// Lines for charts.
        series: Vec<Series>,
        /// The harness's remark.
        note: String,
    },
    /// The harness refused the answer, or the plugin was stopped.
    PluginFault {
        /// What it did.
        code: FaultCode,
        /// What stopped it, and where.
        message: String,
        /// Whether it names functions, but no line of a source.
        lacks_lines: bool,
    },
    /// The clock ran out while fuel was left. To be tried again alone, with more
    /// time.
    DeadlineMet {
        /// Whether the harness was running: its slowness may be the plugin's
        /// doing or its own.
        in_harness: bool,
    },
    /// The harness was stopped. The baseline tells whose fault it was.
    HarnessStopped {
        /// What stopped it, and where.
        message: String,
    },
}

/// A case's end, and what it took.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseReport {
    /// How it ended.
    pub end: CaseEnd,
    /// Fuel that the plugin used, its instantiation included.
    pub fuel: u64,
    /// Set when the plugin was stopped in mid-call.
    pub fuel_is_lower_bound: bool,
    /// The most that the plugin held, in bytes.
    pub memory_bytes: u64,
    /// What the plugin logged and printed.
    pub log: Vec<LogLine>,
    /// Wall time; differs from run to run.
    pub elapsed_ns: u64,
}

pub(super) fn outcome_end(outcome: evaluation::Outcome) -> CaseEnd {
    let metric = |m: evaluation::Metric| Metric {
        name: m.name,
        value: m.value,
    };
    let series = |s: evaluation::Series| Series {
        name: s.name,
        unit: s.unit,
        xs: s.xs,
        ys: s.ys,
    };
    CaseEnd::Outcome {
        metrics: outcome.metrics.into_iter().map(metric).collect(),
        series: outcome.series.into_iter().map(series).collect(),
        note: bounded(&outcome.note),
    }
}

pub(super) fn fault_end(fault: evaluation::PluginFault) -> CaseEnd {
    let (code, message) = match fault {
        evaluation::PluginFault::BadAnswer(message) => (FaultCode::BadAnswer, message),
        evaluation::PluginFault::Declined(message) => (FaultCode::Declined, message),
    };
    CaseEnd::PluginFault {
        code,
        message: bounded(&message),
        lacks_lines: false,
    }
}
