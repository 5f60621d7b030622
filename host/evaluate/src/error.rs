//! What can go wrong without a plugin being to blame.

use pilotbox_sandbox::{Rejection, SandboxError};

/// Why an evaluation has no result.
#[derive(Debug, thiserror::Error)]
pub enum EvaluateError {
    /// The plugin is refused before it runs. Its author can change that.
    #[error("{0}")]
    Rejected(#[from] Rejection),
    /// The challenge's harness or data is broken.
    #[error("the challenge is at fault: {0}")]
    Challenge(String),
    /// Whoever runs the cases in chunks named some that do not belong together.
    #[error("the cases do not fit the split: {0}")]
    Cases(String),
    /// The sandbox failed.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    /// A runner could not be started, spoken with, or died twice on one case.
    #[error("a runner failed: {0}")]
    Runner(String),
}
