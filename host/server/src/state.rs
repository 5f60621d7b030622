//! What every handler and every job needs, passed explicitly.

use std::{ops::Deref, sync::Arc};

use pilotbox_store::{Blobs, Store};
use tokio::sync::OnceCell;

use crate::{
    accounts::{csrf::OwnOrigins, password::Passwords, providers::Providers},
    clock::Clock,
    config::Config,
    data::Door,
    guard::Guard,
    jobs::Queue,
    keys::{Keys, KeysError},
    live::Live,
    mail::Mailer,
    telemetry::Metrics,
    templates::Templates,
    vault::Vault,
    work::pilots::Pilots,
};

/// The state. Cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Whole>);

/// The parts, and what follows from them.
struct Whole {
    parts: Parts,
    guard: Guard,
    live: Live,
    data_door: Door,
    fetch_door: Door,
    pilots: Pilots,
    keys: OnceCell<Keys>,
}

/// What it holds.
pub struct Parts {
    /// What the operator set.
    pub config: Config,
    /// Entities.
    pub store: Store,
    /// Components, packs, documents, receipts.
    pub blobs: Blobs,
    /// Work to be done.
    pub queue: Queue,
    /// Mail to be sent.
    pub mailer: Mailer,
    /// Hashing, a few at a time.
    pub passwords: Passwords,
    /// Where this site's own pages come from.
    pub origins: OwnOrigins,
    /// Identity providers.
    pub providers: Providers,
    /// What time it is.
    pub clock: Clock,
    /// Figures for the operator.
    pub metrics: Metrics,
    /// What challenges are made from without code.
    pub templates: Templates,
    /// Raw data at rest.
    pub vault: Vault,
}

impl AppState {
    /// Joins the parts.
    pub fn new(parts: Parts) -> Self {
        let guard = Guard::new(&parts.config, parts.metrics.clone());
        let live = Live::default();
        Self(Arc::new(Whole {
            parts,
            guard,
            live,
            data_door: Door::to_work(),
            fetch_door: Door::to_fetching(),
            pilots: Pilots::default(),
            keys: OnceCell::new(),
        }))
    }

    /// What stands before every route, and counts by account.
    pub fn guard(&self) -> &Guard {
        &self.0.guard
    }

    /// What work on raw data passes through, one piece at a time.
    pub(crate) fn data_door(&self) -> &Door {
        &self.0.data_door
    }

    /// What fetching raw data passes through, a few at once.
    pub(crate) fn fetch_door(&self) -> &Door {
        &self.0.fetch_door
    }

    /// Pilots that this process keeps warm.
    pub(crate) fn pilots(&self) -> &Pilots {
        &self.0.pilots
    }

    /// The keys that sign, opened when they are first needed.
    pub(crate) async fn keys(&self) -> Result<&Keys, KeysError> {
        let open = || Keys::open(&self.config, &self.store, self.clock.now());
        self.0.keys.get_or_try_init(open).await
    }

    /// What this process remembers while it runs.
    pub fn live(&self) -> &Live {
        &self.0.live
    }
}

impl Deref for AppState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0.parts
    }
}
