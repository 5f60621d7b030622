//! What the law gives to a person: a copy of all that is kept, and to be forgotten.

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{accounts::Me, problem::Code};

use super::{
    me, or_trouble,
    wrong::{Known, errors_of},
};
use crate::{
    components::{
        form::{ErrorSummary, Field, FormGuard, Kind, Tick},
        notice::{Notice, Tone},
    },
    form::{Errors, Fields, Posted, Reader, refused},
    page::{Page, go_to},
    pages::sign_in::PASSWORD,
    texts::{account as texts, failure as words},
    visit::Visit,
};

/// Where the copy is: the API's own answer, which the browser saves.
const EXPORT: &str = "/api/v1/me/export";

const KNOWN: [Known; 2] = [
    Known::code(Code::WrongCredentials, "password", texts::PASSWORD_WRONG),
    Known::whole(Code::Conflict, texts::ERASE_LAST_ADMIN),
];

/// `GET /{language}/account/data`
pub(crate) async fn show(visit: Visit) -> Response {
    let page = me(&visit).map(|me| page(&visit, me, false, &Errors::none()));
    or_trouble(&visit, page)
}

/// `POST /{language}/account/data`: forgets the person who asks.
pub(crate) async fn post(Posted { visit, fields }: Posted) -> Response {
    let me = match me(&visit) {
        Ok(me) => me,
        Err(failure) => return or_trouble(&visit, Err(failure)),
    };
    let is_sure = fields.is_ticked("sure");
    let mut reader = Reader::new(&fields, visit.language);
    let has_password = me.email.is_some();
    let password = has_password.then(|| reader.password("password", 1, PASSWORD));
    if !is_sure {
        reader.wrong("sure", texts::ERASE_NOT_SURE);
    }
    let errors = match reader.finish(password) {
        Ok(password) => match visit.api.erase_me(password).await {
            Ok(()) => return go_to(&visit, "/account/erased"),
            Err(failure) => errors_of(&failure, visit.language, &KNOWN),
        },
        Err(errors) => errors,
    };
    refused(page(&visit, me, is_sure, &errors))
}

/// `GET /{language}/account/erased`
pub(crate) async fn erased(visit: Visit) -> Response {
    if visit.viewer.is_some() {
        return go_to(&visit, "/account");
    }
    let title = visit.say(texts::ERASED);
    let page = visit.page(title, || {
        view! {
            <h1>{title}</h1>
            <p class="lead">{visit.say(texts::ERASED_LEAD)}</p>
            <p><a href=visit.at("")>{visit.say(words::BACK_HOME)}</a></p>
        }
    });
    page.into_response()
}

fn page(visit: &Visit, me: &Me, is_sure: bool, errors: &Errors) -> Page {
    let title = visit.say(texts::DATA);
    let warning = visit.say(texts::ERASE_WARNING);
    let lead = visit.say(texts::ERASE_LEAD);
    visit.page(title, || {
        view! {
            <ErrorSummary visit=visit.clone() errors=errors.clone()/>
            <p class="above"><a href=visit.at("/account")>{visit.say(texts::ACCOUNT)}</a></p>
            <h1>{title}</h1>
            <section>
                <h2>{visit.say(texts::DATA_EXPORT)}</h2>
                <p>{visit.say(texts::DATA_EXPORT_LEAD)}</p>
                <p><a class="button" href=EXPORT download="pilotbox-account.json">{visit.say(texts::DATA_EXPORT_GET)}</a></p>
            </section>
            <section>
                <h2>{visit.say(texts::ERASE)}</h2>
                <Notice tone=Tone::Warn>
                    <p><strong>{warning}</strong></p>
                    <p>{lead}</p>
                </Notice>
                {form(visit, me, is_sure, errors)}
            </section>
        }
    })
}

fn form(visit: &Visit, me: &Me, is_sure: bool, errors: &Errors) -> impl IntoView + use<> {
    let errors = errors.clone();
    let unsure = errors.at("sure").map(str::to_owned);
    let unsure = unsure.map(|text| view! { <p class="error">{text}</p> });
    let password = me.email.as_ref().map(|_| {
        view! {
            <Field visit=visit.clone() name="password" label=texts::PASSWORD_AGAIN help=texts::PASSWORD_AGAIN_HELP
                kind=Kind::Password fields=Fields::default() errors=errors/>
        }
    });
    let sure = visit.say(texts::ERASE_SURE).to_owned();
    view! {
        <form method="post" action=visit.at("/account/data") novalidate="">
            <FormGuard visit=visit.clone()/>
            {password}
            {unsure}
            <Tick id="sure".to_owned() name="sure" text=sure ticked=is_sure/>
            <p class="actions"><button type="submit" class="danger">{visit.say(texts::ERASE_SEND)}</button></p>
        </form>
    }
}
