//! A chart taken home: its drawing or its data, as an answer that is saved and never shown
//! in place.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse as _, Response},
};

use crate::visit::Visit;

/// What a file of a chart holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The drawing, as SVG.
    Drawing,
    /// The data, as CSV.
    Sheet,
}

/// A file of a chart.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name without the ending.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Its text.
    pub text: String,
}

impl Kind {
    /// By the ending of a file's name.
    pub fn of_ending(ending: &str) -> Option<Self> {
        match ending {
            "svg" => Some(Self::Drawing),
            "csv" => Some(Self::Sheet),
            _ => None,
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Drawing => "svg",
            Self::Sheet => "csv",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Drawing => "image/svg+xml; charset=utf-8",
            Self::Sheet => "text/csv; charset=utf-8; header=present",
        }
    }
}

impl File {
    /// As an answer to whoever asked.
    pub(crate) fn response(self, visit: &Visit) -> Response {
        let mut headers = HeaderMap::new();
        let kind = HeaderValue::from_static(self.kind.media_type());
        headers.insert(header::CONTENT_TYPE, kind);
        let (name, ending) = (self.name, self.kind.ending());
        let name = format!("attachment; filename=\"{name}.{ending}\"");
        if let Ok(name) = HeaderValue::from_str(&name) {
            headers.insert(header::CONTENT_DISPOSITION, name);
        }
        // Never shown in place, whatever the address is put into.
        let policy = HeaderValue::from_static("default-src 'none'; sandbox");
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        for cookie in visit.api.take_cookies() {
            headers.append(header::SET_COOKIE, cookie);
        }
        (headers, self.text).into_response()
    }
}
