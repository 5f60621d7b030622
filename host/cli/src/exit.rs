//! Exit codes, and the error that carries one.

use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use pilotbox_challenge::{PackError, PackageError, SourceError};
use pilotbox_evaluate::{
    DecisionFault, EvaluateError, KeyError, OpenError, ReceiptError, VerifyError,
};
use pilotbox_model::{api::problem::Code, printable_lines};
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
    /// The receipt, the decision or the chain does not hold.
    Receipt = 6,
    /// Not signed in, or not allowed.
    NotAllowed = 7,
    /// The server does not answer, or fails.
    Server = 8,
    /// The server refuses: a quota, a state, a field.
    Refused = 9,
}

impl Exit {
    /// What became of a run that has no result.
    fn verdict(self) -> &'static str {
        match self {
            Self::Host | Self::Usage | Self::NotAllowed | Self::Server | Self::Refused => "error",
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
            Self::NotAllowed => "not-allowed",
            Self::Server => "server",
            Self::Refused => "refused",
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
    /// What a server called it.
    problem: Option<Code>,
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl std::fmt::Display) -> Self {
        Self {
            exit,
            code: exit.code(),
            message: Some(message.to_string()),
            problem: None,
        }
    }

    /// A refusal of a server.
    pub(crate) fn told(exit: Exit, problem: Code, message: String) -> Self {
        Self {
            problem: Some(problem),
            ..Self::new(exit, message)
        }
    }

    /// For a command that has printed its result and only exits differently.
    pub(crate) fn silent(exit: Exit) -> Self {
        Self {
            exit,
            code: exit.code(),
            message: None,
            problem: None,
        }
    }

    pub(crate) fn usage(message: impl std::fmt::Display) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// Which code the program ends with.
    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }

    /// What a server called it.
    pub(crate) fn problem(&self) -> Option<Code> {
        self.problem
    }

    /// The failure as a program reads it.
    pub(crate) fn as_json(&self) -> Value {
        let code = self
            .problem
            .map_or(json!(self.code), |problem| json!(problem));
        let reason = json!({ "code": code, "message": self.message });
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
            EvaluateError::Sandbox(_) | EvaluateError::Runner(_) | EvaluateError::Cases(_) => {
                Exit::Host
            }
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

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Pack(error) => error.into(),
            error @ OpenError::Ceiling(_) => Self::new(Exit::Challenge, error),
            error @ OpenError::NotBuilt { .. } => Self::usage(error),
            error @ OpenError::Io { .. } => Self::new(Exit::Host, error),
        }
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

impl From<DecisionFault> for Failure {
    fn from(error: DecisionFault) -> Self {
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
