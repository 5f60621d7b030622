//! Announcements, about a challenge or on the site: written in both languages, and
//! what was published before.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{
    Page as ListPage,
    accounts::Role,
    challenges::{AnnouncementAsk, AnnouncementView, Bilingual},
};

use super::{Back, Done, challenge_of, place};
use crate::{
    components::{
        form::{ErrorSummary, Field, FormGuard, Kind},
        list::{Empty, Pager},
    },
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, refused},
    language::Locale as _,
    markdown::Markdown,
    page::{Page, address, go_to},
    pages::trouble,
    texts::staff as texts,
    visit::Visit,
};

const ROWS: u32 = 10;

/// Most characters of a title and of a text.
const TITLE: usize = 200;
const BODY: usize = 20_000;

/// `GET /{language}/staff/announcements`
pub(crate) async fn show_site(visit: Visit) -> Response {
    show(&visit, None).await
}

/// `POST /{language}/staff/announcements`
pub(crate) async fn post_site(Posted { visit, fields }: Posted) -> Response {
    post(&visit, None, &fields).await
}

/// `GET /{language}/staff/challenges/{id}/announcements`
pub(crate) async fn show_challenge(visit: Visit, Path(id): Path<String>) -> Response {
    show(&visit, Some(&id)).await
}

/// `POST /{language}/staff/challenges/{id}/announcements`
pub(crate) async fn post_challenge(
    Path(id): Path<String>,
    Posted { visit, fields }: Posted,
) -> Response {
    post(&visit, Some(&id), &fields).await
}

async fn show(visit: &Visit, id: Option<&str>) -> Response {
    match load(visit, id).await {
        Ok(found) => page(visit, id, found, &Fields::default(), &Errors::none()).into_response(),
        Err(failure) => trouble::page(visit, &failure).into_response(),
    }
}

async fn post(visit: &Visit, id: Option<&str>, fields: &Fields) -> Response {
    let found = match load(visit, id).await {
        Ok(found) => found,
        Err(failure) => return trouble::page(visit, &failure).into_response(),
    };
    let ask = match read(visit, fields) {
        Ok(ask) => ask,
        Err(errors) => return refused(page(visit, id, found, fields, &errors)),
    };
    match visit.api.announce(id, &ask).await {
        Ok(()) => go_to(visit, &format!("{}?done=announced", own_place(id))),
        Err(failure) => {
            let errors = Errors::of(&failure, visit.language);
            refused(page(visit, id, found, fields, &errors))
        }
    }
}

async fn load(visit: &Visit, id: Option<&str>) -> Result<ListPage<AnnouncementView>, Failure> {
    match id {
        Some(id) => drop(challenge_of(visit, id).await?),
        None => drop(visit.demand_role(Role::Staff)?),
    }
    let cursor = visit.asked("cursor");
    visit.api.announcements(id, cursor.as_deref(), ROWS).await
}

fn read(visit: &Visit, fields: &Fields) -> Result<AnnouncementAsk, Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let title = Bilingual {
        bg: reader.text("title_bg", TITLE),
        en: reader.text("title_en", TITLE),
    };
    let body = Bilingual {
        bg: reader.text("body_bg", BODY),
        en: reader.text("body_en", BODY),
    };
    reader.finish(AnnouncementAsk { title, body })
}

fn own_place(id: Option<&str>) -> String {
    id.map_or_else(
        || "/staff/announcements".to_owned(),
        |id| format!("{}/announcements", place(id)),
    )
}

fn page(
    visit: &Visit,
    id: Option<&str>,
    found: ListPage<AnnouncementView>,
    fields: &Fields,
    errors: &Errors,
) -> Page {
    let title = id.map_or_else(
        || visit.say(texts::SITE_ANNOUNCEMENTS).to_owned(),
        |id| texts::ANNOUNCEMENTS_OF.fill(visit.language, &[("id", id)]),
    );
    visit.page(title.clone(), || {
        content(visit, id, title, found, fields, errors)
    })
}

fn content(
    visit: &Visit,
    id: Option<&str>,
    title: String,
    found: ListPage<AnnouncementView>,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let back = id.map_or_else(
        || ("/staff".to_owned(), texts::BACK_TO_LIST),
        |id| (place(id), texts::BACK_TO_CHALLENGE),
    );
    let list = if found.items.is_empty() {
        view! { <Empty text=visit.say(texts::NO_ANNOUNCEMENTS)/> }.into_any()
    } else {
        let items: Vec<_> = found
            .items
            .into_iter()
            .map(|one| item(visit, one))
            .collect();
        items.into_any()
    };
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Done visit=visit.clone() known=vec![("announced", texts::DONE_ANNOUNCED)]/>
        <Back visit=visit.clone() path=back.0 text=back.1/>
        <h1>{title}</h1>
        <h2>{visit.say(texts::NEW_ANNOUNCEMENT)}</h2>
        <p>{visit.say(texts::ANNOUNCE_LEAD)}</p>
        {form(visit, fields, errors)}
        <h2>{visit.say(texts::PUBLISHED_BEFORE)}</h2>
        {list}
        <Pager visit=visit.clone() next=found.next/>
    }
}

fn form(visit: &Visit, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    let (fields, errors) = (fields.clone(), errors.clone());
    view! {
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <Field visit=visit.clone() name="title_bg" label=texts::TITLE_BG
                fields=fields.clone() errors=errors.clone()/>
            <Field visit=visit.clone() name="body_bg" label=texts::BODY_BG help=texts::BODY_HELP kind=Kind::Text
                fields=fields.clone() errors=errors.clone()/>
            <Field visit=visit.clone() name="title_en" label=texts::TITLE_EN
                fields=fields.clone() errors=errors.clone()/>
            <Field visit=visit.clone() name="body_en" label=texts::BODY_EN help=texts::BODY_HELP kind=Kind::Text
                fields=fields errors=errors/>
            <p class="actions"><button type="submit">{visit.say(texts::PUBLISH)}</button></p>
        </form>
    }
}

fn item(visit: &Visit, one: AnnouncementView) -> impl IntoView + use<> {
    let title = visit.language.pick(&one.title).to_owned();
    let body = visit.language.pick(&one.body).to_owned();
    view! {
        <article class="entry">
            <h3>{title}</h3>
            <p class="help">{visit.language.moment(one.published_at)}</p>
            <Markdown text=body above=3/>
        </article>
    }
}
