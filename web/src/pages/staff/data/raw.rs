//! Raw data: brought, fetched, deleted. Its values are never on a page; the file itself
//! goes straight from the API to those who may have it.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{data::RawDataView, problem::Code};

use super::{
    Seen, by_on, place, seen,
    wrong::{self, Known},
};
use crate::{
    backend::data::raw_address,
    components::{
        facts::Facts,
        form::{ErrorSummary, Field, FileField, FormGuard},
        list::Empty,
        notice::{Notice, Tone},
    },
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, SentFiles, SentRaw, refused},
    language::Locale as _,
    page::{Page, go_to},
    pages::{staff::Back, trouble},
    texts::data_set as texts,
    visit::Visit,
};

/// Longest name of a table.
const TABLE: usize = 200;

/// Endings and types of the files that are read.
const ACCEPTED: &str =
    ".csv,.tsv,.txt,.parquet,.jsonl,.ndjson,.zip,.pb,.pbf,.json,.jsonld,.inp,text/csv";

const BRINGING: [Known; 6] = [
    (Code::WrongState, None, texts::KEY_MISSING),
    (Code::TooLarge, Some("file"), texts::FILE_LARGE),
    (Code::Rejected, Some("file"), texts::FILE_WRONG),
    (Code::Rejected, Some("table"), texts::TABLE_WRONG),
    (Code::UnsupportedMediaType, Some("file"), texts::FILE_WRONG),
    (Code::NotAllowed, None, texts::NOT_READER_FORM),
];

const DELETING: [Known; 1] = [(Code::NotAllowed, None, texts::NOT_READER_FORM)];

/// `GET /{language}/staff/data/{id}/raw`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match for_readers(&visit, &id).await {
        Ok(seen) => page(&visit, &seen, &Fields::default(), &Errors::none()).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/data/{id}/raw`: brings a file.
pub(crate) async fn bring(Path(id): Path<String>, SentRaw(sent): SentRaw) -> Response {
    let visit = &sent.visit;
    let seen = match for_readers(visit, &id).await {
        Ok(seen) => seen,
        Err(failure) => return trouble::page(visit, &failure).into_response(),
    };
    match take(&id, &sent).await {
        Ok(()) => go_to(visit, &format!("{}?done=brought", place(&id))),
        Err(errors) => refused(page(visit, &seen, &sent.fields, &errors)),
    }
}

/// `GET /{language}/staff/data/{id}/raw/delete`
pub(crate) async fn ask_deletion(visit: Visit, Path(id): Path<String>) -> Response {
    match with_raw(&visit, &id).await {
        Ok((seen, raw)) => sure(&visit, &seen, &raw, &Errors::none()).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/data/{id}/raw/delete`
pub(crate) async fn delete(Path(id): Path<String>, Posted { visit, .. }: Posted) -> Response {
    let (seen, raw) = match with_raw(&visit, &id).await {
        Ok(found) => found,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    match visit.api.delete_raw(&id).await {
        Ok(()) => go_to(&visit, &format!("{}?done=deleted", place(&id))),
        Err(failure) => {
            let errors = wrong::errors(&visit, &failure, &DELETING, &[]);
            refused(sure(&visit, &seen, &raw, &errors))
        }
    }
}

/// A data set, for its readers alone: the API would refuse others after the last byte.
async fn for_readers(visit: &Visit, id: &str) -> Result<Seen, Failure> {
    let seen = seen(visit, id).await?;
    if seen.inside.may_read {
        Ok(seen)
    } else {
        Err(Failure::new(Code::NotAllowed))
    }
}

/// A data set whose raw data is there, for those who may delete it.
async fn with_raw(visit: &Visit, id: &str) -> Result<(Seen, RawDataView), Failure> {
    let mut seen = seen(visit, id).await?;
    if !seen.inside.may_delete {
        return Err(Failure::new(Code::NotAllowed));
    }
    let raw = seen.inside.raw.take().ok_or_else(Failure::missing)?;
    Ok((seen, raw))
}

/// Brings the file of the form.
async fn take(id: &str, sent: &SentFiles) -> Result<(), Errors> {
    let visit = &sent.visit;
    let fields = [("file", "file"), ("table", "table")];
    let wrong = |failure: &Failure| wrong::errors(visit, failure, &BRINGING, &fields);
    if let Some(failure) = &sent.failure {
        return Err(wrong(failure));
    }
    let mut reader = Reader::new(&sent.fields, visit.language);
    let table = reader.optional("table", TABLE);
    let file = sent.file("file");
    if file.is_none() {
        reader.wrong("file", texts::FILE_MISSING);
    }
    let table = reader.finish(table)?;
    let Some(file) = file else {
        return Err(Errors::none());
    };
    let brought = visit.api.bring_raw(id, table, file).await;
    brought.map(drop).map_err(|failure| wrong(&failure))
}

fn page(visit: &Visit, seen: &Seen, fields: &Fields, errors: &Errors) -> Page {
    let title = texts::BRING_OF.fill(visit.language, &[("title", seen.title(visit))]);
    visit.page(title.clone(), || form(visit, title, seen, fields, errors))
}

fn form(
    visit: &Visit,
    title: String,
    seen: &Seen,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let again = (!errors.is_empty()).then(|| view! { <p>{visit.say(texts::FILE_AGAIN)}</p> });
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Back visit=visit.clone() path=place(&seen.set.id) text=texts::BACK_TO_SET/>
        <h1>{title}</h1>
        <p class="lead">{visit.say(texts::BRING_LEAD)}</p>
        {again}
        <form method="post" action=visit.at(&visit.path) enctype="multipart/form-data" novalidate="">
            <FormGuard visit=visit.clone()/>
            <FileField visit=visit.clone() name="file" label=texts::FILE help=texts::FILE_HELP
                accept=ACCEPTED errors=errors.clone()/>
            <Field visit=visit.clone() name="table" label=texts::TABLE_NAME help=texts::TABLE_HELP optional=true
                fields=fields.clone() errors=errors.clone()/>
            <p class="actions"><button type="submit">{visit.say(texts::SEND)}</button></p>
        </form>
    }
}

/// The page that asks whether raw data is to go.
fn sure(visit: &Visit, seen: &Seen, raw: &RawDataView, errors: &Errors) -> Page {
    let title = texts::DELETE_OF.fill(visit.language, &[("title", seen.title(visit))]);
    let sure = texts::DELETE_SURE.fill(visit.language, &[("file", &raw.file_name)]);
    let back = visit.at(&place(&seen.set.id));
    visit.page(title.clone(), || {
        view! {
            <ErrorSummary visit=visit.clone() errors=errors.clone()/>
            <h1>{title}</h1>
            <p class="lead">{sure}</p>
            <form method="post" action=visit.at(&visit.path) novalidate="">
                <FormGuard visit=visit.clone()/>
                <p class="actions">
                    <button type="submit" class="danger">{visit.say(texts::DELETE_YES)}</button>
                    <a class="button quiet" href=back>{visit.say(texts::KEEP)}</a>
                </p>
            </form>
        }
    })
}

/// The part of the workbench with the raw data.
pub(super) fn section(visit: &Visit, seen: &Seen) -> impl IntoView + use<> {
    let there = match &seen.inside.raw {
        Some(raw) => view! { {facts(visit, raw)} {findings(visit, raw)} }.into_any(),
        None => view! { <Empty text=visit.say(texts::NO_RAW)/> }.into_any(),
    };
    let ways = if seen.inside.may_read {
        ways(visit, seen).into_any()
    } else {
        let text = visit.say(texts::NOT_READER);
        let alone = seen.inside.may_delete && seen.inside.raw.is_some();
        let rest = alone.then(|| {
            let delete = deletion(visit, seen);
            view! { <p>{visit.say(texts::NO_READER_LEFT)}</p> <p class="actions">{delete}</p> }
        });
        view! { <Notice tone=Tone::Warn><p>{text}</p></Notice> {rest} }.into_any()
    };
    view! {
        <h2>{visit.say(texts::RAW)}</h2>
        {there}
        {ways}
    }
}

fn facts(visit: &Visit, raw: &RawDataView) -> impl IntoView + use<> {
    let language = visit.language;
    let bdi = |text: &str| {
        let text = text.to_owned();
        view! { <bdi>{text}</bdi> }.into_any()
    };
    let brought = by_on(visit, &raw.brought_by, raw.brought_at);
    let facts = vec![
        (visit.say(texts::FILE_NAME), bdi(&raw.file_name)),
        (visit.say(texts::TABLE), bdi(&raw.table)),
        (visit.say(texts::SIZE), language.bytes(raw.bytes).into_any()),
        (visit.say(texts::ROWS), language.whole(raw.rows).into_any()),
        (
            visit.say(texts::ROWS_ASIDE),
            language.whole(raw.rows_aside).into_any(),
        ),
        (visit.say(texts::BROUGHT), bdi(&brought)),
        (
            visit.say(texts::KEPT_UNTIL),
            language.moment(raw.delete_at).into_any(),
        ),
    ];
    view! { <Facts facts=facts/> }
}

/// What was noticed while the file was read: English, a line each.
fn findings(visit: &Visit, raw: &RawDataView) -> Option<impl IntoView + use<>> {
    if raw.findings.is_empty() {
        return None;
    }
    let lines: Vec<_> = raw
        .findings
        .iter()
        .cloned()
        .map(|line| view! { <li>{line}</li> })
        .collect();
    Some(view! {
        <h3>{visit.say(texts::FINDINGS)}</h3>
        <ul lang="en">{lines}</ul>
    })
}

fn deletion(visit: &Visit, seen: &Seen) -> impl IntoView + use<> {
    let delete = visit.at(&format!("{}/raw/delete", place(&seen.set.id)));
    view! { <a href=delete>{visit.say(texts::DELETE)}</a> }
}

fn ways(visit: &Visit, seen: &Seen) -> impl IntoView + use<> {
    let id = &seen.set.id;
    let bring = visit.at(&format!("{}/raw", place(id)));
    let has_raw = seen.inside.raw.is_some();
    let text = if has_raw {
        texts::REPLACE
    } else {
        texts::BRING
    };
    let rest = has_raw.then(|| {
        view! {
            <a href=raw_address(id) rel="nofollow">{visit.say(texts::FETCH)}</a>
            {deletion(visit, seen)}
        }
    });
    view! {
        <p class="actions">
            <a class="button" href=bring>{visit.say(text)}</a>
            {rest}
        </p>
    }
}
