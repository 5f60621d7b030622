//! The data of a challenge: each table of the pack that startups get, what its columns
//! mean, and of the sample the first rows and how numbers are spread.

pub mod files;
mod spread;

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use futures_util::future::try_join;
use leptos::prelude::*;
use pilotbox_model::api::challenges::{ChallengeDetail, ColumnView, DataView, TableView};

use super::{
    path_of,
    tabs::{Tab, head},
};
use crate::{
    components::{
        facts::Facts,
        list::Empty,
        table::{Column, Table},
    },
    failure::Failure,
    language::Locale as _,
    page::Page,
    pages::{data::shown, trouble},
    texts::data as texts,
    visit::Visit,
};

/// The folder of tables that are shown row by row.
const SAMPLE: &str = "sample";

/// The folder of tables that answer citizens.
const PILOT: &str = "pilot";

/// `GET /{language}/challenges/{id}/data`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match page(&visit, &id).await {
        Ok(page) => page.into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn page(visit: &Visit, id: &str) -> Result<Page, Failure> {
    let (challenge, data) = try_join(visit.api.challenge(id), visit.api.data(id)).await?;
    let name = visit.language.pick(&challenge.about.title);
    let title = texts::DATA_OF.fill(visit.language, &[("title", name)]);
    Ok(visit.page(title.clone(), || content(visit, title, &challenge, data)))
}

fn content(
    visit: &Visit,
    title: String,
    challenge: &ChallengeDetail,
    data: DataView,
) -> impl IntoView + use<> {
    let about = about(visit, &data);
    let page = visit.at(&format!("{}/data", path_of(&challenge.about.id)));
    let tables = data.tables.iter();
    let tables: Vec<_> = tables.map(|one| table(visit, &page, one)).collect();
    let none = tables
        .is_empty()
        .then(|| view! { <Empty text=visit.say(texts::NO_TABLES)/> });
    let json = format!("/api/v1{}/data", path_of(&challenge.about.id));
    let came_from = (!data.came_from.is_empty()).then(|| shown::came_from(visit, &data.came_from));
    view! {
        {head(visit, challenge, title, Tab::Data)}
        <p class="lead">{visit.say(texts::DATA_LEAD)}</p>
        {about}
        {none}
        {tables}
        {came_from}
        <p><a href=json>{visit.say(texts::GET_DATA)}</a></p>
    }
}

/// What the data is, where it comes from, under which licence.
fn about(visit: &Visit, data: &DataView) -> impl IntoView + use<> {
    let title = data.title.as_ref();
    let title = title.map(|title| visit.language.pick(title).to_owned());
    let mut facts = Vec::new();
    if let Some(source) = &data.source {
        let source = source.clone();
        let view = view! { <span lang="en"><bdi>{source}</bdi></span> };
        facts.push((visit.say(texts::SOURCE), view.into_any()));
    }
    if let Some(own) = &data.licence {
        facts.push((visit.say(texts::LICENCE), licence(own)));
    }
    view! {
        {title.map(|title| view! { <p>{title}</p> })}
        <Facts facts=facts/>
    }
}

/// A licence, as a link where it is an address on the web.
fn licence(text: &str) -> AnyView {
    let text = text.to_owned();
    if text.starts_with("https://") {
        let href = text.clone();
        view! { <a href=href rel="license noopener">{text}</a> }.into_any()
    } else {
        view! { <bdi>{text}</bdi> }.into_any()
    }
}

fn table(visit: &Visit, page: &str, table: &TableView) -> impl IntoView + use<> {
    let name = format!("{}/{}", table.folder, table.name);
    let facts = facts(visit, table);
    let caption = texts::COLUMNS_OF.fill(visit.language, &[("name", &name)]);
    let columns = columns(visit, caption, &table.columns);
    let rows = first_rows(visit, &name, table);
    let spreads = spread::section(visit, page, table);
    view! {
        <section>
            <h2><code>{name}</code></h2>
            <Facts facts=facts/>
            {columns}
            {rows}
            {spreads}
        </section>
    }
}

fn facts(visit: &Visit, table: &TableView) -> Vec<(&'static str, AnyView)> {
    let language = visit.language;
    let who = match (table.folder.as_str(), table.is_granted) {
        (_, true) => texts::GRANTED,
        (SAMPLE, false) => texts::SAMPLE,
        (PILOT, false) => texts::FOR_PILOT,
        _ => texts::NOT_GRANTED,
    };
    let mut facts = vec![
        (visit.say(texts::WHO_READS), visit.say(who).into_any()),
        (
            visit.say(texts::SIZE),
            language.bytes(table.bytes).into_any(),
        ),
    ];
    if let Some(rows) = table.rows {
        facts.push((visit.say(texts::ROWS), language.whole(rows).into_any()));
    }
    if let Some(own) = &table.licence {
        facts.push((visit.say(texts::LICENCE), licence(own)));
    }
    facts
}

fn columns(visit: &Visit, caption: String, columns: &[ColumnView]) -> impl IntoView + use<> {
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let row = |column: &ColumnView| -> Vec<AnyView> {
        let name = column.name.clone();
        let title = column.title.as_ref();
        let title = title.map(|title| visit.language.pick(title).to_owned());
        let (unit, about) = (optional(&column.unit), optional(&column.about));
        vec![
            view! { <code>{name}</code> }.into_any(),
            title.into_any(),
            optional(&column.datatype).into_any(),
            view! { <span lang="en">{unit}</span> }.into_any(),
            view! { <span lang="en">{about}</span> }.into_any(),
        ]
    };
    let heads = [
        texts::COLUMN,
        texts::TITLE,
        texts::TYPE,
        texts::UNIT,
        texts::MEANING,
    ];
    let heads = heads.map(|head| Column::text(visit.say(head))).to_vec();
    let rows: Vec<_> = columns.iter().map(row).collect();
    view! { <Table caption=caption columns=heads rows=rows/> }
}

fn first_rows(visit: &Visit, name: &str, table: &TableView) -> Option<impl IntoView + use<>> {
    let shown = u64::try_from(table.first_rows.len()).ok()?;
    if shown == 0 {
        return None;
    }
    let missing = visit.say(texts::MISSING_VALUE);
    let cell = |value: &Option<String>| match value.clone() {
        Some(value) => view! { <bdi>{value}</bdi> }.into_any(),
        None => view! { <em>{missing}</em> }.into_any(),
    };
    let rows = (1_u64..).zip(&table.first_rows);
    let rows: Vec<Vec<AnyView>> = rows
        .map(|(at, row)| {
            let number = visit.language.whole(at).into_any();
            std::iter::once(number)
                .chain(row.iter().map(cell))
                .collect()
        })
        .collect();
    let mut heads = vec![Column::number(visit.say(texts::ROW))];
    let columns = table.columns.iter();
    heads.extend(columns.map(|column| Column {
        name: column.name.clone().into(),
        is_number: column.spread.is_some(),
    }));
    let caption = texts::FIRST_ROWS_OF.fill(visit.language, &[("name", name)]);
    let summary = texts::FIRST_ROWS.of(visit.language, shown);
    Some(view! {
        <details>
            <summary>{summary}</summary>
            <Table caption=caption hide_caption=true columns=heads rows=rows/>
        </details>
    })
}
