//! A run: where it is, its score and what that is made of, its cases, its receipt. What
//! the reader may not see the API leaves out, and so does the page.

mod cases;
mod log;
mod receipt;
mod score;

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::{
    Split,
    api::{
        Page as ListPage,
        runs::{CaseView, RunView},
    },
};

use super::trouble;
use crate::{
    components::{
        facts::Facts,
        notice::{Notice, Tone},
        run::{RunProgress, ScoreFacts, split_text},
    },
    failure::Failure,
    language::Locale as _,
    texts::submission as texts,
    visit::Visit,
};

pub(crate) use log::show as show_log;
pub(in crate::pages) use score::number as measured_number;

/// Cases, or why there are none to show; nothing where they are hidden.
type Cases = Option<Result<ListPage<CaseView>, Failure>>;

/// `GET /{language}/runs/{id}`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let run = match visit.api.run(&id).await {
        Ok(run) => run,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    let cases = find_cases(&visit, &run).await;
    visit
        .page(visit.say(split_text(&run.split)), || {
            content(&visit, &run, cases)
        })
        .into_response()
}

/// Whoever sees how many cases there are sees each of them.
async fn find_cases(visit: &Visit, run: &RunView) -> Cases {
    run.cases?;
    let cursor = visit.asked("cursor");
    Some(visit.api.cases(&run.id, cursor.as_deref()).await)
}

fn content(visit: &Visit, run: &RunView, cases: Cases) -> impl IntoView + use<> {
    let above = visit.at(&format!("/submissions/{}", run.submission));
    let is_hidden = run.split.parse::<Split>().is_ok_and(Split::is_hidden);
    let help = visit.say(texts::HIDDEN_HELP);
    let hidden =
        (is_hidden && run.cases.is_none()).then(|| view! { <Notice><p>{help}</p></Notice> });
    let heading = visit.say(split_text(&run.split));
    let score = run.score.as_ref();
    let score = score.map(|score| score::sections(visit, score));
    view! {
        <p class="above"><a href=above>{visit.say(texts::BACK_TO_SUBMISSION)}</a></p>
        <h1>{heading}</h1>
        <RunProgress visit=visit.clone() run=run.clone()/>
        {hidden}
        <ScoreFacts visit=visit.clone() run=run.clone()/>
        {score}
        {cases_or_trouble(visit, run, cases)}
        {receipt::section(visit, run)}
        <h2>{visit.say(texts::RUN)}</h2>
        {facts(visit, run)}
    }
}

fn cases_or_trouble(visit: &Visit, run: &RunView, cases: Cases) -> Option<AnyView> {
    let view = match cases? {
        Ok(page) => cases::section(visit, run, &page),
        Err(failure) => {
            let why = failure.text(visit.language);
            let text = texts::CASES_TROUBLE.fill(visit.language, &[("why", why)]);
            view! { <Notice tone=Tone::Warn><p>{text}</p></Notice> }.into_any()
        }
    };
    Some(view)
}

fn facts(visit: &Visit, run: &RunView) -> impl IntoView + use<> {
    let language = visit.language;
    let challenge = run.challenge.clone();
    let href = visit.at(&format!("/challenges/{challenge}"));
    let mut facts = vec![
        (
            visit.say(texts::CHALLENGE),
            view! { <a href=href>{challenge}</a> }.into_any(),
        ),
        (visit.say(texts::VERSION), run.version.clone().into_any()),
        (
            visit.say(texts::SENT_AT),
            language.moment(run.created_at).into_any(),
        ),
    ];
    let times = [
        (texts::STARTED_AT, run.started_at),
        (texts::FINISHED_AT, run.finished_at),
    ];
    for (name, at) in times {
        facts.extend(at.map(|at| (visit.say(name), language.moment(at).into_any())));
    }
    view! { <Facts facts=facts/> }
}
