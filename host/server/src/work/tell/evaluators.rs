//! Mails to evaluators who were given work: one for all that is new in a challenge.

use pilotbox_store::challenges::UntoldEvaluator;
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
    /// Tells every evaluator who has not been told of new work.
    pub(in crate::work) async fn tell_evaluators(&self) {
        let shop = &self.workshop;
        let now = shop.lease_now();
        let lease_ends = now.saturating_add(millis(LEASE));
        let untold = shop.store.take_untold_evaluators(MOST, now, lease_ends);
        let untold = match untold.await {
            Ok(untold) => untold,
            Err(cause) => {
                warn!(%cause, "nobody is told of new work now");
                return;
            }
        };
        let mut is_out = false;
        for one in untold {
            // A server that does not answer would hold up the upkeep for each mail anew.
            let sent = if is_out {
                Err(Untold::Later("the mail server is not asked now".to_owned()))
            } else {
                self.send_work(&one).await
            };
            is_out |= matches!(sent, Err(Untold::Later(_)));
            self.note_work(&one, sent).await;
        }
    }

    async fn note_work(&self, one: &UntoldEvaluator, sent: Result<(), Untold>) {
        let (store, challenge) = (&self.workshop.store, &one.challenge_id);
        let noted = match sent {
            Ok(()) => store.mark_evaluator_told(one, self.workshop.now()).await,
            Err(Untold::Later(cause)) => {
                let tries = one.tries;
                warn!(
                    challenge,
                    tries, cause, "an evaluator is told of work later"
                );
                let pause = millis(pause(tries));
                let at = self.workshop.lease_now().saturating_add(pause);
                store.tell_evaluator_later(one, at).await
            }
            Err(Untold::Never(cause)) => {
                warn!(challenge, cause, "an evaluator is not told of work");
                store.mark_evaluator_told(one, self.workshop.now()).await
            }
        };
        if let Err(cause) = noted {
            warn!(challenge, %cause, "it is not known who was told; a mail may come twice");
        }
    }

    async fn send_work(&self, one: &UntoldEvaluator) -> Result<(), Untold> {
        let to =
            EmailAddress::parse(&one.email).map_err(|error| Untold::Never(error.to_string()))?;
        let language = language(&one.language);
        let title = title(&one.manifest, &one.challenge_id, language);
        let link = format!("{}/evaluation", self.state.config.public_url());
        let text = texts::work_assigned(language, &title, one.count, &one.due_on, &link);
        let message = Message { to, text, language };
        let kind = MailKind::Assignment;
        let sent = log::send_again(&self.state, &one.first_id, kind, &message).await;
        sent.map_err(Untold::from)
    }
}
