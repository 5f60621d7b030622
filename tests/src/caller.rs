//! Requests to the API of an installation as one of its accounts, without a
//! network: the same router, the same layers, the same answers.

use std::{fmt::Write as _, net::SocketAddr};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Request, StatusCode, header},
};
use pilotbox_server::{accounts::secret::ApiToken, app::app, state::AppState};
use pilotbox_store::{accounts::NewToken, to_millis};
use serde_json::Value;
use tower::ServiceExt as _;

/// What separates the parts of a multipart body.
const BOUNDARY: &str = "a-boundary-that-no-part-holds";

/// No answer of a test is longer.
const MAX_ANSWER_BYTES: usize = 64 << 20;

/// Years from now, in milliseconds.
const LATER: i64 = 1 << 40;

/// Somebody who asks.
#[derive(Clone)]
pub struct Caller {
    router: Router,
    token: Option<String>,
}

/// What was answered.
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

/// A part of a multipart body: its name, its file's name, its bytes.
pub type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

impl Caller {
    /// Nobody.
    pub fn nobody(state: &AppState) -> Self {
        let app = app(state).expect("the description can be written");
        Self {
            router: app.router,
            token: None,
        }
    }

    /// An account, by a token that may do all that a token may.
    pub async fn account(state: &AppState, account: &str) -> Self {
        let token = ApiToken::issue().expect("there is randomness");
        let access = state
            .store
            .access(account)
            .await
            .expect("the store answers");
        let now = to_millis(state.clock.now());
        let new = NewToken {
            id: &token.id(),
            account,
            name: "test",
            digest: &token.digest().hex(),
            scopes: r#"["manage"]"#,
            epoch: access.expect("the account is there").epoch,
            has_second_factor: true,
            created_at: now,
            expires_at: now.saturating_add(LATER),
        };
        state
            .store
            .create_token(&new)
            .await
            .expect("a token is made");
        Self {
            token: Some(token.reveal()),
            ..Self::nobody(state)
        }
    }

    /// Sends a request; the headers are name and value.
    pub async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let peer = SocketAddr::from(([127, 0, 0, 1], 4000));
        let mut request = Request::builder().method(method).uri(path);
        request = request.extension(ConnectInfo(peer));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(body.into()).expect("it is a request");
        let answered = self.router.clone().oneshot(request).await;
        let Ok(response) = answered;
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, MAX_ANSWER_BYTES)
            .await
            .expect("the body ends");
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: body.to_vec(),
        }
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], Body::empty()).await
    }

    /// Sends JSON.
    pub async fn json(&self, method: &str, path: &str, body: &Value) -> Answer {
        let headers = [("content-type", "application/json")];
        self.send(method, path, &headers, body.to_string()).await
    }

    /// Posts parts; more headers may be added.
    pub async fn post_parts(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        parts: &[Part<'_>],
    ) -> Answer {
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let mut all = vec![("content-type", kind.as_str())];
        all.extend_from_slice(headers);
        self.send("POST", path, &all, multipart(parts)).await
    }
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| {
            panic!("no JSON ({error}): {}", String::from_utf8_lossy(&self.body))
        })
    }

    /// Demands a status, and shows the body if it is another.
    #[expect(clippy::return_self_not_must_use, reason = "often the demand is all")]
    pub fn expect(self, status: u16) -> Self {
        let said = String::from_utf8_lossy(&self.body).into_owned();
        assert_eq!(self.status.as_u16(), status, "{said}");
        self
    }

    /// Demands a problem with a status and a code.
    #[expect(clippy::return_self_not_must_use, reason = "often the demand is all")]
    pub fn expect_problem(self, status: u16, code: &str) -> Self {
        let answer = self.expect(status);
        assert_eq!(answer.headers["content-type"], "application/problem+json");
        assert_eq!(answer.json()["code"], code);
        answer
    }
}

/// A multipart body.
pub fn multipart(parts: &[Part<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, bytes) in parts {
        let mut head = format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"");
        if let Some(file) = file {
            write!(head, "; filename=\"{file}\"").expect("a string grows");
        }
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(b"\r\n\r\n");
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}
