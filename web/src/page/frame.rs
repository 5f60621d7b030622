//! What surrounds each page's content: the banner with its navigation, the foot.

use leptos::prelude::*;
use pilotbox_model::api::accounts::Role;

use super::address;
use crate::{
    components::form::FormGuard,
    language::Locale as _,
    texts::{Text, catalogue, pilot, problem, site as texts, trail},
    visit::{Viewer, Visit},
};

/// Content with what surrounds it.
pub(super) fn frame<V: IntoView>(visit: &Visit, content: V) -> impl IntoView + use<V> {
    view! {
        <a class="skip" href="#main">{visit.say(texts::SKIP)}</a>
        <header class="banner">
            <div class="banner-line">
                <a class="brand" href=visit.at("")>{mark()}<span>{visit.say(texts::SITE)}</span></a>
                {navigation(visit)}
                {account(visit)}
                {switch(visit)}
            </div>
            {message(visit)}
        </header>
        <main id="main" tabindex="-1">{content}</main>
        {foot(visit)}
    }
}

/// What the admins say above every page.
fn message(visit: &Visit) -> Option<impl IntoView + use<>> {
    let message = visit.switches.message.as_ref()?;
    let text = visit.language.pick(message).to_owned();
    Some(view! { <p class="notice plain site-message">{text}</p> })
}

/// A box, seen from a corner.
fn mark() -> impl IntoView {
    view! {
        <svg class="brand-mark" viewBox="0 0 24 24" aria-hidden="true">
            <path d="M12 1.5 21 6.5v11L12 22.5 3 17.5v-11z"/>
            <path d="M3 6.5l9 5 9-5M12 11.5v11"/>
        </svg>
    }
}

fn navigation(visit: &Visit) -> impl IntoView + use<> {
    let mut places = vec![
        (problem::PROBLEMS, "/problems"),
        (texts::CHALLENGES, "/challenges"),
        (pilot::PILOTS, "/pilots"),
        (catalogue::DATA, "/data"),
        (texts::METHODOLOGY, "/methodology"),
    ];
    if let Some(viewer) = &visit.viewer {
        places.extend(places_of(viewer));
    }
    let items: Vec<_> = places
        .into_iter()
        .map(|(text, path)| {
            let here = if visit.path == path { "page" } else { "true" };
            let current = is_below(&visit.path, path).then_some(here);
            view! { <li><a href=visit.at(path) aria-current=current>{visit.say(text)}</a></li> }
        })
        .collect();
    view! {
        <nav class="main-nav" aria-label=visit.say(texts::MAIN_NAVIGATION)>
            <ul>{items}</ul>
        </nav>
    }
}

/// Where an account's roles work.
fn places_of(viewer: &Viewer) -> Vec<(Text, &'static str)> {
    let places = [
        (Role::Startup, texts::MY_SUBMISSIONS, "/submissions"),
        (Role::Evaluator, texts::EVALUATION, "/evaluation"),
        (Role::Staff, texts::WORKBENCH, "/staff"),
        (Role::Admin, texts::ADMINISTRATION, "/admin"),
    ];
    let own = places.into_iter().filter(|(role, ..)| viewer.has(*role));
    own.map(|(_, text, path)| (text, path)).collect()
}

fn account(visit: &Visit) -> impl IntoView + use<> {
    let Some(viewer) = &visit.viewer else {
        return view! {
            <div class="account">
                <a href=visit.at("/sign-in")>{visit.say(texts::SIGN_IN)}</a>
                <a class="button small" href=visit.at("/register")>{visit.say(texts::REGISTER)}</a>
            </div>
        }
        .into_any();
    };
    view! {
        <div class="account">
            <a href=visit.at("/account") class="account-name"><bdi>{viewer.me.name.clone()}</bdi></a>
            <form method="post" action=visit.at("/sign-out")>
                <FormGuard visit=visit.clone()/>
                <button class="link" type="submit">{visit.say(texts::SIGN_OUT)}</button>
            </form>
        </div>
    }
    .into_any()
}

fn switch(visit: &Visit) -> impl IntoView + use<> {
    let other = visit.language.other();
    let code = other.as_str();
    let href = address(other, visit);
    view! {
        <a class="language" href=href hreflang=code lang=code>{visit.say(texts::OTHER_LANGUAGE)}</a>
    }
}

fn foot(visit: &Visit) -> impl IntoView + use<> {
    let places = [
        (texts::METHODOLOGY, "/methodology"),
        (trail::YEARS, "/years"),
        (texts::ACCESSIBILITY, "/accessibility"),
        (texts::STATUS, "/status"),
        (texts::DESIGN, "/design"),
    ];
    let items: Vec<_> = places
        .into_iter()
        .map(|(text, path)| view! { <li><a href=visit.at(path)>{visit.say(text)}</a></li> })
        .collect();
    view! {
        <footer class="foot">
            <nav aria-label=visit.say(texts::FOOT_NAVIGATION)>
                <ul>
                    {items}
                    <li><a href="/api/v1/docs/">{visit.say(texts::API)}</a></li>
                </ul>
            </nav>
            <p>{visit.say(texts::FOOT_LINE)}</p>
        </footer>
    }
}

/// Whether a page lies at or below a place.
fn is_below(path: &str, place: &str) -> bool {
    let rest = path.strip_prefix(place);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
