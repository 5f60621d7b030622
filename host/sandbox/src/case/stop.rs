//! Why a guest stopped, and who was running.

use std::fmt;

use pilotbox_model::FaultCode;
use wasmtime::{Trap, WasmBacktrace};
use wasmtime_wasi::I32Exit;

use super::CaseEnd;
use crate::{
    meter::Phase,
    state::{CaseState, OutputLimit, printable},
};

/// How the engine says that one call handed over too much.
const HOSTCALL_FUEL_MESSAGE: &str = "fuel allocated for hostcalls has been exhausted";

/// Frames of a backtrace that are shown.
const MAX_FRAMES: usize = 8;

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
        for frame in backtrace.frames().iter().take(MAX_FRAMES) {
            text.push_str("\n  at ");
            text.push_str(&Frame(frame).to_string());
        }
    }
    text.lines().map(printable).collect::<Vec<_>>().join("\n")
}

struct Frame<'a>(&'a wasmtime::FrameInfo);

impl fmt::Display for Frame<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let symbol = self.0.symbols().first();
        let name = symbol
            .and_then(wasmtime::FrameSymbol::name)
            .or_else(|| self.0.func_name());
        f.write_str(name.unwrap_or("an unnamed function"))?;
        if let Some((file, line)) = symbol.and_then(|s| Some((s.file()?, s.line()?))) {
            write!(f, " ({file}:{line})")?;
        }
        Ok(())
    }
}
