//! The workbench of one data set: where it is on its way to being published, its raw data
//! and what was found in it, its policies and releases, and who got at the raw data.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::data::{DataAccess, DataAccessView};

use super::{Seen, person, place, policies, profile, raw, readers, releases, seen};
use crate::{
    components::{
        form::ErrorSummary,
        list::Empty,
        table::{Column, Table},
    },
    form::{Errors, Fields, Posted, refused},
    language::Locale as _,
    page::{Page, go_to},
    pages::{
        data as catalogue,
        staff::{Back, Done},
        trouble,
    },
    texts::{Text, data_set as texts},
    visit::Visit,
};

/// Words that say what a form has done.
const DONE: [(&str, Text); 7] = [
    ("made", texts::DONE_MADE),
    ("brought", texts::DONE_BROUGHT),
    ("deleted", texts::DONE_DELETED),
    ("reader", texts::DONE_READER),
    ("reader-removed", texts::DONE_READER_REMOVED),
    ("released", texts::DONE_RELEASED),
    ("opened", texts::DONE_OPENED),
];

/// The way from a file to a release.
const STEPS: [Text; 5] = [
    texts::STEP_BRING,
    texts::STEP_READ,
    texts::STEP_PROPOSE,
    texts::STEP_APPROVE,
    texts::STEP_RELEASE,
];

/// `GET /{language}/staff/data/{id}`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match seen(&visit, &id).await {
        Ok(seen) => page(&visit, &seen, &Fields::default(), &Errors::none()).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/data/{id}`
pub(crate) async fn post(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Response {
    let seen = match seen(&visit, &id).await {
        Ok(seen) => seen,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    let done = match fields.typed("act") {
        "open" => releases::open(&visit, &id, &fields).await,
        "remove-reader" => readers::remove(&visit, &id, &fields).await,
        _ => readers::name(&visit, &id, &fields).await,
    };
    match done {
        Ok(word) => go_to(&visit, &format!("{}?done={word}", place(&id))),
        Err(errors) => refused(page(&visit, &seen, &fields, &errors)),
    }
}

fn page(visit: &Visit, seen: &Seen, fields: &Fields, errors: &Errors) -> Page {
    let title = seen.title(visit).to_owned();
    visit.page(title.clone(), || {
        content(visit, title, seen, fields, errors)
    })
}

fn content(
    visit: &Visit,
    title: String,
    seen: &Seen,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let steps = STEPS.map(|step| view! { <li>{visit.say(step)}</li> });
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Done visit=visit.clone() known=DONE.to_vec()/>
        <Back visit=visit.clone() path="/staff/data".to_owned() text=texts::BACK_TO_LIST/>
        <h1>{title}</h1>
        <h2>{visit.say(texts::STEPS)}</h2>
        <ol>{steps.into_iter().collect_view()}</ol>
        {raw::section(visit, seen)}
        {profile::section(visit, seen)}
        {policies::section(visit, seen)}
        {releases::section(visit, seen)}
        {readers::section(visit, seen, fields, errors)}
        {accesses(visit, &seen.inside.accesses)}
        <h2>{visit.say(texts::EVERYBODY_SEES)}</h2>
        <p><a href=visit.at(&catalogue::path_of(&seen.set.id))>{visit.say(texts::PUBLIC_PAGE)}</a></p>
    }
}

fn accesses(visit: &Visit, all: &[DataAccessView]) -> impl IntoView + use<> {
    let title = visit.say(texts::ACCESSES);
    let list = if all.is_empty() {
        view! { <Empty text=visit.say(texts::NO_ACCESSES)/> }.into_any()
    } else {
        let columns = [texts::WHEN, texts::WHO, texts::WHAT];
        let columns = columns.map(|text| Column::text(visit.say(text))).to_vec();
        let rows = all.iter().map(|one| access(visit, one)).collect();
        view! { <Table caption=title.to_owned() hide_caption=true columns=columns rows=rows/> }
            .into_any()
    };
    view! {
        <h2>{title}</h2>
        <p>{visit.say(texts::ACCESSES_LEAD)}</p>
        {list}
    }
}

fn access(visit: &Visit, one: &DataAccessView) -> Vec<AnyView> {
    let who = match &one.by {
        Some(name) => person(visit, name).into_any(),
        None => visit.say(texts::SERVER).into_any(),
    };
    let what = match one.kind {
        DataAccess::Brought => texts::DID_BRING,
        DataAccess::Fetched => texts::DID_FETCH,
        DataAccess::Tried => texts::DID_TRY,
        DataAccess::Released => texts::DID_RELEASE,
        DataAccess::Deleted => texts::DID_DELETE,
    };
    vec![
        visit.language.moment(one.at).into_any(),
        who,
        visit.say(what).into_any(),
    ]
}
