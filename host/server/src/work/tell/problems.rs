//! Mails to those who proposed a problem: what became of it.

use async_trait::async_trait;
use pilotbox_store::{Store, StoreError, UntoldProblem};

use super::{MOST, Mail, Round, language};
use crate::mail::{log::MailKind, texts};

/// A step in the life of a problem.
pub(super) struct Problems;

#[async_trait]
impl Round for Problems {
    type Reader = UntoldProblem;

    const KIND: MailKind = MailKind::Problem;

    async fn take(
        &self,
        store: &Store,
        now: i64,
        lease_ends: i64,
    ) -> Result<Vec<UntoldProblem>, StoreError> {
        store.take_untold_problems(MOST, now, lease_ends).await
    }

    fn mail(&self, reader: &UntoldProblem, site: &str) -> Mail {
        let language = language(&reader.language);
        let link = format!("{site}/problems/{}", reader.problem_id);
        Mail {
            email: reader.email.clone(),
            language,
            text: texts::problem_moved(language, &reader.title, &reader.kind, &link),
            // Each step has a mail of its own.
            about: format!("{}/{}", reader.problem_id, reader.step),
        }
    }

    fn tries(reader: &UntoldProblem) -> i64 {
        reader.tries
    }

    async fn mark(
        &self,
        store: &Store,
        reader: &UntoldProblem,
        _was_sent: bool,
        _at: i64,
    ) -> Result<(), StoreError> {
        store.mark_problem_told(reader).await
    }

    async fn put_off(
        &self,
        store: &Store,
        reader: &UntoldProblem,
        until: i64,
    ) -> Result<(), StoreError> {
        store.tell_problem_later(reader, until).await
    }
}
