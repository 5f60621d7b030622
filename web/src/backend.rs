//! The one door to the data: the API itself, asked within the process. What a page may
//! show or do is thereby decided where it is decided for every client, and a page
//! can no more go round a right than a program can.

mod accounts;
mod admin;
mod challenges;
mod comparison;
pub(crate) mod data;
mod decisions;
mod evaluation;
mod operation;
mod pilots;
mod problems;
mod site;
mod staff;
mod submissions;
mod templates;
pub(crate) mod trails;

use std::{
    fmt::Write as _,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use axum::{
    body::Body,
    http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, Request, Response, header},
};
use http_body_util::{BodyExt as _, Limited};
use serde::{Serialize, de::DeserializeOwned};

use crate::failure::Failure;

pub(crate) use challenges::board_path;
pub(crate) use decisions::decision_path;
pub(crate) use evaluation::MOST_WORK;
pub use problems::ProblemQuery;
pub use submissions::SubmittedFiles;

/// Most bytes of an answer that a page is made of.
const ANSWER_BYTES: usize = 16 << 20;

/// What the API calls the token against forged requests.
const CSRF: HeaderName = HeaderName::from_static("x-csrf-token");

/// Makes a change that is sent twice happen once.
const ONCE: HeaderName = HeaderName::from_static("idempotency-key");

/// What of a visitor's request goes on to the API: who asks, and from which page.
const PASSED_ON: [HeaderName; 5] = [
    header::COOKIE,
    header::ORIGIN,
    header::REFERER,
    header::USER_AGENT,
    HeaderName::from_static("sec-fetch-site"),
];

/// The API. The server provides it.
#[async_trait]
pub trait Backend: Send + Sync + 'static {
    /// Answers one request as if it had come by the network.
    async fn answer(&self, request: Request<Body>) -> Response<Body>;
}

/// The API in the name of one visitor, during one request.
#[derive(Clone)]
pub struct Api {
    backend: Arc<dyn Backend>,
    passed_on: HeaderMap,
    extensions: Extensions,
    cookies: Arc<Mutex<Vec<HeaderValue>>>,
}

impl Api {
    /// Asks in the name of whoever sent a request with these headers.
    pub fn new(backend: Arc<dyn Backend>, headers: &HeaderMap, extensions: Extensions) -> Self {
        let mut passed_on = HeaderMap::new();
        for name in PASSED_ON {
            for value in headers.get_all(&name) {
                passed_on.append(name.clone(), value.clone());
            }
        }
        Self {
            backend,
            passed_on,
            extensions,
            cookies: Arc::default(),
        }
    }

    /// Whether the visitor may be signed in: a cookie came.
    pub(crate) fn has_cookie(&self) -> bool {
        self.passed_on.contains_key(header::COOKIE)
    }

    /// Adds what a form of ours has sent against forgery and against being sent twice.
    pub(crate) fn vouch(&mut self, csrf: &str, once: &str) {
        if let Ok(value) = HeaderValue::from_str(csrf) {
            self.passed_on.insert(CSRF, value);
        }
        if let Ok(value) = HeaderValue::from_str(once)
            && !once.is_empty()
        {
            self.passed_on.insert(ONCE, value);
        }
    }

    /// The same, for a change on top of one version of something alone.
    pub(crate) fn on_top_of(&self, version: &str) -> Self {
        let mut api = self.clone();
        if let Ok(value) = HeaderValue::from_str(version)
            && !version.is_empty()
        {
            api.passed_on.insert(header::IF_MATCH, value);
        }
        api
    }

    /// Cookies that the API has set, for the page's answer.
    pub(crate) fn take_cookies(&self) -> Vec<HeaderValue> {
        let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *cookies)
    }

    /// Reads something.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Failure> {
        let answer = self.ask(Method::GET, path, Body::empty(), None).await?;
        read(answer).await
    }

    /// Reads something, with the version that a change of it names.
    pub async fn get_version<T: DeserializeOwned>(
        &self,
        path: &str,
    ) -> Result<(T, String), Failure> {
        let answer = self.fetch(path).await?;
        let tag = answer.headers().get(header::ETAG);
        let tag = tag.and_then(|tag| tag.to_str().ok()).unwrap_or_default();
        let tag = tag.to_owned();
        Ok((read(answer).await?, tag))
    }

    /// Reads bytes, such as an export.
    pub async fn fetch(&self, path: &str) -> Result<Response<Body>, Failure> {
        self.ask(Method::GET, path, Body::empty(), None).await
    }

    /// Changes something and reads what came of it.
    pub async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, Failure> {
        read(self.send_json(method, path, body).await?).await
    }

    /// Changes something; the answer says no more than that it is done.
    pub async fn tell(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Result<(), Failure> {
        self.send_json(method, path, body).await.map(|_| ())
    }

    /// Changes something without a body.
    pub async fn act(&self, method: Method, path: &str) -> Result<(), Failure> {
        self.ask(method, path, Body::empty(), None)
            .await
            .map(|_| ())
    }

    /// Sends a body of another kind, such as files.
    pub async fn send_body<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        kind: &str,
        body: Body,
    ) -> Result<T, Failure> {
        let kind = HeaderValue::from_str(kind).map_err(Failure::internal)?;
        read(self.ask(method, path, body, Some(kind)).await?).await
    }

    /// Puts a body of another kind where nothing is answered.
    pub async fn put_file(&self, path: &str, kind: &str, body: Body) -> Result<(), Failure> {
        let kind = HeaderValue::from_str(kind).map_err(Failure::internal)?;
        let answer = self.ask(Method::PUT, path, body, Some(kind)).await;
        answer.map(|_| ())
    }

    async fn send_json(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Result<Response<Body>, Failure> {
        let body = serde_json::to_vec(body).map_err(Failure::internal)?;
        let kind = HeaderValue::from_static("application/json");
        self.ask(method, path, Body::from(body), Some(kind)).await
    }

    async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Body,
        kind: Option<HeaderValue>,
    ) -> Result<Response<Body>, Failure> {
        let mut request = Request::new(body);
        *request.method_mut() = method;
        let uri = format!("/api/v1{path}");
        *request.uri_mut() = uri.parse().map_err(|_| Failure::missing())?;
        *request.headers_mut() = self.passed_on.clone();
        *request.extensions_mut() = self.extensions.clone();
        if let Some(kind) = kind {
            request.headers_mut().insert(header::CONTENT_TYPE, kind);
        }
        let answer = self.backend.answer(request).await;
        self.keep_cookies(answer.headers());
        if answer.status().is_success() {
            Ok(answer)
        } else {
            Err(Failure::of_answer(answer).await)
        }
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        cookies.extend(headers.get_all(header::SET_COOKIE).iter().cloned());
    }
}

/// The body of an answer, bounded.
pub(crate) async fn bytes_of(answer: Response<Body>) -> Result<bytes::Bytes, Failure> {
    let body = Limited::new(answer.into_body(), ANSWER_BYTES)
        .collect()
        .await;
    Ok(body.map_err(Failure::internal)?.to_bytes())
}

async fn read<T: DeserializeOwned>(answer: Response<Body>) -> Result<T, Failure> {
    let bytes = bytes_of(answer).await?;
    // What has no body reads as nothing.
    let text: &[u8] = if bytes.is_empty() { b"null" } else { &bytes };
    serde_json::from_slice(text).map_err(Failure::internal)
}

/// Puts one part into an address: whatever is no plain character is escaped.
pub fn part(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            escaped.push(char::from(byte));
        } else {
            // A text takes all that is written to it.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn a_part_of_an_address_cannot_leave_its_place() {
        assert_eq!(part("../runs?x=1#y"), "..%2Fruns%3Fx%3D1%23y");
        assert_eq!(part("ж"), "%D0%B6");
    }
}
