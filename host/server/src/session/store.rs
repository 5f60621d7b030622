//! Records of sessions in the database, under a digest of what the cookie holds:
//! whoever reads the database has nobody's session.

use async_trait::async_trait;
use jiff::SignedDuration;
use pilotbox_model::Digest;
use pilotbox_store::{Store, StoreError, to_millis};
use tower_sessions::{
    SessionStore,
    cookie::time::OffsetDateTime,
    session::{Id, Record},
    session_store::{Error, Result},
};

use super::SignedIn;
use crate::{clock::Clock, state::AppState};

/// The sessions. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Sessions {
    store: Store,
    clock: Clock,
    idle: SignedDuration,
}

impl Sessions {
    pub(super) fn new(state: &AppState) -> Self {
        let minutes = i64::from(state.config.accounts.idle_minutes.get());
        Self {
            store: state.store.clone(),
            clock: state.clock.clone(),
            idle: SignedDuration::from_mins(minutes),
        }
    }

    /// The end by our own clock; the library's knows only the machine's.
    fn expires_at(&self) -> i64 {
        let now = self.clock.now();
        to_millis(now.checked_add(self.idle).unwrap_or(now))
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // 128 random bits clash with nobody's; the database would refuse it.
        self.store
            .create_session(
                &key(&record.id),
                account(record),
                &text(record)?,
                self.expires_at(),
            )
            .await
            .map_err(failed)
    }

    async fn save(&self, record: &Record) -> Result<()> {
        self.store
            .save_session(
                &key(&record.id),
                account(record),
                &text(record)?,
                self.expires_at(),
            )
            .await
            .map_err(failed)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let now = to_millis(self.clock.now());
        let found = self.store.session(&key(id), now).await.map_err(failed)?;
        let Some(text) = found else {
            return Ok(None);
        };
        let data = serde_json::from_str(&text).map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date: OffsetDateTime::now_utc(),
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.store.end_session(&key(id)).await.map_err(failed)
    }
}

fn key(id: &Id) -> String {
    Digest::of(id.to_string().as_bytes()).hex()
}

fn account(record: &Record) -> Option<&str> {
    record.data.get(SignedIn::KEY)?.get("account")?.as_str()
}

fn text(record: &Record) -> Result<String> {
    serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that `map_err` wants"
)]
fn failed(error: StoreError) -> Error {
    Error::Backend(error.to_string())
}
