//! What stands before every route: who connects, how often, how much, how long,
//! and what a browser may do with the answer. Turns away before anything is
//! done; knows accounts by their ids alone, and no database.

use std::{path::PathBuf, sync::Arc, time::Duration};

use axum::{Router, extract::DefaultBodyLimit, middleware::from_fn_with_state};
use ipnet::IpNet;

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
mod places;
mod rate;
mod room;
mod timeout;

pub use address::ClientAddress;
pub(crate) use admission::HoldsUpload;
pub use body::{BodyError, body_problem};
pub use room::free_bytes;

use places::{Places, Shares};
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
    requests: Places,
    uploads: Places,
    account_uploads: Arc<Shares>,
    streams: Places,
}

impl Guard {
    /// A guard with nothing counted yet.
    pub fn new(config: &Config, metrics: Metrics) -> Self {
        let limits = config.limits.clone();
        Self(Arc::new(Inner {
            trusted_proxies: config.server.trusted_proxies.clone(),
            data: config.server.data.clone(),
            is_https: config.is_https(),
            metrics,
            rates: Rates::new(&limits),
            requests: Places::new(
                limits.concurrent_requests,
                limits.address_concurrent_requests,
            ),
            uploads: Places::new(limits.concurrent_uploads, limits.address_concurrent_uploads),
            account_uploads: Shares::new(limits.account_concurrent_uploads),
            streams: Places::new(limits.event_streams, limits.address_event_streams),
            limits,
        }))
    }

    /// What every route for clients has: all of [`Guard::observe`], the client's
    /// address, and bounds of requests. Outermost, once.
    pub fn protect(&self, router: Router) -> Router {
        let bounded = router
            .layer(from_fn_with_state(self.clone(), admission::admit_request))
            .layer(from_fn_with_state(self.clone(), rate::limit_address))
            .layer(from_fn_with_state(self.clone(), body::refuse_encoding))
            .layer(from_fn_with_state(self.clone(), address::note_address));
        self.observe(bounded)
    }

    /// Id, span, figures, headers and caught panics, and no bound: for routes that
    /// a flood of other requests must not shut, and that cost next to nothing.
    pub fn observe(&self, router: Router) -> Router {
        router
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
    /// bytes keep coming. Who asks counts where it is known before this layer.
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
