//! Exit codes, and the error that carries one.

use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use pilotbox_challenge::{PackError, PackageError, SourceError};
use pilotbox_evaluate::{EvaluateError, KeyError, ReceiptError, VerifyError};
use pilotbox_model::printable_lines;
use pilotbox_sandbox::SandboxError;
use serde_json::{Value, json};

/// Documented in the help text and in docs/CLI.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Our own fault: a file that cannot be written, a runner that dies.
    Host = 1,
    /// Arguments or files that the caller named are not usable.
    Usage = 2,
    /// The plugin is refused before it runs.
    Rejected = 3,
    /// The plugin ran and no case was scored.
    PluginFailed = 4,
    /// The challenge's package, harness or data is broken.
    Challenge = 5,
    /// The receipt does not hold.
    Receipt = 6,
}

impl Exit {
    /// What became of a run that has no result.
    fn verdict(self) -> &'static str {
        match self {
            Self::Host | Self::Usage => "error",
            Self::Rejected => "rejected",
            Self::PluginFailed => "plugin-failed",
            Self::Challenge => "challenge-failed",
            Self::Receipt => "does-not-hold",
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Usage => "usage",
            Self::Rejected => "rejected",
            Self::PluginFailed => "plugin-failed",
            Self::Challenge => "challenge",
            Self::Receipt => "receipt",
        }
    }
}

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    /// Stable name of the kind of failure, for programs.
    code: &'static str,
    /// Nothing when the command has said it already.
    message: Option<String>,
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl std::fmt::Display) -> Self {
        Self {
            exit,
            code: exit.code(),
            message: Some(message.to_string()),
        }
    }

    /// For a command that has printed its result and only exits differently.
    pub(crate) fn silent(exit: Exit) -> Self {
        Self {
            exit,
            code: exit.code(),
            message: None,
        }
    }

    pub(crate) fn usage(message: impl std::fmt::Display) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// The failure as a program reads it.
    pub(crate) fn as_json(&self) -> Value {
        let reason = json!({ "code": self.code, "message": self.message });
        json!({ "verdict": self.exit.verdict(), "reason": reason })
    }

    /// What it says.
    pub(crate) fn message(self) -> Option<String> {
        self.message
    }

    /// The same exit code, without a word.
    pub(crate) fn silenced(self) -> Self {
        Self::silent(self.exit)
    }

    pub(crate) fn report(self) -> ExitCode {
        if let Some(message) = self.message {
            let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
            // Messages quote files and guests of strangers.
            let message = printable_lines(&message);
            anstream::eprintln!("{red}error{red:#}: {message}");
        }
        ExitCode::from(self.exit as u8)
    }
}

impl From<EvaluateError> for Failure {
    fn from(error: EvaluateError) -> Self {
        let exit = match &error {
            EvaluateError::Rejected(_) => Exit::Rejected,
            EvaluateError::Challenge(_)
            | EvaluateError::Sandbox(SandboxError::Harness(_) | SandboxError::Table(_)) => {
                Exit::Challenge
            }
            EvaluateError::Sandbox(_) | EvaluateError::Runner(_) => Exit::Host,
        };
        let code = match &error {
            EvaluateError::Rejected(rejection) => rejection.code(),
            _ => exit.code(),
        };
        Self {
            code,
            ..Self::new(exit, error)
        }
    }
}

impl From<PackageError> for Failure {
    fn from(error: PackageError) -> Self {
        Self::new(Exit::Challenge, error)
    }
}

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        Self::new(Exit::Challenge, error)
    }
}

impl From<PackError> for Failure {
    fn from(error: PackError) -> Self {
        let exit = match &error {
            PackError::Write { .. } => Exit::Host,
            _ => Exit::Challenge,
        };
        Self::new(exit, error)
    }
}

impl From<KeyError> for Failure {
    fn from(error: KeyError) -> Self {
        let exit = match &error {
            KeyError::Randomness(_) => Exit::Host,
            KeyError::Io { .. } | KeyError::Invalid { .. } => Exit::Usage,
        };
        Self::new(exit, error)
    }
}

impl From<ReceiptError> for Failure {
    fn from(error: ReceiptError) -> Self {
        Self::new(Exit::Receipt, error)
    }
}

impl From<VerifyError> for Failure {
    fn from(error: VerifyError) -> Self {
        match error {
            VerifyError::Replay(error) => error.into(),
            other => Self::new(Exit::Receipt, other),
        }
    }
}
