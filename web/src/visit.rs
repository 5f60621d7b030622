//! One request for a page: its language, where it points, who asks. What every page
//! is made from, and the only thing that pages are given.

mod viewer;

use std::{error::Error, path::Path, sync::Arc};

use axum::{
    extract::{FromRequestParts, OriginalUri},
    http::{Extensions, HeaderMap, Uri, request::Parts},
};
use leptos::prelude::IntoView;
use pilotbox_model::api::{accounts::Role, admin::SiteView, problem::Code};
use tokio::sync::Semaphore;

use crate::{
    backend::{Api, Backend},
    failure::Failure,
    language::{Language, Locale as _},
    page::Page,
    texts::Text,
};

pub use viewer::Viewer;

/// What all pages of an installation share.
#[derive(Clone)]
pub struct Portal {
    /// The API.
    pub backend: Arc<dyn Backend>,
    /// The address that people see, without a slash at its end.
    pub address: Arc<str>,
    /// What forms with files are held to.
    pub files: FileRules,
}

/// What forms with files are held to, and where their files wait.
#[derive(Clone)]
pub struct FileRules {
    /// The folder on whose disk files wait, made when the first one comes. They have no
    /// names in it, so that none is left behind by a server that is killed.
    pub scratch: Arc<Path>,
    /// Most bytes of a file that a startup sends: more would fill the disk for nothing.
    pub startup_bytes: u64,
    /// Most bytes of a file that staff send, which are challenges with all their data.
    pub staff_bytes: u64,
    /// Most bytes of raw data, which waits in memory: its plain bytes are on no disk.
    pub raw_bytes: u64,
    /// Places for raw data that waits in memory. Shared by all requests.
    pub raw_places: Arc<Semaphore>,
    /// What a body's error means, where the server itself has cut the body off.
    pub cut_off: fn(&(dyn Error + 'static)) -> Option<Code>,
}

/// One request for a page.
#[derive(Clone)]
pub struct Visit {
    /// The language of the page.
    pub language: Language,
    /// The address without its language: `/challenges`.
    pub path: String,
    /// What follows the question mark, or nothing.
    pub query: String,
    /// Who asks; nobody, if nobody is signed in.
    pub viewer: Option<Viewer>,
    /// The API in the visitor's name.
    pub api: Api,
    /// The address of this site, for commands that are typed elsewhere.
    pub site: Arc<str>,
    /// What is switched on, and what stands above every page.
    pub switches: Arc<SiteView>,
}

impl Visit {
    /// A visit that asks for nothing, to say that there is nothing.
    pub(crate) fn of_nobody(portal: &Portal, uri: &Uri) -> Self {
        let (language, path) = split(uri);
        Self {
            language,
            path,
            query: uri.query().unwrap_or_default().to_owned(),
            viewer: None,
            api: Api::new(portal.backend.clone(), &HeaderMap::new(), Extensions::new()),
            site: portal.address.clone(),
            switches: Arc::default(),
        }
    }

    /// The same with another language and path: for what is no page of its own.
    pub(crate) fn at_page(self, language: Language, path: &str) -> Self {
        Self {
            language,
            path: path.to_owned(),
            query: String::new(),
            ..self
        }
    }

    /// A text in the page's language.
    pub fn say(&self, text: Text) -> &'static str {
        text.of(self.language)
    }

    /// The address of another page in the same language.
    pub fn at(&self, path: &str) -> String {
        self.language.at(path)
    }

    /// Who asks, or the way to sign in.
    pub fn demand_viewer(&self) -> Result<&Viewer, Failure> {
        let viewer = self.viewer.as_ref();
        viewer.ok_or_else(|| Failure::new(Code::SignInNeeded))
    }

    /// Refuses whoever has not this role, or has not yet set up the second factor
    /// that it asks for. The API refuses them as well; this says so before a page
    /// is made.
    pub fn demand_role(&self, role: Role) -> Result<&Viewer, Failure> {
        let viewer = self.demand_viewer()?;
        if !viewer.has(role) {
            return Err(Failure::new(Code::NotAllowed));
        }
        if viewer.me.needs_second_factor {
            return Err(Failure::new(Code::SecondFactorNeeded));
        }
        Ok(viewer)
    }

    /// The value of a key of the query, trimmed; nothing if it is missing or empty.
    pub fn asked(&self, key: &str) -> Option<String> {
        let pairs: Vec<(String, String)> = serde_html_form::from_str(&self.query).ok()?;
        let value = pairs.into_iter().find(|(name, _)| name == key)?.1;
        let value = value.trim().to_owned();
        (!value.is_empty()).then_some(value)
    }

    /// A page with this title; its content is made when it is written out.
    pub fn page<V: IntoView + 'static>(
        &self,
        title: impl Into<String>,
        view: impl FnOnce() -> V,
    ) -> Page {
        Page::new(self, title.into(), view)
    }
}

impl FromRequestParts<Portal> for Visit {
    type Rejection = Page;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Page> {
        let OriginalUri(uri) = OriginalUri::from_request_parts(parts, portal)
            .await
            .unwrap_or_else(|never| match never {});
        let (language, path) = split(&uri);
        let api = Api::new(
            portal.backend.clone(),
            &parts.headers,
            parts.extensions.clone(),
        );
        let mut visit = Self {
            language,
            path,
            query: uri.query().unwrap_or_default().to_owned(),
            viewer: None,
            api,
            site: portal.address.clone(),
            switches: Arc::default(),
        };
        match Viewer::of(&visit.api).await {
            Ok(viewer) => visit.viewer = viewer,
            Err(failure) => return Err(crate::pages::trouble::page(&visit, &failure)),
        }
        // Without an answer all counts as switched on: the API refuses what is not.
        if let Ok(switches) = visit.api.get("/site").await {
            visit.switches = Arc::new(switches);
        }
        Ok(visit)
    }
}

#[cfg(test)]
impl Portal {
    /// A portal over this API that takes files of one byte and has no folder for them.
    pub(crate) fn for_tests(backend: impl Backend + 'static) -> Self {
        Self {
            backend: Arc::new(backend),
            address: "https://pilotbox.example".into(),
            files: FileRules {
                scratch: Path::new("/nonexistent").into(),
                startup_bytes: 1,
                staff_bytes: 1,
                raw_bytes: 1,
                raw_places: Arc::new(Semaphore::new(1)),
                cut_off: |_| None,
            },
        }
    }
}

#[cfg(test)]
impl Visit {
    /// A visit in Bulgarian of nobody, with nothing behind it.
    pub(crate) fn for_tests(path: &str) -> Self {
        struct Silent;

        #[async_trait::async_trait]
        impl Backend for Silent {
            async fn answer(
                &self,
                _request: axum::http::Request<axum::body::Body>,
            ) -> axum::http::Response<axum::body::Body> {
                axum::http::Response::default()
            }
        }
        let portal = Portal::for_tests(Silent);
        let uri: Uri = format!("/bg{path}").parse().expect("a path of ours");
        Self::of_nobody(&portal, &uri)
    }
}

/// Takes the language off an address. What has none is read as Bulgarian.
fn split(uri: &Uri) -> (Language, String) {
    let path = uri.path();
    let rest = path.strip_prefix('/').unwrap_or(path);
    let (first, after) = rest.split_once('/').unwrap_or((rest, ""));
    match Language::of_address(first) {
        Some(language) if after.is_empty() => (language, String::new()),
        Some(language) => (language, format!("/{after}")),
        None => (Language::Bg, path.to_owned()),
    }
}
