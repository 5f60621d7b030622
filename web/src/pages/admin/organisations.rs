//! Organisations with what they use, and the page that gives one another name.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{Page as ListPage, accounts::Role, admin::OrganisationSummary};

use crate::{
    backend::part,
    components::{
        form::{ErrorSummary, Field, FormGuard, Kind},
        list::{Empty, Pager},
        table::{Column, Table},
    },
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, refused},
    language::Locale as _,
    page::{Page, address, go_to},
    pages::{
        staff::{Back, Done},
        trouble,
    },
    texts::{Text, admin as texts, site},
    visit::Visit,
};

const ROWS: u32 = 50;

/// Longest name, in characters.
const NAME: usize = 200;

/// Words that say what a form has done.
const DONE: [(&str, Text); 1] = [("renamed", texts::DONE_RENAMED)];

/// `GET /{language}/admin/organisations`
pub(crate) async fn list(visit: Visit) -> Response {
    match load(&visit).await {
        Ok(found) => visit
            .page(visit.say(texts::ORGANISATIONS), || content(&visit, found))
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `GET /{language}/admin/organisations/{id}`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match name_of(&visit, &id).await {
        Ok(name) => {
            let fields = Fields::of([("name", name.clone())]);
            page(&visit, name, &fields, &Errors::none()).into_response()
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/admin/organisations/{id}`
pub(crate) async fn rename(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Response {
    let name = match name_of(&visit, &id).await {
        Ok(name) => name,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    let mut reader = Reader::new(&fields, visit.language);
    let wanted = reader.text("name", NAME);
    let errors = match reader.finish(wanted) {
        Ok(wanted) => match visit.api.rename_organisation(&id, wanted).await {
            Ok(()) => return go_to(&visit, "/admin/organisations?done=renamed"),
            Err(failure) => Errors::of(&failure, visit.language),
        },
        Err(errors) => errors,
    };
    refused(page(&visit, name, &fields, &errors))
}

async fn load(visit: &Visit) -> Result<ListPage<OrganisationSummary>, Failure> {
    visit.demand_role(Role::Admin)?;
    let cursor = visit.asked("cursor");
    visit
        .api
        .organisation_summaries(cursor.as_deref(), ROWS)
        .await
}

async fn name_of(visit: &Visit, id: &str) -> Result<String, Failure> {
    visit.demand_role(Role::Admin)?;
    Ok(visit.api.organisation(id).await?.name)
}

fn content(visit: &Visit, found: ListPage<OrganisationSummary>) -> impl IntoView + use<> {
    let list = if found.items.is_empty() {
        view! { <Empty text=visit.say(texts::NO_ORGANISATIONS)/> }.into_any()
    } else {
        table(visit, found.items).into_any()
    };
    view! {
        <Done visit=visit.clone() known=DONE.to_vec()/>
        <Back visit=visit.clone() path="/admin".to_owned() text=site::ADMINISTRATION/>
        <h1>{visit.say(texts::ORGANISATIONS)}</h1>
        {list}
        <Pager visit=visit.clone() next=found.next/>
    }
}

fn table(visit: &Visit, found: Vec<OrganisationSummary>) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(texts::ORGANISATION)),
        Column::number(visit.say(texts::MEMBERS)),
        Column::number(visit.say(texts::SUBMISSIONS)),
        Column::number(visit.say(texts::SPACE)),
        Column::text(visit.say(texts::FOUNDED)),
    ];
    let language = visit.language;
    let rows = found.into_iter().map(|one| {
        let href = visit.at(&format!("/admin/organisations/{}", part(&one.id)));
        vec![
            view! { <a href=href><bdi>{one.name}</bdi></a> }.into_any(),
            language.whole(one.members).into_any(),
            language.whole(one.submissions).into_any(),
            language.bytes(one.bytes).into_any(),
            language.day(one.created_at).into_any(),
        ]
    });
    let rows = rows.collect();
    view! {
        <Table caption=visit.say(texts::ORGANISATIONS).to_owned() hide_caption=true columns=columns rows=rows/>
    }
}

fn page(visit: &Visit, name: String, fields: &Fields, errors: &Errors) -> Page {
    visit.page(name.clone(), || form(visit, name, fields, errors))
}

fn form(visit: &Visit, name: String, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Back visit=visit.clone() path="/admin/organisations".to_owned() text=texts::ORGANISATIONS/>
        <h1><bdi>{name}</bdi></h1>
        <p class="lead">{visit.say(texts::RENAME_LEAD)}</p>
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <Field visit=visit.clone() name="name" label=texts::NEW_NAME kind=Kind::Line
                fields=fields.clone() errors=errors.clone()/>
            <p class="actions"><button type="submit">{visit.say(texts::RENAME)}</button></p>
        </form>
    }
}
