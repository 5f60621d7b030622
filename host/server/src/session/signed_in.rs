//! What a session knows about the sign-in that it began with.

use std::convert::Infallible;

use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    http::request::Parts,
};
use jiff::{SignedDuration, Timestamp};
use pilotbox_model::api::problem::Code;
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

use crate::{
    accounts::csrf::CsrfToken, config::AccountsConfig, problem::Problem, session::refused,
};

/// How often it is noted that a session is used: at every request would be a write
/// for every read.
const SEEN_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// A sign-in, as its session keeps it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignedIn {
    /// The account.
    pub account: String,
    /// The account's epoch when its secrets were checked.
    pub epoch: i64,
    /// What its pages send back with every change.
    pub csrf: CsrfToken,
    /// Whether a second factor was shown.
    pub has_second_factor: bool,
    opened_at: Timestamp,
    seen_at: Timestamp,
}

impl SignedIn {
    /// Under which name a session's record holds it.
    pub(super) const KEY: &'static str = "signed_in";

    /// A sign-in at this moment.
    pub fn new(
        account: &str,
        epoch: i64,
        has_second_factor: bool,
        now: Timestamp,
    ) -> Result<Self, Problem> {
        Ok(Self {
            account: account.to_owned(),
            epoch,
            csrf: CsrfToken::generate().map_err(Problem::internal)?,
            has_second_factor,
            opened_at: now,
            seen_at: now,
        })
    }

    /// The same sign-in after something about the account changed: with another
    /// epoch or factor and a new token, and no later end.
    pub fn renewed(&self, epoch: i64, has_second_factor: bool) -> Result<Self, Problem> {
        Ok(Self {
            epoch,
            has_second_factor,
            csrf: CsrfToken::generate().map_err(Problem::internal)?,
            ..self.clone()
        })
    }

    /// The same, once a second factor was shown.
    #[must_use]
    pub fn with_factor(self) -> Self {
        Self {
            has_second_factor: true,
            ..self
        }
    }

    /// Whether it has lasted too long, or nobody used it for too long.
    pub fn is_over(&self, config: &AccountsConfig, now: Timestamp) -> bool {
        let whole = SignedDuration::from_hours(i64::from(config.session_hours.get()));
        let idle = SignedDuration::from_mins(i64::from(config.idle_minutes.get()));
        now.duration_since(self.opened_at) >= whole || now.duration_since(self.seen_at) >= idle
    }

    /// The same, seen now; nothing if it was noted a moment ago.
    pub fn seen(&self, now: Timestamp) -> Option<Self> {
        (now.duration_since(self.seen_at) >= SEEN_EVERY).then(|| Self {
            seen_at: now,
            ..self.clone()
        })
    }

    /// The sign-in of a session, if it has one that this release can read.
    pub(crate) async fn of(session: &Session) -> Result<Option<Self>, Problem> {
        let value = session
            .get_value(Self::KEY)
            .await
            .map_err(|error| refused(&error))?;
        Ok(value.and_then(|value| serde_json::from_value(value).ok()))
    }

    /// Keeps it in the session as it is.
    pub(crate) async fn keep(&self, session: &Session) -> Result<(), Problem> {
        session
            .insert(Self::KEY, self)
            .await
            .map_err(|error| refused(&error))
    }

    /// Makes it what the session is about, under a new id and without what was
    /// in it before: an id that somebody else has planted is worth nothing.
    pub(crate) async fn open(&self, session: &Session) -> Result<(), Problem> {
        session.clear().await;
        if session.id().is_some() {
            session.cycle_id().await.map_err(|error| refused(&error))?;
        }
        self.keep(session).await
    }
}

/// The sign-in of the request's session. A token has none.
impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let found = parts.extensions.get::<Self>().cloned();
        found.ok_or_else(|| Problem::new(Code::NotFound).detail("there is no session"))
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for SignedIn {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes)
    }

    #[test]
    fn a_session_ends_when_idle_and_after_its_whole_time() {
        let config = AccountsConfig::default();
        let opened = SignedIn::new("A", 0, false, at(0)).unwrap();
        assert!(!opened.is_over(&config, at(59)));
        assert!(opened.is_over(&config, at(60)));
        let mut used = opened;
        for minute in 1..12 * 60 {
            used = used.seen(at(minute)).unwrap();
            assert!(!used.is_over(&config, at(minute + 1).min(at(12 * 60 - 1))));
        }
        assert!(used.is_over(&config, at(12 * 60)), "used or not");
    }

    #[test]
    fn a_use_is_noted_once_a_minute_and_a_renewal_lengthens_nothing() {
        let opened = SignedIn::new("A", 0, false, at(0)).unwrap();
        assert!(opened.seen(at(0)).is_none());
        assert!(opened.seen(at(1)).is_some());
        let renewed = opened.renewed(1, true).unwrap();
        assert!(renewed.is_over(&AccountsConfig::default(), at(60)));
        assert!(!renewed.csrf.matches(&opened.csrf.reveal()));
    }
}
