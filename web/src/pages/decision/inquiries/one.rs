//! One inquiry with all that was said, and the form to go on with it.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::decisions::{InquiryReplyAsk, InquiryView};

use super::{about, one_place, thread};
use crate::{
    components::form::{ErrorSummary, Field, FormGuard, Kind},
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, refused},
    page::{Page, address, go_to},
    pages::{
        decision::inquiries_place,
        staff::{Back, Done},
        trouble,
    },
    texts::decision as texts,
    visit::Visit,
};

/// Most characters of a reply; the API takes no more.
const REPLY: usize = 4_000;

/// What the page is made from.
struct Found {
    inquiry: InquiryView,
    may_reply: bool,
}

/// `GET /{language}/challenges/{id}/inquiries/{inquiry}`
pub(crate) async fn show(visit: Visit, Path((id, inquiry)): Path<(String, String)>) -> Response {
    match find(&visit, &id, &inquiry).await {
        Ok(found) => page(&visit, &id, &found, &Fields::default(), &Errors::none()).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/challenges/{id}/inquiries/{inquiry}`
pub(crate) async fn post(
    Path((id, inquiry)): Path<(String, String)>,
    Posted { visit, fields }: Posted,
) -> Response {
    let found = match find(&visit, &id, &inquiry).await {
        Ok(found) => found,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    match reply(&visit, &inquiry, &fields).await {
        Ok(()) => go_to(
            &visit,
            &format!("{}?done=replied", one_place(&id, &inquiry)),
        ),
        Err(errors) => refused(page(&visit, &id, &found, &fields, &errors)),
    }
}

async fn find(visit: &Visit, challenge: &str, inquiry: &str) -> Result<Found, Failure> {
    let all = visit.api.inquiries(challenge).await?;
    let may_answer = all.may_answer;
    let mut inquiries = all.inquiries.into_iter();
    let inquiry = inquiries.find(|one| one.id == inquiry);
    let inquiry = inquiry.ok_or_else(Failure::missing)?;
    Ok(Found {
        may_reply: may_answer || inquiry.is_own,
        inquiry,
    })
}

async fn reply(visit: &Visit, inquiry: &str, fields: &Fields) -> Result<(), Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let text = reader.text("text", REPLY);
    let ask = reader.finish(InquiryReplyAsk { text })?;
    let said = visit.api.reply_to_inquiry(inquiry, &ask).await;
    said.map(|_| ())
        .map_err(|failure| Errors::of(&failure, visit.language))
}

fn page(visit: &Visit, challenge: &str, found: &Found, fields: &Fields, errors: &Errors) -> Page {
    let title = about(visit, &found.inquiry);
    visit.page(title, || content(visit, challenge, found, fields, errors))
}

fn content(
    visit: &Visit,
    challenge: &str,
    found: &Found,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let form = found.may_reply.then(|| form(visit, fields, errors));
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Done visit=visit.clone() known=super::DONE.to_vec()/>
        <Back visit=visit.clone() path=inquiries_place(challenge) text=texts::ALL_INQUIRIES/>
        {thread(visit, &found.inquiry, 1)}
        {form}
    }
}

fn form(visit: &Visit, fields: &Fields, errors: &Errors) -> AnyView {
    let (v, f, e) = (visit.clone(), fields.clone(), errors.clone());
    view! {
        <h2>{visit.say(texts::REPLY)}</h2>
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=v.clone()/>
            <Field visit=v name="text" label=texts::REPLY_TEXT help=texts::REPLY_HELP kind=Kind::Text
                fields=f errors=e/>
            <p class="actions"><button type="submit">{visit.say(texts::REPLY_BUTTON)}</button></p>
        </form>
    }
    .into_any()
}
