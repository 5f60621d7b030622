//! Mails to evaluators whose rubrics are waited for: one for all of a challenge, three days
//! before their last day, and one after it.

use async_trait::async_trait;
use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use pilotbox_store::{
    Store, StoreError,
    challenges::{ReminderDays, UntoldEvaluator},
    to_millis,
};

use super::{MOST, Mail, Round, language, title};
use crate::mail::{log::MailKind, texts};

/// Whose days count.
const CITY: &str = "Europe/Sofia";

/// How many days before the last one a reminder goes.
const DAYS_BEFORE: i64 = 3;

/// How long work has to be there before anybody is reminded of it: a mail has told of it.
const SETTLED_MS: i64 = 24 * 60 * 60 * 1000;

/// Rubrics that are due, by the day.
pub(super) struct Reminders {
    today: String,
    near: String,
    given_before: i64,
}

impl Reminders {
    /// By the city's day at a time.
    pub(super) fn on(now: Timestamp) -> Self {
        // The zone is built in; without it a reminder would go some hours late.
        let zone = TimeZone::get(CITY).unwrap_or(TimeZone::UTC);
        let today = now.to_zoned(zone).date();
        let near = today.checked_add(DAYS_BEFORE.days()).unwrap_or(today);
        Self {
            today: today.to_string(),
            near: near.to_string(),
            given_before: to_millis(now).saturating_sub(SETTLED_MS),
        }
    }
}

#[async_trait]
impl Round for Reminders {
    type Reader = UntoldEvaluator;

    const KIND: MailKind = MailKind::Reminder;

    async fn take(
        &self,
        store: &Store,
        now: i64,
        lease_ends: i64,
    ) -> Result<Vec<UntoldEvaluator>, StoreError> {
        let days = ReminderDays {
            today: &self.today,
            near: &self.near,
            given_before: self.given_before,
        };
        store.take_reminders(days, MOST, now, lease_ends).await
    }

    fn mail(&self, reader: &UntoldEvaluator, site: &str) -> Mail {
        let language = language(&reader.language);
        let title = title(&reader.manifest, &reader.challenge_id, language);
        let link = format!("{site}/evaluation");
        let is_late = reader.due_on < self.today;
        let due = (reader.count, reader.due_on.as_str(), is_late);
        Mail {
            email: reader.email.clone(),
            language,
            text: texts::rubrics_due(language, &title, due, &link),
            // Tries of one reminder share a note, and the two of the same work have two.
            about: format!(
                "{} {}",
                reader.first_id,
                if is_late { "late" } else { "near" }
            ),
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
        store.mark_reminded(reader, &self.today, at).await
    }

    async fn put_off(
        &self,
        store: &Store,
        reader: &UntoldEvaluator,
        until: i64,
    ) -> Result<(), StoreError> {
        store.remind_later(reader, until).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_the_citys() {
        let now = "2027-01-11T22:30:00Z".parse().expect("a time");
        let days = Reminders::on(now);
        assert_eq!((&*days.today, &*days.near), ("2027-01-12", "2027-01-15"));
    }
}
