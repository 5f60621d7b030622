//! Worker processes: this very program, started again with an empty environment
//! to do one thing with strangers' bytes.

use std::{
    io::{self, Read},
    path::{Path, PathBuf},
    process::{ChildStderr, Command},
    sync::mpsc,
    thread::{self, JoinHandle},
    time::Duration,
};

use pilotbox_model::Limits;
use pilotbox_sandbox::EngineProfile;

use crate::CompileLimits;

mod inherited;

pub(crate) use inherited::holds_inherited_files;

/// Memories that a runner's pool keeps.
const POOL_SLOTS: u64 = 16;

/// Bytes that a runner may take beside the memories of its guests: decoded tables
/// (1 GiB), stacks of guests (2 GiB that are reserved), code, and slack.
pub(crate) const RUNNER_BYTES: u64 = 5 << 30;

/// What is kept of a worker's standard error.
const MAX_WORDS_BYTES: u64 = 4 * 1024;

/// The program `pilotbox`, which serves as runner and as compile child.
#[derive(Clone, Debug)]
pub struct Worker {
    program: PathBuf,
}

impl Worker {
    /// Workers of this program.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
        }
    }

    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    /// `pilotbox runner`, which may read these files and folders.
    pub(crate) fn runner(&self, readable: &[PathBuf], limits: &Limits) -> Command {
        let mut command = self.command("runner");
        let memory_bytes = runner_memory_bytes(limits).to_string();
        command.arg("--memory-bytes").arg(memory_bytes);
        for path in readable {
            command.arg("--read").arg(path);
        }
        command
    }

    /// `pilotbox compile`, which may read no file.
    pub(crate) fn compiler(&self, profile: EngineProfile, limits: &CompileLimits) -> Command {
        let mut command = self.command("compile");
        command.arg(profile.as_str());
        let limits = [
            ("--memory-bytes", limits.memory_bytes),
            ("--cpu-seconds", limits.cpu_seconds),
            ("--code-bytes", limits.code_bytes),
        ];
        for (name, value) in limits {
            command.arg(name).arg(value.to_string());
        }
        command
    }

    /// Nothing of this process's surroundings reaches a worker.
    pub(crate) fn command(&self, task: &str) -> Command {
        inherited::keep_to_ourselves();
        let mut command = Command::new(&self.program);
        command.arg(task).env_clear().current_dir("/");
        command
    }
}

/// What a runner's own memory comes to at most: the pool's slots, each as large as
/// the larger side of a case made it, and tables, stacks and everything else.
fn runner_memory_bytes(limits: &Limits) -> u64 {
    let slot_bytes = limits.memory_bytes.max(limits.harness_memory_bytes);
    (POOL_SLOTS * slot_bytes).saturating_add(RUNNER_BYTES)
}

/// What a worker says on its standard error, told when it has ended. It is read
/// all the time, so that a worker never waits for its reader. To be dropped when
/// the worker has ended: that waits for the reader.
pub(crate) struct LastWords {
    words: mpsc::Receiver<String>,
    reader: Option<JoinHandle<()>>,
}

impl LastWords {
    /// Everything, if the worker ends within this time.
    pub(crate) fn within(&self, time: Duration) -> Option<String> {
        self.words.recv_timeout(time).ok()
    }

    /// Everything, of a worker that has ended.
    pub(crate) fn all(&self) -> String {
        self.words.recv().unwrap_or_default()
    }
}

impl Drop for LastWords {
    fn drop(&mut self) {
        if let Some(reader) = self.reader.take() {
            // It does not panic, and if it did nobody would miss it.
            let _ = reader.join();
        }
    }
}

/// Reads a worker's standard error to its end.
pub(crate) fn last_words(stderr: Option<ChildStderr>) -> io::Result<LastWords> {
    let (said, words) = mpsc::channel();
    let read = move || {
        let mut text = Vec::new();
        if let Some(mut stderr) = stderr {
            // What cannot be read any more was not said.
            let _ = stderr.by_ref().take(MAX_WORDS_BYTES).read_to_end(&mut text);
            let _ = io::copy(&mut stderr, &mut io::sink());
        }
        let _ = said.send(String::from_utf8_lossy(&text).into_owned());
    };
    let reader = thread::Builder::new().spawn(read)?;
    Ok(LastWords {
        words,
        reader: Some(reader),
    })
}
