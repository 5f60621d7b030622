//! One release of a data set: its files, its columns, the risk that is left, its policy.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use futures_util::future::try_join;
use leptos::prelude::*;
use pilotbox_model::api::data::{DataSetView, ReleaseDetail};

use super::{one, shown};
use crate::{
    backend::data::release_address, failure::Failure, language::Locale as _, page::Page,
    pages::trouble, texts::catalogue as texts, visit::Visit,
};

/// `GET /{language}/data/{id}/releases/{number}`
pub(crate) async fn show(visit: Visit, Path((id, number)): Path<(String, String)>) -> Response {
    match page(&visit, &id, &number).await {
        Ok(page) => page.into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn page(visit: &Visit, id: &str, number: &str) -> Result<Page, Failure> {
    let number: u32 = number.parse().map_err(|_| Failure::missing())?;
    let (set, release) =
        try_join(visit.api.data_set(id), visit.api.data_release(id, number)).await?;
    let name = visit.language.pick(&set.title);
    let number = visit.language.whole(number.into());
    let title = texts::RELEASE_OF.fill(visit.language, &[("title", name), ("n", &number)]);
    Ok(visit.page(title.clone(), || content(visit, title, &set, &release)))
}

fn content(
    visit: &Visit,
    title: String,
    set: &DataSetView,
    release: &ReleaseDetail,
) -> impl IntoView + use<> {
    let json = release_address(&set.id, release.about.number);
    view! {
        {one::back(visit, set)}
        <h1>{title}</h1>
        {shown::release(visit, set, release)}
        <p><a href=json>{visit.say(texts::AS_JSON)}</a></p>
    }
}
