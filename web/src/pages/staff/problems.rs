//! What citizens propose, for staff: those that wait to be read first. What is done with
//! one is below.

mod forms;
pub mod one;

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{
    Page as ListPage,
    accounts::Role,
    civic_problems::{CityProblemState, CityProblemView},
};

use super::Back;
use crate::{
    backend::ProblemQuery,
    components::{
        list::{Empty, Pager},
        table::{Column, Table},
    },
    failure::Failure,
    language::Locale as _,
    pages::{
        problems::{badge, field_text, place_of, state_text},
        trouble,
    },
    texts::{problem as texts, staff},
    visit::Visit,
};

/// Problems of a page.
const ROWS: u32 = 50;

/// `GET /{language}/staff/problems`
pub(crate) async fn list(visit: Visit) -> Response {
    let state = visit.asked("state").unwrap_or_default();
    let state = CityProblemState::parse(&state).unwrap_or(CityProblemState::Proposed);
    match load(&visit, state).await {
        Ok(found) => visit
            .page(visit.say(texts::QUEUE), || content(&visit, state, found))
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn load(
    visit: &Visit,
    state: CityProblemState,
) -> Result<ListPage<CityProblemView>, Failure> {
    visit.demand_role(Role::Staff)?;
    let query = ProblemQuery {
        state: Some(state),
        ..ProblemQuery::default()
    };
    let cursor = visit.asked("cursor");
    visit.api.problems(&query, cursor.as_deref(), ROWS).await
}

fn content(
    visit: &Visit,
    state: CityProblemState,
    found: ListPage<CityProblemView>,
) -> impl IntoView + use<> {
    let list = if found.items.is_empty() {
        view! { <Empty text=visit.say(texts::QUEUE_EMPTY)/> }.into_any()
    } else {
        table(visit, &found.items).into_any()
    };
    view! {
        <Back visit=visit.clone() path="/staff".to_owned() text=staff::BACK_TO_LIST/>
        <h1>{visit.say(texts::QUEUE)}</h1>
        <p class="lead">{visit.say(texts::QUEUE_LEAD)}</p>
        <p class="actions"><a href=visit.at("/problems/new")>{visit.say(texts::PROPOSE)}</a></p>
        {states(visit, state)}
        {list}
        <Pager visit=visit.clone() next=found.next/>
    }
}

fn states(visit: &Visit, here: CityProblemState) -> impl IntoView + use<> {
    let links: Vec<_> = CityProblemState::ALL
        .into_iter()
        .map(|state| {
            let href = visit.at(&format!("/staff/problems?state={}", state.as_str()));
            let current = (state == here).then_some("page");
            view! { <li><a href=href aria-current=current>{visit.say(state_text(state))}</a></li> }
        })
        .collect();
    view! {
        <nav class="switch" aria-label=visit.say(texts::QUEUE_STATES)>
            <ul>{links}</ul>
        </nav>
    }
}

fn table(visit: &Visit, all: &[CityProblemView]) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(texts::NAME)),
        Column::text(visit.say(texts::STATE)),
        Column::text(visit.say(texts::FIELD)),
        Column::text(visit.say(texts::PROPOSED_ON)),
        Column::number(visit.say(texts::SUPPORT)),
    ];
    let row = |one: &CityProblemView| {
        let href = visit.at(&format!("/staff{}", place_of(&one.id)));
        let (title, code) = (one.title.clone(), one.language.as_str());
        vec![
            view! { <a href=href lang=code dir="auto">{title}</a> }.into_any(),
            badge(visit, one),
            visit.say(field_text(one.field)).into_any(),
            visit.language.day(one.proposed_at).into_any(),
            visit.language.whole(one.supporters).into_any(),
        ]
    };
    let rows = all.iter().map(row).collect();
    view! { <Table caption=visit.say(texts::QUEUE_LIST).to_owned() columns=columns rows=rows/> }
}
