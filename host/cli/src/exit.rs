//! Exit codes, and the error that carries one.

use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use pilotbox_challenge::{PackError, PackageError, SourceError};
use pilotbox_evaluate::{EvaluateError, KeyError, ReceiptError, VerifyError};

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

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    /// Nothing when the command has said it already.
    message: Option<String>,
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl std::fmt::Display) -> Self {
        Self {
            exit,
            message: Some(message.to_string()),
        }
    }

    /// For a command that has printed its result and only exits differently.
    pub(crate) fn silent(exit: Exit) -> Self {
        Self {
            exit,
            message: None,
        }
    }

    pub(crate) fn usage(message: impl std::fmt::Display) -> Self {
        Self::new(Exit::Usage, message)
    }

    pub(crate) fn into_parts(self) -> (Exit, Option<String>) {
        (self.exit, self.message)
    }

    pub(crate) fn report(self) -> ExitCode {
        if let Some(message) = self.message {
            let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
            anstream::eprintln!("{red}error{red:#}: {message}");
        }
        ExitCode::from(self.exit as u8)
    }
}

impl From<EvaluateError> for Failure {
    fn from(error: EvaluateError) -> Self {
        let exit = match &error {
            EvaluateError::Rejected(_) => Exit::Rejected,
            EvaluateError::Challenge(_) => Exit::Challenge,
            EvaluateError::Sandbox(_) | EvaluateError::Runner(_) => Exit::Host,
        };
        Self::new(exit, error)
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
