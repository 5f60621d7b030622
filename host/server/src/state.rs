//! What every handler and every job needs, passed explicitly.

use std::{ops::Deref, sync::Arc};

use pilotbox_store::{Blobs, Store};

use crate::{
    accounts::{csrf::OwnOrigins, password::Passwords, providers::Providers},
    clock::Clock,
    config::Config,
    guard::Guard,
    jobs::Queue,
    live::Live,
    mail::Mailer,
    telemetry::Metrics,
    templates::Templates,
};

/// The state. Cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Whole>);

/// The parts, and what follows from them.
struct Whole {
    parts: Parts,
    guard: Guard,
    live: Live,
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
}

impl AppState {
    /// Joins the parts.
    pub fn new(parts: Parts) -> Self {
        let guard = Guard::new(&parts.config, parts.metrics.clone());
        let live = Live::default();
        Self(Arc::new(Whole { parts, guard, live }))
    }

    /// What stands before every route, and counts by account.
    pub fn guard(&self) -> &Guard {
        &self.0.guard
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
