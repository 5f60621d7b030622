//! The PDF that goes with a dossier: put there, or put in the place of another one.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{problem::Code, submissions::SubmissionView};

use crate::{
    components::form::{ErrorSummary, FileField, FormGuard},
    failure::Failure,
    form::{Errors, SentFiles, refused},
    page::go_to,
    pages::trouble,
    texts::submission as texts,
    visit::Visit,
};

/// `GET /{language}/submissions/{id}/document`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    again(&visit, &id, &Errors::none()).await
}

/// `POST /{language}/submissions/{id}/document`
pub(crate) async fn post(Path(id): Path<String>, sent: SentFiles) -> Response {
    let visit = &sent.visit;
    if let Some(failure) = &sent.failure {
        return refuse(visit, &id, failure).await;
    }
    let Some(document) = sent.file("document") else {
        let mut errors = Errors::none();
        errors.add("document", visit.say(texts::DOCUMENT_MISSING));
        return again(visit, &id, &errors).await;
    };
    let version = sent.fields.typed("version");
    match visit.api.change_document(&id, version, document).await {
        Ok(_) => go_to(visit, &format!("/submissions/{id}?done=document")),
        Err(failure) => refuse(visit, &id, &failure).await,
    }
}

async fn refuse(visit: &Visit, id: &str, failure: &Failure) -> Response {
    let mut errors = Errors::none();
    match failure.code {
        Code::SignInNeeded | Code::ForeignForm | Code::NotFound => {
            return trouble::page(visit, failure).into_response();
        }
        Code::Rejected => errors.add("document", visit.say(texts::DOCUMENT_NO_PDF)),
        Code::TooLarge => errors.add("document", visit.say(texts::FILE_TOO_LARGE)),
        _ => errors = Errors::of(failure, visit.language),
    }
    again(visit, id, &errors).await
}

/// The form on a page of its own.
async fn again(visit: &Visit, id: &str, errors: &Errors) -> Response {
    let (submission, version) = match visit.api.submission_version(id).await {
        Ok(found) => found,
        Err(failure) => return trouble::page(visit, &failure).into_response(),
    };
    let page = visit.page(visit.say(texts::CHANGE_DOCUMENT), || {
        let back = visit.at(&format!("/submissions/{}", submission.id));
        let name = submission.dossier.title.clone();
        view! {
            <ErrorSummary visit=visit.clone() errors=errors.clone()/>
            <p class="above"><a href=back><bdi>{name}</bdi></a></p>
            <h1>{visit.say(texts::CHANGE_DOCUMENT)}</h1>
            {fields(visit, &submission, &version, errors)}
        }
    });
    if errors.is_empty() {
        page.into_response()
    } else {
        refused(page)
    }
}

/// The form below another one on the same page.
pub(super) fn form(
    visit: &Visit,
    submission: &SubmissionView,
    version: &str,
    errors: &Errors,
) -> impl IntoView + use<> {
    view! {
        <h2>{visit.say(texts::CHANGE_DOCUMENT)}</h2>
        {fields(visit, submission, version, errors)}
    }
}

fn fields(
    visit: &Visit,
    submission: &SubmissionView,
    version: &str,
    errors: &Errors,
) -> impl IntoView + use<> {
    let action = visit.at(&format!("/submissions/{}/document", submission.id));
    let there = if submission.has_document {
        texts::DOCUMENT_THERE
    } else {
        texts::DOCUMENT_NONE
    };
    view! {
        <p>{visit.say(there)}</p>
        <form method="post" action=action enctype="multipart/form-data" novalidate="">
            <FormGuard visit=visit.clone()/>
            <input type="hidden" name="version" value=version.to_owned()/>
            <FileField visit=visit.clone() name="document" label=texts::DOCUMENT help=texts::DOCUMENT_HELP
                accept=".pdf,application/pdf" errors=errors.clone()/>
            <p class="actions"><button type="submit">{visit.say(texts::SEND_DOCUMENT)}</button></p>
        </form>
    }
}
