//! Organisations that took part, as boards name them once results are published.

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{Page as ListPage, challenges::PublishedOrganisation};

use crate::{
    components::{
        list::{Empty, Pager},
        table::{Column, Table},
    },
    language::Locale as _,
    pages::trouble,
    texts::account as texts,
    visit::Visit,
};

/// `GET /{language}/organisations`
pub(crate) async fn show(visit: Visit) -> Response {
    let cursor = visit.asked("cursor");
    match visit.api.published_organisations(cursor.as_deref()).await {
        Ok(found) => visit
            .page(visit.say(texts::PUBLISHED), || content(&visit, found))
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

fn content(visit: &Visit, found: ListPage<PublishedOrganisation>) -> impl IntoView + use<> {
    let rows: Vec<_> = found.items.into_iter().map(|one| row(visit, one)).collect();
    let heads = vec![
        Column::text(visit.say(texts::PUBLISHED_NAME)),
        Column::number(visit.say(texts::PUBLISHED_IN)),
    ];
    let caption = visit.say(texts::PUBLISHED).to_owned();
    let list = if rows.is_empty() {
        view! { <Empty text=visit.say(texts::PUBLISHED_NONE)/> }.into_any()
    } else {
        view! { <Table caption=caption hide_caption=true columns=heads rows=rows/> }.into_any()
    };
    view! {
        <h1>{visit.say(texts::PUBLISHED)}</h1>
        <p class="lead">{visit.say(texts::PUBLISHED_LEAD)}</p>
        {list}
        <Pager visit=visit.clone() next=found.next/>
    }
}

fn row(visit: &Visit, one: PublishedOrganisation) -> Vec<AnyView> {
    let count = visit.language.whole(one.challenges.into());
    vec![view! { <bdi>{one.name}</bdi> }.into_any(), count.into_any()]
}
