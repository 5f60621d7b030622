//! What is kept, and how much room is left.

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{
    accounts::Role,
    admin::{StorageView, StoredView},
};

use crate::{
    components::{
        facts::Facts,
        notice::{Notice, Tone},
        table::{Column, Table},
    },
    failure::Failure,
    language::Locale as _,
    pages::{staff::Back, trouble},
    texts::{Text, admin as texts, site},
    visit::Visit,
};

/// `GET /{language}/admin/storage`
pub(crate) async fn show(visit: Visit) -> Response {
    match load(&visit).await {
        Ok(kept) => visit
            .page(visit.say(texts::STORAGE), || content(&visit, kept))
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn load(visit: &Visit) -> Result<StorageView, Failure> {
    visit.demand_role(Role::Admin)?;
    visit.api.storage().await
}

fn content(visit: &Visit, kept: StorageView) -> impl IntoView + use<> {
    let language = visit.language;
    let all = kept.blobs.iter().map(|one| one.bytes);
    let all = all.fold(0, u64::saturating_add);
    let unknown = || visit.say(texts::UNKNOWN).to_owned();
    let free = kept
        .disk
        .map_or_else(unknown, |disk| language.bytes(disk.free_bytes));
    let least = kept
        .disk
        .map_or_else(unknown, |disk| language.bytes(disk.least_bytes));
    let is_full = kept
        .disk
        .is_some_and(|disk| disk.free_bytes < disk.least_bytes);
    let full = is_full.then(|| {
        let text = visit.say(texts::DISK_FULL);
        view! { <Notice tone=Tone::Bad><p>{text}</p></Notice> }
    });
    let facts = vec![
        (visit.say(texts::DISK_FREE), free.into_any()),
        (visit.say(texts::DISK_LEAST), least.into_any()),
        (
            visit.say(texts::DATABASE),
            language.bytes(kept.database_bytes).into_any(),
        ),
        (visit.say(texts::FILES), language.bytes(all).into_any()),
        (
            visit.say(texts::COUNTED),
            language.moment(kept.counted_at).into_any(),
        ),
    ];
    view! {
        <Back visit=visit.clone() path="/admin".to_owned() text=site::ADMINISTRATION/>
        <h1>{visit.say(texts::STORAGE)}</h1>
        {full}
        <Facts facts=facts/>
        <h2>{visit.say(texts::FILES_BY_KIND)}</h2>
        {table(visit, kept.blobs)}
    }
}

fn table(visit: &Visit, blobs: Vec<StoredView>) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(texts::KIND)),
        Column::number(visit.say(texts::COUNT)),
        Column::number(visit.say(texts::SPACE)),
    ];
    let rows = blobs.into_iter().map(|one| {
        let name = kind_text(&one.kind);
        let name = name.map_or(one.kind, |text| visit.say(text).to_owned());
        vec![
            name.into_any(),
            visit.language.whole(one.count).into_any(),
            visit.language.bytes(one.bytes).into_any(),
        ]
    });
    let rows = rows.collect();
    view! {
        <Table caption=visit.say(texts::FILES_BY_KIND).to_owned() hide_caption=true columns=columns rows=rows/>
    }
}

fn kind_text(kind: &str) -> Option<Text> {
    match kind {
        "pack" => Some(texts::STORED_PACK),
        "final-data" => Some(texts::STORED_FINAL),
        "plugin" => Some(texts::STORED_PLUGIN),
        "document" => Some(texts::STORED_DOCUMENT),
        "receipt" => Some(texts::STORED_RECEIPT),
        "all" => Some(texts::STORED_ALL),
        "unnamed" => Some(texts::STORED_UNNAMED),
        _ => None,
    }
}
