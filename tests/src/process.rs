//! What a process holds and which processes it has started, as Linux tells it.

use std::{fs, path::Path, thread};

use rustix::process::{Pid, Signal, kill_process};

/// Looks at the list of threads until the last of them must be gone.
const MAX_LOOKS: usize = 2_000;

/// What a process must give back when its work is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holdings {
    /// Resident memory in KiB.
    pub resident_kib: u64,
    /// Open files.
    pub files: usize,
    /// Threads.
    pub threads: usize,
}

impl Holdings {
    /// What this process holds once the threads that have done their work are gone:
    /// the system takes a moment to end them.
    pub fn settled() -> Self {
        for _ in 0..MAX_LOOKS {
            if count("/proc/self/task") == 1 {
                break;
            }
            thread::yield_now();
        }
        Self {
            resident_kib: own_resident_kib(),
            files: count("/proc/self/fd"),
            threads: count("/proc/self/task"),
        }
    }
}

fn count(folder: &str) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}

fn own_resident_kib() -> u64 {
    resident_kib(std::process::id()).expect("Linux tells how much is resident")
}

/// Resident memory of a process in KiB; nothing once it has ended.
pub fn resident_kib(pid: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// A process that another one has started.
#[derive(Clone, Debug)]
pub struct Child {
    /// Its number.
    pub pid: u32,
    /// Its arguments, without the program.
    pub arguments: Vec<String>,
}

impl Child {
    /// Whether its first argument is this.
    pub fn does(&self, task: &str) -> bool {
        self.arguments.first().is_some_and(|first| first == task)
    }

    /// Whether it is still there, whoever its parent is by now.
    pub fn is_alive(&self) -> bool {
        child(self.pid).is_some_and(|found| found.arguments == self.arguments)
    }
}

/// Ends a process at once, as `kill -9` does; false if it is gone already.
pub fn kill(pid: u32) -> bool {
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw);
    pid.is_some_and(|pid| kill_process(pid, Signal::KILL).is_ok())
}

/// The children of a process that are alive; nothing once it has ended.
pub fn children(pid: u32) -> Vec<Child> {
    let Ok(threads) = fs::read_dir(format!("/proc/{pid}/task")) else {
        return Vec::new();
    };
    let lists =
        threads.filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("children")).ok());
    let all = lists.collect::<Vec<_>>().join(" ");
    all.split_whitespace()
        .filter_map(|pid| child(pid.parse().ok()?))
        .collect()
}

fn child(pid: u32) -> Option<Child> {
    let line = fs::read(Path::new("/proc").join(pid.to_string()).join("cmdline")).ok()?;
    let mut words = line
        .split(|byte| *byte == 0)
        .map(|word| String::from_utf8_lossy(word).into_owned());
    let _program = words.next()?;
    Some(Child {
        pid,
        arguments: words.filter(|word| !word.is_empty()).collect(),
    })
}
