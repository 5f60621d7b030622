//! A forgotten password: to ask for a mail, and to choose another by its link. The
//! link shows a form and changes nothing by itself.

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::problem::Code;

use super::{
    account::{
        spent,
        wrong::{Known, errors_of},
    },
    register::{NEW_PASSWORD, mail_page},
    sign_in::{EMAIL, PASSWORD},
};
use crate::{
    backend::part,
    components::form::{ErrorSummary, Field, FormGuard, Kind},
    form::{Errors, Fields, Posted, Reader, refused},
    page::{Page, address, go_to},
    texts::account as texts,
    visit::Visit,
};

const ASK: [Known; 1] = [Known::value("email", "email", texts::EMAIL_WRONG)];

const CONFIRM: [Known; 1] = [Known::value(
    "password",
    "password",
    texts::PASSWORD_REFUSED,
)];

/// `GET /{language}/reset`. With the secret of a mail it is the next page that is
/// meant.
pub(crate) async fn show(visit: Visit) -> Response {
    if let Some(secret) = visit.asked("secret") {
        let path = format!("/reset/confirm?secret={}", part(&secret));
        return go_to(&visit, &path);
    }
    ask_page(&visit, &Fields::default(), &Errors::none()).into_response()
}

/// `POST /{language}/reset`
pub(crate) async fn post(Posted { visit, fields }: Posted) -> Response {
    let mut reader = Reader::new(&fields, visit.language);
    let email = reader.text("email", EMAIL);
    let email = match reader.finish(email) {
        Ok(email) => email,
        Err(errors) => return refused(ask_page(&visit, &fields, &errors)),
    };
    match visit.api.ask_reset(email).await {
        Ok(()) => go_to(&visit, "/reset/sent"),
        Err(failure) => {
            let errors = errors_of(&failure, visit.language, &ASK);
            refused(ask_page(&visit, &fields, &errors))
        }
    }
}

/// `GET /{language}/reset/sent`
pub(crate) async fn sent(visit: Visit) -> Response {
    mail_page(&visit, texts::RESET_SENT).into_response()
}

/// `GET /{language}/reset/confirm`
pub(crate) async fn show_choice(visit: Visit) -> Response {
    match visit.asked("secret") {
        Some(_) => choice_page(&visit, &Errors::none()).into_response(),
        None => spent_page(&visit),
    }
}

/// `POST /{language}/reset/confirm`
pub(crate) async fn post_choice(Posted { visit, fields }: Posted) -> Response {
    let Some(secret) = visit.asked("secret") else {
        return spent_page(&visit);
    };
    let mut reader = Reader::new(&fields, visit.language);
    let password = reader.password("password", NEW_PASSWORD, PASSWORD);
    let password = match reader.finish(password) {
        Ok(password) => password,
        Err(errors) => return refused(choice_page(&visit, &errors)),
    };
    match visit.api.reset_password(secret, password).await {
        Ok(()) => go_to(&visit, "/sign-in?done=reset"),
        Err(failure) if failure.code == Code::Gone => spent_page(&visit),
        Err(failure) => {
            let errors = errors_of(&failure, visit.language, &CONFIRM);
            refused(choice_page(&visit, &errors))
        }
    }
}

fn spent_page(visit: &Visit) -> Response {
    spent::page(visit, texts::RESET_AGAIN, Some("/reset")).into_response()
}

fn ask_page(visit: &Visit, fields: &Fields, errors: &Errors) -> Page {
    let title = visit.say(texts::RESET);
    let (fields, errors) = (fields.clone(), errors.clone());
    visit.page(title, || {
        view! {
            <ErrorSummary visit=visit.clone() errors=errors.clone()/>
            <h1>{title}</h1>
            <p class="lead">{visit.say(texts::RESET_LEAD)}</p>
            <form method="post" action=visit.at("/reset") novalidate="">
                <FormGuard visit=visit.clone()/>
                <Field visit=visit.clone() name="email" label=texts::EMAIL kind=Kind::Email fields=fields errors=errors/>
                <p class="actions"><button type="submit">{visit.say(texts::RESET_SEND)}</button></p>
            </form>
        }
    })
}

fn choice_page(visit: &Visit, errors: &Errors) -> Page {
    let title = visit.say(texts::RESET_CONFIRM);
    let errors = errors.clone();
    visit.page(title, || {
        view! {
            <ErrorSummary visit=visit.clone() errors=errors.clone()/>
            <h1>{title}</h1>
            <p class="lead">{visit.say(texts::RESET_CONFIRM_LEAD)}</p>
            // The secret stays in the form's address.
            <form method="post" action=address(visit.language, visit) novalidate="">
                <FormGuard visit=visit.clone()/>
                <Field visit=visit.clone() name="password" label=texts::PASSWORD_NEW help=texts::PASSWORD_HELP
                    kind=Kind::NewPassword fields=Fields::default() errors=errors/>
                <p class="actions"><button type="submit">{visit.say(texts::RESET_CONFIRM_SEND)}</button></p>
            </form>
        }
    })
}
