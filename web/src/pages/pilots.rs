//! The gallery of pilots. Each one's own page, with its form and its answer, is below.

mod answer;
mod facts;
pub(crate) mod form;
mod form_view;
pub mod one;
pub mod trail;

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{
    Page as ListPage,
    pilots::{PilotState, PilotView},
};

use super::trouble;
use crate::{
    backend::part,
    components::{
        badge::Badge,
        list::{Empty, Pager},
        notice::Tone,
    },
    language::Locale as _,
    texts::{Text, pilot as texts},
    visit::Visit,
};

/// Pilots of a page.
const ROWS: u32 = 24;

/// `GET /{language}/pilots`
pub(crate) async fn list(visit: Visit) -> Response {
    let cursor = visit.asked("cursor");
    match visit.api.pilots(cursor.as_deref(), ROWS).await {
        Ok(found) => visit
            .page(visit.say(texts::PILOTS), || content(&visit, found))
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

fn content(visit: &Visit, found: ListPage<PilotView>) -> impl IntoView + use<> {
    let list = if found.items.is_empty() {
        view! { <Empty text=visit.say(texts::NONE)/> }.into_any()
    } else {
        let cards: Vec<_> = found.items.iter().map(|one| card(visit, one)).collect();
        view! { <ul class="cards">{cards}</ul> }.into_any()
    };
    view! {
        <h1>{visit.say(texts::PILOTS)}</h1>
        <p class="lead">{visit.say(texts::LEAD)}</p>
        {list}
        <Pager visit=visit.clone() next=found.next/>
    }
}

fn card(visit: &Visit, one: &PilotView) -> impl IntoView + use<> {
    let language = visit.language;
    let title = language.pick(&one.title).to_owned();
    let summary = language.pick(&one.summary).to_owned();
    view! {
        <li class="card">
            {badge(visit, one.state)}
            <h2><a href=visit.at(&place(&one.id))>{title}</a></h2>
            <p>{summary}</p>
            <p class="help">{term(visit, one)}</p>
        </li>
    }
}

/// Where a pilot is in its life, in a word.
pub(crate) fn badge(visit: &Visit, state: PilotState) -> AnyView {
    let (tone, text) = state_of(state);
    view! { <Badge tone=tone text=visit.say(text)/> }.into_any()
}

fn state_of(state: PilotState) -> (Tone, Text) {
    match state {
        PilotState::Planned => (Tone::Plain, texts::PLANNED),
        PilotState::Running => (Tone::Good, texts::RUNNING),
        PilotState::Over => (Tone::Plain, texts::OVER),
        PilotState::Stopped => (Tone::Bad, texts::STOPPED),
    }
}

/// From when until when.
pub(crate) fn term(visit: &Visit, one: &PilotView) -> String {
    let language = visit.language;
    let (from, to) = (language.date(one.starts_on), language.date(one.ends_on));
    texts::FROM_TO.fill(language, &[("from", &from), ("to", &to)])
}

/// The address of a pilot's page.
pub(crate) fn place(id: &str) -> String {
    format!("/pilots/{}", part(id))
}
