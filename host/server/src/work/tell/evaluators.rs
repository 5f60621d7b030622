//! Mails to evaluators who were given work: one for all that is new in a challenge.

use async_trait::async_trait;
use pilotbox_store::{Store, StoreError, challenges::UntoldEvaluator};

use super::{MOST, Mail, Round, language, title};
use crate::mail::{log::MailKind, texts};

/// Work that nobody was told of.
pub(super) struct NewWork;

#[async_trait]
impl Round for NewWork {
    type Reader = UntoldEvaluator;

    const KIND: MailKind = MailKind::Assignment;

    async fn take(
        &self,
        store: &Store,
        now: i64,
        lease_ends: i64,
    ) -> Result<Vec<UntoldEvaluator>, StoreError> {
        store.take_untold_evaluators(MOST, now, lease_ends).await
    }

    fn mail(&self, reader: &UntoldEvaluator, site: &str) -> Mail {
        let language = language(&reader.language);
        let title = title(&reader.manifest, &reader.challenge_id, language);
        let link = format!("{site}/evaluation");
        Mail {
            email: reader.email.clone(),
            language,
            text: texts::work_assigned(language, &title, reader.count, &reader.due_on, &link),
            about: reader.first_id.clone(),
        }
    }

    fn tries(reader: &UntoldEvaluator) -> i64 {
        reader.tries
    }

    async fn mark(
        &self,
        store: &Store,
        reader: &UntoldEvaluator,
        _was_sent: bool,
        at: i64,
    ) -> Result<(), StoreError> {
        store.mark_evaluator_told(reader, at).await
    }

    async fn put_off(
        &self,
        store: &Store,
        reader: &UntoldEvaluator,
        until: i64,
    ) -> Result<(), StoreError> {
        store.tell_evaluator_later(reader, until).await
    }
}
