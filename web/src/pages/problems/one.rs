//! A problem's page: what it says, who supports it, what the city answers, and which
//! challenge it became. The address of one that was merged leads to the other.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{
    accounts::Role,
    civic_problems::{CityProblemDetail, CityProblemState},
};

use super::{badge, districts, field_text, parts, place_of};
use crate::{
    backend::part,
    components::{
        facts::Facts,
        form::FormGuard,
        notice::{Notice, Tone},
    },
    form::Posted,
    language::Locale as _,
    page::go_to,
    pages::{staff::Done, trouble},
    texts::{Text, problem as texts, site},
    visit::Visit,
};

/// Words that say what was done, or how one came here.
const DONE: [(&str, Text); 5] = [
    ("proposed", texts::WAS_PROPOSED),
    ("published", texts::WAS_PUBLISHED),
    ("supported", texts::WAS_SUPPORTED),
    ("withdrawn", texts::WAS_WITHDRAWN),
    ("merged", texts::WAS_MERGED),
];

/// `GET /{language}/problems/{id}`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let found = match visit.api.problem(&id).await {
        Ok(found) => found,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    if let Some(other) = &found.about.merged_into {
        return go_to(&visit, &format!("{}?done=merged", place_of(other)));
    }
    let title = match &found.about.challenge {
        // A challenge that cannot be read just now is linked by its id.
        Some(challenge) => visit.api.challenge(challenge).await.ok(),
        None => None,
    };
    let title = title.map(|one| visit.language.pick(&one.about.title).to_owned());
    visit
        .page(found.about.title.clone(), || content(&visit, &found, title))
        .into_response()
}

/// `GET /{language}/problems/{id}/support`: who comes here reads the problem.
pub(crate) async fn stay(visit: Visit, Path(id): Path<String>) -> Response {
    go_to(&visit, &place_of(&id))
}

/// `POST /{language}/problems/{id}/support`
pub(crate) async fn support(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Response {
    let is_supported = fields.typed("act") != "withdraw";
    let word = if is_supported {
        "supported"
    } else {
        "withdrawn"
    };
    match visit.api.support_problem(&id, is_supported).await {
        Ok(()) => go_to(&visit, &format!("{}?done={word}", place_of(&id))),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

pub(super) fn content(
    visit: &Visit,
    found: &CityProblemDetail,
    challenge: Option<String>,
) -> impl IntoView + use<> {
    let about = &found.about;
    let viewer = visit.viewer.as_ref();
    let manage = viewer.filter(|viewer| viewer.has(Role::Staff)).map(|_| {
        let href = visit.at(&format!("/staff{}", place_of(&about.id)));
        view! { <a href=href>{visit.say(texts::MANAGE)}</a> }
    });
    let (title, code) = (about.title.clone(), about.language.as_str());
    view! {
        <Done visit=visit.clone() known=DONE.to_vec()/>
        <p class="above"><a href=visit.at("/problems")>{visit.say(texts::BACK)}</a></p>
        <h1 lang=code dir="auto">{title}</h1>
        <div class="line">{badge(visit, about)}{manage}</div>
        {notice(visit, found)}
        <div class="columns">
            <div>
                {parts::text(visit, about.language, &found.text)}
                {parts::answer(visit, found)}
                {parts::challenge(visit, found, challenge)}
            </div>
            <div>
                {panel(visit, found)}
                {facts(visit, found)}
            </div>
        </div>
        {parts::merged(visit, &found.merged)}
        {parts::steps(visit, &found.steps)}
    }
}

/// What its proposer and staff are told of a problem that not everybody sees.
fn notice(visit: &Visit, found: &CityProblemDetail) -> AnyView {
    let (tone, text) = match found.about.state {
        CityProblemState::Proposed => (Tone::Warn, visit.say(texts::WAITS).to_owned()),
        CityProblemState::Refused => {
            let reason = found.refused_because.as_deref().unwrap_or_default();
            let text = texts::IS_REFUSED.fill(visit.language, &[("reason", reason)]);
            (Tone::Bad, text)
        }
        _ => return ().into_any(),
    };
    view! { <Notice tone=tone><p>{text}</p></Notice> }.into_any()
}

/// How many support it, and the way to do so.
fn panel(visit: &Visit, found: &CityProblemDetail) -> AnyView {
    let about = &found.about;
    let count = texts::SUPPORTERS.of(visit.language, about.supporters);
    let action = match &visit.viewer {
        _ if !about.state.is_open() => ().into_any(),
        None => sign_in(visit, &about.id),
        Some(_) => button(visit, found),
    };
    view! {
        <section class="panel">
            <h2>{visit.say(texts::SUPPORT)}</h2>
            <p>{count}</p>
            {action}
        </section>
    }
    .into_any()
}

fn sign_in(visit: &Visit, id: &str) -> AnyView {
    let href = format!("{}?then={}", visit.at("/sign-in"), part(&place_of(id)));
    view! {
        <p>{visit.say(texts::SIGN_IN_TO_SUPPORT)}</p>
        <p class="actions">
            <a class="button" href=href>{visit.say(site::SIGN_IN)}</a>
            <a class="button quiet" href=visit.at("/register")>{visit.say(site::REGISTER)}</a>
        </p>
    }
    .into_any()
}

fn button(visit: &Visit, found: &CityProblemDetail) -> AnyView {
    let about = &found.about;
    let (act, text, class) = if about.is_supported {
        ("withdraw", texts::WITHDRAW, "quiet")
    } else {
        ("support", texts::SUPPORT_IT, "")
    };
    let said = about
        .is_supported
        .then(|| view! { <p>{visit.say(texts::IS_SUPPORTED)}</p> });
    let action = visit.at(&format!("{}/support", place_of(&about.id)));
    view! {
        {said}
        <form method="post" action=action novalidate="">
            <FormGuard visit=visit.clone()/>
            <p class="actions">
                <button type="submit" class=class name="act" value=act>{visit.say(text)}</button>
            </p>
        </form>
    }
    .into_any()
}

fn facts(visit: &Visit, found: &CityProblemDetail) -> impl IntoView + use<> {
    let about = &found.about;
    let by = if about.is_of_city {
        texts::BY_CITY
    } else {
        texts::BY_CITIZEN
    };
    let facts: Vec<(&'static str, AnyView)> = vec![
        (
            visit.say(texts::FIELD),
            visit.say(field_text(about.field)).into_any(),
        ),
        (
            visit.say(texts::DISTRICTS),
            districts(visit, &about.districts).into_any(),
        ),
        (
            visit.say(texts::PROPOSED_ON),
            visit.language.day(about.proposed_at).into_any(),
        ),
        (visit.say(texts::PROPOSED_BY), visit.say(by).into_any()),
    ];
    view! { <Facts facts=facts/> }
}
