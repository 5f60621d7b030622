//! The client of a server's API. Owns addresses, credentials, retries and how a
//! server's refusal is told; what a command asks lives with the command.

mod credentials;
mod events;
mod follow;
mod link;
mod refusal;
mod retry;
mod session;
mod upload;

use std::time::Duration;

use pilotbox_model::api::Page;
use reqwest::{
    Method, Url,
    blocking::{Client as Http, RequestBuilder, Response, multipart::Form},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::exit::{Exit, Failure};

use events::Events;
use refusal::refused;

pub(crate) use credentials::{Credentials, Place};
pub(crate) use follow::follow;
pub(crate) use link::{Link, server};
pub(crate) use session::Session;
pub(crate) use upload::upload_in_parts;

/// How long the server may take to answer, or to send the next bytes.
const TIMEOUT: Duration = Duration::from_mins(1);

/// How long a large body may take to be sent.
const UPLOAD_TIMEOUT: Duration = Duration::from_hours(1);

/// How long a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Most of an answer in JSON that is read. Stops a server from filling memory.
const MAX_JSON_BYTES: u64 = 64 * 1024 * 1024;

/// A connection to one server.
pub(crate) struct Client {
    http: Http,
    base: Url,
    token: Option<String>,
}

impl Client {
    /// A client that is nobody yet.
    pub(crate) fn anonymous(server: &str) -> Result<Self, Failure> {
        // Twice is no fault: the first one stays.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Http::builder()
            .timeout(TIMEOUT)
            .connect_timeout(CONNECT_TIMEOUT)
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("pilotbox/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| Failure::new(Exit::Host, format!("no HTTP client: {error}")))?;
        Ok(Self {
            http,
            base: address(server)?,
            token: None,
        })
    }

    /// A client with a token.
    pub(crate) fn with_token(server: &str, token: &str) -> Result<Self, Failure> {
        Ok(Self {
            token: Some(token.to_owned()),
            ..Self::anonymous(server)?
        })
    }

    /// A client with the token that `pilotbox login` kept.
    pub(crate) fn signed_in(place: &Place) -> Result<Self, Failure> {
        let credentials = Credentials::find(place)?;
        Self::with_token(&credentials.server, &credentials.token)
    }

    /// A client with the token if there is one: for what everybody may read.
    pub(crate) fn best(place: &Place) -> Result<Self, Failure> {
        match Credentials::find(place) {
            Ok(_) => Self::signed_in(place),
            Err(failure) => match &place.server {
                Some(server) => Self::anonymous(server),
                None => Err(failure),
            },
        }
    }

    /// The server's address.
    pub(crate) fn server(&self) -> &Url {
        &self.base
    }

    /// A request to a path below `/api/v1/`.
    pub(crate) fn request(&self, method: Method, path: &str) -> Result<RequestBuilder, Failure> {
        self.request_with(method, path, &[])
    }

    /// A request with a query.
    pub(crate) fn request_with(
        &self,
        method: Method,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<RequestBuilder, Failure> {
        let mut url = self
            .base
            .join(&format!("api/v1/{path}"))
            .map_err(|error| Failure::usage(format!("`{path}`: {error}")))?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let request = self.http.request(method, url);
        Ok(match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        })
    }

    /// Asks, and asks again while the server says that it is too busy.
    pub(crate) fn send(
        &self,
        make: impl Fn() -> Result<RequestBuilder, Failure>,
    ) -> Result<Response, Failure> {
        retry::send(&self.base, make)
    }

    /// Reads a thing.
    pub(crate) fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Failure> {
        json(self.send(|| self.request(Method::GET, path))?)
    }

    /// Sends a form with files, made anew for each try.
    #[expect(clippy::needless_pass_by_value, reason = "a method is a word")]
    pub(crate) fn send_form(
        &self,
        method: Method,
        path: &str,
        key: Option<&str>,
        form: impl Fn() -> Form,
    ) -> Result<Response, Failure> {
        self.send(|| {
            let request = self.request(method.clone(), path)?;
            let request = request.timeout(UPLOAD_TIMEOUT).multipart(form());
            Ok(match key {
                Some(key) => request.header(retry::KEY_HEADER, key),
                None => request,
            })
        })
    }

    /// Reads a whole list, page by page, at most `limit` rows of it.
    pub(crate) fn list<T: DeserializeOwned>(
        &self,
        path: &str,
        query: &[(&str, &str)],
        limit: usize,
    ) -> Result<Vec<T>, Failure> {
        let mut rows = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let mut query = query.to_vec();
            query.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
            let response = self.send(|| self.request_with(Method::GET, path, &query))?;
            let page: Page<T> = json(response)?;
            rows.extend(page.items);
            cursor = page.next;
            if cursor.is_none() || rows.len() >= limit {
                rows.truncate(limit);
                return Ok(rows);
            }
        }
    }

    /// Reads bytes, at most `limit_bytes` of them.
    pub(crate) fn get_bytes(&self, path: &str, limit_bytes: u64) -> Result<Vec<u8>, Failure> {
        bytes(self.send(|| self.request(Method::GET, path))?, limit_bytes)
    }

    /// Sends a thing and reads what comes of it.
    pub(crate) fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, Failure> {
        json(self.change(Method::POST, path, body)?)
    }

    /// Sends a thing; the answer's body does not matter.
    #[expect(clippy::needless_pass_by_value, reason = "a method is a word")]
    pub(crate) fn change(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Result<Response, Failure> {
        self.send(|| Ok(self.request(method.clone(), path)?.json(body)))
    }
}

/// An id that somebody typed, fit to stand in a path.
pub(crate) fn id(text: &str) -> Result<&str, Failure> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.+".contains(c);
    let is_id = (1..=128).contains(&text.len()) && text.chars().all(is_plain);
    if is_id && !text.starts_with('.') {
        return Ok(text);
    }
    Err(Failure::usage(format!("`{text}` is no id")))
}

/// An answer in JSON.
pub(crate) fn json<T: DeserializeOwned>(response: Response) -> Result<T, Failure> {
    let bytes = bytes(response, MAX_JSON_BYTES)?;
    serde_json::from_slice(&bytes).map_err(|error| {
        Failure::new(
            Exit::Server,
            format!(
                "the server's answer is not as expected: {error}; hint: is this program as new as the server?"
            ),
        )
    })
}

/// An answer's body, at most `limit_bytes` of it.
pub(crate) fn bytes(response: Response, limit_bytes: u64) -> Result<Vec<u8>, Failure> {
    use std::io::Read as _;
    let mut body = Vec::new();
    response
        .take(limit_bytes.saturating_add(1))
        .read_to_end(&mut body)
        .map_err(|error| Failure::new(Exit::Server, format!("the answer broke off: {error}")))?;
    if body.len() as u64 > limit_bytes {
        return Err(Failure::new(
            Exit::Server,
            format!("the server's answer is larger than {limit_bytes} bytes"),
        ));
    }
    Ok(body)
}

/// The server's address with a slash at its end. Plain HTTP is for this machine
/// only: a token must not travel in the clear.
fn address(server: &str) -> Result<Url, Failure> {
    let refuse = |why: &str| Failure::usage(format!("`{server}` {why}"));
    let mut url = Url::parse(server)
        .map_err(|error| refuse(&format!("is no address: {error}; hint: https://…")))?;
    let is_here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    match url.scheme() {
        "https" => {}
        "http" if is_here => {}
        "http" => return Err(refuse("would send the token in the clear; hint: use https")),
        _ => return Err(refuse("is no address of a server; hint: https://…")),
    }
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::{address, id};

    #[test]
    fn a_token_travels_in_the_clear_on_this_machine_only() {
        let ok = address("http://127.0.0.1:8080").map(String::from);
        assert_eq!(ok.ok().as_deref(), Some("http://127.0.0.1:8080/"));
        let below = address("https://city.example/sandbox").map(String::from);
        assert_eq!(below.ok().as_deref(), Some("https://city.example/sandbox/"));
        for refused in ["http://city.example", "ftp://city.example", "city", ""] {
            assert!(address(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn an_id_leads_to_no_other_path() {
        for good in ["parking-forecast", "01JD3X5W7Z", "1.0.0-rc.1+2"] {
            assert!(id(good).is_ok(), "{good}");
        }
        for bad in ["", ".", "..", "../me", "a/b", "a?b", "a%2f", "é"] {
            assert!(id(bad).is_err(), "{bad}");
        }
    }
}
