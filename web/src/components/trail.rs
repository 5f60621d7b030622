//! A time line: the steps of a trail by their days. A list in the page's own order, so that
//! it reads alike aloud, on paper and on a phone.

use leptos::prelude::*;
use pilotbox_model::api::trails::{TrailEntry, TrailKind};

use super::{badge::Badge, list::Empty};
use crate::{
    language::Locale as _,
    texts::{Text, trail as texts},
    visit::Visit,
};

/// Money, as the API names its unit.
const EUR: &str = "EUR";

/// Addresses of the API that pages stand for, with what follows a language there.
const PAGES: [(&str, &str); 4] = [
    ("/api/v1/challenges/", "/challenges/"),
    ("/api/v1/data-sets/", "/data/"),
    ("/api/v1/pilots/", "/pilots/"),
    ("/api/v1/problems/", "/problems/"),
];

/// The time line. Entries come in the order of their days.
#[component]
pub fn TimeLine(visit: Visit, entries: Vec<TrailEntry>) -> impl IntoView {
    if entries.is_empty() {
        return view! { <Empty text=visit.say(texts::NO_STEPS)/> }.into_any();
    }
    let days: Vec<_> = entries
        .chunk_by(|one, next| one.on == next.on)
        .map(|day| of_day(&visit, day))
        .collect();
    view! { <ol class="trail">{days}</ol> }.into_any()
}

fn of_day(visit: &Visit, entries: &[TrailEntry]) -> Option<AnyView> {
    let first = entries.first()?;
    let (date, words) = (first.on.to_string(), visit.language.date(first.on));
    let class = first.is_ahead.then_some("ahead");
    let ahead = first
        .is_ahead
        .then(|| view! { <Badge text=visit.say(texts::AHEAD)/> });
    let steps: Vec<_> = entries.iter().map(|entry| step(visit, entry)).collect();
    let day = view! {
        <li class=class>
            <h3 class="trail-day"><time datetime=date>{words}</time>{ahead}</h3>
            <ul>{steps}</ul>
        </li>
    };
    Some(day.into_any())
}

fn step(visit: &Visit, entry: &TrailEntry) -> impl IntoView + use<> {
    let text = visit.language.pick(&entry.text).to_owned();
    let name = entry
        .name
        .clone()
        .map(|name| view! { ": "<bdi>{name}</bdi> });
    let amount = amount(visit, entry).map(|amount| view! { " – "<strong>{amount}</strong> });
    let note = entry
        .note
        .clone()
        .map(|note| view! { <p class="lines"><bdi>{note}</bdi></p> });
    view! {
        <li>
            <p>{text}{name}{amount}</p>
            {note}
            {proof(visit, entry)}
        </li>
    }
}

/// The number that goes with a step, as people write it.
fn amount(visit: &Visit, entry: &TrailEntry) -> Option<String> {
    let (language, value) = (visit.language, entry.value?);
    Some(match (entry.kind, entry.unit.as_deref()) {
        (_, Some(EUR)) => texts::EURO.fill(language, &[("n", &language.decimal(value, 0))]),
        (_, Some(unit)) => format!("{} {unit}", language.decimal(value, 2)),
        (TrailKind::Result, None) => language.decimal(value, 1),
        (_, None) => language.decimal(value, 2),
    })
}

/// By what a step can be checked, and where more is told.
fn proof(visit: &Visit, entry: &TrailEntry) -> Option<AnyView> {
    let more = entry.address.as_deref().map(|address| {
        let href = page_of(visit, address);
        view! { <a href=href>{visit.say(link_text(entry))}</a> }
    });
    let record = entry.record.map(|number| {
        let href = format!("/api/v1/chain?after={}&limit=1", number.saturating_sub(1));
        let text = texts::RECORD.fill(visit.language, &[("n", &visit.language.whole(number))]);
        view! { <a href=href>{text}</a> }
    });
    let digest = entry.digest.clone().map(|digest| {
        view! { <span>{visit.say(texts::DIGEST)}" "<code class="breakable">{digest}</code></span> }
    });
    let has_any = more.is_some() || record.is_some() || digest.is_some();
    has_any.then(|| view! { <p class="line help">{more}{record}{digest}</p> }.into_any())
}

/// The page for people at an address for programs, where there is one.
fn page_of(visit: &Visit, address: &str) -> String {
    let page = PAGES.iter().find_map(|(api, page)| {
        let rest = address.strip_prefix(api)?;
        Some(visit.at(&format!("{page}{rest}")))
    });
    page.unwrap_or_else(|| address.to_owned())
}

fn link_text(entry: &TrailEntry) -> Text {
    let is_to = |place: &str| {
        let address = entry.address.as_deref();
        address.is_some_and(|address| address.starts_with(place))
    };
    match entry.kind {
        TrailKind::Result => texts::TO_RECEIPT,
        TrailKind::Data => texts::TO_RELEASE,
        _ if is_to("/api/v1/pilots/") => texts::TO_PILOT,
        _ if is_to("/api/v1/challenges/") => texts::TO_CHALLENGE,
        _ => texts::MORE,
    }
}
