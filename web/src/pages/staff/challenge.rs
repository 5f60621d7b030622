//! The workbench of one challenge: where it is and where it may go, its versions, its
//! phases, and the ways to those who take part.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::challenges::ChallengeDetail;

use super::{Back, Done, challenge_of, moves, next_step, phases, place, versions, waiting_text};
use crate::{
    backend::part,
    components::{facts::Facts, form::ErrorSummary},
    failure::Failure,
    form::{Errors, Fields, Posted, refused},
    language::{Language, Locale as _},
    page::{Page, go_to},
    pages::{challenges::State, trouble},
    texts::{Text, decision, pilot, site, staff as texts, template},
    visit::Visit,
};

/// Words that say what a form has done.
const DONE: [(&str, Text); 7] = [
    ("created", texts::DONE_CREATED),
    ("template", template::DONE),
    ("version", texts::DONE_VERSION),
    ("final", texts::DONE_FINAL),
    ("approved", texts::DONE_APPROVED),
    ("moved", texts::DONE_MOVED),
    ("phase", texts::DONE_PHASE),
];

/// What the page is made from.
struct Bench {
    detail: ChallengeDetail,
    waiting: Option<(u64, bool)>,
}

/// `GET /{language}/staff/challenges/{id}`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match load(&visit, &id).await {
        Ok(bench) => page(&visit, &bench, &Fields::default(), &Errors::none()).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/challenges/{id}`
pub(crate) async fn post(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Response {
    let bench = match load(&visit, &id).await {
        Ok(bench) => bench,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    let done = match fields.typed("act") {
        "approve" => versions::approve(&visit, &id, &fields).await,
        _ => moves::go(&visit, &bench.detail.about, &fields).await,
    };
    match done {
        Ok(word) => go_to(&visit, &format!("{}?done={word}", place(&id))),
        Err(errors) => refused(page(&visit, &bench, &fields, &errors)),
    }
}

async fn load(visit: &Visit, id: &str) -> Result<Bench, Failure> {
    let detail = challenge_of(visit, id).await?;
    let waiting = if detail.about.state.is_public() {
        Some(super::waiting(visit, id).await?)
    } else {
        None
    };
    Ok(Bench { detail, waiting })
}

fn page(visit: &Visit, bench: &Bench, fields: &Fields, errors: &Errors) -> Page {
    let title = visit.language.pick(&bench.detail.about.title).to_owned();
    visit.page(title.clone(), || {
        content(visit, title, bench, fields, errors)
    })
}

fn content(
    visit: &Visit,
    title: String,
    bench: &Bench,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let about = &bench.detail.about;
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Done visit=visit.clone() known=DONE.to_vec()/>
        <Back visit=visit.clone() path="/staff".to_owned() text=texts::BACK_TO_LIST/>
        <h1>{title}</h1>
        <div class="line">
            <State visit=visit.clone() state=about.state/>
            <p>{visit.say(next_step(about.state))}</p>
        </div>
        <h2>{visit.say(texts::ABOUT)}</h2>
        {facts(visit, &bench.detail)}
        <h2>{visit.say(texts::PREVIEW)}</h2>
        {preview(visit, &about.id)}
        {moves::section(visit, about, fields, errors)}
        {versions::section(visit, &bench.detail)}
        {phases::section(visit, &bench.detail)}
        <h2>{visit.say(texts::WORK)}</h2>
        {ways(visit, &about.id, bench.waiting)}
    }
}

fn facts(visit: &Visit, detail: &ChallengeDetail) -> impl IntoView + use<> {
    let (language, about) = (visit.language, &detail.about);
    let closes = about.closes_at.map_or_else(
        || visit.say(texts::NO_END).to_owned(),
        |at| language.moment(at),
    );
    let accepts = if about.accepts_submissions {
        site::YES
    } else {
        site::NO
    };
    let code = |text: &str| {
        let text = text.to_owned();
        view! { <code>{text}</code> }.into_any()
    };
    let facts = vec![
        (visit.say(texts::IDENTIFIER), code(&about.id)),
        (visit.say(texts::INTERFACE), code(&about.interface)),
        (visit.say(texts::CURRENT_VERSION), code(&about.version)),
        (visit.say(texts::ACCEPTS), visit.say(accepts).into_any()),
        (
            visit.say(texts::OPENS),
            language.moment(about.opens_at).into_any(),
        ),
        (visit.say(texts::CLOSES), closes.into_any()),
        (
            visit.say(texts::CHANGED),
            language.moment(about.updated_at).into_any(),
        ),
    ];
    view! { <Facts facts=facts/> }
}

/// Staff see the page as everybody will, in either language.
fn preview(visit: &Visit, id: &str) -> impl IntoView + use<> {
    let path = format!("/challenges/{}", part(id));
    view! {
        <ul>
            <li><a href=Language::Bg.at(&path)>{visit.say(texts::PREVIEW_BG)}</a></li>
            <li><a href=Language::En.at(&path)>{visit.say(texts::PREVIEW_EN)}</a></li>
        </ul>
    }
}

fn ways(visit: &Visit, id: &str, waiting: Option<(u64, bool)>) -> impl IntoView + use<> {
    let at = |rest: &str| visit.at(&format!("{}/{rest}", place(id)));
    let waiting = format!(
        "{}: {}",
        visit.say(texts::QUESTIONS),
        waiting_text(visit, waiting)
    );
    view! {
        <ul>
            <li><a href=at("enrolments")>{visit.say(texts::ENROLMENTS)}</a></li>
            <li><a href=at("evaluators")>{visit.say(texts::EVALUATORS)}</a></li>
            <li><a href=at("decision")>{visit.say(decision::WORK)}</a></li>
            <li><a href=at("questions")>{visit.say(texts::QUESTIONS_PAGE)}</a> " · " {waiting}</li>
            <li><a href=at("announcements")>{visit.say(texts::ANNOUNCEMENTS)}</a></li>
            <li><a href=at("rejudges")>{visit.say(texts::REJUDGES)}</a></li>
            <li><a href=at("pilots")>{visit.say(pilot::OPEN_NEW)}</a></li>
        </ul>
    }
}
