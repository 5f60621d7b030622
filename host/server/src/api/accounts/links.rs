//! Mails with links, and what is forgotten once its time is over.

use jiff::{SignedDuration, Timestamp};
use pilotbox_model::api::accounts::Language;
use pilotbox_store::{
    StoreError,
    accounts::{AccountRow, MailLink},
    to_millis,
};

use crate::{
    accounts::{
        email::EmailAddress,
        secret::{Secret, SecretDigest},
    },
    mail::{
        Message,
        log::{self, MailKind},
        texts::Text,
    },
    problem::Problem,
    state::AppState,
};

/// How long a registration can be confirmed: what its mail says.
pub(super) const CONFIRM: SignedDuration = SignedDuration::from_hours(24);

/// How long a password can be set anew: what its mail says.
pub(super) const RESET: SignedDuration = SignedDuration::from_hours(1);

/// How long an invitation can be accepted: what its mail says.
pub(super) const INVITATION: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Wrong tries to sign in below which nobody waits, and how long they are kept.
const FEW_TRIES: (i64, SignedDuration) = (5, SignedDuration::from_mins(15));

/// How long it is kept that a mail was sent.
const MAILS_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// A secret for a mail, and when it ends.
pub(super) struct Fresh {
    secret: Secret,
    digest: String,
    created_at: Timestamp,
    pub(super) expires_at: Timestamp,
}

impl Fresh {
    pub(super) fn new(now: Timestamp, lasts: SignedDuration) -> Result<Self, Problem> {
        let secret = Secret::generate().map_err(Problem::internal)?;
        Ok(Self {
            digest: secret.digest().hex(),
            secret,
            created_at: now,
            expires_at: now.checked_add(lasts).unwrap_or(now),
        })
    }

    pub(super) fn digest(&self) -> &str {
        &self.digest
    }

    pub(super) fn kept(&self) -> MailLink<'_> {
        MailLink {
            digest: &self.digest,
            created_at: to_millis(self.created_at),
            expires_at: to_millis(self.expires_at),
        }
    }

    /// The address of the page that uses it.
    pub(super) fn link(&self, state: &AppState, page: &str) -> String {
        address(state, page, Some(&self.secret))
    }
}

/// The digest of a secret that came from a mail; nothing for what is none.
pub(super) fn digest_of(secret: &str) -> Option<String> {
    let secret = Secret::parse(secret).ok()?;
    let digest: SecretDigest = secret.digest();
    Some(digest.hex())
}

/// The address of a page, with the secret of a mail.
pub(super) fn address(state: &AppState, page: &str, secret: Option<&Secret>) -> String {
    let origin = state.config.public_url();
    secret.map_or_else(
        || format!("{origin}/{page}"),
        |secret| format!("{origin}/{page}?secret={}", secret.reveal()),
    )
}

/// Sends a mail to an account, if it has an address.
pub(super) fn post(state: &AppState, kind: MailKind, account: &AccountRow, text: Text) {
    let address = account.email.as_deref().map(EmailAddress::parse);
    if let Some(Ok(to)) = address {
        let language = Language::of_code(&account.language);
        post_to(state, kind, Message { to, text, language });
    }
}

/// Sends a mail while the request is answered: how long a mail takes must not tell
/// whether there is one. A mail that cannot be sent is logged; people ask again.
pub(super) fn post_to(state: &AppState, kind: MailKind, message: Message) {
    let state = state.clone();
    tokio::spawn(async move {
        if let Err(error) = log::send_once(&state, kind, &message).await {
            tracing::error!(%error, "a mail was not sent");
        }
    });
}

/// Forgets sessions, links, tries, registrations and notes of mails whose time is over. To be
/// called every now and then.
pub async fn sweep(state: &AppState) -> Result<(), StoreError> {
    let (few, kept) = FEW_TRIES;
    let kept_ms = i64::try_from(kept.as_millis()).unwrap_or(0);
    let now = to_millis(state.clock.now());
    state
        .store
        .sweep_mails(now.saturating_sub(MAILS_MS))
        .await?;
    state.store.sweep_accounts(now, few, kept_ms).await
}
