//! The requests to identity providers: HTTPS, no redirects, bounded in time and in
//! size. What a provider names as its endpoints is held to the same rules.

use std::{future::Future, pin::Pin, time::Duration};

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use reqwest::redirect::Policy;
use url::{Host, Url};

use super::error::{OidcError, OidcFailure};

/// Bytes of an answer. Key sets have some kilobytes.
pub(super) const ANSWER_BYTES: usize = 1 << 20;

/// How long a connection may take, and a whole request: somebody waits for it.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const TIMEOUT: Duration = Duration::from_secs(10);

/// Asks identity providers.
#[derive(Clone, Debug)]
pub(super) struct HttpClient {
    client: reqwest::Client,
    allow_loopback_http: bool,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    #[error("`{0}` is not an https address")]
    NotHttps(String),
    #[error("the answer has more than {ANSWER_BYTES} bytes")]
    TooLarge,
    #[error("the request failed")]
    Failed(#[from] reqwest::Error),
    #[error("the answer cannot be taken over")]
    Malformed(#[from] http::Error),
}

impl HttpClient {
    pub(super) fn new(allow_loopback_http: bool) -> Result<Self, OidcError> {
        // The client takes the process's provider of cryptography; if there is
        // one already, it stays.
        let _already_there = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .build();
        Ok(Self {
            client: client.map_err(|error| OidcError::new(OidcFailure::Configuration, &error))?,
            allow_loopback_http,
        })
    }

    /// Whether this address may be asked.
    pub(super) fn permits(&self, url: &Url) -> bool {
        let is_loopback = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        };
        let allows_http = self.allow_loopback_http && is_loopback && url.scheme() == "http";
        allows_http || (url.scheme() == "https" && url.has_host())
    }

    async fn fetch(&self, request: HttpRequest) -> Result<HttpResponse, FetchError> {
        let request = reqwest::Request::try_from(request)?;
        if !self.permits(request.url()) {
            return Err(FetchError::NotHttps(request.url().to_string()));
        }
        let mut response = self.client.execute(request).await?;
        let mut answer = http::Response::builder().status(response.status());
        for (name, value) in response.headers() {
            answer = answer.header(name, value);
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if body.len() + chunk.len() > ANSWER_BYTES {
                return Err(FetchError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(answer.body(body)?)
    }
}

impl<'c> AsyncHttpClient<'c> for HttpClient {
    type Error = FetchError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, FetchError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.fetch(request))
    }
}
