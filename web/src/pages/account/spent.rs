//! The page of a link from a mail that is no longer good: whether it was used, has
//! expired or never was one is nobody's business.

use axum::http::StatusCode;
use leptos::prelude::*;

use crate::{
    page::Page,
    texts::{Text, account as texts},
    visit::Visit,
};

/// The page, with what can be done: a text and, where there is one, its address.
pub(crate) fn page(visit: &Visit, advice: Text, address: Option<&str>) -> Page {
    let title = visit.say(texts::LINK_SPENT);
    let address = address.map(|path| visit.at(path));
    let advice = visit.say(advice);
    let shown = match address {
        Some(href) => view! { <a class="button" href=href>{advice}</a> }.into_any(),
        None => advice.into_any(),
    };
    let page = visit.page(title, || {
        view! {
            <h1>{title}</h1>
            <p class="lead">{visit.say(texts::LINK_SPENT_LEAD)}</p>
            <p>{shown}</p>
        }
    });
    page.status(StatusCode::GONE)
}
