//! What those who took part ask about a decision: threads that everybody reads, and the form
//! that asks while the window is open. A thread's own page is below.

mod ask;
pub mod one;

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::decisions::{
    DecisionView, InquiriesView, InquiryAuthor, InquiryKind, InquiryReplyView, InquiryView,
};

use super::{Side, head, inquiries_place, isolated, title_of};
use crate::{
    backend::part,
    components::{
        badge::Badge,
        form::ErrorSummary,
        list::Empty,
        notice::{Notice, Tone},
    },
    failure::Failure,
    form::{Errors, Fields, Posted, refused},
    language::Locale as _,
    page::{Page, go_to},
    pages::{staff::Done, trouble},
    texts::{Text, decision as texts},
    visit::Visit,
};

/// Words that say what a form has done.
const DONE: [(&str, Text); 2] = [
    ("asked", texts::SAID_ASKED),
    ("replied", texts::SAID_REPLIED),
];

/// What the page is made from.
struct Found {
    view: DecisionView,
    inquiries: InquiriesView,
}

/// `GET /{language}/challenges/{id}/inquiries`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match find(&visit, &id).await {
        Ok(found) => {
            let asked = |name| visit.asked(name).unwrap_or_default();
            let fields = Fields::of([
                ("submission", asked("submission")),
                ("topic", asked("topic")),
            ]);
            page(&visit, &found, &fields, &Errors::none()).into_response()
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/challenges/{id}/inquiries`
pub(crate) async fn post(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Response {
    let found = match find(&visit, &id).await {
        Ok(found) => found,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    match send(&visit, &id, &found, &fields).await {
        Ok(()) => go_to(&visit, &format!("{}?done=asked", inquiries_place(&id))),
        Err(errors) => refused(page(&visit, &found, &fields, &errors)),
    }
}

async fn send(visit: &Visit, id: &str, found: &Found, fields: &Fields) -> Result<(), Errors> {
    let ask = ask::read(visit, found, fields)?;
    let sent = visit.api.inquire(id, &ask).await;
    sent.map(|_| ())
        .map_err(|failure| Errors::of(&failure, visit.language))
}

async fn find(visit: &Visit, id: &str) -> Result<Found, Failure> {
    let view = visit.api.decision(id, None).await?;
    Ok(Found {
        view: view.ok_or_else(Failure::missing)?,
        inquiries: visit.api.inquiries(id).await?,
    })
}

fn page(visit: &Visit, found: &Found, fields: &Fields, errors: &Errors) -> Page {
    let title = title_of(visit, texts::INQUIRIES_OF, &found.view.title);
    visit.page(title.clone(), || {
        content(visit, title, found, fields, errors)
    })
}

fn content(
    visit: &Visit,
    title: String,
    found: &Found,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let Found { view, inquiries } = found;
    let until = visit.language.moment(inquiries.until);
    let until = if inquiries.is_open {
        texts::ASK_UNTIL.fill(visit.language, &[("when", &until)])
    } else {
        texts::ASKED_UNTIL.fill(visit.language, &[("when", &until)])
    };
    let form = (inquiries.is_open && !inquiries.own_submissions.is_empty())
        .then(|| ask::section(visit, found, fields, errors));
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Done visit=visit.clone() known=DONE.to_vec()/>
        {head(visit, &view.challenge, &view.title, title, Side::Inquiries)}
        <p class="lead">{visit.say(texts::INQUIRIES_LEAD)}</p>
        <Notice tone=Tone::Plain><p>{until}</p></Notice>
        {list(visit, &view.challenge, inquiries)}
        {form}
    }
}

fn list(visit: &Visit, challenge: &str, found: &InquiriesView) -> AnyView {
    if found.inquiries.is_empty() {
        return view! { <Empty text=visit.say(texts::NO_INQUIRIES)/> }.into_any();
    }
    let all: Vec<_> = found
        .inquiries
        .iter()
        .map(|one| {
            let may_reply = found.may_answer || one.is_own;
            let text = if may_reply {
                texts::TO_REPLY
            } else {
                texts::TO_THREAD
            };
            let href = visit.at(&one_place(challenge, &one.id));
            let unseen = about(visit, one);
            let way = view! {
                <p><a href=href>{visit.say(text)}<span class="unseen">" "{unseen}</span></a></p>
            };
            view! { {thread(visit, one, 2)}{way} }
        })
        .collect();
    view! { <div class="stack">{all}</div> }.into_any()
}

/// An inquiry with all that was said. `level` is that of its heading.
fn thread(visit: &Visit, one: &InquiryView, level: usize) -> AnyView {
    let asked = visit.language.moment(one.asked_at);
    let name = isolated(&one.organisation);
    let places = [("name", name.as_str()), ("when", &asked)];
    let asked = texts::ASKED_BY.fill(visit.language, &places);
    let heading = about(visit, one);
    let heading = if level == 1 {
        view! { <h1>{heading}</h1> }.into_any()
    } else {
        view! { <h2>{heading}</h2> }.into_any()
    };
    let (tone, state) = if one.is_open {
        (Tone::Warn, texts::UNANSWERED)
    } else {
        (Tone::Good, texts::ANSWERED)
    };
    let own = one
        .is_own
        .then(|| view! { <Badge text=visit.say(texts::OWN_INQUIRY)/> });
    let replies: Vec<_> = one.replies.iter().map(|one| reply(visit, one)).collect();
    let (question, title) = (one.question.clone(), one.title.clone());
    view! {
        <article class="entry">
            {heading}
            <p class="line"><Badge tone=tone text=visit.say(state)/>{own}<bdi>{title}</bdi></p>
            <p class="help">{asked}</p>
            <p class="lines question" dir="auto">{question}</p>
            {replies}
        </article>
    }
    .into_any()
}

fn reply(visit: &Visit, one: &InquiryReplyView) -> AnyView {
    let when = visit.language.moment(one.at);
    let code = one.code.clone().unwrap_or_default();
    let who = match one.author {
        InquiryAuthor::Organisation => visit.say(texts::BY_ORGANISATION).to_owned(),
        InquiryAuthor::Staff => visit.say(texts::BY_STAFF).to_owned(),
        InquiryAuthor::Evaluator => texts::BY_EVALUATOR.fill(visit.language, &[("code", &code)]),
    };
    let text = one.text.clone();
    view! {
        <p class="help">{who}", "{when}</p>
        <p class="lines" dir="auto">{text}</p>
    }
    .into_any()
}

/// What an inquiry is about.
fn about(visit: &Visit, one: &InquiryView) -> String {
    let topic = one.topic.as_deref().unwrap_or_default();
    match one.kind {
        InquiryKind::Decision => visit.say(texts::WHOLE_DECISION).to_owned(),
        InquiryKind::Metric => texts::METRIC_IS.fill(visit.language, &[("name", topic)]),
        InquiryKind::Criterion => {
            let title = one.topic_title.as_ref();
            let title = title.map_or(topic, |title| visit.language.pick(title));
            texts::CRITERION_IS.fill(visit.language, &[("title", title)])
        }
    }
}

/// The page of one inquiry.
fn one_place(challenge: &str, inquiry: &str) -> String {
    format!("{}/{}", inquiries_place(challenge), part(inquiry))
}

#[cfg(test)]
mod tests;
