//! How a case or a run ended, and whose fault it was.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a plugin did wrong in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultCode {
    /// It used more fuel than the case allows.
    OutOfFuel,
    /// Its memories and tables outgrew the limit and it could not go on.
    OutOfMemory,
    /// It recursed too deep.
    StackOverflow,
    /// It stopped itself: a panic, an unreachable, a load out of bounds.
    Trapped,
    /// It met the wall clock twice, the second time alone with ten times the time.
    Deadline,
    /// It handed the host more bytes than the case allows.
    OutputLimit,
    /// It answered, but outside the interface's contract.
    BadAnswer,
    /// It answered with its interface's error.
    Declined,
    /// Its answer stopped the harness, which the baseline's answer does not.
    BrokeHarness,
}

impl FaultCode {
    /// Every code.
    pub const ALL: [Self; 9] = [
        Self::OutOfFuel,
        Self::OutOfMemory,
        Self::StackOverflow,
        Self::Trapped,
        Self::Deadline,
        Self::OutputLimit,
        Self::BadAnswer,
        Self::Declined,
        Self::BrokeHarness,
    ];

    /// The stable code in results, receipts and manifests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OutOfFuel => "out-of-fuel",
            Self::OutOfMemory => "out-of-memory",
            Self::StackOverflow => "stack-overflow",
            Self::Trapped => "trapped",
            Self::Deadline => "deadline",
            Self::OutputLimit => "output-limit",
            Self::BadAnswer => "bad-answer",
            Self::Declined => "declined",
            Self::BrokeHarness => "broke-harness",
        }
    }

    /// What the author can do about it.
    pub fn hint(self) -> &'static str {
        match self {
            Self::OutOfFuel => "do less work for each case, or look for a loop that never ends",
            Self::OutOfMemory => {
                "keep less in memory; the limit is summed over all memories and tables"
            }
            Self::StackOverflow => {
                "replace deep recursion by a loop, and large arrays on the stack by vectors"
            }
            Self::Trapped => {
                "the message above names the trap; return the interface's error instead of a panic"
            }
            Self::Deadline => "the case ran for too long by the clock although fuel was left",
            Self::OutputLimit => {
                "write less to the log and to standard output, and return smaller answers"
            }
            Self::BadAnswer => {
                "compare the answer with what the interface's documentation asks for"
            }
            Self::Declined => "the plugin returned its interface's error for this case",
            Self::BrokeHarness => {
                "the answer stopped the harness; check its lengths, ids, ranges, NaN and infinity, and how large it is"
            }
        }
    }
}

impl fmt::Display for FaultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The typed end of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "end", content = "code")]
pub enum CaseVerdict {
    /// The harness measured an answer.
    Scored,
    /// The plugin is to blame; its metrics are at their floors.
    PluginFailed(FaultCode),
    /// The harness is to blame: the baseline stops it too. Retried, free of charge.
    HarnessFault,
}

impl fmt::Display for CaseVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scored => f.write_str("scored"),
            Self::PluginFailed(code) => write!(f, "{code}"),
            Self::HarnessFault => f.write_str("harness-fault"),
        }
    }
}

/// The typed end of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "end", content = "code")]
pub enum RunVerdict {
    /// At least one case was scored; failed ones count at the metric's floor.
    Scored,
    /// No case was scored; the code of the most frequent fault.
    PluginFailed(FaultCode),
    /// The harness failed where the plugin did not.
    ChallengeFailed,
}

impl fmt::Display for RunVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scored => f.write_str("scored"),
            Self::PluginFailed(code) => write!(f, "plugin-failed({code})"),
            Self::ChallengeFailed => f.write_str("challenge-failed"),
        }
    }
}
