//! A whole page: head, banner, content, foot. The one place that writes HTML out.

mod frame;

use std::sync::Arc;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use hydration_context::SsrSharedContext;
use leptos::prelude::*;

use crate::{
    assets,
    backend::Api,
    language::{Language, Locale as _},
    texts::site as texts,
    visit::Visit,
};

/// What pages may do in a browser: load what is ours and nothing else. The one word
/// beyond that lets WebAssembly be compiled.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Marks an answer that holds nothing of anybody: no token, no name. Such a page may be
/// compressed; in others, a text that somebody else chose and a secret would share one
/// measurable length.
#[derive(Clone, Copy, Debug)]
pub struct Public;

/// A page, ready to be sent.
pub struct Page {
    status: StatusCode,
    is_public: bool,
    html: String,
    api: Api,
    retry_after: Option<HeaderValue>,
    policy: HeaderValue,
}

impl Page {
    /// Writes a page with this title and content.
    pub(crate) fn new<V: IntoView + 'static>(
        visit: &Visit,
        title: String,
        view: impl FnOnce() -> V,
    ) -> Self {
        let body = write(|| frame::frame(visit, view()));
        Self {
            status: StatusCode::OK,
            is_public: visit.viewer.is_none(),
            html: document(visit, &title, &body),
            api: visit.api.clone(),
            retry_after: None,
            policy: HeaderValue::from_static(POLICY),
        }
    }

    /// A page for a frame of other sites: its content alone, without banner and foot. Its
    /// origins were checked when they were set; what no header can hold lets nobody in.
    pub(crate) fn framed<V: IntoView + 'static>(
        visit: &Visit,
        title: String,
        origins: &[String],
        view: impl FnOnce() -> V,
    ) -> Self {
        let body = write(|| {
            let content = view();
            view! { <main id="main" tabindex="-1">{content}</main> }
        });
        let allowed = format!("frame-ancestors 'self' {}", origins.join(" "));
        let policy = POLICY.replace("frame-ancestors 'none'", allowed.trim_end());
        Self {
            status: StatusCode::OK,
            is_public: true,
            html: document(visit, &title, &body),
            api: visit.api.clone(),
            retry_after: None,
            policy: HeaderValue::from_str(&policy)
                .unwrap_or_else(|_| HeaderValue::from_static(POLICY)),
        }
    }

    /// The same with another status.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The same with a time to try again.
    #[must_use]
    pub(crate) fn retry_after(mut self, value: Option<HeaderValue>) -> Self {
        self.retry_after = value;
        self
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.html).into_response();
        let headers = response.headers_mut();
        let html = HeaderValue::from_static("text/html; charset=utf-8");
        headers.insert(header::CONTENT_TYPE, html);
        headers.insert(header::CONTENT_SECURITY_POLICY, self.policy);
        let fresh = HeaderValue::from_static("no-cache");
        headers.insert(header::CACHE_CONTROL, fresh);
        if let Some(value) = self.retry_after {
            headers.insert(header::RETRY_AFTER, value);
        }
        let cookies = self.api.take_cookies();
        let is_public = self.is_public && cookies.is_empty();
        for cookie in cookies {
            headers.append(header::SET_COOKIE, cookie);
        }
        if is_public {
            response.extensions_mut().insert(Public);
        }
        response
    }
}

/// Another page to go to after a form, with the cookies that the API has set.
pub fn go_to(visit: &Visit, path: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    if let Ok(address) = HeaderValue::from_str(&visit.at(path)) {
        headers.insert(header::LOCATION, address);
    }
    for cookie in visit.api.take_cookies() {
        headers.append(header::SET_COOKIE, cookie);
    }
    response
}

/// Writes a view as HTML. Islands in it carry what they need to wake.
pub(crate) fn write<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let context = Arc::new(SsrSharedContext::new_islands());
    let owner = Owner::new_root(Some(context));
    let html = owner.with(|| view().into_view().to_html());
    owner.unset();
    // Leptos marks places with comments that HTML does not allow; these are the same
    // to a browser, and allowed. Texts and attributes are escaped and hold none.
    html.replace("<!>", "<!---->")
}

fn document(visit: &Visit, title: &str, body: &str) -> String {
    let language = visit.language;
    let code = language.as_str();
    let site = texts::SITE.of(language);
    let title = if title == site {
        escape(site)
    } else {
        format!("{} · {}", escape(title), escape(site))
    };
    let style = assets::style().address();
    let script = script(body);
    let alternates = [Language::Bg, Language::En].map(|other| {
        let address = escape(&address(other, visit));
        let code = other.as_str();
        format!(r#"<link rel="alternate" hreflang="{code}" href="{address}">"#)
    });
    let alternates = alternates.concat();
    format!(
        r#"<!DOCTYPE html>
<html lang="{code}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="{icon}" type="image/svg+xml">
<link rel="stylesheet" href="{style}">
{alternates}{script}
</head>
<body>
{body}
</body>
</html>
"#,
        icon = assets::icon().address(),
    )
}

/// The client is loaded where something waits for it.
fn script(body: &str) -> String {
    match assets::start() {
        Some(start) if body.contains("<leptos-island") => {
            let address = start.address();
            format!(r#"<script type="module" src="{address}"></script>"#)
        }
        _ => String::new(),
    }
}

/// The same page in a language.
pub(crate) fn address(language: Language, visit: &Visit) -> String {
    let path = language.at(&visit.path);
    if visit.query.is_empty() {
        path
    } else {
        format!("{path}?{}", visit.query)
    }
}

/// A text as it stands in HTML, in an element or in an attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}
