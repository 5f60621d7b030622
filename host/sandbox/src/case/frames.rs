//! Whose frames a backtrace holds, and what they are called. Frames come from
//! the engine innermost first.

use wasmtime::{FrameInfo, Module, WasmBacktrace};

use crate::meter::Phase;

/// What the host calls: the module that exports any of it is the harness's, and its
/// frame the outermost of any backtrace that is whole.
const HARNESS_ENTRIES: [&str; 2] = [
    "pilotbox:challenge/evaluation@0.1.0#run",
    "pilotbox:challenge/pilot@0.1.0#answer",
];

/// What a module exports that `wit-component` adds to pass calls to the host on.
/// Nobody wrote it, and it has no names.
const PASSING_ON: &str = "$imports";

/// Stands for the plugin's functions where neither it nor the harness ran, but
/// the adapter that joins them.
pub(super) const COPIES: &str = "(arguments and answers copied)";

/// The frames of the side that was running.
pub(super) struct OwnFrames<'a> {
    /// Innermost first.
    pub(super) frames: Vec<&'a FrameInfo>,
    /// Set when the engine left out the outer ones.
    pub(super) is_cut: bool,
}

impl OwnFrames<'_> {
    /// Nothing was running.
    pub(super) fn none() -> Self {
        Self {
            frames: Vec::new(),
            is_cut: false,
        }
    }
}

/// Takes the frames of the side that was running from a backtrace. The plugin's
/// come without the harness's, which called it, and without the adapter's
/// between them; where only those two were running, nothing is left.
pub(super) fn own_frames(backtrace: &WasmBacktrace, phase: Phase) -> OwnFrames<'_> {
    let mut frames: Vec<_> = backtrace.frames().iter().collect();
    frames.retain(|frame| !passes_on(frame));
    let entry = frames.last().filter(|frame| is_entry(frame)).copied();
    match (phase, entry) {
        (Phase::Plugin, Some(entry)) => {
            remove_callers(&mut frames, entry.module());
            OwnFrames {
                frames,
                is_cut: false,
            }
        }
        (Phase::Plugin, None) => OwnFrames {
            frames,
            is_cut: true,
        },
        (Phase::Harness, entry) => OwnFrames {
            frames,
            is_cut: entry.is_none(),
        },
        (Phase::Instantiate, _) => OwnFrames {
            frames,
            is_cut: false,
        },
    }
}

fn is_entry(frame: &FrameInfo) -> bool {
    HARNESS_ENTRIES
        .iter()
        .any(|entry| frame.module().get_export(entry).is_some())
}

fn passes_on(frame: &FrameInfo) -> bool {
    frame.func_name().is_none() && frame.module().get_export(PASSING_ON).is_some()
}

/// Removes the harness, wherever it is, and the adapter that it calls: a copy
/// of an answer ends in the harness's own allocator.
fn remove_callers(frames: &mut Vec<&FrameInfo>, harness: &Module) {
    frames.retain(|frame| !Module::same(frame.module(), harness));
    let Some(adapter) = frames.last().map(|frame| frame.module().clone()) else {
        return;
    };
    frames.retain(|frame| !Module::same(frame.module(), &adapter));
}

/// The name of a frame's function, fit for reading.
pub(super) fn frame_name(frame: &FrameInfo) -> String {
    frame.func_name().map_or_else(
        || format!("function {} (unnamed)", frame.func_index()),
        demangled,
    )
}

/// A name as its language writes it.
pub(super) fn demangled(name: &str) -> String {
    format!("{:#}", rustc_demangle::demangle(name))
}
