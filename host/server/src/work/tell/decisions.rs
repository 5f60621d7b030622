//! Mails to all who took part: a decision is out, or was corrected. Each leads to the letter.

use async_trait::async_trait;
use pilotbox_store::{Store, StoreError, challenges::UntoldLetter, from_millis};

use super::{MOST, Mail, Round, language, title};
use crate::mail::{log::MailKind, texts};

/// A letter is there.
pub(super) struct Decisions;

#[async_trait]
impl Round for Decisions {
    type Reader = UntoldLetter;

    const KIND: MailKind = MailKind::Decision;

    async fn take(
        &self,
        store: &Store,
        now: i64,
        lease_ends: i64,
    ) -> Result<Vec<UntoldLetter>, StoreError> {
        store.take_untold_letters(MOST, now, lease_ends).await
    }

    fn mail(&self, reader: &UntoldLetter, site: &str) -> Mail {
        let language = language(&reader.language);
        let title = title(&reader.manifest, &reader.challenge_id, language);
        let link = format!("{site}/submissions/{}/letter", reader.submission_id);
        let until = from_millis(reader.inquiry_until);
        Mail {
            email: reader.email.clone(),
            language,
            text: texts::decision_out(language, &title, reader.version > 1, until, &link),
            // Each version has a mail of its own.
            about: format!("{}/{}", reader.submission_id, reader.version),
        }
    }

    fn tries(reader: &UntoldLetter) -> i64 {
        reader.tries
    }

    async fn mark(
        &self,
        store: &Store,
        reader: &UntoldLetter,
        was_sent: bool,
        at: i64,
    ) -> Result<(), StoreError> {
        store.mark_letter_told(reader, was_sent, at).await
    }

    async fn put_off(
        &self,
        store: &Store,
        reader: &UntoldLetter,
        until: i64,
    ) -> Result<(), StoreError> {
        store.tell_letter_later(reader, until).await
    }
}
