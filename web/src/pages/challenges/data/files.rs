//! How the numbers of a column are spread, as files: the drawing as SVG, the counts as CSV.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use pilotbox_model::api::challenges::{ColumnView, DataView};

use super::spread;
use crate::{
    charts::{
        file::{File, Kind},
        standalone,
    },
    failure::Failure,
    pages::trouble,
    visit::Visit,
};

/// `GET /{language}/challenges/{id}/data/spread.svg?table=FOLDER/NAME&column=PLACE`
pub(crate) async fn drawing(visit: Visit, Path(id): Path<String>) -> Response {
    answer(&visit, &id, Kind::Drawing).await
}

/// `GET /{language}/challenges/{id}/data/spread.csv?table=FOLDER/NAME&column=PLACE`
pub(crate) async fn sheet(visit: Visit, Path(id): Path<String>) -> Response {
    answer(&visit, &id, Kind::Sheet).await
}

async fn answer(visit: &Visit, id: &str, kind: Kind) -> Response {
    match make(visit, id, kind).await {
        Ok(file) => file.response(visit),
        Err(failure) => trouble::page(visit, &failure).into_response(),
    }
}

async fn make(visit: &Visit, id: &str, kind: Kind) -> Result<File, Failure> {
    let data = visit.api.data(id).await?;
    let (name, column) = asked(visit, &data).ok_or_else(Failure::missing)?;
    let spread = column.spread.as_ref().ok_or_else(Failure::missing)?;
    let language = visit.language;
    let text = match kind {
        Kind::Drawing => standalone::file(|| spread::drawing(language, column, spread)),
        Kind::Sheet => spread::sheet(language, spread).csv(),
    };
    Ok(File { name, kind, text })
}

/// The column that the address names, and what its file is called.
fn asked<'a>(visit: &Visit, data: &'a DataView) -> Option<(String, &'a ColumnView)> {
    let (folder, name) = (visit.asked("table")?, visit.asked("column")?);
    let (folder, table) = folder.split_once('/')?;
    let place: usize = name.parse().ok()?;
    let mut tables = data.tables.iter();
    let table = tables.find(|one| one.folder == folder && one.name == table)?;
    let column = table.columns.get(place)?;
    Some((format!("{}-{place}", table.name), column))
}
