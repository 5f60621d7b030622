//! The first page: what this is, what is open, what was announced, what each of three
//! can do here. Its numbers come from the API; one that it does not give is left out.

use axum::response::IntoResponse as _;
use axum::response::Response;
use futures_util::future::join4;
use leptos::prelude::*;
use pilotbox_model::api::{
    Page as ListPage,
    challenges::{AnnouncementView, ChallengeView},
    runs::{ChainHeadView, QueueView},
};

use super::{
    challenges::{Cards, announcements::Folded},
    trouble,
};
use crate::{
    components::{facts::Facts, list::Empty},
    failure::Failure,
    language::Locale as _,
    texts::{Text, challenge as words, site as texts, trail},
    visit::Visit,
};

/// Open challenges that are shown.
const SHOWN: usize = 6;

/// Announcements that are shown.
const ANNOUNCEMENTS: u32 = 3;

/// All that the page shows.
struct Found {
    open: ListPage<ChallengeView>,
    announcements: Result<ListPage<AnnouncementView>, Failure>,
    queue: Option<QueueView>,
    chain: Option<ChainHeadView>,
}

/// `GET /{language}`
pub(crate) async fn show(visit: Visit) -> Response {
    let api = &visit.api;
    let (open, announcements, queue, chain) = join4(
        api.fitting_challenges(None, usize::MAX, |one| one.accepts_submissions),
        api.announcements(None, None, ANNOUNCEMENTS),
        api.queue(),
        api.chain_head(),
    )
    .await;
    match open {
        Ok(open) => {
            let found = Found {
                open,
                announcements,
                queue: queue.ok(),
                chain: chain.ok(),
            };
            visit
                .page(visit.say(texts::SITE), || content(&visit, found))
                .into_response()
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

fn content(visit: &Visit, found: Found) -> impl IntoView + use<> {
    let numbers = numbers(visit, &found);
    view! {
        <div class="hero">
            <h1>{visit.say(texts::HOME_TITLE)}</h1>
            <p class="lead">{visit.say(texts::HOME_LEAD)}</p>
            <p class="actions">
                <a class="button" href=visit.at("/challenges")>{visit.say(words::ALL_CHALLENGES)}</a>
                <a class="button quiet" href=visit.at("/methodology")>{visit.say(texts::HOW_SCORED)}</a>
            </p>
            {numbers}
        </div>
        {open(visit, found.open.items)}
        {announced(visit, found.announcements)}
        {ways(visit)}
    }
}

/// What the API counts. A list that goes on beyond what was looked at gives no count.
fn numbers(visit: &Visit, found: &Found) -> impl IntoView + use<> {
    let open = found.open.next.is_none().then_some(found.open.items.len());
    let open = open.and_then(|open| u64::try_from(open).ok());
    let numbers = [
        (texts::CHALLENGES_OPEN, open),
        (
            texts::RUNS_WAITING,
            found.queue.as_ref().map(|queue| queue.waiting),
        ),
        (
            texts::RUNS_UNDER_WAY,
            found.queue.as_ref().map(|queue| queue.running),
        ),
        (
            texts::CHAIN_LINKS,
            found.chain.as_ref().map(|chain| chain.seq),
        ),
    ];
    let known = numbers.into_iter().filter_map(|(text, number)| {
        let number = visit.language.whole(number?);
        Some((visit.say(text), number.into_any()))
    });
    let known: Vec<(&'static str, AnyView)> = known.collect();
    let years = visit.at("/years");
    (!known.is_empty()).then(|| {
        view! {
            <section class="numbers">
                <h2 class="unseen">{visit.say(texts::IN_NUMBERS)}</h2>
                <Facts facts=known/>
                <p><a href=years>{visit.say(trail::YEARS)}</a></p>
            </section>
        }
    })
}

fn open(visit: &Visit, mut open: Vec<ChallengeView>) -> impl IntoView + use<> {
    let has_more = open.len() > SHOWN;
    open.truncate(SHOWN);
    let list = if open.is_empty() {
        view! { <Empty text=visit.say(words::NONE_OPEN)/> }.into_any()
    } else {
        view! { <Cards visit=visit.clone() challenges=open level=3/> }.into_any()
    };
    let more = has_more.then(|| {
        let href = visit.at("/challenges?state=open");
        view! { <p><a href=href>{visit.say(texts::MORE_OPEN)}</a></p> }
    });
    view! {
        <section>
            <h2>{visit.say(words::OPEN_NOW)}</h2>
            {list}
            {more}
        </section>
    }
}

fn announced(
    visit: &Visit,
    found: Result<ListPage<AnnouncementView>, Failure>,
) -> impl IntoView + use<> {
    let content = match found {
        Ok(found) => {
            let all = found.next.is_some().then(|| {
                let href = visit.at("/announcements");
                view! { <p><a href=href>{visit.say(words::ALL_ANNOUNCEMENTS)}</a></p> }
            });
            view! {
                <Folded visit=visit.clone() found=found.items/>
                {all}
            }
            .into_any()
        }
        Err(failure) => view! { <Empty text=failure.text(visit.language)/> }.into_any(),
    };
    view! {
        <section>
            <h2>{visit.say(words::ANNOUNCEMENTS)}</h2>
            {content}
        </section>
    }
}

/// Three steps for each of three.
fn ways(visit: &Visit) -> impl IntoView + use<> {
    let ways = [
        (
            texts::FOR_STARTUPS,
            [texts::STARTUP_1, texts::STARTUP_2, texts::STARTUP_3],
            (texts::STARTUP_GO, "/register"),
        ),
        (
            texts::FOR_CITIZENS,
            [texts::CITIZEN_1, texts::CITIZEN_2, texts::CITIZEN_3],
            (texts::CITIZEN_GO, "/problems"),
        ),
        (
            texts::FOR_CITY,
            [texts::CITY_1, texts::CITY_2, texts::CITY_3],
            (texts::CITY_GO, "/methodology"),
        ),
    ];
    let ways = ways.map(|(who, steps, go)| way(visit, who, steps, go));
    view! {
        <section>
            <h2>{visit.say(texts::HOW_IT_WORKS)}</h2>
            <div class="ways">{ways.into_iter().collect_view()}</div>
        </section>
    }
}

fn way(
    visit: &Visit,
    who: Text,
    steps: [Text; 3],
    (text, path): (Text, &str),
) -> impl IntoView + use<> {
    let steps: Vec<_> = steps
        .into_iter()
        .map(|step| view! { <li>{visit.say(step)}</li> })
        .collect();
    view! {
        <section class="panel">
            <h3>{visit.say(who)}</h3>
            <ol>{steps}</ol>
            <p><a href=visit.at(path)>{visit.say(text)}</a></p>
        </section>
    }
}
