//! Why a guest stopped, and who was running.

use pilotbox_model::FaultCode;
use wasmtime::{Trap, WasmBacktrace, component::ResourceTableError};
use wasmtime_wasi::I32Exit;

use super::{
    CaseEnd,
    frames::{COPIES, demangled, frame_name, own_frames},
};
use crate::{
    meter::Phase,
    state::{CaseState, MAX_HANDLES, OutputLimit, bounded},
    wasi::MAX_RANDOM_BYTES,
};

/// How the engine says that one call handed over too much.
const HOSTCALL_FUEL_MESSAGE: &str = "fuel allocated for hostcalls has been exhausted";

/// How the library says that one call asked for too much randomness.
const RANDOM_MESSAGE: &str = "requested len ";

/// Frames of a backtrace that are shown.
const MAX_FRAMES: usize = 8;

/// Functions of Rust's runtime that a panic passes through.
const PANIC_MACHINERY: [&str; 2] = ["core::panicking::", "__rustc::"];

/// Why a guest stopped.
#[derive(Clone, Copy)]
enum Stopped {
    /// By a bound or by itself.
    Fault(FaultCode),
    /// By the clock.
    Deadline,
}

/// The end of a case whose guest was stopped.
pub(super) fn end(error: &wasmtime::Error, state: &CaseState) -> CaseEnd {
    let phase = state.limiter.phase;
    let denial = state.limiter.denied.filter(|denial| denial.phase == phase);
    let stopped = stopped(error, denial.is_some());
    let cause = match (stopped, denial) {
        (Stopped::Fault(FaultCode::OutOfMemory), Some(denial)) => {
            format!("{} after {denial}", cause(error))
        }
        _ => cause(error),
    };
    let (message, lacks_lines) = message(cause, error, phase);
    match (phase, stopped) {
        (phase, Stopped::Deadline) => CaseEnd::DeadlineMet {
            in_harness: phase == Phase::Harness,
        },
        (Phase::Harness, _) => CaseEnd::HarnessStopped {
            message: format!("the harness stopped: {message}"),
        },
        (_, Stopped::Fault(code)) => CaseEnd::PluginFault {
            code,
            message,
            lacks_lines,
        },
    }
}

fn stopped(error: &wasmtime::Error, growth_was_denied: bool) -> Stopped {
    let code = match error.downcast_ref::<Trap>() {
        Some(Trap::Interrupt) => return Stopped::Deadline,
        Some(Trap::OutOfFuel) => FaultCode::OutOfFuel,
        Some(Trap::StackOverflow) => FaultCode::StackOverflow,
        _ if handed_too_much(error) => FaultCode::OutputLimit,
        // A guest that was denied memory stops in its allocator.
        _ if growth_was_denied => FaultCode::OutOfMemory,
        _ => FaultCode::Trapped,
    };
    Stopped::Fault(code)
}

/// The engine's words, but where ours say more.
fn cause(error: &wasmtime::Error) -> String {
    if let Some(I32Exit(status)) = error.downcast_ref() {
        return format!("the guest called exit({status}); a plugin ends a call by returning");
    }
    if let Some(ResourceTableError::Full) = error.downcast_ref() {
        return format!(
            "more than {MAX_HANDLES} handles were held at once; drop each when it is done with"
        );
    }
    if handed_too_much(error) {
        return OutputLimit.to_string();
    }
    let words = error.root_cause().to_string();
    if words.starts_with(RANDOM_MESSAGE) {
        return format!(
            "more than {MAX_RANDOM_BYTES} bytes of randomness were asked for in one call"
        );
    }
    words
}

fn handed_too_much(error: &wasmtime::Error) -> bool {
    let message = || error.root_cause().to_string();
    error.downcast_ref::<OutputLimit>().is_some() || message().contains(HOSTCALL_FUEL_MESSAGE)
}

/// What stopped the guest and where, and whether functions are named without a line of
/// a source.
fn message(cause: String, error: &wasmtime::Error, phase: Phase) -> (String, bool) {
    let mut text = cause;
    if phase == Phase::Instantiate {
        text.push_str(" while it was instantiated");
    }
    let backtrace = error.downcast_ref::<WasmBacktrace>();
    let frames = backtrace.map_or_else(Vec::new, |backtrace| shown_frames(backtrace, phase));
    let mut lines: Vec<_> = frames.iter().map(|frame| frame.text.as_str()).collect();
    if phase == Phase::Plugin && backtrace.is_some() && lines.is_empty() {
        lines.push(COPIES);
    }
    for line in lines {
        text.push_str("\n  at ");
        text.push_str(line);
    }
    let lacks_lines = !frames.is_empty() && frames.iter().all(|frame| !frame.has_line);
    (bounded(&text), lacks_lines)
}

/// The frames of the side that stopped, without the machinery of a panic above
/// them.
fn shown_frames(backtrace: &WasmBacktrace, phase: Phase) -> Vec<Shown> {
    let mut shown = Vec::new();
    // A few more than are shown, for those of a panic's machinery that go again.
    for frame in own_frames(backtrace, phase)
        .frames
        .into_iter()
        .take(4 * MAX_FRAMES)
    {
        let lines = describe(frame);
        let is_machinery =
            |line: &Shown| PANIC_MACHINERY.iter().any(|name| line.text.contains(name));
        if lines.iter().any(is_machinery) {
            shown.clear();
        } else {
            shown.extend(lines);
        }
    }
    shown.truncate(MAX_FRAMES);
    shown
}

/// One function of a backtrace.
struct Shown {
    text: String,
    has_line: bool,
}

/// A frame, and with debug information each function that was inlined into it,
/// with its source line.
fn describe(frame: &wasmtime::FrameInfo) -> Vec<Shown> {
    let symbols = frame.symbols();
    if symbols.is_empty() {
        return vec![Shown {
            text: frame_name(frame),
            has_line: false,
        }];
    }
    let line = |symbol: &wasmtime::FrameSymbol| {
        let name = symbol.name().map(demangled);
        let name = name.unwrap_or_else(|| frame_name(frame));
        match (symbol.file(), symbol.line()) {
            (Some(file), Some(line)) => Shown {
                text: format!("{name} ({file}:{line})"),
                has_line: true,
            },
            _ => Shown {
                text: name,
                has_line: false,
            },
        }
    };
    symbols.iter().map(line).collect()
}
