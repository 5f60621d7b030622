//! Mails to all who took part: a decision is out, or was corrected. Each leads to the letter.

use pilotbox_store::{challenges::UntoldLetter, from_millis};
use tracing::warn;

use super::{LEASE, MOST, Untold, language, pause, title};
use crate::{
    accounts::email::EmailAddress,
    mail::{
        Message,
        log::{self, MailKind},
        texts,
    },
    work::{finish::Office, step::millis},
};

impl Office {
    /// Tells everybody whom a decision concerns and who has not been told of it.
    pub(in crate::work) async fn tell_decisions(&self) {
        let shop = &self.workshop;
        let now = shop.lease_now();
        let lease_ends = now.saturating_add(millis(LEASE));
        let untold = match shop.store.take_untold_letters(MOST, now, lease_ends).await {
            Ok(untold) => untold,
            Err(cause) => {
                warn!(%cause, "nobody is told of decisions now");
                return;
            }
        };
        let mut is_out = false;
        for one in untold {
            // A server that does not answer would hold up the upkeep for each mail anew.
            let sent = if is_out {
                Err(Untold::Later("the mail server is not asked now".to_owned()))
            } else {
                self.send_decision(&one).await
            };
            is_out |= matches!(sent, Err(Untold::Later(_)));
            self.note_decision(&one, sent).await;
        }
    }

    async fn note_decision(&self, one: &UntoldLetter, sent: Result<(), Untold>) {
        let (store, submission) = (&self.workshop.store, &one.submission_id);
        let now = self.workshop.now();
        let noted = match sent {
            Ok(()) => store.mark_letter_told(one, true, now).await,
            Err(Untold::Later(cause)) => {
                let tries = one.tries;
                warn!(
                    submission,
                    tries, cause, "somebody is told of a decision later"
                );
                let pause = millis(pause(tries));
                let at = self.workshop.lease_now().saturating_add(pause);
                store.tell_letter_later(one, at).await
            }
            Err(Untold::Never(cause)) => {
                warn!(submission, cause, "somebody is not told of a decision");
                store.mark_letter_told(one, false, now).await
            }
        };
        if let Err(cause) = noted {
            warn!(submission, %cause, "it is not known who was told; a mail may come twice");
        }
    }

    async fn send_decision(&self, one: &UntoldLetter) -> Result<(), Untold> {
        let to =
            EmailAddress::parse(&one.email).map_err(|error| Untold::Never(error.to_string()))?;
        let language = language(&one.language);
        let title = title(&one.manifest, &one.challenge_id, language);
        let site = self.state.config.public_url();
        let link = format!("{site}/submissions/{}/letter", one.submission_id);
        let until = from_millis(one.inquiry_until);
        let text = texts::decision_out(language, &title, one.version > 1, until, &link);
        let message = Message { to, text, language };
        // Each version has a mail of its own.
        let about = format!("{}/{}", one.submission_id, one.version);
        let sent = log::send_again(&self.state, &about, MailKind::Decision, &message).await;
        sent.map_err(Untold::from)
    }
}
