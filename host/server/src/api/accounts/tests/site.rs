//! A site for a test: an empty database, a clock set by hand, and browsers.

use std::{
    num::NonZeroUsize,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, header},
};
use jiff::{SignedDuration, Timestamp};
use pilotbox_store::{Blobs, Store};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;
use utoipa::openapi::OpenApi;

use crate::{
    accounts::{csrf::OwnOrigins, password::Passwords, providers::Providers},
    api::Api,
    authenticate,
    clock::Clock,
    config::Config,
    jobs::{Queue, QueueTiming},
    mail::{MailSettings, Mailer},
    state::{AppState, Parts},
    telemetry::Metrics,
    templates::Templates,
    vault::Vault,
};

pub(crate) const PASSWORD: &str = "correct horse battery";

/// The site.
pub(crate) struct Site {
    pub(crate) state: AppState,
    router: Router,
    hand: Arc<AtomicI64>,
    _folder: TempDir,
}

/// A browser, or a program with a token.
#[derive(Default)]
pub(crate) struct Browser {
    pub(crate) cookie: Option<String>,
    pub(crate) csrf: Option<String>,
    pub(crate) token: Option<String>,
    pub(crate) origin: Option<&'static str>,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Site {
    pub(crate) fn new() -> Pin<Box<dyn Future<Output = Self>>> {
        Self::with(|_| {})
    }

    /// Boxed: what is opened on the way is large.
    pub(crate) fn with(configure: impl FnOnce(&mut Config)) -> Pin<Box<dyn Future<Output = Self>>> {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::default();
        config.server.data = folder.path().to_path_buf();
        configure(&mut config);
        Box::pin(Self::open(folder, config))
    }

    async fn open(folder: TempDir, config: Config) -> Self {
        let (clock, hand) = Clock::set_by_hand(Timestamp::now());
        let url = config.database_url();
        let mail = MailSettings::Folder(config.mail_folder());
        let state = AppState::new(Parts {
            store: Store::open(url.reveal(), 4).await.unwrap(),
            blobs: Blobs::folder(&config.blobs_folder()).unwrap(),
            queue: Queue::open(url.reveal(), QueueTiming::default())
                .await
                .unwrap(),
            mailer: Mailer::new(&config.mail.from, mail).unwrap(),
            passwords: Passwords::new(NonZeroUsize::MIN).unwrap(),
            origins: OwnOrigins::new([config.public_url().as_str()]).unwrap(),
            providers: Providers::new(&config).unwrap(),
            metrics: Metrics::new().unwrap(),
            templates: Templates::default(),
            vault: Vault::open(&config).unwrap(),
            clock,
            config,
        });
        let (router, _, _) = super::super::routes(Api::new(OpenApi::default())).finish();
        let router = authenticate::attach(router.with_state(state.clone()), &state);
        Self {
            state,
            router,
            hand,
            _folder: folder,
        }
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.hand.load(Ordering::Relaxed)
    }

    pub(crate) fn pass(&self, time: SignedDuration) {
        let millis = i64::try_from(time.as_millis()).unwrap();
        self.hand.fetch_add(millis, Ordering::Relaxed);
    }

    /// Sends a request as this browser, and keeps the cookie and the token that come
    /// back.
    pub(crate) async fn send(
        &self,
        browser: &mut Browser,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Answer {
        let request = browser.request(&self.state, method, path, body);
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 1 << 20).await.unwrap();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        let answer = Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
        };
        browser.keep(&answer);
        answer
    }

    pub(crate) async fn get(&self, browser: &mut Browser, path: &str) -> Answer {
        self.send(browser, Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, browser: &mut Browser, path: &str, body: Value) -> Answer {
        self.send(browser, Method::POST, path, Some(body)).await
    }

    /// An account that the operator made, and the browser that signed in with it.
    pub(crate) async fn person(&self, email: &str) -> (String, Browser) {
        let new = crate::admin::NewPerson {
            email,
            name: "Ана Петрова",
            password: PASSWORD,
            language: pilotbox_model::api::accounts::Language::En,
        };
        let made = crate::admin::create_account(&self.state.store, &new, self.now_ms()).await;
        let id = made.unwrap();
        let mut browser = Browser::default();
        let answer = self.sign_in(&mut browser, email, PASSWORD).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        (id, browser)
    }

    pub(crate) async fn sign_in(
        &self,
        browser: &mut Browser,
        email: &str,
        password: &str,
    ) -> Answer {
        let ask = json!({ "email": email, "password": password });
        self.post(browser, "/api/v1/sessions", ask).await
    }

    /// The mails to an address, the oldest first, once there are so many.
    pub(crate) async fn mails(&self, to: &str, count: usize) -> Vec<String> {
        let folder = self.state.config.mail_folder();
        for _ in 0..500 {
            let mut paths: Vec<_> = std::fs::read_dir(&folder)
                .map(|entries| entries.map(|entry| entry.unwrap().path()).collect())
                .unwrap_or_default();
            paths.sort();
            let is_mail = |path: &std::path::PathBuf| path.extension().is_some_and(|e| e == "eml");
            let texts = paths.iter().filter(|path| is_mail(path));
            let texts = texts.map(|path| std::fs::read_to_string(path).unwrap());
            let own: Vec<_> = texts
                .filter(|text| text.contains(&format!("To: {to}")))
                .collect();
            if own.len() >= count {
                return own;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{count} mails to {to} did not come");
    }

    /// The secret of the latest of so many mails to an address.
    pub(crate) async fn secret(&self, to: &str, count: usize) -> String {
        let mails = self.mails(to, count).await;
        let text = mails.last().unwrap();
        let (_, secret) = text.split_once("secret=").expect("a mail with a secret");
        secret.split_whitespace().next().unwrap().to_owned()
    }
}

impl Browser {
    pub(crate) fn with_token(token: &str) -> Self {
        Self {
            token: Some(token.to_owned()),
            ..Self::default()
        }
    }

    fn request(
        &self,
        state: &AppState,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Request<Body> {
        let own = state.config.public_url();
        let mut request = Request::builder().method(method).uri(path);
        if self.token.is_none() {
            request = request.header(header::ORIGIN, self.origin.unwrap_or(&own));
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(csrf) = &self.csrf {
            request = request.header("x-csrf-token", csrf);
        }
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        match body {
            Some(body) => request
                .header(header::CONTENT_TYPE, "application/json")
                .body(Body::from(body.to_string())),
            None => request.body(Body::empty()),
        }
        .unwrap()
    }

    fn keep(&mut self, answer: &Answer) {
        if let Some(set) = answer.headers.get(header::SET_COOKIE) {
            let set = set.to_str().unwrap();
            let pair = set.split(';').next().unwrap();
            let is_taken_back = pair.ends_with('=');
            self.cookie = (!is_taken_back).then(|| pair.to_owned());
        }
        if let Some(csrf) = answer.body.get("csrf_token") {
            self.csrf = csrf.as_str().map(str::to_owned);
        }
    }
}

impl Answer {
    /// The problem's code.
    pub(crate) fn code(&self) -> &str {
        self.body.get("code").and_then(Value::as_str).unwrap_or("")
    }
}
