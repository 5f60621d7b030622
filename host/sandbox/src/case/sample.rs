//! Where a plugin is when a case has used so much fuel. A case is the same in
//! every run, so a smaller budget stops it on its way, in the very code that was
//! scored.

use pilotbox_model::Split;
use serde::{Deserialize, Serialize};
use wasmtime::{FrameInfo, FrameSymbol, Trap, WasmBacktrace};

use super::{
    CaseRun, Sandbox,
    frames::{COPIES, OwnFrames, demangled, frame_name, own_frames},
};
use pilotbox_model::printable;

use crate::{SandboxError, meter::Phase};

/// Frames of one stack, the innermost of them. Stops deep recursion from filling
/// a flame graph.
const MAX_FRAMES: usize = 64;

/// Bytes of a function's name. Generic code has names of thousands.
const MAX_NAME_BYTES: usize = 256;

/// Where rustc says that its standard library lies.
const LIBRARY: &str = "/rustc/";

/// The root of what runs before the plugin is called.
const INSTANTIATION: &str = "(instantiation)";
/// The plugin had answered before anything looked at its fuel again.
const END_OF_CALL: &str = "(end of the call)";
/// Stands for frames that were left out.
const CUT: &str = "(outer frames left out)";

/// A case to be stopped on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleRun {
    /// The case.
    pub case: CaseRun,
    /// Fuel after which the plugin is stopped.
    pub fuel: u64,
}

/// What was seen when the case stopped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sampled {
    /// The plugin's functions, outermost first; never empty.
    Stack(Vec<String>),
    /// The clock ran out first.
    DeadlineMet,
    /// Hidden cases are not looked into.
    Hidden,
}

impl Sandbox {
    /// Stops a case once its plugin has used so much fuel, and says where it
    /// was. The engine looks at fuel where a function or a turn of a loop begins,
    /// so that is where a plugin is seen.
    pub fn sample(&self, sample: &SampleRun) -> Result<Sampled, SandboxError> {
        if self.setup.split != Split::Sample {
            return Ok(Sampled::Hidden);
        }
        let mut store = self.new_store(&sample.case, sample.fuel)?;
        let Err(error) = self.drive(&mut store, &sample.case) else {
            return Ok(Sampled::Stack(vec![END_OF_CALL.to_owned()]));
        };
        if matches!(error.downcast_ref::<Trap>(), Some(Trap::Interrupt)) {
            return Ok(Sampled::DeadlineMet);
        }
        Ok(Sampled::Stack(stack(&error, store.data().limiter.phase)))
    }
}

/// The plugin's part of a backtrace, outermost first.
fn stack(error: &wasmtime::Error, phase: Phase) -> Vec<String> {
    let backtrace = error.downcast_ref::<WasmBacktrace>();
    let own = match (phase, backtrace) {
        (Phase::Harness, _) => return vec![END_OF_CALL.to_owned()],
        (_, Some(backtrace)) => own_frames(backtrace, phase),
        (_, None) => OwnFrames::none(),
    };
    let mut names: Vec<_> = own.frames.iter().flat_map(|frame| names(frame)).collect();
    let is_cut = own.is_cut || names.len() > MAX_FRAMES;
    names.truncate(MAX_FRAMES);
    if phase == Phase::Instantiate {
        names.push(INSTANTIATION.to_owned());
    } else if is_cut {
        names.push(CUT.to_owned());
    } else if names.is_empty() {
        names.push(COPIES.to_owned());
    }
    names.reverse();
    names
}

/// A frame's function, and with debug information before it each that was
/// inlined there, innermost first. What of the standard library was inlined
/// counts as its caller's: that is the code that an author can change.
fn names(frame: &FrameInfo) -> Vec<String> {
    let Some((function, inlined)) = frame.symbols().split_last() else {
        return vec![folded_name(&frame_name(frame))];
    };
    let of_library =
        |symbol: &&FrameSymbol| symbol.file().is_some_and(|file| file.starts_with(LIBRARY));
    let authors = inlined.iter().filter(|symbol| !of_library(symbol));
    let shown = authors.chain([function]);
    shown.map(|symbol| symbol_name(symbol, frame)).collect()
}

/// A function and its source file: debug information may leave out where a
/// function belongs, and many are called `new`.
fn symbol_name(symbol: &FrameSymbol, frame: &FrameInfo) -> String {
    let name = symbol.name().map(demangled);
    let name = name.unwrap_or_else(|| frame_name(frame));
    match symbol.file().and_then(|file| file.rsplit('/').next()) {
        Some(file) => folded_name(&format!("{name} ({file})")),
        None => folded_name(&name),
    }
}

/// A name that fits one line of folded stacks, where semicolons part frames.
fn folded_name(name: &str) -> String {
    let end = name.floor_char_boundary(MAX_NAME_BYTES);
    let mut kept = printable(name.get(..end).unwrap_or_default()).replace(';', ",");
    if end < name.len() {
        kept.push('…');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_a_line_of_folded_stacks() {
        assert_eq!(folded_name("<[u8; 4]>::f\n"), "<[u8, 4]>::f\u{fffd}");
        let long = folded_name(&"é".repeat(MAX_NAME_BYTES));
        assert_eq!(long.len(), MAX_NAME_BYTES + '…'.len_utf8());
    }
}
