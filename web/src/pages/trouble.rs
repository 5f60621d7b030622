//! The page that says what went wrong, with the status that says so to programs.

use axum::{
    http::{StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::problem::Code;

use crate::{
    failure::Failure,
    page::Page,
    texts::{failure as texts, site},
    visit::{Portal, Visit},
};

/// A page in place of an answer that tells programs of a problem, for a person who
/// asked for that address. Its other headers stay.
pub async fn instead(portal: &Portal, uri: &Uri, answer: Response) -> Response {
    let visit = Visit::of_nobody(portal, uri);
    let (parts, body) = answer.into_parts();
    let mut told = Response::new(body);
    *told.status_mut() = parts.status;
    *told.headers_mut() = parts.headers.clone();
    let failure = Failure::of_answer(told).await;
    let mut page = page(&visit, &failure).into_response();
    for (name, value) in &parts.headers {
        let is_of_body = matches!(
            *name,
            header::CONTENT_TYPE | header::CONTENT_LENGTH | header::CONTENT_SECURITY_POLICY
        );
        if !is_of_body {
            page.headers_mut().insert(name.clone(), value.clone());
        }
    }
    page
}

/// The page of a failure.
pub fn page(visit: &Visit, failure: &Failure) -> Page {
    let status = StatusCode::from_u16(failure.code.status());
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let title = visit.say(texts::SOMETHING_WRONG);
    visit
        .page(title, || show(visit, failure))
        .status(status)
        .retry_after(failure.retry_after.clone())
}

fn show(visit: &Visit, failure: &Failure) -> impl IntoView + use<> {
    let more = [failure.detail.clone(), failure.hint.clone()];
    let more: Vec<String> = more.into_iter().flatten().collect();
    // The API's particulars are English; a page that is not there needs none.
    let more = (!more.is_empty() && failure.code != Code::NotFound).then(|| {
        view! {
            <details>
                <summary>{visit.say(texts::PARTICULARS)}</summary>
                <p lang="en">{more.join(" ")}</p>
            </details>
        }
    });
    let name = failure.request_id.as_ref().map(|id| {
        let text = texts::REQUEST_NAME.fill(visit.language, &[("id", id)]);
        view! { <p class="help">{text}</p> }
    });
    let sign_in = failure.wants_sign_in().then(|| {
        let href = format!(
            "{}?then={}",
            visit.at("/sign-in"),
            crate::backend::part(&visit.path)
        );
        view! { <a class="button" href=href>{visit.say(site::SIGN_IN)}</a> }
    });
    view! {
        <h1>{visit.say(texts::SOMETHING_WRONG)}</h1>
        <p class="lead">{failure.text(visit.language)}</p>
        {more}
        {name}
        <p class="actions">{sign_in}<a class="button quiet" href=visit.at("")>{visit.say(texts::BACK_HOME)}</a></p>
    }
}
