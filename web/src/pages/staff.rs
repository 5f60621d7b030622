//! The workbench of city staff: every challenge, with what waits to be done.

pub mod announcements;
pub mod challenge;
pub mod data;
pub mod decision;
pub mod enrolments;
pub mod evaluators;
pub mod finals;
mod moves;
pub mod packs;
pub mod phases;
pub mod pilots;
pub mod problems;
pub mod questions;
pub mod rejudge;
pub mod rejudges;
mod sending;
pub mod templates;
mod versions;

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{
    Page as ListPage,
    accounts::Role,
    challenges::{ChallengeDetail, ChallengeState, ChallengeView},
};

use super::{challenges::State, trouble};
use crate::{
    backend::part,
    components::{
        list::{Empty, Pager},
        notice::{Notice, Tone},
        table::{Column, Table},
    },
    failure::Failure,
    language::Locale as _,
    texts::{Text, data_set, problem, staff as texts, template},
    visit::Visit,
};

/// Challenges of a page. Each takes a look at its questions.
const ROWS: u32 = 20;

/// A challenge with how many questions wait, and whether there may be more.
type Row = (ChallengeView, Option<(u64, bool)>);

/// `GET /{language}/staff`
pub(crate) async fn list(visit: Visit) -> Response {
    match load(&visit).await {
        Ok(rows) => visit
            .page(visit.say(texts::TITLE), || content(&visit, rows))
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn load(visit: &Visit) -> Result<ListPage<Row>, Failure> {
    visit.demand_role(Role::Staff)?;
    let cursor = visit.asked("cursor");
    let page = visit.api.some_challenges(cursor.as_deref(), ROWS).await?;
    let mut items = Vec::with_capacity(page.items.len());
    for one in page.items {
        // Nobody could ask before it was opened.
        let waiting = if one.state.is_public() {
            Some(waiting(visit, &one.id).await?)
        } else {
            None
        };
        items.push((one, waiting));
    }
    let next = page.next;
    Ok(ListPage { items, next })
}

/// How many questions wait for an answer, and whether there may be more.
async fn waiting(visit: &Visit, challenge: &str) -> Result<(u64, bool), Failure> {
    let (waiting, has_more) = visit.api.waiting_questions(challenge).await?;
    let count = u64::try_from(waiting.len()).unwrap_or(u64::MAX);
    Ok((count, has_more))
}

fn content(visit: &Visit, page: ListPage<Row>) -> impl IntoView + use<> {
    let list = if page.items.is_empty() {
        view! { <Empty text=visit.say(texts::NONE)/> }.into_any()
    } else {
        table(visit, page.items).into_any()
    };
    view! {
        <h1>{visit.say(texts::TITLE)}</h1>
        <p class="lead">{visit.say(texts::LEAD)}</p>
        <p class="actions">
            <a class="button" href=visit.at("/staff/upload")>{visit.say(texts::UPLOAD_NEW)}</a>
            <a class="button" href=visit.at("/staff/templates")>{visit.say(template::START)}</a>
            <a href=visit.at("/staff/problems")>{visit.say(problem::QUEUE)}</a>
            <a href=visit.at("/staff/data")>{visit.say(data_set::TITLE)}</a>
            <a href=visit.at("/staff/announcements")>{visit.say(texts::SITE_ANNOUNCEMENTS)}</a>
        </p>
        {list}
        <Pager visit=visit.clone() next=page.next/>
    }
}

fn table(visit: &Visit, rows: Vec<Row>) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(texts::NAME)),
        Column::text(visit.say(texts::STATE)),
        Column::text(visit.say(texts::NEXT)),
        Column::number(visit.say(texts::QUESTIONS)),
    ];
    let rows = rows.into_iter().map(|(one, waiting)| {
        let href = visit.at(&place(&one.id));
        let title = visit.language.pick(&one.title).to_owned();
        vec![
            view! { <a href=href>{title}</a> }.into_any(),
            view! { <State visit=visit.clone() state=one.state/> }.into_any(),
            visit.say(next_step(one.state)).into_any(),
            waiting_text(visit, waiting).into_any(),
        ]
    });
    let rows = rows.collect();
    view! { <Table caption=visit.say(texts::LIST).to_owned() columns=columns rows=rows/> }
}

/// How many questions wait, in words.
fn waiting_text(visit: &Visit, waiting: Option<(u64, bool)>) -> String {
    match waiting {
        None | Some((0, false)) => visit.say(texts::NO_QUESTIONS).to_owned(),
        Some((count, false)) => visit.language.whole(count),
        Some((count, true)) => {
            let count = visit.language.whole(count);
            texts::AT_LEAST.fill(visit.language, &[("n", &count)])
        }
    }
}

/// What staff do next with a challenge in a state.
fn next_step(state: ChallengeState) -> Text {
    match state {
        ChallengeState::Draft => texts::NEXT_DRAFT,
        ChallengeState::Review => texts::NEXT_REVIEW,
        ChallengeState::Open => texts::NEXT_OPEN,
        ChallengeState::Closed => texts::NEXT_CLOSED,
        ChallengeState::Jury => texts::NEXT_JURY,
        ChallengeState::Published => texts::NEXT_PUBLISHED,
        ChallengeState::Archived => texts::NEXT_ARCHIVED,
    }
}

/// The workbench of a challenge.
fn place(challenge: &str) -> String {
    format!("/staff/challenges/{}", part(challenge))
}

/// A challenge, for staff alone.
async fn challenge_of(visit: &Visit, id: &str) -> Result<ChallengeDetail, Failure> {
    visit.demand_role(Role::Staff)?;
    visit.api.challenge(id).await
}

/// The way back, above a page's heading.
#[component]
pub(crate) fn Back(visit: Visit, path: String, text: Text) -> impl IntoView {
    view! { <p class="above"><a href=visit.at(&path)>{visit.say(text)}</a></p> }
}

/// Says that a form was done, if `done` in the address is one of these words.
#[component]
pub(crate) fn Done(visit: Visit, known: Vec<(&'static str, Text)>) -> impl IntoView {
    let word = visit.asked("done");
    let found = known
        .into_iter()
        .find(|(name, _)| Some(*name) == word.as_deref());
    found.map(|(_, text)| {
        view! { <Notice tone=Tone::Good answers=true><p>{visit.say(text)}</p></Notice> }
    })
}
