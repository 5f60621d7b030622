//! Why a guest stopped, and who was running.

use pilotbox_model::FaultCode;
use wasmtime::{Trap, WasmBacktrace};
use wasmtime_wasi::I32Exit;

use super::CaseEnd;
use crate::{
    meter::Phase,
    state::{CaseState, OutputLimit, bounded},
};

/// How the engine says that one call handed over too much.
const HOSTCALL_FUEL_MESSAGE: &str = "fuel allocated for hostcalls has been exhausted";

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
    let stopped = stopped(error, state.limiter.denied == Some(phase));
    let message = message(error, phase);
    match (phase, stopped) {
        (phase, Stopped::Deadline) => CaseEnd::DeadlineMet {
            in_harness: phase == Phase::Harness,
        },
        (Phase::Harness, _) => CaseEnd::HarnessStopped { message },
        (_, Stopped::Fault(code)) => CaseEnd::PluginFault { code, message },
    }
}

fn stopped(error: &wasmtime::Error, growth_was_denied: bool) -> Stopped {
    let handed_too_much = error.downcast_ref::<OutputLimit>().is_some()
        || error
            .root_cause()
            .to_string()
            .contains(HOSTCALL_FUEL_MESSAGE);
    let code = match error.downcast_ref::<Trap>() {
        Some(Trap::Interrupt) => return Stopped::Deadline,
        Some(Trap::OutOfFuel) => FaultCode::OutOfFuel,
        Some(Trap::StackOverflow) => FaultCode::StackOverflow,
        _ if handed_too_much => FaultCode::OutputLimit,
        // A guest that was denied memory stops in its allocator.
        _ if growth_was_denied => FaultCode::OutOfMemory,
        _ => FaultCode::Trapped,
    };
    Stopped::Fault(code)
}

fn message(error: &wasmtime::Error, phase: Phase) -> String {
    let mut text = match error.downcast_ref::<I32Exit>() {
        Some(I32Exit(status)) => format!("the guest called exit({status})"),
        None => error.root_cause().to_string(),
    };
    if phase == Phase::Instantiate {
        text.push_str(" while it was instantiated");
    }
    if let Some(backtrace) = error.downcast_ref::<WasmBacktrace>() {
        for frame in own_frames(backtrace) {
            text.push_str("\n  at ");
            text.push_str(&frame);
        }
    }
    bounded(&text)
}

/// The frames of the side that stopped: without the machinery of a panic above
/// them, and without the callers on the other side of its export.
fn own_frames(backtrace: &WasmBacktrace) -> Vec<String> {
    let mut own = Vec::new();
    for frame in backtrace.frames() {
        let lines = describe(frame);
        let is_machinery = |line: &String| PANIC_MACHINERY.iter().any(|name| line.contains(name));
        if lines.iter().any(is_machinery) {
            own.clear();
        } else {
            own.extend(lines);
        }
        // An export's name holds the interface's version and a number sign.
        if frame.func_name().is_some_and(|name| name.contains('#')) {
            break;
        }
    }
    own.truncate(MAX_FRAMES);
    own
}

/// A frame, and with debug information each function that was inlined into it,
/// with its source line.
fn describe(frame: &wasmtime::FrameInfo) -> Vec<String> {
    let name = |name: Option<&str>| {
        name.map_or_else(
            || "an unnamed function".to_owned(),
            |name| format!("{:#}", rustc_demangle::demangle(name)),
        )
    };
    let symbols = frame.symbols();
    if symbols.is_empty() {
        return vec![name(frame.func_name())];
    }
    let line = |symbol: &wasmtime::FrameSymbol| {
        let name = name(symbol.name().or_else(|| frame.func_name()));
        match (symbol.file(), symbol.line()) {
            (Some(file), Some(line)) => format!("{name} ({file}:{line})"),
            _ => name,
        }
    };
    symbols.iter().map(line).collect()
}
