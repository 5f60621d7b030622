//! What a provider publishes about itself: its endpoints and keys. Fetched when the
//! first visitor needs it, kept for an hour, fetched anew when a key is unknown; and
//! never so often that our visitors could be used to flood the provider.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use openidconnect::{DiscoveryError, IssuerUrl, TokenUrl, core::CoreProviderMetadata};
use tokio::sync::Mutex;
use url::Url;

use super::{
    error::{OidcError, OidcFailure, chain},
    fetch::{FetchError, HttpClient},
};

/// How long it is believed. A key that the provider withdraws is good for no longer.
const KEPT: Duration = Duration::from_hours(1);

/// How long a provider that failed is left alone; meanwhile visitors are told at
/// once instead of waiting in line for its silence.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(5);

/// How often it is fetched anew for an unknown key, at most.
const PAUSE_BETWEEN_RENEWALS: Duration = Duration::from_mins(1);

/// A provider's metadata.
#[derive(Debug)]
pub(super) struct Directory {
    issuer: IssuerUrl,
    http: HttpClient,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    found: Option<(Instant, Arc<CoreProviderMetadata>)>,
    failed_at: Option<Instant>,
    renewed_at: Option<Instant>,
}

impl Directory {
    pub(super) fn new(issuer: IssuerUrl, http: HttpClient) -> Self {
        Self {
            issuer,
            http,
            kept: Mutex::default(),
        }
    }

    pub(super) fn issuer(&self) -> &IssuerUrl {
        &self.issuer
    }

    pub(super) fn http(&self) -> &HttpClient {
        &self.http
    }

    /// The metadata, from memory if it is not too old. One visitor fetches it, the
    /// others wait for that.
    pub(super) async fn metadata(&self) -> Result<Arc<CoreProviderMetadata>, OidcError> {
        let mut kept = self.kept.lock().await;
        match &kept.found {
            Some((at, metadata)) if at.elapsed() < KEPT => Ok(Arc::clone(metadata)),
            _ => self.fetch_into(&mut kept).await,
        }
    }

    /// The metadata from the provider itself, unless that was done just now.
    pub(super) async fn metadata_anew(&self) -> Result<Arc<CoreProviderMetadata>, OidcError> {
        let mut kept = self.kept.lock().await;
        match (&kept.found, kept.renewed_at) {
            (Some((_, metadata)), Some(at)) if at.elapsed() < PAUSE_BETWEEN_RENEWALS => {
                Ok(Arc::clone(metadata))
            }
            _ => {
                kept.renewed_at = Some(Instant::now());
                self.fetch_into(&mut kept).await
            }
        }
    }

    async fn fetch_into(&self, kept: &mut Kept) -> Result<Arc<CoreProviderMetadata>, OidcError> {
        let is_paused = |at: Instant| at.elapsed() < PAUSE_AFTER_FAILURE;
        if kept.failed_at.is_some_and(is_paused) {
            return Err(OidcError::new(
                OidcFailure::Unavailable,
                "it has failed a moment ago",
            ));
        }
        match self.fetch().await {
            Ok(metadata) => {
                let metadata = Arc::new(metadata);
                kept.failed_at = None;
                kept.found = Some((Instant::now(), Arc::clone(&metadata)));
                Ok(metadata)
            }
            Err(error) => {
                kept.failed_at = Some(Instant::now());
                Err(error)
            }
        }
    }

    async fn fetch(&self) -> Result<CoreProviderMetadata, OidcError> {
        let fetched = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.http).await;
        let metadata = fetched.map_err(|error| unavailable(&error))?;
        // The visitor's browser is sent to the one and our secret to the other.
        let to_ask = [
            Some(metadata.authorization_endpoint().url()),
            metadata.token_endpoint().map(TokenUrl::url),
        ];
        let permitted = |url: Option<&Url>| url.is_some_and(|url| self.http.permits(url));
        if to_ask.into_iter().all(permitted) {
            return Ok(metadata);
        }
        Err(OidcError::new(
            OidcFailure::Unavailable,
            "it has no endpoints that are https addresses",
        ))
    }
}

fn unavailable(error: &DiscoveryError<FetchError>) -> OidcError {
    let detail = match error {
        // The body of the answer is left out.
        DiscoveryError::Response(status, _, reason) => format!("{status}: {reason}"),
        error => chain(error),
    };
    OidcError::new(OidcFailure::Unavailable, &detail)
}
