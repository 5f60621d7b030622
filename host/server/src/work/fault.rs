//! Why a step did not get on, and whose fault it was: that decides whether it is
//! tried again. None of it is ever the startup's fault, so none of it is charged.

use std::{fmt, io};

use pilotbox_challenge::PackError;
use pilotbox_evaluate::{EvaluateError, OpenError};
use pilotbox_sandbox::SandboxError;
use pilotbox_store::{BlobError, StoreError};

use crate::keys::KeysError;

/// Why a step did not get on. The causes are for the log alone: they may name what
/// is hidden.
#[derive(Debug)]
pub(super) enum Fault {
    /// Somebody else has the run, or it was taken back.
    Lost,
    /// The challenge's harness or data. Begun anew once.
    Challenge(String),
    /// A stored file that is damaged or missing. Nothing helps but a restore.
    Spoiled(String),
    /// The database or the blob store does not answer. Tried again for long.
    Outage(String),
    /// Anything else of ours. Tried again a few times.
    Host(String),
}

impl Fault {
    pub(super) fn host(cause: impl fmt::Display) -> Self {
        Self::Host(cause.to_string())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lost => f.write_str("somebody else has the run"),
            Self::Challenge(cause)
            | Self::Spoiled(cause)
            | Self::Outage(cause)
            | Self::Host(cause) => f.write_str(cause),
        }
    }
}

/// Why a run ended without a verdict on its plugin, as startups are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// The challenge's.
    Challenge,
    /// A stored file's.
    Storage,
    /// The installation's.
    Host,
}

impl Whose {
    /// The word in the chain.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Challenge => "challenge",
            Self::Storage => "storage",
            Self::Host => "host",
        }
    }

    /// For people. Names nothing that is hidden.
    pub(super) fn reason(self) -> &'static str {
        match self {
            Self::Challenge => {
                "the challenge's own harness or data failed; this run costs no quota; hint: staff see it and can have it evaluated again"
            }
            Self::Storage => {
                "a file that this run needs is damaged or missing in the host's storage; this run costs no quota; hint: submit again once staff have restored it"
            }
            Self::Host => {
                "the host failed several times at this run; this run costs no quota; hint: submit again later"
            }
        }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Changed => Self::Lost,
            StoreError::Unavailable(_) => Self::Outage(error.to_string()),
            other => Self::host(other),
        }
    }
}

/// A disk without room for what a step writes. Somebody makes some, and then the same
/// step gets on.
fn is_full(cause: &io::Error) -> bool {
    matches!(
        cause.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
}

impl From<BlobError> for Fault {
    fn from(error: BlobError) -> Self {
        let cause = error.to_string();
        match error {
            BlobError::Arrival(error) => error.into(),
            BlobError::Missing(_) | BlobError::Damaged(_) => Self::Spoiled(cause),
            BlobError::Store(_) => Self::Outage(cause),
            BlobError::Folder { cause: io, .. } if is_full(&io) => Self::Outage(cause),
            BlobError::Folder { .. } => Self::Host(cause),
        }
    }
}

impl From<OpenError> for Fault {
    fn from(error: OpenError) -> Self {
        let cause = error.to_string();
        match error {
            OpenError::Io { cause: io, .. }
            | OpenError::Pack(PackError::Write { cause: io, .. })
                if is_full(&io) =>
            {
                Self::Outage(cause)
            }
            OpenError::Io { .. }
            | OpenError::Pack(PackError::Write { .. } | PackError::Occupied(_)) => {
                Self::Host(cause)
            }
            OpenError::Pack(_) | OpenError::Ceiling(_) | OpenError::NotBuilt { .. } => {
                Self::Challenge(cause)
            }
        }
    }
}

impl From<EvaluateError> for Fault {
    fn from(error: EvaluateError) -> Self {
        let cause = error.to_string();
        match error {
            EvaluateError::Challenge(_) => Self::Challenge(cause),
            EvaluateError::Sandbox(
                SandboxError::Io { source, .. } | SandboxError::Cache { source, .. },
            ) if is_full(&source) => Self::Outage(cause),
            // A plugin that was inspected fits; if this version of the program refuses
            // it nevertheless, that is not its author's fault.
            EvaluateError::Rejected(_)
            | EvaluateError::Cases(_)
            | EvaluateError::Sandbox(_)
            | EvaluateError::Runner(_) => Self::Host(cause),
        }
    }
}

impl From<KeysError> for Fault {
    fn from(error: KeysError) -> Self {
        match error {
            KeysError::Store(error) => error.into(),
            // Staff mend a key file; no run shall end for it.
            other => Self::Outage(other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use pilotbox_model::Digest;

    use super::*;

    #[test]
    fn what_may_pass_is_told_from_what_does_not() {
        let digest = Digest::of(b"");
        let is =
            |fault: Fault, expected: fn(&Fault) -> bool| assert!(expected(&fault), "{fault:?}");
        is(StoreError::Changed.into(), |f| matches!(f, Fault::Lost));
        is(BlobError::Damaged(digest).into(), |f| {
            matches!(f, Fault::Spoiled(_))
        });
        is(BlobError::Missing(digest).into(), |f| {
            matches!(f, Fault::Spoiled(_))
        });
        let challenge = EvaluateError::Challenge(String::new());
        is(challenge.into(), |f| matches!(f, Fault::Challenge(_)));
        let runner = EvaluateError::Runner(String::new());
        is(runner.into(), |f| matches!(f, Fault::Host(_)));
        is(StoreError::NotFound.into(), |f| matches!(f, Fault::Host(_)));
        for (kind, is_outage) in [
            (io::ErrorKind::StorageFull, true),
            (io::ErrorKind::PermissionDenied, false),
        ] {
            let path = || "packs/1".to_owned();
            let laid_out = OpenError::Pack(PackError::Write {
                path: path(),
                cause: kind.into(),
            });
            let compiled = EvaluateError::Sandbox(SandboxError::Cache {
                path: path(),
                source: kind.into(),
            });
            for fault in [Fault::from(laid_out), Fault::from(compiled)] {
                assert_eq!(matches!(fault, Fault::Outage(_)), is_outage, "{fault:?}");
            }
        }
    }
}
