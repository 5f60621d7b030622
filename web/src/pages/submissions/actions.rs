//! What owners do with a submission: take it back, choose it for the final.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::submissions::SubmissionView;

use crate::{
    components::form::{ErrorSummary, FormGuard},
    form::{Errors, Posted, refused},
    page::{Page, go_to},
    pages::trouble,
    texts::submission as texts,
    visit::Visit,
};

/// `GET /{language}/submissions/{id}/withdraw`
pub(crate) async fn ask_withdrawal(visit: Visit, Path(id): Path<String>) -> Response {
    match visit.api.submission(&id).await {
        Ok(one) => page(&visit, &one, &Errors::none()).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/submissions/{id}/withdraw`
pub(crate) async fn withdraw(Path(id): Path<String>, Posted { visit, .. }: Posted) -> Response {
    let failure = match visit.api.withdraw(&id).await {
        Ok(()) => return go_to(&visit, &format!("/submissions/{id}?done=withdrawn")),
        Err(failure) => failure,
    };
    match visit.api.submission(&id).await {
        Ok(one) => refused(page(&visit, &one, &Errors::of(&failure, visit.language))),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/submissions/{id}/finalist`
pub(crate) async fn choose_finalist(
    Path(id): Path<String>,
    Posted { visit, fields }: Posted,
) -> Response {
    let is_finalist = fields.typed("is_finalist") == "yes";
    let done = if is_finalist {
        "finalist"
    } else {
        "no-finalist"
    };
    match visit.api.choose_finalist(&id, is_finalist).await {
        Ok(()) => go_to(&visit, &format!("/submissions/{id}?done={done}")),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `GET /{language}/submissions/{id}/finalist`: nothing is done by coming here.
pub(crate) async fn stay(visit: Visit, Path(id): Path<String>) -> Response {
    go_to(&visit, &format!("/submissions/{id}"))
}

fn page(visit: &Visit, one: &SubmissionView, errors: &Errors) -> Page {
    let title = visit.say(texts::WITHDRAW_TITLE);
    visit.page(title, || content(visit, one, errors))
}

fn content(visit: &Visit, one: &SubmissionView, errors: &Errors) -> impl IntoView + use<> {
    let back = visit.at(&format!("/submissions/{}", one.id));
    let title = one.dossier.title.as_str();
    let sure = texts::WITHDRAW_SURE.fill(visit.language, &[("title", title)]);
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <h1>{visit.say(texts::WITHDRAW_TITLE)}</h1>
        <p class="lead">{sure}</p>
        <form method="post" action=visit.at(&visit.path) novalidate="">
            <FormGuard visit=visit.clone()/>
            <p class="actions">
                <button type="submit" class="danger">{visit.say(texts::WITHDRAW_YES)}</button>
                <a class="button quiet" href=back>{visit.say(texts::BACK_TO_SUBMISSION)}</a>
            </p>
        </form>
    }
}
