//! Every component in every state, to look at and to test.

mod account;
mod charts;
mod data;
mod fields;

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::challenges::{ChallengeState, ChallengeView};

use super::challenges::State;
use crate::{
    components::{
        badge::Badge,
        notice::{Notice, Tone},
    },
    markdown::Markdown,
    texts::{design as texts, site},
    visit::Visit,
};

/// Cards that are shown: of real challenges, since each leads to its page.
const CARDS: u32 = 3;

/// `GET /{language}/design`. With `?state=errors` the form is shown as it is after a
/// mistake.
pub(crate) async fn show(visit: Visit) -> Response {
    let found = visit.api.some_challenges(None, CARDS).await;
    let challenges = found.map(|page| page.items).unwrap_or_default();
    let has_errors = visit.asked("state").as_deref() == Some("errors");
    visit
        .page(visit.say(site::DESIGN), || {
            content(&visit, challenges, has_errors)
        })
        .into_response()
}

fn content(
    visit: &Visit,
    challenges: Vec<ChallengeView>,
    has_errors: bool,
) -> impl IntoView + use<> {
    view! {
        {has_errors.then(|| fields::summary(visit))}
        <h1>{visit.say(site::DESIGN)}</h1>
        <p class="lead">{visit.say(texts::LEAD)}</p>
        {text(visit)}
        {buttons(visit)}
        {badges(visit)}
        {notices(visit)}
        {fields::section(visit, has_errors)}
        {data::table_and_facts(visit)}
        {data::lists(visit, challenges)}
        {data::board(visit)}
        {charts::section(visit)}
        {account::section(visit)}
        {data::commands(visit)}
    }
}

fn text(visit: &Visit) -> impl IntoView + use<> {
    view! {
        <section>
            <h2>{visit.say(texts::TYPE)}</h2>
            <h3>{visit.say(texts::HEADING_3)}</h3>
            <h4>{visit.say(texts::HEADING_4)}</h4>
            <Markdown text=visit.say(texts::MARKDOWN).to_owned()/>
        </section>
    }
}

fn buttons(visit: &Visit) -> impl IntoView + use<> {
    view! {
        <section>
            <h2>{visit.say(texts::BUTTONS)}</h2>
            <p class="actions">
                <button type="button">{visit.say(texts::MAIN_BUTTON)}</button>
                <button type="button" class="quiet">{visit.say(texts::QUIET_BUTTON)}</button>
                <button type="button" class="danger">{visit.say(texts::DANGER_BUTTON)}</button>
                <button type="button" class="quiet small">{visit.say(texts::SMALL_BUTTON)}</button>
                <button type="button" class="link">{visit.say(texts::LINK_BUTTON)}</button>
                <button type="button" disabled="">{visit.say(texts::DISABLED_BUTTON)}</button>
                <a class="button quiet" href=visit.at("/design")>{visit.say(texts::LINK_AS_BUTTON)}</a>
            </p>
        </section>
    }
}

fn badges(visit: &Visit) -> impl IntoView + use<> {
    let tones = [
        (Tone::Plain, texts::PLAIN),
        (Tone::Good, texts::GOOD),
        (Tone::Warn, texts::WARN),
        (Tone::Bad, texts::BAD),
    ];
    let tones = tones.map(|(tone, text)| view! { <Badge tone=tone text=visit.say(text)/> });
    let states =
        ChallengeState::ALL.map(|state| view! { <State visit=visit.clone() state=state/> });
    view! {
        <section>
            <h2>{visit.say(texts::BADGES)}</h2>
            <p class="line">{tones.into_iter().collect_view()}</p>
            <p class="line">{states.into_iter().collect_view()}</p>
            {charts::run_states(visit)}
        </section>
    }
}

fn notices(visit: &Visit) -> impl IntoView + use<> {
    let notices = [
        (Tone::Plain, texts::NOTICE_PLAIN),
        (Tone::Good, texts::NOTICE_GOOD),
        (Tone::Warn, texts::NOTICE_WARN),
        (Tone::Bad, texts::NOTICE_BAD),
    ];
    let notices = notices.map(|(tone, text)| (tone, visit.say(text)));
    let notices = notices.map(|(tone, text)| view! { <Notice tone=tone><p>{text}</p></Notice> });
    view! {
        <section>
            <h2>{visit.say(texts::NOTICES)}</h2>
            {notices.into_iter().collect_view()}
        </section>
    }
}
