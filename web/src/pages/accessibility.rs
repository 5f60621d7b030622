//! The accessibility statement: what is aimed at, how it is tested, what is missing.

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;

use crate::{
    texts::{Text, about as texts, site},
    visit::Visit,
};

/// `GET /{language}/accessibility`
pub(crate) async fn show(visit: Visit) -> Response {
    visit
        .page(visit.say(site::ACCESSIBILITY), || content(&visit))
        .into_response()
}

fn content(visit: &Visit) -> impl IntoView + use<> {
    let done = [
        texts::DONE_PLAIN,
        texts::DONE_COLOUR,
        texts::DONE_THEME,
        texts::DONE_ERRORS,
    ];
    let tested = [texts::TESTED_AUTO, texts::TESTED_KEYS];
    let gaps = [
        texts::GAP_PEOPLE,
        texts::GAP_TEXTS,
        texts::GAP_ENGLISH,
        texts::GAP_API,
    ];
    view! {
        <h1>{visit.say(site::ACCESSIBILITY)}</h1>
        <p class="lead">{visit.say(texts::AIM)}</p>
        <div class="narrow">
            {section(visit, texts::DONE, &done)}
            {section(visit, texts::TESTED, &tested)}
            {section(visit, texts::GAPS, &gaps)}
            <section>
                <h2>{visit.say(texts::CONTACT)}</h2>
                <p>{visit.say(texts::CONTACT_TEXT)}</p>
            </section>
        </div>
    }
}

fn section(visit: &Visit, title: Text, items: &[Text]) -> impl IntoView + use<> {
    let items: Vec<_> = items
        .iter()
        .map(|item| view! { <li>{visit.say(*item)}</li> })
        .collect();
    view! {
        <section>
            <h2>{visit.say(title)}</h2>
            <ul>{items}</ul>
        </section>
    }
}
