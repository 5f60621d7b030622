//! Inspects, plugs, compiles and runs components under limits. The only user of
//! the engine; knows no challenge, keeps no file but its cache.
//!
//! What goes in is untrusted; what comes out is a verdict. An error of this
//! crate is a fault of the host or of the challenge, but for two that say that a
//! component is too much for the engine.

mod bounds;
mod case;
mod caught;
mod compile;
mod drivers;
mod engine;
mod fuel;
mod harness;
mod inspect;
mod limiter;
mod link;
mod meter;
mod plug;
mod state;
mod tables;
mod wasi;
mod wit;

pub use bounds::{case_bounds, upload_bounds};
pub use case::{
    CaseEnd, CaseReport, CaseRun, Pilot, PilotEnd, PilotReport, PilotSetup, SampleRun, Sampled,
    Sandbox, SandboxSetup,
};
pub use compile::{CacheSurvey, Compile, CompileCache, Compiled, InProcess, machine_code};
pub use drivers::without_drivers;
pub use engine::{Allocation, EngineProfile, TICK_MS, build_engine, engine_info, refused_features};
pub use harness::HarnessAlone;
pub use inspect::{
    FileKind, Inspection, Rejection, encode_core_module, inspect, inspect_harness, serves_pilots,
};
pub use limiter::Holdings;
pub use plug::{plug, plug_pilot};
pub use tables::{Column, PARAMS_TABLE, Table, TableError, TableHead, TableSet};
pub use wit::{WitDifference, WitDocument, WitFunction, WitPart, WitType, interface_text};

/// A fault of the host or of the challenge, or a component that is too much for
/// the engine.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The engine refused our own settings or code.
    #[error("the engine failed: {0:#}")]
    Engine(wasmtime::Error),
    /// A file or folder could not be read or written.
    #[error("`{path}`: {source}")]
    Io {
        /// The file or folder.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The cache of compiled code could not be read or written.
    #[error("compiled code in `{path}`: {source}; hint: `--cache` names another folder")]
    Cache {
        /// The file or folder.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A table cannot be used.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The pair needs more instances, memories or tables than a runner keeps for
    /// one case.
    #[error("{0}")]
    DoesNotFit(String),
    /// An import of the plugin has the right name and another type than the
    /// host's. Told when it is joined and linked, where types are compared.
    #[error("an import is of another type than the host's: {0}")]
    OtherImport(String),
    /// The engine cannot make machine code of a valid component.
    #[error("the component cannot be compiled: {0}")]
    DoesNotCompile(String),
    /// The compiler could not do its work, whatever the component is.
    #[error("the compiler failed: {0}")]
    Compiler(String),
    /// The harness does not fit the host or the interface.
    #[error("the harness {0}")]
    Harness(String),
}

impl From<wasmtime::Error> for SandboxError {
    fn from(error: wasmtime::Error) -> Self {
        Self::Engine(error)
    }
}

impl SandboxError {
    /// Names the place of an error in the cache.
    pub fn cache(path: &std::path::Path, source: std::io::Error) -> Self {
        Self::Cache {
            path: path.display().to_string(),
            source,
        }
    }

    /// Names the place of an I/O error.
    pub fn io(path: &std::path::Path, source: std::io::Error) -> Self {
        Self::Io {
            path: path.display().to_string(),
            source,
        }
    }
}
