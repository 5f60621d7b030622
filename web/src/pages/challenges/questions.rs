//! Questions and answers: the list of a challenge, and the form to ask.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use futures_util::future::try_join;
use leptos::prelude::*;
use pilotbox_model::api::{
    Page as ListPage,
    challenges::{ChallengeDetail, ChallengeState, ClarificationView, Question},
};

use super::{
    path_of,
    tabs::{Tab, head},
    take_part,
};
use crate::{
    components::{
        badge::Badge,
        form::{ErrorSummary, Field, FormGuard, Kind},
        list::{Empty, Pager},
        notice::{Notice, Tone},
    },
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, refused},
    language::Locale as _,
    page::{Page, go_to},
    pages::trouble,
    texts::challenge as texts,
    visit::Visit,
};

/// Questions of a page.
const ROWS: u32 = 20;

/// Most characters of a question.
const QUESTION: usize = 4_000;

/// The field with the organisation that asks. Not the one that is enrolled: both
/// stand on one page.
const ASKER: &str = "asker";

/// `GET /{language}/challenges/{id}/questions`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match page(&visit, &id, &Fields::default(), &Errors::none()).await {
        Ok(page) => page.into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/challenges/{id}/questions`
pub(crate) async fn ask(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Response {
    let mut reader = Reader::new(&fields, visit.language);
    let question = reader.text("question", QUESTION);
    let organisation = fields.text(ASKER);
    let ask = Question {
        question,
        organisation,
    };
    let errors = match reader.finish(ask) {
        Ok(ask) => match visit.api.ask_question(&id, &ask).await {
            Ok(_) => return go_to(&visit, &format!("{}/questions?done=asked", path_of(&id))),
            Err(failure) => Errors::of(&failure, visit.language),
        },
        Err(errors) => errors,
    };
    match page(&visit, &id, &fields, &errors).await {
        Ok(page) => refused(page),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn page(visit: &Visit, id: &str, fields: &Fields, errors: &Errors) -> Result<Page, Failure> {
    let cursor = visit.asked("cursor");
    let (challenge, found) = try_join(
        visit.api.challenge(id),
        visit.api.clarifications(id, cursor.as_deref(), ROWS),
    )
    .await?;
    let name = visit.language.pick(&challenge.about.title);
    let title = texts::QUESTIONS_OF.fill(visit.language, &[("title", name)]);
    Ok(visit.page(title.clone(), || {
        content(visit, title, &challenge, found, fields, errors)
    }))
}

fn content(
    visit: &Visit,
    title: String,
    challenge: &ChallengeDetail,
    found: ListPage<ClarificationView>,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let done = (visit.asked("done").as_deref() == Some("asked")).then(|| {
        let text = visit.say(texts::ASKED);
        view! { <Notice tone=Tone::Good answers=true><p>{text}</p></Notice> }
    });
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        {done}
        {head(visit, challenge, title, Tab::Questions)}
        <p class="lead">{visit.say(texts::QUESTIONS_LEAD)}</p>
        {list(visit, found.items, 1)}
        <Pager visit=visit.clone() next=found.next/>
        {way_to_ask(visit, challenge, fields, errors, 1)}
    }
}

/// The section of a challenge's page: the first questions, and the form.
pub(super) fn section(
    visit: &Visit,
    challenge: &ChallengeDetail,
    found: ListPage<ClarificationView>,
) -> impl IntoView + use<> {
    let all = found.next.is_some().then(|| {
        let href = visit.at(&format!("{}/questions", path_of(&challenge.about.id)));
        view! { <p><a href=href>{visit.say(texts::ALL_QUESTIONS)}</a></p> }
    });
    view! {
        <section>
            <h2>{visit.say(texts::QUESTIONS)}</h2>
            <p>{visit.say(texts::QUESTIONS_LEAD)}</p>
            {list(visit, found.items, 2)}
            {all}
            {way_to_ask(visit, challenge, &Fields::default(), &Errors::none(), 2)}
        </section>
    }
}

fn list(visit: &Visit, found: Vec<ClarificationView>, below: usize) -> impl IntoView + use<> {
    if found.is_empty() {
        return view! { <Empty text=visit.say(texts::NO_QUESTIONS)/> }.into_any();
    }
    let each: Vec<_> = found
        .into_iter()
        .map(|one| question(visit, one, below))
        .collect();
    view! { <div class="stack">{each}</div> }.into_any()
}

/// A question and its answer, as their writers wrote them, line by line.
fn question(visit: &Visit, one: ClarificationView, below: usize) -> impl IntoView + use<> {
    let when = |text: crate::texts::Text, at| {
        let at = visit.language.moment(at);
        text.fill(visit.language, &[("when", &at)])
    };
    let own = one
        .is_own
        .then(|| view! { <Badge text=visit.say(texts::OWN_QUESTION)/> });
    let asked = when(texts::ASKED_ON, one.asked_at);
    let heading = heading(asked, below);
    let answered = one.answered_at.map(|at| {
        view! { <p class="help">{when(texts::ANSWERED_ON, at)}</p> }
    });
    let answer = match one.answer {
        Some(answer) => view! { <p class="lines" dir="auto">{answer}</p> }.into_any(),
        None => view! { <p class="help">{visit.say(texts::NO_ANSWER)}</p> }.into_any(),
    };
    view! {
        <article class="entry">
            <div class="line">{heading}{own}</div>
            <p class="lines question" dir="auto">{one.question}</p>
            {answered}
            {answer}
        </article>
    }
}

fn heading(text: String, below: usize) -> AnyView {
    if below == 1 {
        view! { <h2 class="entry-title">{text}</h2> }.into_any()
    } else {
        view! { <h3 class="entry-title">{text}</h3> }.into_any()
    }
}

fn way_to_ask(
    visit: &Visit,
    challenge: &ChallengeDetail,
    fields: &Fields,
    errors: &Errors,
    below: usize,
) -> impl IntoView + use<> {
    if challenge.about.state != ChallengeState::Open {
        return ().into_any();
    }
    let id = &challenge.about.id;
    let title = visit.say(texts::ASK).to_owned();
    let title = if below == 1 {
        view! { <h2>{title}</h2> }.into_any()
    } else {
        view! { <h3>{title}</h3> }.into_any()
    };
    let content = match &visit.viewer {
        // The challenge's page says above how to take part.
        None if below > 1 => return ().into_any(),
        None => take_part::sign_in(visit, id).into_any(),
        Some(viewer) if viewer.me.organisations.is_empty() => {
            take_part::no_organisation(visit).into_any()
        }
        Some(_) => form(visit, id, fields, errors).into_any(),
    };
    view! { {title}{content} }.into_any()
}

fn form(visit: &Visit, id: &str, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    let action = visit.at(&format!("{}/questions", path_of(id)));
    let viewer = visit.viewer.as_ref();
    let viewer = viewer.filter(|viewer| viewer.me.organisations.len() > 1);
    let organisation = viewer.map(|viewer| take_part::organisation(visit, viewer, ASKER, fields));
    view! {
        <form method="post" action=action novalidate="">
            <FormGuard visit=visit.clone()/>
            {organisation}
            <Field visit=visit.clone() name="question" label=texts::YOUR_QUESTION help=texts::YOUR_QUESTION_HELP
                kind=Kind::Text fields=fields.clone() errors=errors.clone()/>
            <p class="actions"><button type="submit">{visit.say(texts::ASK)}</button></p>
        </form>
    }
}
