//! A process that serves until it is told to stop, and that ends with the test
//! process, however that ends.

use std::{
    fs::{self, OpenOptions},
    io::{BufRead as _, BufReader},
    path::Path,
    process::{ChildStdout, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread::{self, JoinHandle},
};

use rustix::process::{Pid, Signal, kill_process};

use super::patience::awaited;

/// A process.
pub struct Service {
    pid: u32,
    output: BufReader<ChildStdout>,
    keeper: Option<JoinHandle<ExitStatus>>,
}

impl Service {
    /// Starts a command whose log goes to a file, from a thread that stays: the
    /// system ends the process when that thread ends.
    pub fn start(command: &Command, log: &Path) -> Self {
        let log = OpenOptions::new().create(true).append(true).open(log);
        let log = log.expect("the log can be written");
        let mut command = with_parent(command);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log);
        let (tell, told) = mpsc::channel();
        let keeper = thread::spawn(move || {
            let mut child = command.spawn().expect("the program can be started");
            let output = child.stdout.take().expect("the output is piped");
            tell.send((child.id(), output)).expect("somebody waits");
            child.wait().expect("a child can be awaited")
        });
        let (pid, output) = told.recv().expect("the program was started");
        Self {
            pid,
            output: BufReader::new(output),
            keeper: Some(keeper),
        }
    }

    /// Its number.
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// Whether it has not ended by itself.
    pub fn is_alive(&self) -> bool {
        self.keeper
            .as_ref()
            .is_some_and(|keeper| !keeper.is_finished())
    }

    /// Tells it what a unit's `reload` tells. The signal is sent once the process
    /// catches it; one that never does fails the test.
    pub fn hang_up(&self) {
        let pid = self.pid;
        awaited("a process that catches the signal", || {
            catches(pid, Signal::HUP).then_some(())
        });
        let pid = i32::try_from(pid).ok().and_then(Pid::from_raw);
        let sent = pid.map(|pid| kill_process(pid, Signal::HUP));
        assert_eq!(sent, Some(Ok(())), "the process is gone");
    }

    /// The next line that it prints; empty once it has ended.
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        let read = self.output.read_line(&mut line);
        read.expect("the output is text");
        line
    }

    /// Ends it in good order, and tells its exit code; -1 after a signal.
    pub fn stop(mut self) -> i32 {
        self.end(Signal::TERM)
            .and_then(|status| status.code())
            .unwrap_or(-1)
    }

    fn end(&mut self, signal: Signal) -> Option<ExitStatus> {
        let keeper = self.keeper.take()?;
        let pid = i32::try_from(self.pid).ok().and_then(Pid::from_raw);
        if let Some(pid) = pid.filter(|_| !keeper.is_finished()) {
            // It may have ended this very moment.
            let _ = kill_process(pid, signal);
        }
        keeper.join().ok()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.end(Signal::KILL);
    }
}

/// Whether a process has a handler for a signal, as Linux tells it: a bit for each in a
/// mask, from 1.
fn catches(pid: u32, signal: Signal) -> bool {
    thread::yield_now();
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
    let mask = caught.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (signal.as_raw() - 1) & 1 == 1)
}

/// The same command, ended by the system with the thread that starts it.
fn with_parent(command: &Command) -> Command {
    let mut bound = Command::new("setpriv");
    bound
        .args(["--pdeathsig", "KILL", "--"])
        .arg(command.get_program())
        .args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        bound.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => bound.env(name, value),
            None => bound.env_remove(name),
        };
    }
    bound
}
