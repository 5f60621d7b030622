//! What was announced, about one challenge or about the whole site.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use futures_util::future::try_join;
use leptos::prelude::*;
use pilotbox_model::api::{Page as ListPage, challenges::AnnouncementView};

use super::path_of;
use crate::{
    components::list::{Empty, Pager},
    language::Locale as _,
    markdown::Markdown,
    page::Page,
    pages::trouble,
    texts::challenge as texts,
    visit::Visit,
};

/// Announcements of a page.
const ROWS: u32 = 20;

/// `GET /{language}/announcements`
pub(crate) async fn of_site(visit: Visit) -> Response {
    let cursor = visit.asked("cursor");
    match visit.api.announcements(None, cursor.as_deref(), ROWS).await {
        Ok(found) => {
            let title = visit.say(texts::ANNOUNCEMENTS).to_owned();
            page(&visit, title, None, found).into_response()
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `GET /{language}/challenges/{id}/announcements`
pub(crate) async fn of_challenge(visit: Visit, Path(id): Path<String>) -> Response {
    let cursor = visit.asked("cursor");
    let found = try_join(
        visit.api.challenge(&id),
        visit.api.announcements(Some(&id), cursor.as_deref(), ROWS),
    );
    match found.await {
        Ok((challenge, found)) => {
            let name = visit.language.pick(&challenge.about.title);
            let title = texts::ANNOUNCEMENTS_OF.fill(visit.language, &[("title", name)]);
            let back = visit.at(&path_of(&challenge.about.id));
            page(&visit, title, Some(back), found).into_response()
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

fn page(
    visit: &Visit,
    title: String,
    back: Option<String>,
    found: ListPage<AnnouncementView>,
) -> Page {
    visit.page(title.clone(), || content(visit, title, back, found))
}

fn content(
    visit: &Visit,
    title: String,
    back: Option<String>,
    found: ListPage<AnnouncementView>,
) -> impl IntoView + use<> {
    let back = back.map(|href| {
        view! { <p class="above"><a href=href>{visit.say(texts::BACK_TO_CHALLENGE)}</a></p> }
    });
    view! {
        {back}
        <h1>{title}</h1>
        {whole(visit, found.items)}
        <Pager visit=visit.clone() next=found.next/>
    }
}

/// Announcements, each under a heading of the third level, folded: one may be long.
#[component]
pub fn Folded(visit: Visit, found: Vec<AnnouncementView>) -> impl IntoView {
    if found.is_empty() {
        return view! { <Empty text=visit.say(texts::NO_ANNOUNCEMENTS)/> }.into_any();
    }
    let each = found.into_iter().map(|one| {
        view! {
            <details class="entry">
                <summary><h3>{title(&visit, &one)}</h3> " " {published(&visit, &one)}</summary>
                <Markdown text=visit.language.pick(&one.body).to_owned() above=3/>
            </details>
        }
    });
    let each: Vec<_> = each.collect();
    view! { <div class="stack">{each}</div> }.into_any()
}

/// Announcements as a page shows them, each under a heading of the second level.
fn whole(visit: &Visit, found: Vec<AnnouncementView>) -> impl IntoView + use<> {
    if found.is_empty() {
        return view! { <Empty text=visit.say(texts::NO_ANNOUNCEMENTS)/> }.into_any();
    }
    let each = found.into_iter().map(|one| {
        view! {
            <article class="entry">
                <h2>{title(visit, &one)}</h2>
                <p>{published(visit, &one)}</p>
                <Markdown text=visit.language.pick(&one.body).to_owned()/>
            </article>
        }
    });
    let each: Vec<_> = each.collect();
    view! { <div class="stack">{each}</div> }.into_any()
}

fn title(visit: &Visit, one: &AnnouncementView) -> String {
    visit.language.pick(&one.title).to_owned()
}

fn published(visit: &Visit, one: &AnnouncementView) -> impl IntoView + use<> {
    let at = one.published_at;
    view! { <time class="help" datetime=at.to_string()>{visit.language.moment(at)}</time> }
}
