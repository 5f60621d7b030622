//! How often: each address and each account has a budget that refills evenly.
//! The number of budgets is bounded, whoever comes from wherever.

use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    time::Duration,
};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::NoOpMiddleware,
    state::keyed::DashMapStateStore,
};
use http::header::{AUTHORIZATION, COOKIE};
use ipnet::IpNet;
use pilotbox_model::api::problem::Code;

use super::{ClientAddress, Guard};
use crate::{config::LimitsConfig, problem::Problem, telemetry::Rejection};

/// Budgets of one kind. Beyond, strangers share a budget with their neighbours,
/// so that somebody with many addresses cannot fill the memory.
const MAX_KEYS: usize = 100_000;

/// How often budgets that are full again are forgotten, in requests.
const SWEEP_EVERY: u64 = 4096;

/// The budgets.
pub(super) struct Rates {
    addresses: Budgets<DefaultClock>,
    anonymous: Budgets<DefaultClock>,
    accounts: Budgets<DefaultClock>,
    sign_ins: Budgets<DefaultClock>,
}

/// Budgets of one kind.
pub(super) struct Budgets<C: Clock> {
    limiter: RateLimiter<Source, DashMapStateStore<Source>, C, NoOpMiddleware<C::Instant>>,
    checks: AtomicU64,
    is_full: AtomicBool,
    max_keys: usize,
}

/// Who has a budget or a place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Source {
    /// An address; of IPv6 the network that one household gets.
    Network(IpNet),
    Account(Box<str>),
    /// Accounts that share, by the last byte of their names.
    Accounts(u8),
}

/// Layer: one more request of an address, and of one without an account. It
/// only looks whether there is a session or a token: wrong ones meet the
/// address's own budget.
pub(super) async fn limit_address(
    State(guard): State<Guard>,
    request: Request,
    next: Next,
) -> Response {
    let Some(address) = request.extensions().get::<ClientAddress>().copied() else {
        return Problem::new(Code::Internal).into_response();
    };
    let headers = request.headers();
    let is_anonymous = !headers.contains_key(COOKIE) && !headers.contains_key(AUTHORIZATION);
    let rates = &guard.0.rates;
    let checked = guard
        .counted(
            rates.addresses.check_ip(address.ip()),
            Rejection::AddressRate,
        )
        .and_then(|()| {
            if !is_anonymous {
                return Ok(());
            }
            let checked = rates.anonymous.check_ip(address.ip());
            guard.counted(checked, Rejection::AnonymousRate)
        });
    match checked {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

/// The answer to a budget that is used up.
pub(super) fn too_many(wait: Duration) -> Problem {
    // Rounded up: who comes back on time is let in.
    let wait = Duration::from_secs(wait.as_secs().saturating_add(1));
    Problem::new(Code::TooManyRequests)
        .detail(format!("the budget is used up for {} s", wait.as_secs()))
        .hint("wait as long as `retry-after` says")
        .retry_after(wait)
}

impl Source {
    /// Whoever comes from this address.
    pub(super) fn of_ip(ip: IpAddr) -> Self {
        network(ip, false)
    }

    /// An account.
    pub(super) fn of_account(id: &str) -> Self {
        Self::Account(id.into())
    }
}

impl Rates {
    pub(super) fn new(limits: &LimitsConfig) -> Self {
        let clock = DefaultClock::default();
        let budgets = |per_minute| Budgets::new(per_minute, MAX_KEYS, clock.clone());
        Self {
            addresses: budgets(limits.address_requests_per_minute),
            anonymous: budgets(limits.anonymous_requests_per_minute),
            accounts: budgets(limits.account_requests_per_minute),
            sign_ins: budgets(limits.sign_ins_per_minute),
        }
    }

    pub(super) fn check_account(&self, id: &str) -> Result<(), Duration> {
        self.accounts.check_account(id)
    }

    pub(super) fn check_sign_in(&self, ip: IpAddr) -> Result<(), Duration> {
        self.sign_ins.check_ip(ip)
    }
}

impl<C: Clock> Budgets<C> {
    pub(super) fn new(per_minute: NonZeroU32, max_keys: usize, clock: C) -> Self {
        let quota = Quota::per_minute(per_minute);
        Self {
            limiter: RateLimiter::new(quota, DashMapStateStore::default(), clock),
            checks: AtomicU64::new(0),
            is_full: AtomicBool::new(false),
            max_keys,
        }
    }

    /// Takes one from the budget of an address, or says how long to wait.
    pub(super) fn check_ip(&self, ip: IpAddr) -> Result<(), Duration> {
        self.check(&network(ip, self.is_full.load(Ordering::Relaxed)))
    }

    /// Takes one from the budget of an account, or says how long to wait.
    pub(super) fn check_account(&self, id: &str) -> Result<(), Duration> {
        let source = if self.is_full.load(Ordering::Relaxed) {
            Source::Accounts(id.bytes().next_back().unwrap_or_default())
        } else {
            Source::of_account(id)
        };
        self.check(&source)
    }

    /// How many budgets are kept.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.limiter.len()
    }

    fn check(&self, source: &Source) -> Result<(), Duration> {
        if self.checks.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.sweep();
        }
        self.limiter
            .check_key(source)
            .map_err(|refused| refused.wait_time_from(self.limiter.clock().now()))
    }

    fn sweep(&self) {
        self.limiter.retain_recent();
        let is_full = self.limiter.len() >= self.max_keys;
        self.is_full.store(is_full, Ordering::Relaxed);
    }
}

fn network(ip: IpAddr, is_full: bool) -> Source {
    let prefix = match (ip, is_full) {
        (IpAddr::V4(_), false) => 32,
        (IpAddr::V4(_), true) => 8,
        // A household has a /64 at least, and all its addresses with it.
        (IpAddr::V6(_), false) => 64,
        (IpAddr::V6(_), true) => 16,
    };
    let net = IpNet::new_assert(ip, prefix);
    Source::Network(net.trunc())
}

#[cfg(test)]
mod tests;
