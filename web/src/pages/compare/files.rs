//! Charts of a comparison as files: the drawing as SVG, the data as CSV.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};

use super::{Asked, Desk, chart::Chart, figures::Figures};
use crate::{
    charts::{
        file::{File, Kind},
        standalone,
    },
    failure::Failure,
    pages::trouble,
    visit::Visit,
};

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
        Ok(file) => file.response(visit),
        Err(failure) => trouble::page(visit, &failure).into_response(),
    }
}

async fn make(visit: &Visit, id: &str, file: &str, is_blind: bool) -> Result<File, Failure> {
    let (name, ending) = file.rsplit_once('.').ok_or_else(Failure::missing)?;
    let chart = Chart::parse(name).ok_or_else(Failure::missing)?;
    let kind = Kind::of_ending(ending).ok_or_else(Failure::missing)?;
    if kind == Kind::Drawing && !chart.is_drawn() {
        return Err(Failure::missing());
    }
    let desk = Desk::of(visit, is_blind)?;
    let state = visit.api.challenge(id).await?.about.state;
    let asked = Asked::of(visit, &desk.splits(state));
    let comparison = visit.api.comparison(id, &asked.split, &asked.of).await?;
    let first = visit.asked("cursor").and_then(|first| first.parse().ok());
    let figures = Figures::new(visit.language, comparison, first);
    if !figures.has(chart) {
        return Err(Failure::missing());
    }
    let text = match kind {
        Kind::Sheet => figures.sheet(chart).csv(),
        Kind::Drawing => {
            let drawing = figures.drawing(chart).ok_or_else(Failure::missing)?;
            standalone::file(|| drawing)
        }
    };
    let name = name.to_owned();
    Ok(File { name, kind, text })
}
