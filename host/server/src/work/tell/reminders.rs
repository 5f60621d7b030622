//! Mails to evaluators whose rubrics are waited for: one for all of a challenge, three days
//! before their last day, and one after it.

use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use pilotbox_store::challenges::{Reminder, ReminderDays};
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

/// Whose days count.
const CITY: &str = "Europe/Sofia";

/// How many days before the last one a reminder goes.
const DAYS_BEFORE: i64 = 3;

/// How long work has to be there before anybody is reminded of it: a mail has told of it.
const SETTLED_MS: i64 = 24 * 60 * 60 * 1000;

/// The days by which reminders go.
struct Days {
    today: String,
    near: String,
}

impl Days {
    fn at(now: Timestamp) -> Self {
        // The zone is built in; without it a reminder would go some hours late.
        let zone = TimeZone::get(CITY).unwrap_or(TimeZone::UTC);
        let today = now.to_zoned(zone).date();
        let near = today.checked_add(DAYS_BEFORE.days()).unwrap_or(today);
        Self {
            today: today.to_string(),
            near: near.to_string(),
        }
    }
}

impl Office {
    /// Reminds every evaluator whose rubrics are due and who has not been reminded.
    pub(in crate::work) async fn remind_evaluators(&self) {
        let shop = &self.workshop;
        let days = Days::at(shop.clock.now());
        let now = shop.lease_now();
        let lease_ends = now.saturating_add(millis(LEASE));
        let asked = ReminderDays {
            today: &days.today,
            near: &days.near,
            given_before: shop.now().saturating_sub(SETTLED_MS),
        };
        let taken = shop.store.take_reminders(asked, MOST, now, lease_ends);
        let reminders = match taken.await {
            Ok(reminders) => reminders,
            Err(cause) => {
                warn!(%cause, "nobody is reminded now");
                return;
            }
        };
        let mut is_out = false;
        for one in reminders {
            // A server that does not answer would hold up the upkeep for each mail anew.
            let sent = if is_out {
                Err(Untold::Later("the mail server is not asked now".to_owned()))
            } else {
                self.send_reminder(&one, &days).await
            };
            is_out |= matches!(sent, Err(Untold::Later(_)));
            self.note_reminder(&one, &days, sent).await;
        }
    }

    async fn note_reminder(&self, one: &Reminder, days: &Days, sent: Result<(), Untold>) {
        let (shop, challenge) = (&self.workshop, &one.challenge_id);
        let store = &shop.store;
        let noted = match sent {
            Ok(()) => store.mark_reminded(one, &days.today, shop.now()).await,
            Err(Untold::Later(cause)) => {
                let tries = one.tries;
                warn!(challenge, tries, cause, "an evaluator is reminded later");
                let at = shop.lease_now().saturating_add(millis(pause(tries)));
                store.remind_later(one, at).await
            }
            Err(Untold::Never(cause)) => {
                warn!(challenge, cause, "an evaluator is not reminded");
                store.mark_reminded(one, &days.today, shop.now()).await
            }
        };
        if let Err(cause) = noted {
            warn!(challenge, %cause, "it is not known who was reminded; a mail may come twice");
        }
    }

    async fn send_reminder(&self, one: &Reminder, days: &Days) -> Result<(), Untold> {
        let to =
            EmailAddress::parse(&one.email).map_err(|error| Untold::Never(error.to_string()))?;
        let language = language(&one.language);
        let title = title(&one.manifest, &one.challenge_id, language);
        let link = format!("{}/evaluation", self.state.config.public_url());
        let is_late = one.due_on < days.today;
        let text = texts::rubrics_due(language, &title, (one.count, &one.due_on, is_late), &link);
        let message = Message { to, text, language };
        // Tries of one reminder share a note, and the two of the same work have two.
        let about = format!("{} {}", one.first_id, if is_late { "late" } else { "near" });
        let sent = log::send_again(&self.state, &about, MailKind::Reminder, &message).await;
        sent.map_err(Untold::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_the_citys() {
        let now = "2027-01-11T22:30:00Z".parse().expect("a time");
        let days = Days::at(now);
        assert_eq!((&*days.today, &*days.near), ("2027-01-12", "2027-01-15"));
    }
}
