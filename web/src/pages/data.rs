//! The catalogue of the city's data: every data set with a release. Each one's own page and
//! its releases are below. Raw data is never shown here, to nobody.

pub mod one;
pub mod release;
pub(crate) mod shown;
pub mod theme;

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{Page as ListPage, data::DataSetListed};

use super::trouble;
use crate::{
    backend::{data::CATALOGUE, part},
    components::list::{Empty, Pager},
    language::Locale as _,
    report,
    texts::catalogue as texts,
    visit::Visit,
};

/// Most characters of a search that are looked for: no title is longer.
const MOST_CHARS: usize = 200;

/// `GET /{language}/data`
pub(crate) async fn list(visit: Visit) -> Response {
    let words = visit.asked("q").unwrap_or_default();
    let words: String = words.chars().take(MOST_CHARS).collect();
    let asked = (!words.is_empty()).then_some(words.as_str());
    let cursor = visit.asked("cursor");
    match visit.api.data_sets(asked, cursor.as_deref()).await {
        Ok(found) => visit
            .page(visit.say(texts::TITLE), || content(&visit, &words, found))
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

fn content(visit: &Visit, words: &str, found: ListPage<DataSetListed>) -> impl IntoView + use<> {
    let list = if found.items.is_empty() {
        let text = if words.is_empty() {
            texts::NONE
        } else {
            texts::NONE_FITS
        };
        view! { <Empty text=visit.say(text)/> }.into_any()
    } else {
        let cards: Vec<_> = found.items.iter().map(|one| card(visit, one)).collect();
        view! { <ul class="cards">{cards}</ul> }.into_any()
    };
    view! {
        <h1>{visit.say(texts::TITLE)}</h1>
        <p class="lead">{visit.say(texts::LEAD)}</p>
        {search(visit, words)}
        {list}
        <Pager visit=visit.clone() next=found.next/>
        <p class="line">{for_programs(visit)}</p>
    }
}

/// The whole catalogue in the forms that catalogues of other cities read.
fn for_programs(visit: &Visit) -> impl IntoView + use<> {
    let [json, turtle] = CATALOGUE;
    view! {
        <a href=json>{visit.say(texts::DCAT_JSON)}</a>
        <a href=turtle>{visit.say(texts::DCAT_TURTLE)}</a>
    }
}

fn search(visit: &Visit, words: &str) -> impl IntoView + use<> {
    let action = visit.at("/data");
    let clear = (!words.is_empty()).then(|| {
        let href = action.clone();
        view! { <a class="button quiet" href=href>{visit.say(texts::CLEAR)}</a> }
    });
    view! {
        <form class="search" method="get" action=action role="search" aria-label=visit.say(texts::FILTER)>
            <div class="field">
                <label for="q">{visit.say(texts::WORDS)}</label>
                <input type="search" id="q" name="q" value=words.to_owned() maxlength=MOST_CHARS.to_string()/>
            </div>
            <button type="submit">{visit.say(texts::SHOW)}</button>
            {clear}
        </form>
    }
}

fn card(visit: &Visit, one: &DataSetListed) -> impl IntoView + use<> {
    let language = visit.language;
    let (title, about) = (language.pick(&one.title), language.pick(&one.description));
    let (title, about, owner) = (title.to_owned(), about.to_owned(), one.owner.clone());
    let light = one.light.map(|light| {
        view! {
            <div class="line"><span>{visit.say(texts::RISK)}</span>{report::light(language, light)}</div>
        }
    });
    view! {
        <li class="card">
            {light}
            <h2><a href=visit.at(&path_of(&one.id))>{title}</a></h2>
            <p>{about}</p>
            <p class="help"><bdi>{owner}</bdi></p>
            <p class="help">{released(visit, one)}</p>
        </li>
    }
}

/// Which release is the newest, and of which day.
fn released(visit: &Visit, one: &DataSetListed) -> String {
    let Some((number, at)) = one.release.zip(one.released_at) else {
        return visit.say(texts::NOT_RELEASED).to_owned();
    };
    let language = visit.language;
    let (number, day) = (language.whole(number.into()), language.day(at));
    texts::RELEASED_ON.fill(language, &[("n", &number), ("when", &day)])
}

/// The address of a data set's page.
pub(crate) fn path_of(id: &str) -> String {
    format!("/data/{}", part(id))
}

/// The address of a release's page.
pub(crate) fn path_of_release(id: &str, number: u32) -> String {
    format!("{}/releases/{number}", path_of(id))
}

#[cfg(test)]
pub(crate) mod tests;
