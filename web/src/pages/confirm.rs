//! To confirm an address by the link of a mail. The link itself shows a form and
//! changes nothing: programs that look into mails open it too.

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::problem::Code;

use super::account::{spent, wrong::errors_of};
use crate::{
    components::form::{ErrorSummary, FormGuard},
    form::{Errors, Posted, refused},
    page::{Page, address, go_to},
    texts::account as texts,
    visit::Visit,
};

/// `GET /{language}/confirm`
pub(crate) async fn show(visit: Visit) -> Response {
    match visit.asked("secret") {
        Some(_) => page(&visit, &Errors::none()).into_response(),
        None => spent_page(&visit),
    }
}

/// `POST /{language}/confirm`
pub(crate) async fn post(Posted { visit, .. }: Posted) -> Response {
    let Some(secret) = visit.asked("secret") else {
        return spent_page(&visit);
    };
    match visit.api.confirm_email(secret).await {
        Ok(()) => go_to(&visit, "/sign-in?done=confirmed"),
        Err(failure) if failure.code == Code::Gone => spent_page(&visit),
        Err(failure) => {
            let errors = errors_of(&failure, visit.language, &[]);
            refused(page(&visit, &errors))
        }
    }
}

fn spent_page(visit: &Visit) -> Response {
    spent::page(visit, texts::REGISTER_AGAIN, Some("/register")).into_response()
}

fn page(visit: &Visit, errors: &Errors) -> Page {
    let title = visit.say(texts::CONFIRM);
    let errors = errors.clone();
    visit.page(title, || {
        view! {
            <ErrorSummary visit=visit.clone() errors=errors/>
            <h1>{title}</h1>
            <p class="lead">{visit.say(texts::CONFIRM_LEAD)}</p>
            // The secret stays in the form's address.
            <form method="post" action=address(visit.language, visit) novalidate="">
                <FormGuard visit=visit.clone()/>
                <p class="actions"><button type="submit">{visit.say(texts::CONFIRM_SEND)}</button></p>
            </form>
        }
    })
}
