//! A client of the API. Every answer is held against the description of the API
//! before a test sees it.

use std::sync::Arc;

use reqwest::{
    Method, Url,
    blocking::{Client as Http, Response},
    cookie::{CookieStore as _, Jar},
    header::{HeaderName, HeaderValue},
};
use serde_json::Value;

use super::{Answer, Contract};

/// Somebody who asks: nobody, a session, or a token.
#[derive(Clone)]
pub struct Client {
    http: Http,
    cookies: Arc<Jar>,
    url: String,
    contract: Arc<Contract>,
    token: Option<String>,
    csrf: Option<String>,
    may_be_down: bool,
}

/// A request.
#[derive(Clone, Debug)]
pub struct Ask {
    /// `GET`, `POST`, …
    pub method: String,
    /// The path with its query, from the first slash on.
    pub path: String,
    /// Headers besides those of the client.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body.
    pub body: Vec<u8>,
}

/// A part of a form.
pub struct Part<'a> {
    /// The field.
    pub name: &'a str,
    /// The file's name; a field without a file has none.
    pub file: Option<&'a str>,
    /// What is in it.
    pub bytes: &'a [u8],
}

impl Client {
    pub(super) fn new(url: &str, contract: &Arc<Contract>) -> Self {
        let cookies = Arc::<Jar>::default();
        Self {
            http: http(&cookies),
            cookies,
            url: url.to_owned(),
            contract: Arc::clone(contract),
            token: None,
            csrf: None,
            may_be_down: false,
        }
    }

    /// The same server, by a token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self {
            token: Some(token.to_owned()),
            ..Self::new(&self.url, &self.contract)
        }
    }

    /// The same, with the CSRF token of its session.
    #[must_use]
    pub fn with_csrf(self, csrf: &str) -> Self {
        Self {
            csrf: Some(csrf.to_owned()),
            ..self
        }
    }

    /// The same, without that token: what another site's page has of a session.
    #[must_use]
    pub fn without_csrf(self) -> Self {
        Self { csrf: None, ..self }
    }

    /// The same, for a test that takes parts of the server away: 503 and 507 are
    /// then answers like others.
    #[must_use]
    pub fn when_down(&self) -> Self {
        Self {
            may_be_down: true,
            ..self.clone()
        }
    }

    /// The same, at the address that the server has after a restart.
    #[must_use]
    pub fn at(&self, url: &str) -> Self {
        Self {
            url: url.to_owned(),
            ..self.clone()
        }
    }

    /// The same session, where `nobody` asks.
    pub(super) fn moved(&self, nobody: &Self) -> Self {
        let url = |client: &Self| Url::parse(&client.url).expect("a site has an address");
        let cookies = self.cookies.cookies(&url(self));
        let cookies = cookies.as_ref().map(|cookies| cookies.to_str());
        for cookie in cookies
            .map(Result::unwrap_or_default)
            .unwrap_or_default()
            .split("; ")
        {
            nobody.cookies.add_cookie_str(cookie, &url(nobody));
        }
        Self {
            csrf: self.csrf.clone(),
            ..nobody.clone()
        }
    }

    /// Reads.
    #[track_caller]
    pub fn get(&self, path: &str) -> Answer {
        self.send(&Ask::new("GET", path))
    }

    /// Sends JSON by `POST`.
    #[track_caller]
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(&Ask::new("POST", path).json(body))
    }

    /// Sends JSON by `PUT`.
    #[track_caller]
    pub fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(&Ask::new("PUT", path).json(body))
    }

    /// Deletes.
    #[track_caller]
    pub fn delete(&self, path: &str) -> Answer {
        self.send(&Ask::new("DELETE", path))
    }

    /// Sends a request and demands an answer as the API's description has it.
    #[track_caller]
    pub fn send(&self, ask: &Ask) -> Answer {
        self.try_send(ask).unwrap_or_else(|fault| panic!("{fault}"))
    }

    /// Sends a request, and tells what is wrong with its answer.
    pub fn try_send(&self, ask: &Ask) -> Result<Answer, String> {
        let response = self.open(ask)?;
        let answer = read(ask, response)?;
        let fault = |fault: String| format!("{fault}\n{answer}");
        let is_personal = self.is_personal() && answer.status < 400;
        self.contract
            .check(ask, &answer, is_personal)
            .map_err(fault)?;
        if matches!(answer.status, 503 | 507) && !self.may_be_down {
            return Err(fault(
                "nothing was taken away, and it is not available".to_owned(),
            ));
        }
        Ok(answer)
    }

    /// Sends a request and leaves the body of its answer to be read bit by bit.
    pub fn open(&self, ask: &Ask) -> Result<Response, String> {
        let fault = |error: &dyn std::fmt::Display| format!("{ask}: {error}");
        let method = Method::from_bytes(ask.method.as_bytes()).map_err(|error| fault(&error))?;
        let is_change = !matches!(ask.method.as_str(), "GET" | "HEAD" | "OPTIONS");
        let mut request = self
            .http
            .request(method, format!("{}{}", self.url, ask.path));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(csrf) = self.csrf.as_ref().filter(|_| is_change) {
            request = request
                .header("origin", &self.url)
                .header("x-csrf-token", csrf);
        }
        for (name, value) in &ask.headers {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| fault(&error))?;
            let value = HeaderValue::from_bytes(value).map_err(|error| fault(&error))?;
            request = request.header(name, value);
        }
        if !ask.body.is_empty() {
            request = request.body(ask.body.clone());
        }
        request.send().map_err(|error| format!("{ask}: {error:?}"))
    }

    fn is_personal(&self) -> bool {
        self.token.is_some() || self.csrf.is_some()
    }
}

impl Ask {
    /// A request without a body.
    pub fn new(method: &str, path: &str) -> Self {
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// With a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers
            .push((name.to_owned(), value.as_bytes().to_vec()));
        self
    }

    /// With JSON.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.bytes("application/json", body.to_string().into_bytes())
    }

    /// With bytes of a type.
    #[must_use]
    pub fn bytes(self, kind: &str, body: Vec<u8>) -> Self {
        Self { body, ..self }.header("content-type", kind)
    }

    /// With a form.
    #[must_use]
    pub fn form(self, parts: &[Part<'_>]) -> Self {
        let (kind, body) = form(parts);
        self.bytes(&kind, body)
    }
}

impl std::fmt::Display for Ask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = String::from_utf8_lossy(&self.body);
        let shown: String = text.chars().take(300).collect();
        write!(f, "{} {} {shown}", self.method, self.path)
    }
}

/// A form with its content type.
pub fn form(parts: &[Part<'_>]) -> (String, Vec<u8>) {
    let boundary = "a-boundary-that-no-file-of-ours-holds";
    let mut body = Vec::new();
    for part in parts {
        let file = part
            .file
            .map(|file| format!("; filename=\"{file}\""))
            .unwrap_or_default();
        let name = part.name;
        let head = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n"
        );
        body.extend(head.as_bytes());
        body.extend(part.bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}

fn http(cookies: &Arc<Jar>) -> Http {
    // Twice is no fault: the first one stays.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Http::builder()
        .cookie_provider(Arc::clone(cookies))
        .redirect(reqwest::redirect::Policy::none())
        // No server of a test has a certificate that the system knows: its list of
        // authorities is not read anew for each client.
        .tls_certs_only([])
        // A connection that the server is about to close is no fault of a test's.
        .pool_max_idle_per_host(0);
    builder.build().expect("a client can be made")
}

/// Reads an answer whole; a stream of events has no end and is left.
fn read(ask: &Ask, response: Response) -> Result<Answer, String> {
    let mut answer = Answer {
        asked: ask.to_string(),
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        body: Vec::new(),
    };
    if answer.kind() != "text/event-stream" {
        let body = response
            .bytes()
            .map_err(|error| format!("{ask}: {error:?}"))?;
        answer.body = body.to_vec();
    }
    Ok(answer)
}
