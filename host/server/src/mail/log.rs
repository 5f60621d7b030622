//! Mails with a note of what came of them, so that admins see when none goes. The note
//! holds neither text nor address: whoever reads it could else sign in as anybody. A
//! database that is down keeps no mail from going.

use pilotbox_store::{MailEnd, MailTry, to_millis};

use super::{MailError, Message};
use crate::state::AppState;

/// What a mail is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailKind {
    /// To confirm an address.
    Confirm,
    /// To say that there is an account already.
    Registered,
    /// To set the password anew.
    Reset,
    /// To invite somebody.
    Invitation,
    /// To warn of many wrong tries to sign in.
    Lockout,
    /// To say that a submission was evaluated.
    Verdict,
    /// To say that there is work for an evaluator.
    Assignment,
    /// To say that an evaluator's rubrics are waited for.
    Reminder,
    /// To say that a decision is out, or was corrected.
    Decision,
    /// To say what became of a problem that somebody proposed.
    Problem,
}

impl MailKind {
    /// Its name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Registered => "registered",
            Self::Reset => "reset",
            Self::Invitation => "invitation",
            Self::Lockout => "lockout",
            Self::Verdict => "verdict",
            Self::Assignment => "assignment",
            Self::Reminder => "reminder",
            Self::Decision => "decision",
            Self::Problem => "problem",
        }
    }
}

impl MailError {
    /// What was wrong, in a word: what servers say may name the address.
    fn fault(&self) -> &'static str {
        match self {
            Self::Settings(_) => "settings",
            Self::Unfit(_) => "unfit",
            Self::Folder { .. } | Self::FolderFull { .. } => "folder",
            Self::Refused(_) => "refused",
            Self::Unreachable(_) => "unreachable",
        }
    }

    /// Whether the same mail may go later.
    pub fn passes(&self) -> bool {
        match self {
            Self::Unreachable(_) | Self::Folder { .. } | Self::FolderFull { .. } => true,
            Self::Settings(_) | Self::Unfit(_) | Self::Refused(_) => false,
        }
    }
}

/// Sends a mail that is sent once, with a note.
pub async fn send_once(
    state: &AppState,
    kind: MailKind,
    message: &Message,
) -> Result<(), MailError> {
    send(state, None, kind, message).await
}

/// Sends a mail that is sent again by itself while its fault may pass, with one note for
/// all tries that tell of the same.
pub async fn send_again(
    state: &AppState,
    about: &str,
    kind: MailKind,
    message: &Message,
) -> Result<(), MailError> {
    send(state, Some(about), kind, message).await
}

async fn send(
    state: &AppState,
    about: Option<&str>,
    kind: MailKind,
    message: &Message,
) -> Result<(), MailError> {
    let now = || to_millis(state.clock.now());
    let begun = state.store.begin_mail(MailTry {
        about,
        purpose: kind.as_str(),
        domain: message.to.domain(),
        at: now(),
    });
    let note = begun
        .await
        .inspect_err(|cause| tracing::warn!(%cause, "a mail goes without a note of it"));
    let sent = state.mailer.send(message).await;
    let end = match &sent {
        Ok(()) => MailEnd::Sent,
        Err(error) if about.is_some() && error.passes() => MailEnd::Later(error.fault()),
        Err(error) => MailEnd::Failed(error.fault()),
    };
    if let Ok(id) = note
        && let Err(cause) = state.store.end_mail(&id, end, now()).await
    {
        tracing::warn!(%cause, "it is not noted what came of a mail");
    }
    sent
}
