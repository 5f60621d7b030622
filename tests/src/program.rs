//! The program `pilotbox`, and how it ended.

use std::{
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use serde_json::Value;

/// The program that was built beforehand.
pub fn program() -> PathBuf {
    let path = std::env::var_os("PILOTBOX_BIN").map_or_else(
        || crate::repository().join("target/release/pilotbox"),
        PathBuf::from,
    );
    crate::built(path)
}

/// A command of the program that was built beforehand, with the shared cache.
pub fn pilotbox(command: &str) -> Command {
    let mut started = Command::new(program());
    started
        .arg(command)
        .env("PILOTBOX_CACHE", crate::shared_cache())
        .stdin(Stdio::null());
    started
}

/// How the program ended.
#[derive(Debug)]
pub struct Ended {
    /// The exit code; -1 after a signal.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

/// Runs a command to its end.
pub trait End {
    /// Runs it and gathers what it says.
    fn end(&mut self) -> Ended;

    /// Runs it and demands an exit code.
    fn end_with(&mut self, code: i32) -> Ended;
}

impl End for Command {
    fn end(&mut self) -> Ended {
        let output = self.output().expect("the program can be started");
        Ended::from(output)
    }

    fn end_with(&mut self, code: i32) -> Ended {
        let ended = self.end();
        assert_eq!(ended.code, code, "{self:?}\n{ended}");
        ended
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }
}

impl Ended {
    /// Standard output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("this is no JSON: {error}\n{self}"))
    }

    /// Demands that it said something.
    pub fn says(&self, part: &str) -> &Self {
        let is_said = self.stdout.contains(part) || self.stderr.contains(part);
        assert!(is_said, "expected `{part}`\n{self}");
        self
    }

    /// Demands that it did not say something.
    pub fn never_says(&self, part: &str) -> &Self {
        let is_said = self.stdout.contains(part) || self.stderr.contains(part);
        assert!(!is_said, "expected no `{part}`\n{self}");
        self
    }
}

impl std::fmt::Display for Ended {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            code,
            stdout,
            stderr,
        } = self;
        write!(f, "exit {code}\n{stdout}\n{stderr}")
    }
}
