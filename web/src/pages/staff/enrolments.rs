//! Who takes part in a challenge, by name: for staff.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{Page as ListPage, challenges::EnrolmentView};

use super::{Back, challenge_of, place};
use crate::{
    backend::part,
    components::{
        list::{Empty, Pager},
        table::{Column, Table},
    },
    failure::Failure,
    language::Locale as _,
    pages::trouble,
    texts::staff as texts,
    visit::Visit,
};

const ROWS: u32 = 50;

/// `GET /{language}/staff/challenges/{id}/enrolments`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match load(&visit, &id).await {
        Ok(found) => visit
            .page(visit.say(texts::ENROLMENTS), || content(&visit, &id, found))
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn load(visit: &Visit, id: &str) -> Result<ListPage<EnrolmentView>, Failure> {
    challenge_of(visit, id).await?;
    let cursor = visit.asked("cursor");
    visit.api.enrolments(id, cursor.as_deref(), ROWS).await
}

fn content(visit: &Visit, id: &str, found: ListPage<EnrolmentView>) -> impl IntoView + use<> {
    let list = if found.items.is_empty() {
        view! { <Empty text=visit.say(texts::NO_ENROLMENTS)/> }.into_any()
    } else {
        table(visit, id, found.items).into_any()
    };
    view! {
        <Back visit=visit.clone() path=place(id) text=texts::BACK_TO_CHALLENGE/>
        <h1>{visit.say(texts::ENROLMENTS)}</h1>
        <p class="lead">{visit.say(texts::ENROLMENTS_LEAD)}</p>
        {list}
        <Pager visit=visit.clone() next=found.next/>
    }
}

fn table(visit: &Visit, id: &str, rows: Vec<EnrolmentView>) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(texts::ORGANISATION)),
        Column::text(visit.say(texts::PSEUDONYM)),
        Column::text(visit.say(texts::ENROLLED)),
    ];
    let rows = rows.into_iter().map(|one| {
        vec![
            view! { <bdi>{one.name}</bdi> }.into_any(),
            view! { <code>{one.pseudonym}</code> }.into_any(),
            visit.language.moment(one.created_at).into_any(),
        ]
    });
    let rows = rows.collect();
    let export = format!("/api/v1/challenges/{}/enrolments?format=csv", part(id));
    view! {
        <Table caption=visit.say(texts::ENROLMENTS).to_owned() hide_caption=true columns=columns rows=rows/>
        <p><a href=export>{visit.say(texts::EXPORT_CSV)}</a></p>
    }
}
