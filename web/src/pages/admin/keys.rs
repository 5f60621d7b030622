//! The keys that sign receipts.

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{accounts::Role, runs::KeyView};

use crate::{
    components::{
        list::Empty,
        table::{Column, Table},
    },
    failure::Failure,
    language::Locale as _,
    pages::{staff::Back, trouble},
    texts::{admin as texts, site},
    visit::Visit,
};

/// `GET /{language}/admin/keys`
pub(crate) async fn show(visit: Visit) -> Response {
    match load(&visit).await {
        Ok(keys) => visit
            .page(visit.say(texts::KEYS), || content(&visit, keys))
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn load(visit: &Visit) -> Result<Vec<KeyView>, Failure> {
    visit.demand_role(Role::Admin)?;
    visit.api.keys().await
}

fn content(visit: &Visit, keys: Vec<KeyView>) -> impl IntoView + use<> {
    let list = if keys.is_empty() {
        view! { <Empty text=visit.say(texts::NO_KEYS)/> }.into_any()
    } else {
        table(visit, keys).into_any()
    };
    view! {
        <Back visit=visit.clone() path="/admin".to_owned() text=site::ADMINISTRATION/>
        <h1>{visit.say(texts::KEYS)}</h1>
        <p class="lead">{visit.say(texts::KEYS_LEAD)}</p>
        {list}
    }
}

fn table(visit: &Visit, keys: Vec<KeyView>) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(texts::KEY)),
        Column::text(visit.say(texts::FROM)),
        Column::text(visit.say(texts::UNTIL)),
        Column::text(visit.say(texts::PUBLIC_KEY)),
    ];
    let rows = keys.into_iter().map(|one| {
        vec![
            one.name.into_any(),
            visit.language.moment(one.not_before).into_any(),
            visit.language.moment(one.not_after).into_any(),
            view! { <code>{one.public_key}</code> }.into_any(),
        ]
    });
    let rows = rows.collect();
    view! { <Table caption=visit.say(texts::KEYS).to_owned() hide_caption=true columns=columns rows=rows/> }
}
