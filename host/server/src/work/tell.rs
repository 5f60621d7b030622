//! Mails to those whose submission was evaluated. One that the server does not take
//! now is tried again for about a day; what it refuses for good is logged. Those to
//! evaluators, and of decisions, are below and go by the same rules.

mod decisions;
mod evaluators;
mod reminders;

use std::time::Duration;

use pilotbox_model::api::accounts::Language;
use pilotbox_store::Recipient;
use tracing::warn;

use super::{finish::Office, step::millis};
use crate::{
    accounts::email::EmailAddress,
    mail::{
        MailError, Message,
        log::{self, MailKind},
        texts,
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

/// Why somebody was not told.
enum Untold {
    /// It may go later.
    Later(String),
    /// It never will.
    Never(String),
}

impl Office {
    /// Tells everybody who has not been told.
    pub(super) async fn tell(&self) {
        let shop = &self.workshop;
        let now = shop.lease_now();
        let lease_ends = now.saturating_add(millis(LEASE));
        let recipients = match shop.store.take_untold(MOST, now, lease_ends).await {
            Ok(recipients) => recipients,
            Err(cause) => {
                warn!(%cause, "nobody is told of verdicts now");
                return;
            }
        };
        let mut is_out = false;
        for recipient in recipients {
            // A server that does not answer would hold up the upkeep for each mail anew.
            let sent = if is_out {
                Err(Untold::Later("the mail server is not asked now".to_owned()))
            } else {
                self.send(&recipient).await
            };
            is_out |= matches!(sent, Err(Untold::Later(_)));
            self.note(&recipient, sent).await;
        }
    }

    async fn note(&self, recipient: &Recipient, sent: Result<(), Untold>) {
        let submission = &recipient.submission_id;
        let shop = &self.workshop;
        let noted = match sent {
            Ok(()) => shop.store.mark_told(submission, shop.now()).await,
            Err(Untold::Later(cause)) => {
                let tries = recipient.tries;
                warn!(
                    submission,
                    tries, cause, "somebody is told of a verdict later"
                );
                let at = shop.lease_now().saturating_add(millis(pause(tries)));
                shop.store.tell_later(submission, at).await
            }
            Err(Untold::Never(cause)) => {
                warn!(submission, cause, "somebody is not told of a verdict");
                shop.store.mark_told(submission, shop.now()).await
            }
        };
        if let Err(cause) = noted {
            warn!(submission, %cause, "it is not known who was told; a mail may come twice");
        }
    }

    async fn send(&self, recipient: &Recipient) -> Result<(), Untold> {
        let language = language(&recipient.language);
        let to = EmailAddress::parse(&recipient.email)
            .map_err(|error| Untold::Never(error.to_string()))?;
        let link = format!(
            "{}/submissions/{}",
            self.state.config.public_url(),
            recipient.submission_id
        );
        let title = title(&recipient.manifest, &recipient.challenge_id, language);
        let text = texts::verdict_ready(language, &title, &link);
        let message = Message { to, text, language };
        let about = &recipient.submission_id;
        let sent = log::send_again(&self.state, about, MailKind::Verdict, &message).await;
        sent.map_err(Untold::from)
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
