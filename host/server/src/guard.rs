//! What stands before every route: who connects, how often, how much, how long,
//! and what a browser may do with the answer. Turns away before anything is
//! done; knows no account and no database.

use std::{path::PathBuf, sync::Arc, time::Duration};

use axum::{Router, extract::DefaultBodyLimit, middleware::from_fn_with_state};
use ipnet::IpNet;
use tokio::sync::Semaphore;

use crate::{
    config::{Config, LimitsConfig},
    problem::Problem,
    telemetry::{Metrics, Rejection, observe_request},
};

mod address;
mod admission;
mod body;
mod headers;
mod panic;
mod rate;
mod timeout;

pub use address::ClientAddress;
pub use body::{BodyError, body_problem};

use rate::Rates;

/// The guard of one installation. Clones share the counts.
#[derive(Clone)]
pub struct Guard(Arc<Inner>);

struct Inner {
    limits: LimitsConfig,
    trusted_proxies: Vec<IpNet>,
    data: PathBuf,
    is_https: bool,
    metrics: Metrics,
    rates: Rates,
    requests: Arc<Semaphore>,
    uploads: Arc<Semaphore>,
    streams: Arc<Semaphore>,
}

impl Guard {
    /// A guard with nothing counted yet.
    pub fn new(config: &Config, metrics: Metrics) -> Self {
        let limits = config.limits.clone();
        let slots = |count: std::num::NonZeroU32| {
            Arc::new(Semaphore::new(usize::try_from(count.get()).unwrap_or(1)))
        };
        Self(Arc::new(Inner {
            trusted_proxies: config.server.trusted_proxies.clone(),
            data: config.server.data.clone(),
            is_https: config.is_https(),
            metrics,
            rates: Rates::new(&limits),
            requests: slots(limits.concurrent_requests),
            uploads: slots(limits.concurrent_uploads),
            streams: slots(limits.event_streams),
            limits,
        }))
    }

    /// What every route has: id, span, figures, headers, caught panics, the
    /// client's address, and bounds of requests. Outermost, once.
    pub fn protect(&self, router: Router) -> Router {
        router
            .layer(from_fn_with_state(self.clone(), admission::admit_request))
            .layer(from_fn_with_state(self.clone(), rate::limit_address))
            .layer(from_fn_with_state(self.clone(), body::refuse_encoding))
            .layer(from_fn_with_state(self.clone(), address::note_address))
            .layer(axum::middleware::from_fn(panic::catch_panic))
            .layer(from_fn_with_state(self.clone(), headers::set_headers))
            .layer(from_fn_with_state(self.0.metrics.clone(), observe_request))
    }

    /// Routes whose bodies are small and whose answers come soon.
    pub fn ordinary(&self, router: Router) -> Router {
        let bytes = self.0.limits.body_bytes.get();
        router
            .layer(DefaultBodyLimit::max(
                usize::try_from(bytes).unwrap_or(usize::MAX),
            ))
            .layer(from_fn_with_state(
                body::Limit::new(self, bytes),
                body::refuse_length,
            ))
            .layer(from_fn_with_state(self.clone(), timeout::limit_time))
    }

    /// Routes that take a file of at most so many bytes, and as long as its
    /// bytes keep coming.
    pub fn uploads(&self, router: Router, limit_bytes: u64) -> Router {
        let limit = body::Limit::new(self, limit_bytes);
        router
            .layer(DefaultBodyLimit::disable())
            .layer(from_fn_with_state(limit.clone(), body::bound_stream))
            .layer(from_fn_with_state(self.clone(), admission::admit_upload))
            .layer(from_fn_with_state(limit, body::refuse_length))
    }

    /// Routes that answer with a stream of events. The stream has to say
    /// something more often than `limits.idle_timeout_seconds`.
    pub fn streams(&self, router: Router) -> Router {
        router.layer(from_fn_with_state(self.clone(), admission::admit_stream))
    }

    /// One more request of an account. Call it once the account is known.
    pub fn check_account(&self, account_id: &str) -> Result<(), Problem> {
        let checked = self.0.rates.check_account(account_id);
        self.counted(checked, Rejection::AccountRate)
    }

    /// One more try to sign in from an address.
    pub fn check_sign_in(&self, address: ClientAddress) -> Result<(), Problem> {
        let checked = self.0.rates.check_sign_in(address.ip());
        self.counted(checked, Rejection::SignInRate)
    }

    fn counted(&self, checked: Result<(), Duration>, why: Rejection) -> Result<(), Problem> {
        checked.map_err(|wait| {
            self.0.metrics.count_rejection(why);
            rate::too_many(wait)
        })
    }
}

#[cfg(test)]
mod tests;
