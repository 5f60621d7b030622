//! Organisations: to found one, to see its members, to invite somebody to it.

pub mod published;

use axum::{extract::Path, response::Response};
use leptos::prelude::*;
use pilotbox_model::api::{
    accounts::{Language, Member, MemberInvitation, OrganisationDetail},
    problem::Code,
};

use super::{
    account::{
        done::Done,
        languages, or_trouble,
        wrong::{Known, errors_of},
    },
    register::NAME,
    sign_in::EMAIL,
};
use crate::{
    backend::part,
    components::{
        form::{ErrorSummary, Field, FormGuard, Kind, Select},
        table::{Column, Table},
    },
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, refused},
    language::Locale as _,
    page::{Page, go_to},
    texts::{Text, account as texts},
    visit::Visit,
};

const DONE: [(&str, Text); 2] = [
    ("founded", texts::ORGANISATION_MADE),
    ("invited", texts::INVITED),
];

const FOUND: [Known; 2] = [
    Known::value("name", "name", texts::NAME_WRONG),
    Known::whole(Code::Conflict, texts::ORGANISATION_TOO_MANY),
];

const INVITE: [Known; 2] = [
    Known::value("email", "email", texts::EMAIL_WRONG),
    Known::whole(Code::Conflict, texts::INVITE_TOO_MANY),
];

/// `GET /{language}/organisations/new`
pub(crate) async fn show_new(visit: Visit) -> Response {
    let page = new_page(&visit, &Fields::default(), &Errors::none());
    or_trouble(&visit, page)
}

/// `POST /{language}/organisations/new`
pub(crate) async fn post_new(Posted { visit, fields }: Posted) -> Response {
    let mut reader = Reader::new(&fields, visit.language);
    let name = reader.text("name", NAME);
    let errors = match reader.finish(name) {
        Ok(name) => match visit.api.create_organisation(name).await {
            Ok(made) => {
                let path = format!("/organisations/{}?done=founded", part(&made.id));
                return go_to(&visit, &path);
            }
            Err(failure) if failure.code == Code::SecondFactorNeeded => {
                return or_trouble(&visit, Err(failure));
            }
            Err(failure) => errors_of(&failure, visit.language, &FOUND),
        },
        Err(errors) => errors,
    };
    match new_page(&visit, &fields, &errors) {
        Ok(page) => refused(page),
        Err(failure) => or_trouble(&visit, Err(failure)),
    }
}

/// `GET /{language}/organisations/{id}`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let language = visit.language.as_str().to_owned();
    let fields = Fields::of([("language", language)]);
    let page = page(&visit, &id, &fields, &Errors::none()).await;
    or_trouble(&visit, page)
}

/// `POST /{language}/organisations/{id}`: invites somebody.
pub(crate) async fn invite(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Response {
    let mut reader = Reader::new(&fields, visit.language);
    let ask = MemberInvitation {
        email: reader.text("email", EMAIL),
        language: Language::of_code(fields.typed("language")),
    };
    let errors = match reader.finish(ask) {
        Ok(ask) => match visit.api.invite_member(&id, &ask).await {
            Ok(_) => {
                let path = format!("/organisations/{}?done=invited", part(&id));
                return go_to(&visit, &path);
            }
            Err(failure) => errors_of(&failure, visit.language, &INVITE),
        },
        Err(errors) => errors,
    };
    match page(&visit, &id, &fields, &errors).await {
        Ok(page) => refused(page),
        Err(failure) => or_trouble(&visit, Err(failure)),
    }
}

fn new_page(visit: &Visit, fields: &Fields, errors: &Errors) -> Result<Page, Failure> {
    visit.demand_viewer()?;
    let title = visit.say(texts::FOUND);
    let (fields, errors) = (fields.clone(), errors.clone());
    let page = visit.page(title, || {
        view! {
            <ErrorSummary visit=visit.clone() errors=errors.clone()/>
            <p class="above"><a href=visit.at("/account")>{visit.say(texts::ACCOUNT)}</a></p>
            <h1>{title}</h1>
            <p class="lead">{visit.say(texts::ORGANISATION_LEAD)}</p>
            <form method="post" action=visit.at("/organisations/new") novalidate="">
                <FormGuard visit=visit.clone()/>
                <Field visit=visit.clone() name="name" label=texts::ORGANISATION_NAME kind=Kind::Organisation fields=fields errors=errors/>
                <p class="actions"><button type="submit">{visit.say(texts::ORGANISATION_MAKE)}</button></p>
            </form>
        }
    });
    Ok(page)
}

async fn page(visit: &Visit, id: &str, fields: &Fields, errors: &Errors) -> Result<Page, Failure> {
    visit.demand_viewer()?;
    let found = visit.api.organisation(id).await?;
    Ok(visit.page(found.name.clone(), || content(visit, found, fields, errors)))
}

fn content(
    visit: &Visit,
    found: OrganisationDetail,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let invitation = found
        .is_owner
        .then(|| form(visit, &found.id, fields, errors));
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Done visit=visit.clone() known=&DONE/>
        <p class="above"><a href=visit.at("/account")>{visit.say(texts::ACCOUNT)}</a></p>
        <h1><bdi>{found.name}</bdi></h1>
        <section>
            <h2>{visit.say(texts::MEMBERS)}</h2>
            {members(visit, found.members)}
        </section>
        {invitation}
    }
}

fn members(visit: &Visit, members: Vec<Member>) -> impl IntoView + use<> {
    let columns = [texts::MEMBER, texts::MEMBER_ROLE, texts::MEMBER_SINCE];
    let columns: Vec<Column> = columns.map(|text| Column::text(visit.say(text))).into();
    let rows: Vec<Vec<AnyView>> = members
        .into_iter()
        .map(|one| {
            let place = if one.is_owner {
                texts::MEMBER_OWNER
            } else {
                texts::MEMBER_PLAIN
            };
            vec![
                view! { <bdi>{one.name}</bdi> }.into_any(),
                visit.say(place).into_any(),
                visit.language.day(one.since).into_any(),
            ]
        })
        .collect();
    let caption = visit.say(texts::MEMBERS).to_owned();
    view! { <Table caption=caption hide_caption=true columns=columns rows=rows/> }
}

fn form(visit: &Visit, id: &str, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    let (fields, errors) = (fields.clone(), errors.clone());
    let action = visit.at(&format!("/organisations/{}", part(id)));
    view! {
        <section>
            <h2>{visit.say(texts::INVITE)}</h2>
            <p>{visit.say(texts::INVITE_LEAD)}</p>
            <form method="post" action=action novalidate="">
                <FormGuard visit=visit.clone()/>
                <Field visit=visit.clone() name="email" label=texts::EMAIL kind=Kind::Email fields=fields.clone() errors=errors.clone()/>
                <Select visit=visit.clone() name="language" label=texts::INVITE_LANGUAGE options=languages(visit) fields=fields errors=errors/>
                <p class="actions"><button type="submit">{visit.say(texts::INVITE_SEND)}</button></p>
            </form>
        </section>
    }
}
