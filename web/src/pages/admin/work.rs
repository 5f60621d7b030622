//! The workers that were seen lately, the queue by state, and the runs under way.

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{
    Page as ListPage,
    accounts::Role,
    admin::{StateCount, StuckView, WorkView, WorkerView},
    runs::RunState,
};

use crate::{
    components::{
        badge::Badge,
        facts::Facts,
        list::{Empty, Pager},
        notice::Tone,
        run::state_text,
        table::{Column, Table},
    },
    failure::Failure,
    language::Locale as _,
    pages::{staff::Back, trouble},
    texts::{Text, admin as texts, site},
    visit::Visit,
};

const ROWS: u32 = 50;

/// What the page is made from.
struct Found {
    work: WorkView,
    runs: ListPage<StuckView>,
    is_stuck_only: bool,
}

/// `GET /{language}/admin/work`
pub(crate) async fn show(visit: Visit) -> Response {
    match load(&visit).await {
        Ok(found) => visit
            .page(visit.say(texts::WORK), || content(&visit, found))
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn load(visit: &Visit) -> Result<Found, Failure> {
    visit.demand_role(Role::Admin)?;
    let is_stuck_only = visit.asked("stuck").is_some();
    let cursor = visit.asked("cursor");
    let runs = visit
        .api
        .unended_runs(is_stuck_only, cursor.as_deref(), ROWS);
    Ok(Found {
        runs: runs.await?,
        work: visit.api.work().await?,
        is_stuck_only,
    })
}

fn content(visit: &Visit, found: Found) -> impl IntoView + use<> {
    let (stuck, taken) = (found.work.stuck, found.work.taken);
    let facts = vec![
        (
            visit.say(texts::TAKEN),
            visit.language.whole(taken).into_any(),
        ),
        (
            visit.say(texts::STUCK),
            visit.language.whole(stuck).into_any(),
        ),
    ];
    let other = if found.is_stuck_only {
        (visit.at("/admin/work"), texts::ALL_UNENDED)
    } else {
        (visit.at("/admin/work?stuck=yes"), texts::STUCK_ONLY)
    };
    let (href, text) = other;
    view! {
        <Back visit=visit.clone() path="/admin".to_owned() text=site::ADMINISTRATION/>
        <h1>{visit.say(texts::WORK)}</h1>
        <Facts facts=facts/>
        <h2>{visit.say(texts::WORKERS)}</h2>
        {workers(visit, found.work.workers)}
        <h2>{visit.say(texts::BY_STATE)}</h2>
        {states(visit, found.work.runs)}
        <h2>{visit.say(texts::UNENDED)}</h2>
        <p>{visit.say(texts::STUCK_HELP)}</p>
        <p class="actions"><a class="button quiet small" href=href>{visit.say(text)}</a></p>
        {runs(visit, found.runs.items)}
        <Pager visit=visit.clone() next=found.runs.next/>
    }
}

fn workers(visit: &Visit, all: Vec<WorkerView>) -> AnyView {
    if all.is_empty() {
        return view! { <Empty text=visit.say(texts::NO_WORKERS)/> }.into_any();
    }
    let columns = vec![
        Column::text(visit.say(texts::WORKER)),
        Column::text(visit.say(texts::WORKS_ON)),
        Column::text(visit.say(texts::STATE)),
        Column::text(visit.say(texts::SEEN)),
    ];
    let rows = all.into_iter().map(|one| {
        let (tone, word) = if one.is_alive {
            (Tone::Good, texts::ALIVE)
        } else {
            (Tone::Plain, texts::SILENT)
        };
        let queue = queue_text(&one.queue);
        let queue = queue.map_or(one.queue, |text| visit.say(text).to_owned());
        vec![
            view! { <code>{one.name}</code> }.into_any(),
            queue.into_any(),
            view! { <Badge tone=tone text=visit.say(word)/> }.into_any(),
            visit.language.moment(one.seen_at).into_any(),
        ]
    });
    let rows = rows.collect();
    view! {
        <Table caption=visit.say(texts::WORKERS).to_owned() hide_caption=true columns=columns rows=rows/>
    }
    .into_any()
}

fn queue_text(name: &str) -> Option<Text> {
    match name {
        "pilotbox-evaluate" => Some(texts::EVALUATES),
        "pilotbox-finish" => Some(texts::FINISHES),
        _ => None,
    }
}

fn state_name(visit: &Visit, name: &str) -> String {
    let known = RunState::parse(name).map(state_text);
    known.map_or_else(|| name.to_owned(), |text| visit.say(text).to_owned())
}

fn states(visit: &Visit, counts: Vec<StateCount>) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(texts::STATE)),
        Column::number(visit.say(texts::RUNS)),
    ];
    let rows = counts.into_iter().map(|one| {
        vec![
            state_name(visit, &one.state).into_any(),
            visit.language.whole(one.runs).into_any(),
        ]
    });
    let rows = rows.collect();
    view! {
        <Table caption=visit.say(texts::BY_STATE).to_owned() hide_caption=true columns=columns rows=rows/>
    }
}

fn runs(visit: &Visit, all: Vec<StuckView>) -> AnyView {
    if all.is_empty() {
        return view! { <Empty text=visit.say(texts::NO_UNENDED)/> }.into_any();
    }
    let columns = vec![
        Column::text(visit.say(texts::RUN)),
        Column::text(visit.say(texts::CHALLENGE)),
        Column::text(visit.say(texts::STATE)),
        Column::number(visit.say(texts::TAKES)),
        Column::number(visit.say(texts::ATTEMPTS)),
        Column::text(visit.say(texts::CAME)),
        Column::text(visit.say(texts::SEEN)),
    ];
    let rows = all.into_iter().map(|one| row(visit, one)).collect();
    view! {
        <Table caption=visit.say(texts::UNENDED).to_owned() hide_caption=true columns=columns rows=rows/>
    }
    .into_any()
}

fn row(visit: &Visit, one: StuckView) -> Vec<AnyView> {
    let language = visit.language;
    let seen = one.seen_at.map_or_else(
        || visit.say(texts::NEVER).to_owned(),
        |at| language.moment(at),
    );
    let stuck = one
        .is_stuck
        .then(|| view! { <Badge tone=Tone::Bad text=visit.say(texts::IS_STUCK)/> });
    let state = state_name(visit, &one.state);
    let place = format!("{} · {}", one.challenge, one.split);
    vec![
        view! { <code>{one.id}</code> }.into_any(),
        place.into_any(),
        view! { {state} " " {stuck} }.into_any(),
        language.whole(one.takes).into_any(),
        language.whole(one.attempts).into_any(),
        language.moment(one.created_at).into_any(),
        seen.into_any(),
    ]
}
