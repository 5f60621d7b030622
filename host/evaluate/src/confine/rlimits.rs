//! Resource limits of a process, set by itself and never raised again.

use rustix::process::{Resource, Rlimit, Signal, set_parent_process_death_signal, setrlimit};

use super::Role;

/// Files that a process may hold open: pipes, code, a handful of tables.
pub(crate) const MAX_OPEN_FILES: u64 = 256;

pub(super) fn apply(role: Role<'_>) -> Result<String, String> {
    // A child that is busy when its parent is killed ends with it.
    set_parent_process_death_signal(Some(Signal::KILL)).map_err(|error| error.to_string())?;
    // No memory of a guest lands on a disk.
    limit(Resource::Core, 0)?;
    limit(Resource::Nofile, MAX_OPEN_FILES)?;
    match role {
        Role::Runner => {
            limit(Resource::Fsize, 0)?;
            Ok(format!(
                "no core dumps, no file written, {MAX_OPEN_FILES} open files"
            ))
        }
        Role::Compiler(limits) => {
            limit(Resource::Fsize, limits.code_bytes)?;
            // A second between the signal that has a name and the one that has none.
            limit_between(Resource::Cpu, limits.cpu_seconds, limits.cpu_seconds + 1)?;
            limit(Resource::As, limits.memory_bytes)?;
            Ok(format!(
                "no core dumps, {MAX_OPEN_FILES} open files, {} s of processor time, \
                 {} bytes of address space, {} bytes of output",
                limits.cpu_seconds, limits.memory_bytes, limits.code_bytes
            ))
        }
    }
}

fn limit(resource: Resource, value: u64) -> Result<(), String> {
    limit_between(resource, value, value)
}

fn limit_between(resource: Resource, current: u64, maximum: u64) -> Result<(), String> {
    let limit = Rlimit {
        current: Some(current),
        maximum: Some(maximum),
    };
    setrlimit(resource, limit).map_err(|error| format!("{resource:?}: {error}"))
}
