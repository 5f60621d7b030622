//! Mails to those whose submission was evaluated.

use async_trait::async_trait;
use pilotbox_store::{Recipient, Store, StoreError};

use super::{MOST, Mail, Round, language, title};
use crate::mail::{log::MailKind, texts};

/// A verdict is there.
pub(super) struct Verdicts;

#[async_trait]
impl Round for Verdicts {
    type Reader = Recipient;

    const KIND: MailKind = MailKind::Verdict;

    async fn take(
        &self,
        store: &Store,
        now: i64,
        lease_ends: i64,
    ) -> Result<Vec<Recipient>, StoreError> {
        store.take_untold(MOST, now, lease_ends).await
    }

    fn mail(&self, reader: &Recipient, site: &str) -> Mail {
        let language = language(&reader.language);
        let title = title(&reader.manifest, &reader.challenge_id, language);
        let link = format!("{site}/submissions/{}", reader.submission_id);
        Mail {
            email: reader.email.clone(),
            language,
            text: texts::verdict_ready(language, &title, &link),
            about: reader.submission_id.clone(),
        }
    }

    fn tries(reader: &Recipient) -> i64 {
        reader.tries
    }

    async fn mark(
        &self,
        store: &Store,
        reader: &Recipient,
        _was_sent: bool,
        at: i64,
    ) -> Result<(), StoreError> {
        store.mark_told(&reader.submission_id, at).await
    }

    async fn put_off(
        &self,
        store: &Store,
        reader: &Recipient,
        until: i64,
    ) -> Result<(), StoreError> {
        store.tell_later(reader, until).await
    }
}
