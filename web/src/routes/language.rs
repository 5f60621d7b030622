//! Addresses without a language, as mails have them: they lead to the same page in the
//! language that a browser asks for.

use axum::{
    http::{HeaderMap, Uri, header},
    response::{IntoResponse as _, Redirect, Response},
};

use crate::language::{Language, Locale as _};

/// `GET` of an address without a language, as mails have it: the same in the language
/// that the browser asks for, else in Bulgarian.
pub(super) async fn choose(headers: HeaderMap, uri: Uri) -> Response {
    let path = match uri.path() {
        "/" => "",
        "/invitation" => "/invitations/accept",
        path => path,
    };
    let query = uri.query().map(|query| format!("?{query}"));
    let path = format!("{path}{}", query.unwrap_or_default());
    let language = preferred(&headers);
    let mut response = Redirect::to(&language.at(&path)).into_response();
    let vary = header::HeaderValue::from_static("accept-language");
    response.headers_mut().insert(header::VARY, vary);
    response
}

/// The language that a browser asks for, else Bulgarian.
pub(crate) fn preferred(headers: &HeaderMap) -> Language {
    let wanted = headers.get(header::ACCEPT_LANGUAGE);
    let wanted = wanted
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let codes = wanted.split(',').filter_map(|part| part.trim().get(..2));
    let mut known = codes.filter_map(Language::of_address);
    known.next().unwrap_or(Language::Bg)
}
