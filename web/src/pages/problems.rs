//! Problems of the city: their list, with filters. Each one's own page and the form to
//! propose one are below.

mod filter;
pub mod new;
pub mod one;
mod parts;

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{
    Page as ListPage,
    civic_problems::{CityAnswerKind, CityField, CityProblemState, CityProblemView},
};

use super::trouble;
use crate::{
    backend::{ProblemQuery, part},
    charts::districts::DISTRICTS,
    components::{
        badge::Badge,
        list::{Empty, Pager},
        notice::Tone,
    },
    language::Locale as _,
    texts::{Text, problem as texts},
    visit::Visit,
};

/// Problems of a page.
const ROWS: u32 = 24;

/// `GET /{language}/problems`
pub(crate) async fn list(visit: Visit) -> Response {
    let query = filter::of(&visit);
    let cursor = visit.asked("cursor");
    match visit.api.problems(&query, cursor.as_deref(), ROWS).await {
        Ok(found) => visit
            .page(visit.say(texts::TITLE), || content(&visit, &query, found))
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

fn content(
    visit: &Visit,
    query: &ProblemQuery,
    found: ListPage<CityProblemView>,
) -> impl IntoView + use<> {
    let own = visit.viewer.is_some().then(|| {
        let (path, text) = if query.is_own {
            ("/problems", texts::EVERY)
        } else {
            ("/problems?own=yes", texts::OWN)
        };
        view! { <a class="button quiet" href=visit.at(path)>{visit.say(text)}</a> }
    });
    let list = if found.items.is_empty() {
        let text = match (query.is_own, filter::is_empty(query)) {
            (true, _) => texts::NONE_OWN,
            (false, true) => texts::NONE,
            (false, false) => texts::NONE_FITS,
        };
        view! { <Empty text=visit.say(text)/> }.into_any()
    } else {
        let cards: Vec<_> = found.items.iter().map(|one| card(visit, one)).collect();
        view! { <ul class="cards">{cards}</ul> }.into_any()
    };
    view! {
        <h1>{visit.say(texts::TITLE)}</h1>
        <p class="lead">{visit.say(texts::LEAD)}</p>
        <p class="actions">
            <a class="button" href=visit.at("/problems/new")>{visit.say(texts::PROPOSE)}</a>
            {own}
        </p>
        {filter::form(visit, query)}
        {list}
        <Pager visit=visit.clone() next=found.next/>
        <p><a href="/api/v1/problems?format=csv" download="">{visit.say(texts::AS_CSV)}</a></p>
    }
}

fn card(visit: &Visit, one: &CityProblemView) -> impl IntoView + use<> {
    let supported = texts::SUPPORTED_BY.of(visit.language, one.supporters);
    let place = format!(
        "{} · {}",
        visit.say(field_text(one.field)),
        districts(visit, &one.districts)
    );
    let href = visit.at(&place_of(&one.id));
    let (title, code) = (one.title.clone(), one.language.as_str());
    view! {
        <li class="card">
            <div class="line">{badge(visit, one)}<span>{supported}</span></div>
            <h2><a href=href lang=code dir="auto">{title}</a></h2>
            <p class="help">{place}</p>
            <p class="help">{visit.language.day(one.proposed_at)}</p>
        </li>
    }
}

/// Where a problem is in its life, in a word.
pub(crate) fn badge(visit: &Visit, one: &CityProblemView) -> AnyView {
    let text = if one.is_prepared {
        texts::PREPARED
    } else {
        state_text(one.state)
    };
    let tone = match one.state {
        CityProblemState::Proposed => Tone::Warn,
        CityProblemState::Refused => Tone::Bad,
        CityProblemState::Challenge => Tone::Good,
        _ => Tone::Plain,
    };
    view! { <Badge tone=tone text=visit.say(text)/> }.into_any()
}

/// The word for a state.
pub(crate) fn state_text(state: CityProblemState) -> Text {
    match state {
        CityProblemState::Proposed => texts::PROPOSED,
        CityProblemState::Shown => texts::SHOWN,
        CityProblemState::Refused => texts::REFUSED,
        CityProblemState::Merged => texts::MERGED,
        CityProblemState::Answered => texts::ANSWERED,
        CityProblemState::Challenge => texts::CHALLENGE,
    }
}

/// The words for a field.
pub(crate) fn field_text(field: CityField) -> Text {
    match field {
        CityField::Mobility => texts::MOBILITY,
        CityField::Utilities => texts::UTILITIES,
        CityField::Services => texts::SERVICES,
        CityField::Ict => texts::ICT,
    }
}

/// The words for what the city makes of a problem.
pub(crate) fn answer_text(kind: CityAnswerKind) -> Text {
    match kind {
        CityAnswerKind::TakenUp => texts::TAKEN_UP,
        CityAnswerKind::Planned => texts::PLANNED,
        CityAnswerKind::NotOurs => texts::NOT_OURS,
        CityAnswerKind::No => texts::NO,
    }
}

/// Names of districts by their official numbers; without any it is the whole city.
pub(crate) fn districts(visit: &Visit, numbers: &[u8]) -> String {
    if numbers.is_empty() {
        return visit.say(texts::WHOLE_CITY).to_owned();
    }
    let chosen = DISTRICTS.iter().filter(|one| numbers.contains(&one.number));
    let names: Vec<_> = chosen.map(|one| one.named(visit.language)).collect();
    names.join(", ")
}

/// The address of a problem's page.
pub(crate) fn place_of(id: &str) -> String {
    format!("/problems/{}", part(id))
}

#[cfg(test)]
mod tests;
