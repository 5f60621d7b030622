//! Mails that go by themselves: of verdicts, of new work, of rubrics that are due, of
//! decisions, of what became of a problem. One that the server does not take now is tried again for about a day;
//! what it refuses for good is logged.

mod decisions;
mod evaluators;
mod problems;
mod reminders;
mod verdicts;

use std::time::Duration;

use async_trait::async_trait;
use pilotbox_model::api::accounts::Language;
use pilotbox_store::{Store, StoreError};
use tracing::warn;

use self::{
    decisions::Decisions, evaluators::NewWork, problems::Problems, reminders::Reminders,
    verdicts::Verdicts,
};
use super::{finish::Office, step::millis};
use crate::{
    accounts::email::EmailAddress,
    mail::{
        MailError, Message,
        log::{self, MailKind},
        texts::Text,
    },
};

/// Mails of one look.
const MOST: i64 = 100;

/// How long whoever sends a look's mails has for it: after that its process is taken
/// for dead, and another one sends what is left. Far above what so many mails take.
const LEASE: Duration = Duration::from_mins(30);

/// The first pause before a mail is tried again; it doubles with each try.
const FIRST_PAUSE: Duration = Duration::from_mins(1);

/// The longest.
const LONGEST_PAUSE: Duration = Duration::from_hours(1);

/// Mails of one kind: who gets one, what it says, and what is kept of it.
#[async_trait]
trait Round: Sync {
    /// Whoever gets one.
    type Reader: Send + Sync;

    /// The kind.
    const KIND: MailKind;

    /// Whom to tell, so many at most. Each is asked for once until the lease ends.
    async fn take(
        &self,
        store: &Store,
        now: i64,
        lease_ends: i64,
    ) -> Result<Vec<Self::Reader>, StoreError>;

    /// What it says, with links to this site.
    fn mail(&self, reader: &Self::Reader, site: &str) -> Mail;

    /// How often it was tried, this try included.
    fn tries(reader: &Self::Reader) -> i64;

    /// It went, or never will.
    async fn mark(
        &self,
        store: &Store,
        reader: &Self::Reader,
        was_sent: bool,
        at: i64,
    ) -> Result<(), StoreError>;

    /// It is tried again from then on.
    async fn put_off(
        &self,
        store: &Store,
        reader: &Self::Reader,
        until: i64,
    ) -> Result<(), StoreError>;
}

/// A mail before its address is known to be one.
struct Mail {
    email: String,
    language: Language,
    text: Text,
    /// Names it in the log; tries of one mail share it.
    about: String,
}

/// Why somebody was not told.
enum Untold {
    /// It may go later.
    Later(String),
    /// It never will.
    Never(String),
}

impl Office {
    /// Tells everybody whose submission was evaluated and who has not been told.
    pub(super) async fn tell_verdicts(&self) {
        self.go_round(&Verdicts).await;
    }

    /// Tells everybody of all that they have not been told of.
    pub(super) async fn tell_all(&self) {
        self.tell_verdicts().await;
        self.go_round(&NewWork).await;
        let today = Reminders::on(self.workshop.clock.now());
        self.go_round(&today).await;
        self.go_round(&Decisions).await;
        self.go_round(&Problems).await;
    }

    async fn go_round<R: Round>(&self, round: &R) {
        let shop = &self.workshop;
        let now = shop.lease_now();
        let lease_ends = now.saturating_add(millis(LEASE));
        let readers = match round.take(&shop.store, now, lease_ends).await {
            Ok(readers) => readers,
            Err(cause) => {
                let kind = R::KIND.as_str();
                warn!(kind, %cause, "nobody is told by mail now");
                return;
            }
        };
        let site = self.state.config.public_url();
        let mut is_out = false;
        for reader in readers {
            let mail = round.mail(&reader, &site);
            let about = mail.about.clone();
            // A server that does not answer would hold up the upkeep for each mail anew.
            let sent = if is_out {
                Err(Untold::Later("the mail server is not asked now".to_owned()))
            } else {
                self.send(R::KIND, mail).await
            };
            is_out |= matches!(sent, Err(Untold::Later(_)));
            self.note(round, &reader, &about, sent).await;
        }
    }

    async fn send(&self, kind: MailKind, mail: Mail) -> Result<(), Untold> {
        let to =
            EmailAddress::parse(&mail.email).map_err(|error| Untold::Never(error.to_string()))?;
        let message = Message {
            to,
            text: mail.text,
            language: mail.language,
        };
        let sent = log::send_again(&self.state, &mail.about, kind, &message).await;
        sent.map_err(Untold::from)
    }

    async fn note<R: Round>(
        &self,
        round: &R,
        reader: &R::Reader,
        about: &str,
        sent: Result<(), Untold>,
    ) {
        let (shop, kind) = (&self.workshop, R::KIND.as_str());
        let noted = match sent {
            Ok(()) => round.mark(&shop.store, reader, true, shop.now()).await,
            Err(Untold::Later(cause)) => {
                let tries = R::tries(reader);
                warn!(kind, about, tries, cause, "a mail is sent later");
                let until = shop.lease_now().saturating_add(millis(pause(tries)));
                round.put_off(&shop.store, reader, until).await
            }
            Err(Untold::Never(cause)) => {
                warn!(kind, about, cause, "a mail is never sent");
                round.mark(&shop.store, reader, false, shop.now()).await
            }
        };
        if let Err(cause) = noted {
            warn!(kind, about, %cause, "it is not known whether a mail was sent; it may come twice");
        }
    }
}

impl From<MailError> for Untold {
    fn from(error: MailError) -> Self {
        if error.passes() {
            Self::Later(error.to_string())
        } else {
            Self::Never(error.to_string())
        }
    }
}

/// The pause after so many tries.
fn pause(tries: i64) -> Duration {
    let doublings = u32::try_from(tries.saturating_sub(1)).unwrap_or(0).min(16);
    FIRST_PAUSE
        .saturating_mul(1 << doublings)
        .min(LONGEST_PAUSE)
}

/// The language of that name, else Bulgarian.
fn language(name: &str) -> Language {
    if name == Language::En.as_str() {
        Language::En
    } else {
        Language::Bg
    }
}

/// The title in the manifest, else the challenge's id.
fn title(manifest: &str, challenge: &str, language: Language) -> String {
    let manifest: serde_json::Value = serde_json::from_str(manifest).unwrap_or_default();
    let title = manifest.pointer(&format!("/title/{}", language.as_str()));
    let title = title.and_then(serde_json::Value::as_str);
    title.unwrap_or(challenge).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_an_hour() {
        let minutes = [1, 2, 6, 7, 28].map(|tries| pause(tries).as_secs() / 60);
        assert_eq!(minutes, [1, 2, 32, 60, 60]);
    }

    #[test]
    fn a_mail_names_the_challenge_in_its_readers_language() {
        let manifest = r#"{"title": {"bg": "Паркиране", "en": "Parking"}}"#;
        assert_eq!(title(manifest, "parking", language("en")), "Parking");
        assert_eq!(title(manifest, "parking", language("bg")), "Паркиране");
        assert_eq!(title("{}", "parking", language("")), "parking");
    }

    #[test]
    fn what_passes_is_tried_again_and_what_does_not_is_not() {
        let later = |error: MailError| matches!(error.into(), Untold::Later(_));
        assert!(later(MailError::Unreachable("refused".to_owned())));
        assert!(!later(MailError::Refused("no such mailbox".to_owned())));
    }
}
