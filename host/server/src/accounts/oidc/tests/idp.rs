//! An identity provider on this machine that answers as a test says.

use std::{
    collections::BTreeMap,
    error::Error,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinHandle};

use super::Key;

/// Stops when it is dropped.
pub(super) struct Idp {
    issuer: String,
    book: Book,
    server: JoinHandle<std::io::Result<()>>,
}

/// What it answers, and what it was asked.
struct Pages {
    key: Key,
    answers: BTreeMap<String, Answer>,
    seen: Vec<(String, Seen)>,
}

type Book = Arc<Mutex<Pages>>;

/// One answer.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    status: StatusCode,
    location: Option<String>,
    body: String,
}

/// One request.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) authorization: String,
    pub(super) body: String,
}

impl Answer {
    pub(super) fn json(value: &Value) -> Self {
        Self {
            status: StatusCode::OK,
            location: None,
            body: value.to_string(),
        }
    }

    pub(super) fn redirect(to: &str) -> Self {
        Self {
            status: StatusCode::TEMPORARY_REDIRECT,
            location: Some(to.to_owned()),
            body: String::new(),
        }
    }

    /// The same text, made this long with spaces.
    pub(super) fn bytes(mut self, bytes: usize) -> Self {
        let missing = bytes.saturating_sub(self.body.len());
        self.body.push_str(&" ".repeat(missing));
        self
    }

    pub(super) fn status(mut self, status: u16) -> Self {
        self.status = StatusCode::from_u16(status).unwrap_or_default();
        self
    }
}

impl Idp {
    pub(super) async fn start(key: Key) -> Result<Self, Box<dyn Error>> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let issuer = format!("http://{}", listener.local_addr()?);
        let book = Arc::new(Mutex::new(Pages {
            key,
            answers: BTreeMap::new(),
            seen: Vec::new(),
        }));
        let router = Router::new()
            .fallback(respond)
            .with_state(Arc::clone(&book));
        let server = tokio::spawn(async move { axum::serve(listener, router).await });
        let idp = Self {
            issuer,
            book,
            server,
        };
        idp.answer(
            "/.well-known/openid-configuration",
            Answer::json(&idp.metadata()),
        );
        idp.change_key(idp.key());
        Ok(idp)
    }

    pub(super) fn issuer(&self) -> String {
        self.issuer.clone()
    }

    pub(super) fn metadata(&self) -> Value {
        let issuer = &self.issuer;
        json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{issuer}/authorize"),
            "token_endpoint": format!("{issuer}/token"),
            "jwks_uri": format!("{issuer}/keys"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            // It claims to use what it must not.
            "id_token_signing_alg_values_supported": ["RS256", "ES256", "EdDSA", "HS256", "none"],
        })
    }

    pub(super) fn key(&self) -> Key {
        pages(&self.book).key.clone()
    }

    pub(super) fn change_key(&self, key: Key) {
        self.answer("/keys", Answer::json(&json!({ "keys": [key.public()] })));
        pages(&self.book).key = key;
    }

    /// What anybody can know of the key: the modulus of an RSA key.
    pub(super) fn published_key(&self) -> Result<Vec<u8>, Box<dyn Error>> {
        let key = self.key();
        let modulus = key.public()["n"].as_str().ok_or("it is no RSA key")?;
        Ok(modulus.as_bytes().to_vec())
    }

    pub(super) fn answer(&self, path: &str, answer: Answer) {
        pages(&self.book).answers.insert(path.to_owned(), answer);
    }

    pub(super) fn seen(&self, path: &str) -> Vec<Seen> {
        let pages = pages(&self.book);
        let seen = pages.seen.iter().filter(|(at, _)| at == path);
        seen.map(|(_, seen)| seen.clone()).collect()
    }
}

impl Drop for Idp {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn pages(book: &Book) -> MutexGuard<'_, Pages> {
    book.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn respond(State(book): State<Book>, request: Request<Body>) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    let body = to_bytes(body, 1 << 16).await.unwrap_or_default();
    let authorization = parts.headers.get(header::AUTHORIZATION);
    let seen = Seen {
        authorization: authorization
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned(),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    let mut pages = pages(&book);
    let answer = pages.answers.get(&path).cloned();
    pages.seen.push((path, seen));
    let Some(answer) = answer else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut headers = HeaderMap::new();
    let json = HeaderValue::from_static("application/json");
    headers.insert(header::CONTENT_TYPE, json);
    let location = answer
        .location
        .and_then(|to| HeaderValue::try_from(to).ok());
    headers.extend(location.map(|to| (header::LOCATION, to)));
    (answer.status, headers, answer.body).into_response()
}
