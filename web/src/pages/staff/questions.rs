//! Questions of startups: those that wait first, all of them on demand, and the page
//! that answers one.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{
    Page as ListPage,
    challenges::{Answer, ClarificationView},
};

use super::{Back, Done, challenge_of, place};
use crate::{
    backend::part,
    components::{
        badge::Badge,
        form::{ErrorSummary, Field, FormGuard, Kind},
        list::{Empty, Pager},
        notice::{Notice, Tone},
    },
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, refused},
    language::Locale as _,
    page::{Page, address, go_to},
    pages::trouble,
    texts::staff as texts,
    visit::Visit,
};

const ROWS: u32 = 20;

/// Most characters of an answer.
const ANSWER: usize = 8_000;

/// What the list shows.
struct Found {
    page: ListPage<ClarificationView>,
    is_all: bool,
    /// Whether more wait than were looked at.
    has_more_waiting: bool,
}

/// `GET /{language}/staff/challenges/{id}/questions`
pub(crate) async fn list(visit: Visit, Path(id): Path<String>) -> Response {
    match load(&visit, &id).await {
        Ok(found) => visit
            .page(visit.say(texts::QUESTIONS_PAGE), || {
                content(&visit, &id, found)
            })
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `GET /{language}/staff/challenges/{id}/questions/{question}`
pub(crate) async fn show(visit: Visit, Path((id, question)): Path<(String, String)>) -> Response {
    match question_of(&visit, &id, &question).await {
        Ok(question) => {
            let fields = Fields::of([("answer", question.answer.clone().unwrap_or_default())]);
            page(&visit, &id, &question, &fields, &Errors::none()).into_response()
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/challenges/{id}/questions/{question}`
pub(crate) async fn post(
    Path((id, question)): Path<(String, String)>,
    Posted { visit, fields }: Posted,
) -> Response {
    let question = match question_of(&visit, &id, &question).await {
        Ok(question) => question,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    let mut reader = Reader::new(&fields, visit.language);
    let answer = reader.text("answer", ANSWER);
    let ask = match reader.finish(Answer { answer }) {
        Ok(ask) => ask,
        Err(errors) => return refused(page(&visit, &id, &question, &fields, &errors)),
    };
    match visit.api.answer_question(&question.id, &ask).await {
        Ok(()) => go_to(&visit, &format!("{}/questions?done=answered", place(&id))),
        Err(failure) => {
            let errors = Errors::of(&failure, visit.language);
            refused(page(&visit, &id, &question, &fields, &errors))
        }
    }
}

async fn load(visit: &Visit, id: &str) -> Result<Found, Failure> {
    challenge_of(visit, id).await?;
    if visit.asked("all").is_some() {
        let cursor = visit.asked("cursor");
        let page = visit.api.clarifications(id, cursor.as_deref(), ROWS);
        return Ok(Found {
            page: page.await?,
            is_all: true,
            has_more_waiting: false,
        });
    }
    let (mut items, mut has_more_waiting) = visit.api.waiting_questions(id).await?;
    let most = usize::try_from(ROWS).unwrap_or(usize::MAX);
    has_more_waiting |= items.len() > most;
    items.truncate(most);
    Ok(Found {
        page: ListPage { items, next: None },
        is_all: false,
        has_more_waiting,
    })
}

async fn question_of(
    visit: &Visit,
    id: &str,
    question: &str,
) -> Result<ClarificationView, Failure> {
    challenge_of(visit, id).await?;
    visit.api.question(id, question).await
}

fn content(visit: &Visit, id: &str, found: Found) -> impl IntoView + use<> {
    let Found {
        page,
        is_all,
        has_more_waiting,
    } = found;
    let none = if is_all {
        texts::NO_QUESTIONS_YET
    } else {
        texts::NOTHING_WAITS
    };
    let list = if page.items.is_empty() {
        view! { <Empty text=visit.say(none)/> }.into_any()
    } else {
        let items: Vec<_> = page.items.iter().map(|one| item(visit, id, one)).collect();
        items.into_any()
    };
    let more = visit.say(texts::MORE_QUESTIONS);
    let more = has_more_waiting.then(|| view! { <Notice><p>{more}</p></Notice> });
    view! {
        <Done visit=visit.clone() known=vec![("answered", texts::DONE_ANSWERED)]/>
        <Back visit=visit.clone() path=place(id) text=texts::BACK_TO_CHALLENGE/>
        <h1>{visit.say(texts::QUESTIONS_PAGE)}</h1>
        <p class="lead">{visit.say(texts::QUESTIONS_LEAD)}</p>
        {which(visit, id, is_all)}
        {list}
        {more}
        <Pager visit=visit.clone() next=page.next/>
    }
}

fn which(visit: &Visit, id: &str, is_all: bool) -> impl IntoView + use<> {
    let href = visit.at(&format!("{}/questions", place(id)));
    let all = format!("{href}?all=yes");
    let here = |is_here: bool| is_here.then_some("page");
    view! {
        <nav class="switch" aria-label=visit.say(texts::WHICH)>
            <ul>
                <li><a href=href aria-current=here(!is_all)>{visit.say(texts::ONLY_WAITING)}</a></li>
                <li><a href=all aria-current=here(is_all)>{visit.say(texts::ALL_QUESTIONS)}</a></li>
            </ul>
        </nav>
    }
}

fn item(visit: &Visit, id: &str, one: &ClarificationView) -> impl IntoView + use<> {
    let href = visit.at(&format!("{}/questions/{}", place(id), part(&one.id)));
    let link = if one.answer.is_some() {
        texts::ANSWER_ANEW
    } else {
        texts::ANSWER
    };
    // Many links of one name would not tell a screen reader's user which is which.
    let heading = format!("q-{}", one.id);
    view! {
        <article class="entry">
            <h2 class="entry-title" id=heading.clone()>{asked_on(visit, one)}</h2>
            {said(visit, one)}
            <p><a href=href aria-describedby=heading>{visit.say(link)}</a></p>
        </article>
    }
}

fn asked_on(visit: &Visit, one: &ClarificationView) -> String {
    let when = visit.language.moment(one.asked_at);
    texts::ASKED_ON.fill(visit.language, &[("when", &when)])
}

/// Question and answer as they were written.
fn said(visit: &Visit, one: &ClarificationView) -> impl IntoView + use<> {
    let answer = one.answer.clone().map_or_else(
        || view! { <Badge tone=Tone::Warn text=visit.say(texts::UNANSWERED)/> }.into_any(),
        |answer| {
            let when = one.answered_at.map(|at| {
                let when = visit.language.moment(at);
                texts::ANSWERED_ON.fill(visit.language, &[("when", &when)])
            });
            view! {
                <p class="help">{when}</p>
                <p class="lines">{answer}</p>
            }
            .into_any()
        },
    );
    view! {
        <p class="lines"><bdi>{one.question.clone()}</bdi></p>
        {answer}
    }
}

fn page(
    visit: &Visit,
    id: &str,
    question: &ClarificationView,
    fields: &Fields,
    errors: &Errors,
) -> Page {
    visit.page(visit.say(texts::QUESTION), || {
        form(visit, id, question, fields, errors)
    })
}

fn form(
    visit: &Visit,
    id: &str,
    question: &ClarificationView,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let (fields, errors) = (fields.clone(), errors.clone());
    let back = format!("{}/questions", place(id));
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Back visit=visit.clone() path=back text=texts::QUESTIONS_PAGE/>
        <h1>{visit.say(texts::QUESTION)}</h1>
        <p class="help">{asked_on(visit, question)}</p>
        {said(visit, question)}
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <Field visit=visit.clone() name="answer" label=texts::ANSWER help=texts::ANSWER_HELP kind=Kind::Text
                fields=fields errors=errors/>
            <p class="actions"><button type="submit">{visit.say(texts::PUBLISH_ANSWER)}</button></p>
        </form>
    }
}
