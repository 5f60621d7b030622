//! To change the own password.

use axum::response::Response;
use leptos::prelude::*;
use pilotbox_model::api::{accounts::PasswordChange, problem::Code};

use super::{
    me, or_trouble,
    wrong::{Known, errors_of},
};
use crate::{
    components::form::{ErrorSummary, Field, FormGuard, Kind},
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, refused},
    page::{Page, go_to},
    pages::{register::NEW_PASSWORD, sign_in::PASSWORD},
    texts::account as texts,
    visit::Visit,
};

const KNOWN: [Known; 3] = [
    Known::value("new", "password", texts::PASSWORD_REFUSED),
    Known::code(Code::WrongCredentials, "current", texts::PASSWORD_WRONG),
    Known::whole(Code::WrongState, texts::PASSWORD_NONE),
];

/// `GET /{language}/account/password`
pub(crate) async fn show(visit: Visit) -> Response {
    or_trouble(&visit, page(&visit, &Errors::none()))
}

/// `POST /{language}/account/password`
pub(crate) async fn post(Posted { visit, fields }: Posted) -> Response {
    let mut reader = Reader::new(&fields, visit.language);
    let change = PasswordChange {
        current: reader.password("current", 1, PASSWORD),
        new: reader.password("password", NEW_PASSWORD, PASSWORD),
    };
    let errors = match reader.finish(()) {
        Ok(()) => match visit.api.change_password(&change).await {
            Ok(()) => return go_to(&visit, "/account?done=password"),
            Err(failure) => errors_of(&failure, visit.language, &KNOWN),
        },
        Err(errors) => errors,
    };
    match page(&visit, &errors) {
        Ok(page) => refused(page),
        Err(failure) => or_trouble(&visit, Err(failure)),
    }
}

fn page(visit: &Visit, errors: &Errors) -> Result<Page, Failure> {
    let has_password = me(visit)?.email.is_some();
    let title = visit.say(texts::PASSWORD_CHANGE);
    let errors = errors.clone();
    Ok(visit.page(title, || {
        let content = if has_password {
            form(visit, &errors).into_any()
        } else {
            view! { <p class="lead">{visit.say(texts::PASSWORD_NONE)}</p> }.into_any()
        };
        view! {
            <ErrorSummary visit=visit.clone() errors=errors/>
            <p class="above"><a href=visit.at("/account")>{visit.say(texts::ACCOUNT)}</a></p>
            <h1>{title}</h1>
            {content}
        }
    }))
}

fn form(visit: &Visit, errors: &Errors) -> impl IntoView + use<> {
    let (fields, errors) = (Fields::default(), errors.clone());
    view! {
        <p class="lead">{visit.say(texts::PASSWORD_CHANGE_LEAD)}</p>
        <form method="post" action=visit.at("/account/password") novalidate="">
            <FormGuard visit=visit.clone()/>
            <Field visit=visit.clone() name="current" label=texts::PASSWORD_NOW kind=Kind::Password fields=fields.clone() errors=errors.clone()/>
            <Field visit=visit.clone() name="password" label=texts::PASSWORD_NEW help=texts::PASSWORD_HELP kind=Kind::NewPassword
                fields=fields errors=errors/>
            <p class="actions"><button type="submit">{visit.say(texts::PASSWORD_CHANGE)}</button></p>
        </form>
    }
}
