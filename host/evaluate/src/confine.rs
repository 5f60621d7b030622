//! Defence in depth for the processes that meet strangers' bytes: runners and
//! the compile child. Each confines itself before it reads a byte of input. What
//! the system does not offer is said, not demanded: the engine is the sandbox,
//! this is the wall behind it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::CompileLimits;

mod probe;

#[cfg(target_os = "linux")]
mod landlock;
#[cfg(target_os = "linux")]
mod rlimits;
#[cfg(target_os = "linux")]
mod seccomp;

pub use probe::{Attempt, Probe, probe};
#[cfg(target_os = "linux")]
pub(crate) use rlimits::MAX_OPEN_FILES;

/// What a process is for, which decides what it may do.
#[derive(Clone, Copy, Debug)]
pub enum Role<'a> {
    /// Runs guests: reads the files that it is told of, starts threads.
    Runner {
        /// Bytes of memory that it may write to.
        memory_bytes: u64,
    },
    /// Compiles one component: reads its input, writes its output.
    Compiler(&'a CompileLimits),
}

/// Whether a layer holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layer {
    /// It holds; says what it does.
    On(String),
    /// It does not; says why.
    Off(String),
}

/// What confines a process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confinement {
    /// Bounds of processor time, memory, files and core dumps.
    pub resource_limits: Layer,
    /// Files that it may open.
    pub landlock: Layer,
    /// System calls that it may make.
    pub seccomp: Layer,
}

impl Layer {
    /// Whether it holds.
    pub fn is_on(&self) -> bool {
        matches!(self, Self::On(_))
    }

    #[cfg(target_os = "linux")]
    fn of(result: Result<String, String>) -> Self {
        result.map_or_else(Self::Off, Self::On)
    }
}

/// Confines this process for good. `readable` are the files and folders that it
/// may read; nothing may be written but what is open already.
#[cfg(target_os = "linux")]
pub(crate) fn confine(role: Role<'_>, readable: &[PathBuf]) -> Confinement {
    prefer_to_be_killed();
    // The filter comes last: it forbids the calls that set up the others.
    Confinement {
        resource_limits: Layer::of(rlimits::apply(role)),
        landlock: Layer::of(landlock::apply(readable)),
        seccomp: Layer::of(seccomp::apply(role)),
    }
}

/// Where memory runs out, a worker goes before the process that holds the keys.
#[cfg(target_os = "linux")]
fn prefer_to_be_killed() {
    // A kernel that does not offer it kills by its own lights.
    let _ = std::fs::write("/proc/self/oom_score_adj", "1000");
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn confine(_role: Role<'_>, _readable: &[PathBuf]) -> Confinement {
    let off = || Layer::Off("only Linux has it".to_owned());
    Confinement {
        resource_limits: off(),
        landlock: off(),
        seccomp: off(),
    }
}
