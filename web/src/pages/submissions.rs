//! Submissions: the list of them, and below it each with what can be done to it.

mod actions;
mod compare;
pub(crate) mod document;
pub(crate) mod dossier;
mod one;

use std::collections::HashMap;

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{
    Page as ListPage,
    runs::{RunState, RunView},
    submissions::SubmissionView,
};

use super::trouble;
use crate::{
    backend::part,
    components::{
        badge::Badge,
        list::{Empty, Pager},
        notice::Tone,
        run::RunBadge,
        table::{Column, Table},
    },
    failure::Failure,
    language::Locale as _,
    texts::{site, submission as texts},
    visit::Visit,
};

pub(crate) use actions::{ask_withdrawal, choose_finalist, stay, withdraw};
pub(crate) use one::show;

/// What the list is made of.
struct Found {
    /// The challenge that it is about, if it is about one.
    challenge: Option<String>,
    list: ListPage<SubmissionView>,
    /// Titles of challenges by their ids.
    titles: HashMap<String, String>,
}

impl Found {
    fn title(&self, challenge: &str) -> String {
        let title = self.titles.get(challenge);
        title.map_or_else(|| challenge.to_owned(), Clone::clone)
    }
}

/// `GET /{language}/submissions`
pub(crate) async fn list(visit: Visit) -> Response {
    match find(&visit).await {
        Ok(found) => visit
            .page(visit.say(site::MY_SUBMISSIONS), || content(&visit, &found))
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn find(visit: &Visit) -> Result<Found, Failure> {
    let challenge = visit.asked("challenge");
    let cursor = visit.asked("cursor");
    let list = visit
        .api
        .submissions(challenge.as_deref(), cursor.as_deref());
    let list = list.await?;
    let known = visit.api.challenges(None).await?.items.into_iter();
    let titles = known.map(|one| {
        let title = visit.language.pick(&one.title).to_owned();
        (one.id, title)
    });
    Ok(Found {
        titles: titles.collect(),
        challenge,
        list,
    })
}

fn content(visit: &Visit, found: &Found) -> impl IntoView + use<> {
    let next = found.list.next.clone();
    let heading = match &found.challenge {
        Some(id) => {
            let title = found.title(id);
            texts::FOR_CHALLENGE.fill(visit.language, &[("challenge", &title)])
        }
        None => visit.say(site::MY_SUBMISSIONS).to_owned(),
    };
    let all = found.challenge.as_ref().map(|_| {
        let href = visit.at("/submissions");
        view! { <p class="above"><a href=href>{visit.say(texts::ALL_SUBMISSIONS)}</a></p> }
    });
    let compared = found.challenge.as_ref();
    let compared = compared.map(|_| compare::tables(visit, &found.list.items));
    let list = if found.list.items.is_empty() {
        nothing(visit, found.challenge.as_deref()).into_any()
    } else {
        table(visit, found, &heading).into_any()
    };
    view! {
        {all}
        <h1>{heading}</h1>
        <p class="lead">{visit.say(texts::LIST_LEAD)}</p>
        {list}
        <Pager visit=visit.clone() next=next/>
        {compared}
    }
}

fn nothing(visit: &Visit, challenge: Option<&str>) -> impl IntoView + use<> {
    let text = match challenge {
        Some(_) => texts::NONE_HERE,
        None => texts::NONE,
    };
    let href = visit.at("/challenges");
    view! {
        <Empty text=visit.say(text)/>
        <p class="actions"><a class="button" href=href>{visit.say(texts::OPEN_CHALLENGES)}</a></p>
    }
}

fn table(visit: &Visit, found: &Found, caption: &str) -> impl IntoView + use<> {
    let mut columns = vec![
        Column::text(visit.say(texts::SUBMISSION)),
        Column::text(visit.say(texts::STATE)),
        Column::number(visit.say(texts::SCORE)),
        Column::text(visit.say(texts::SENT_AT)),
    ];
    let has_challenge = found.challenge.is_none();
    if has_challenge {
        columns.push(Column::text(visit.say(texts::CHALLENGE)));
    }
    let rows: Vec<Vec<AnyView>> = found
        .list
        .items
        .iter()
        .map(|one| {
            let mut row = row(visit, one);
            if has_challenge {
                let title = found.title(&one.challenge);
                let path = format!("/submissions?challenge={}", part(&one.challenge));
                let href = visit.at(&path);
                row.push(view! { <a href=href>{title}</a> }.into_any());
            }
            row
        })
        .collect();
    view! { <Table caption=caption.to_owned() hide_caption=true columns=columns rows=rows/> }
}

fn row(visit: &Visit, one: &SubmissionView) -> Vec<AnyView> {
    let href = visit.at(&format!("/submissions/{}", one.id));
    let title = one.dossier.title.clone();
    let finalist = one.is_finalist.then(|| {
        view! { " " <Badge tone=Tone::Good text=visit.say(texts::FINALIST)/> }
    });
    let main = main_run(one);
    let state = if one.withdrawn_at.is_some() {
        Some(RunState::Withdrawn)
    } else {
        main.map(|run| run.state)
    };
    let state = state.map(|state| view! { <RunBadge visit=visit.clone() state=state/> });
    let score = main.and_then(|run| run.score.as_ref());
    let score = score.map(|score| visit.language.decimal(score.total, 1));
    vec![
        view! { <a href=href><bdi>{title}</bdi></a>{finalist} }.into_any(),
        state.into_any(),
        score.unwrap_or_else(|| "–".to_owned()).into_any(),
        visit.language.moment(one.created_at).into_any(),
    ]
}

/// The run that a submission is known by: the newest on hidden data, else on sample
/// data.
fn main_run(one: &SubmissionView) -> Option<&RunView> {
    newest(one, "public").or_else(|| newest(one, "sample"))
}

/// The newest run of a split.
fn newest<'a>(one: &'a SubmissionView, split: &str) -> Option<&'a RunView> {
    let runs = one.runs.iter().filter(|run| run.split == split);
    runs.max_by_key(|run| run.created_at)
}
