//! Rejudges of a challenge, and the form that starts one.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::{
    Split,
    api::{
        Page as ListPage,
        challenges::{ChallengeState, RejudgeHead, RejudgePhase},
    },
};

use super::{Back, challenge_of, place};
use crate::{
    backend::part,
    components::{
        form::{ErrorSummary, FormGuard, Select},
        list::{Empty, Pager},
        table::{Column, Table},
    },
    failure::Failure,
    form::{Errors, Fields, Posted, refused},
    language::Locale as _,
    page::{Page, address, go_to},
    pages::trouble,
    texts::{Text, failure as failures, staff as texts},
    visit::Visit,
};

/// Rejudges of a page.
const ROWS: u32 = 50;

/// What the page is made from.
struct Found {
    may_start: bool,
    rejudges: ListPage<RejudgeHead>,
}

/// `GET /{language}/staff/challenges/{id}/rejudges`
pub(crate) async fn list(visit: Visit, Path(id): Path<String>) -> Response {
    match load(&visit, &id).await {
        Ok(found) => page(&visit, &id, &found, &Fields::default(), &Errors::none()).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/challenges/{id}/rejudges`
pub(crate) async fn start(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Response {
    let found = match load(&visit, &id).await {
        Ok(found) => found,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    let Ok(split) = fields.typed("split").parse::<Split>() else {
        let mut errors = Errors::none();
        errors.add("split", visit.say(failures::FIELD_CHOOSE));
        return refused(page(&visit, &id, &found, &fields, &errors));
    };
    match visit.api.start_rejudge(&id, split).await {
        Ok(made) => go_to(&visit, &format!("{}?done=started", place_of(&made.id))),
        Err(failure) => {
            let errors = Errors::of(&failure, visit.language);
            refused(page(&visit, &id, &found, &fields, &errors))
        }
    }
}

/// The page of a rejudge.
pub(super) fn place_of(rejudge: &str) -> String {
    format!("/staff/rejudges/{}", part(rejudge))
}

/// Where a rejudge is, in words.
pub(super) fn phase_text(state: RejudgePhase) -> Text {
    match state {
        RejudgePhase::Running => texts::REJUDGE_RUNNING,
        RejudgePhase::Ready => texts::REJUDGE_READY,
        RejudgePhase::Applied => texts::REJUDGE_APPLIED,
        RejudgePhase::Cancelled => texts::REJUDGE_CANCELLED,
    }
}

/// A split in words.
pub(super) fn split_text(name: &str) -> Text {
    match name {
        "sample" => texts::SPLIT_SAMPLE,
        "public" => texts::SPLIT_PUBLIC,
        _ => texts::SPLIT_FINAL,
    }
}

async fn load(visit: &Visit, id: &str) -> Result<Found, Failure> {
    let state = challenge_of(visit, id).await?.about.state;
    let may_start = (ChallengeState::Open..=ChallengeState::Jury).contains(&state);
    let cursor = visit.asked("cursor");
    let rejudges = visit.api.rejudges(id, cursor.as_deref(), ROWS).await?;
    Ok(Found {
        may_start,
        rejudges,
    })
}

fn page(visit: &Visit, id: &str, found: &Found, fields: &Fields, errors: &Errors) -> Page {
    let title = texts::REJUDGES_OF.fill(visit.language, &[("id", id)]);
    visit.page(title.clone(), || {
        content(visit, id, title, found, fields, errors)
    })
}

fn content(
    visit: &Visit,
    id: &str,
    title: String,
    found: &Found,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let list = if found.rejudges.items.is_empty() {
        view! { <Empty text=visit.say(texts::NO_REJUDGES)/> }.into_any()
    } else {
        table(visit, &found.rejudges.items).into_any()
    };
    let next = found.rejudges.next.clone();
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Back visit=visit.clone() path=place(id) text=texts::BACK_TO_CHALLENGE/>
        <h1>{title}</h1>
        <p class="lead">{visit.say(texts::REJUDGE_LEAD)}</p>
        {found.may_start.then(|| form(visit, fields, errors))}
        <h2>{visit.say(texts::RECENT_REJUDGES)}</h2>
        {list}
        <Pager visit=visit.clone() next=next/>
    }
}

fn form(visit: &Visit, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    let option = |split: Split| {
        let text = visit.say(split_text(split.as_str())).to_owned();
        (split.as_str().to_owned(), text)
    };
    let options = Split::ALL.into_iter().map(option).collect();
    view! {
        <h2>{visit.say(texts::START_REJUDGE)}</h2>
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <Select visit=visit.clone() name="split" label=texts::SPLIT options=options
                fields=fields.clone() errors=errors.clone()/>
            <p class="actions"><button type="submit">{visit.say(texts::START)}</button></p>
        </form>
    }
}

fn table(visit: &Visit, rejudges: &[RejudgeHead]) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(texts::STARTED)),
        Column::text(visit.say(texts::SPLIT)),
        Column::text(visit.say(texts::VERSION)),
        Column::text(visit.say(texts::STATE)),
    ];
    let rows = rejudges.iter().map(|one| {
        let href = visit.at(&place_of(&one.id));
        let started = visit.language.moment(one.created_at);
        vec![
            view! { <a href=href>{started}</a> }.into_any(),
            visit.say(split_text(&one.split)).into_any(),
            one.version.clone().into_any(),
            visit.say(phase_text(one.state)).into_any(),
        ]
    });
    let rows = rows.collect();
    view! {
        <Table caption=visit.say(texts::RECENT_REJUDGES).to_owned() hide_caption=true columns=columns rows=rows/>
    }
}
