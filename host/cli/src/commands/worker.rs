//! What this program does for a parent process: `pilotbox runner`, `compile` and
//! `probe`. Each confines itself first and speaks over its standard files.

use std::io::{self, Write};

use pilotbox_evaluate::{CompileLimits, Role, serve_compiler, serve_runner};
use pilotbox_sandbox::SandboxError;

use crate::{
    arguments::{Compile, Probe, Runner, WorkerKind},
    exit::{Exit, Failure},
    show,
};

pub(crate) fn runner(arguments: &Runner) -> Result<(), Failure> {
    serve_runner(
        &arguments.read,
        arguments.memory_bytes,
        io::stdin(),
        io::stdout(),
    )
    .map_err(|error| Failure::new(Exit::Host, format!("the parent process: {error}")))
}

pub(crate) fn compile(arguments: &Compile) -> Result<(), Failure> {
    let limits = CompileLimits {
        memory_bytes: arguments.memory_bytes,
        cpu_seconds: arguments.cpu_seconds,
        code_bytes: arguments.code_bytes,
        ..CompileLimits::DEFAULT
    };
    match serve_compiler(arguments.profile, &limits, io::stdin(), io::stdout()) {
        // The reason alone: the parent puts it into its own words.
        Err(SandboxError::DoesNotCompile(reason)) => Err(said(&reason, Exit::Rejected)),
        Err(SandboxError::Compiler(reason)) => Err(said(&reason, Exit::Host)),
        Err(error) => Err(said(&error.to_string(), Exit::Host)),
        Ok(()) => Ok(()),
    }
}

fn said(reason: &str, exit: Exit) -> Failure {
    // Whom should it be told that the parent cannot be told?
    let _ = io::stderr().write_all(reason.as_bytes());
    Failure::silent(exit)
}

/// Memory of a runner that runs no guest.
const PROBE_BYTES: u64 = 8 << 30;

pub(crate) fn probe(arguments: &Probe) -> Result<(), Failure> {
    let limits = CompileLimits::DEFAULT;
    let role = match arguments.worker {
        WorkerKind::Runner => Role::Runner {
            memory_bytes: PROBE_BYTES,
        },
        WorkerKind::Compiler => Role::Compiler(&limits),
    };
    show::json(&pilotbox_evaluate::probe(role))
}
