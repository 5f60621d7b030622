//! Challenges: their list, with filters. Each one's own pages are below.

pub mod announcements;
mod begin;
pub mod board;
pub mod data;
pub mod detail;
mod filter;
pub mod interface;
mod problems;
pub mod questions;
pub mod rules;
mod tabs;
mod take_part;
pub mod trail;

use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use leptos::prelude::*;
use pilotbox_model::api::{
    Page as ListPage,
    challenges::{ChallengeState, ChallengeView},
};

use super::trouble;
use crate::{
    components::{
        badge::Badge,
        list::{Empty, Pager},
        notice::Tone,
    },
    failure::Failure,
    language::Locale as _,
    texts::{Text, account, challenge as texts, site},
    visit::Visit,
};
use filter::Filter;

/// Cards of a page.
const CARDS: u32 = 24;

/// `GET /{language}/challenges`
pub(crate) async fn list(visit: Visit) -> Response {
    let filter = Filter::of(&visit);
    match find(&visit, &filter).await {
        Ok(found) => visit
            .page(visit.say(site::CHALLENGES), || {
                content(&visit, &filter, found)
            })
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn find(visit: &Visit, filter: &Filter) -> Result<ListPage<ChallengeView>, Failure> {
    let cursor = visit.asked("cursor");
    if filter.is_empty() {
        return visit.api.some_challenges(cursor.as_deref(), CARDS).await;
    }
    let enough = usize::try_from(CARDS).unwrap_or(usize::MAX);
    let fits = |one: &ChallengeView| filter.fits(one);
    visit.api.fitting_challenges(cursor, enough, fits).await
}

fn content(
    visit: &Visit,
    filter: &Filter,
    found: ListPage<ChallengeView>,
) -> impl IntoView + use<> {
    let list = if found.items.is_empty() {
        let text = match (filter.is_empty(), &found.next) {
            (true, _) => texts::NONE,
            (false, None) => texts::NONE_FITS,
            (false, Some(_)) => texts::NONE_FITS_HERE,
        };
        view! { <Empty text=visit.say(text)/> }.into_any()
    } else {
        view! { <Cards visit=visit.clone() challenges=found.items/> }.into_any()
    };
    view! {
        <h1>{visit.say(site::CHALLENGES)}</h1>
        <p class="lead">{visit.say(texts::LIST_LEAD)}</p>
        {filter.form(visit)}
        {list}
        <Pager visit=visit.clone() next=found.next/>
        <p class="line">
            <a href="/api/v1/challenges?format=csv" download="">{visit.say(texts::AS_CSV)}</a>
            <a href=visit.at("/organisations")>{visit.say(account::PUBLISHED)}</a>
        </p>
    }
}

/// Challenges as cards.
#[component]
pub fn Cards(
    visit: Visit,
    challenges: Vec<ChallengeView>,
    /// The level of their headings, from 2 to 4.
    #[prop(default = 2)]
    level: usize,
) -> impl IntoView {
    let cards: Vec<_> = challenges
        .into_iter()
        .map(|one| card(&visit, &one, level))
        .collect();
    view! { <ul class="cards">{cards}</ul> }
}

fn card(visit: &Visit, one: &ChallengeView, level: usize) -> impl IntoView + use<> {
    let title = visit.language.pick(&one.title).to_owned();
    let link = view! { <a href=visit.at(&path_of(&one.id))>{title}</a> };
    let heading = match level {
        2 => view! { <h2>{link}</h2> }.into_any(),
        3 => view! { <h3>{link}</h3> }.into_any(),
        _ => view! { <h4>{link}</h4> }.into_any(),
    };
    let practice = one
        .is_practice
        .then(|| view! { <Badge text=visit.say(texts::PRACTICE)/> });
    let budget = one.budget_eur.map(|budget| {
        let sum = visit.language.euro(budget);
        let text = texts::BUDGET_IS.fill(visit.language, &[("sum", &sum)]);
        view! { <p class="help">{text}</p> }
    });
    view! {
        <li class="card">
            <div class="line">
                <State visit=visit.clone() state=one.state/>
                {practice}
            </div>
            {heading}
            <p class="help">{until(visit, one)}</p>
            {budget}
            <p class="help"><code>{one.interface.clone()}</code></p>
        </li>
    }
}

/// The address of a challenge's page.
pub fn path_of(id: &str) -> String {
    format!("/challenges/{}", crate::backend::part(id))
}

/// Until when a challenge takes plugins, or from when on, or that it does not.
fn until(visit: &Visit, one: &ChallengeView) -> String {
    let at = |text: Text, at: Timestamp| {
        let when = visit.language.moment(at);
        text.fill(visit.language, &[("when", &when)])
    };
    let now = Timestamp::now();
    match one.closes_at {
        Some(end) if one.accepts_submissions => at(texts::UNTIL, end),
        None if one.accepts_submissions => visit.say(texts::STANDING).to_owned(),
        _ if one.state <= ChallengeState::Open && one.opens_at > now => {
            at(texts::FROM, one.opens_at)
        }
        Some(end) if end <= now => at(texts::ENDED, end),
        _ => visit.say(texts::TAKES_NONE).to_owned(),
    }
}

/// Where a challenge is in its life, in a word.
#[component]
pub fn State(visit: Visit, state: ChallengeState) -> impl IntoView {
    let tone = match state {
        ChallengeState::Open => Tone::Good,
        ChallengeState::Draft | ChallengeState::Review => Tone::Warn,
        _ => Tone::Plain,
    };
    view! { <Badge tone=tone text=visit.say(state_text(state))/> }
}

/// The word for a state.
pub fn state_text(state: ChallengeState) -> Text {
    match state {
        ChallengeState::Draft => texts::DRAFT,
        ChallengeState::Review => texts::REVIEW,
        ChallengeState::Open => texts::OPEN,
        ChallengeState::Closed => texts::CLOSED,
        ChallengeState::Jury => texts::JURY,
        ChallengeState::Published => texts::PUBLISHED,
        ChallengeState::Archived => texts::ARCHIVED,
    }
}

#[cfg(test)]
mod tests;
