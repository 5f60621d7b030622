//! Charts of a comparison as files: the drawing as SVG, the data as CSV.

use axum::{
    extract::Path,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse as _, Response},
};

use super::{Asked, Desk, chart::Chart, figures::Figures};
use crate::{charts::standalone, failure::Failure, pages::trouble, visit::Visit};

/// `GET /{language}/challenges/{id}/compare/{file}`
pub(crate) async fn file(visit: Visit, Path((id, file)): Path<(String, String)>) -> Response {
    answer(&visit, &id, &file, false).await
}

/// `GET /{language}/evaluation/{id}/compare/{file}`
pub(crate) async fn file_blind(visit: Visit, Path((id, file)): Path<(String, String)>) -> Response {
    answer(&visit, &id, &file, true).await
}

async fn answer(visit: &Visit, id: &str, file: &str, is_blind: bool) -> Response {
    match make(visit, id, file, is_blind).await {
        Ok((kind, text)) => download(visit, file, kind, text),
        Err(failure) => trouble::page(visit, &failure).into_response(),
    }
}

async fn make(
    visit: &Visit,
    id: &str,
    file: &str,
    is_blind: bool,
) -> Result<(&'static str, String), Failure> {
    let (name, ending) = file.rsplit_once('.').ok_or_else(Failure::missing)?;
    let chart = Chart::parse(name).ok_or_else(Failure::missing)?;
    let is_drawing = match ending {
        "svg" if chart.is_drawn() => true,
        "csv" => false,
        _ => return Err(Failure::missing()),
    };
    let desk = Desk::of(visit, is_blind)?;
    let state = visit.api.challenge(id).await?.about.state;
    let asked = Asked::of(visit, &desk.splits(state));
    let comparison = visit.api.comparison(id, &asked.split, &asked.of).await?;
    let first = visit.asked("cursor").and_then(|first| first.parse().ok());
    let figures = Figures::new(visit.language, comparison, first);
    if !figures.has(chart) {
        return Err(Failure::missing());
    }
    if !is_drawing {
        return Ok((
            "text/csv; charset=utf-8; header=present",
            figures.sheet(chart).csv(),
        ));
    }
    let drawing = figures.drawing(chart).ok_or_else(Failure::missing)?;
    Ok(("image/svg+xml; charset=utf-8", standalone::file(|| drawing)))
}

fn download(visit: &Visit, file: &str, kind: &'static str, text: String) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let name = format!("attachment; filename=\"{file}\"");
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
    (headers, text).into_response()
}
