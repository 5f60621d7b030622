//! Resource limits of a process, set by itself and never raised again. Where the
//! machine's own are stricter, they stay.

use rustix::process::{
    Resource, Rlimit, Signal, getrlimit, set_parent_process_death_signal, setrlimit,
};

use super::Role;

/// Files that a process may hold open: pipes, code, a handful of tables.
pub(crate) const MAX_OPEN_FILES: u64 = 256;

/// Seconds between the signal that has a name and the one that has none.
const GRACE_SECONDS: u64 = 1;

/// Sets every limit, whether or not another one could be set.
pub(super) fn apply(role: Role<'_>) -> Result<String, String> {
    let mut limits = vec![
        // No memory of a guest lands on a disk.
        ("bytes of core dump", Resource::Core, 0),
        ("open files", Resource::Nofile, MAX_OPEN_FILES),
    ];
    match role {
        Role::Runner { memory_bytes } => limits.extend([
            ("bytes of a written file", Resource::Fsize, 0),
            ("bytes of memory", Resource::Data, memory_bytes),
        ]),
        Role::Compiler(limit) => limits.extend([
            ("bytes of output", Resource::Fsize, limit.code_bytes),
            ("s of processor time", Resource::Cpu, limit.cpu_seconds),
            ("bytes of address space", Resource::As, limit.memory_bytes),
        ]),
    }
    // A child that is busy when its parent is killed ends with it.
    let dies = set_parent_process_death_signal(Some(Signal::KILL))
        .map(|()| "ends with its parent".to_owned())
        .map_err(|error| format!("ends with its parent: {error}"));
    let set = limits
        .into_iter()
        .map(|(what, resource, wanted)| lower(what, resource, wanted));
    let (held, failed): (Vec<_>, Vec<_>) = set.chain([dies]).partition(Result::is_ok);
    let list = |items: Vec<Result<String, String>>| {
        let texts: Vec<_> = items
            .into_iter()
            .map(|item| item.unwrap_or_else(|e| e))
            .collect();
        texts.join(", ")
    };
    if failed.is_empty() {
        Ok(format!("at most {}", list(held)))
    } else {
        Err(format!("{}; held: {}", list(failed), list(held)))
    }
}

/// Lowers a limit to what is wanted, never above what it is.
fn lower(what: &str, resource: Resource, wanted: u64) -> Result<String, String> {
    let most = within_this_machine(resource, wanted);
    let grace = if resource == Resource::Cpu {
        GRACE_SECONDS
    } else {
        0
    };
    let limit = Rlimit {
        current: Some(most),
        maximum: Some(within_this_machine(resource, most.saturating_add(grace))),
    };
    match setrlimit(resource, limit) {
        Ok(()) => Ok(format!("{most} {what}")),
        Err(error) => Err(format!("{what}: {error}")),
    }
}

/// What is wanted, or what this process was left with if that is less.
fn within_this_machine(resource: Resource, wanted: u64) -> u64 {
    getrlimit(resource)
        .maximum
        .map_or(wanted, |most| most.min(wanted))
}
