//! To open an account. What follows is the same for every address: nobody learns
//! here who has an account.

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{accounts::Register, problem::Code};

use super::{
    account::wrong::{Known, errors_of},
    sign_in::{EMAIL, PASSWORD},
};
use crate::{
    components::{
        form::{ErrorSummary, Field, FormGuard, Kind},
        notice::{Notice, Tone},
    },
    form::{Errors, Fields, Posted, Reader, refused},
    language::Language,
    page::{Page, go_to},
    texts::{Text, account as texts, site},
    visit::Visit,
};

/// Most characters of a name of a person or an organisation.
pub(super) const NAME: usize = 200;

/// Least characters of a new password.
pub(super) const NEW_PASSWORD: usize = 12;

const KNOWN: [Known; 5] = [
    Known::value("email", "email", texts::EMAIL_WRONG),
    Known::value("name", "name", texts::NAME_WRONG),
    Known::value("organisation", "organisation", texts::NAME_WRONG),
    Known::value("password", "password", texts::PASSWORD_REFUSED),
    Known::whole(Code::NotAllowed, texts::REGISTER_CLOSED),
];

/// `GET /{language}/register`
pub(crate) async fn show(visit: Visit) -> Response {
    if visit.viewer.is_some() {
        return go_to(&visit, "/account");
    }
    page(&visit, &Fields::default(), &Errors::none()).into_response()
}

/// `POST /{language}/register`
pub(crate) async fn post(Posted { visit, fields }: Posted) -> Response {
    let ask = match read(&fields, visit.language) {
        Ok(ask) => ask,
        Err(errors) => return refused(page(&visit, &fields, &errors)),
    };
    match visit.api.register(&ask).await {
        Ok(()) => go_to(&visit, "/register/sent"),
        Err(failure) => {
            let errors = errors_of(&failure, visit.language, &KNOWN);
            refused(page(&visit, &fields, &errors))
        }
    }
}

/// `GET /{language}/register/sent`
pub(crate) async fn sent(visit: Visit) -> Response {
    mail_page(&visit, texts::REGISTER_SENT).into_response()
}

/// The page that sends people to their mail.
pub(super) fn mail_page(visit: &Visit, text: Text) -> Page {
    let title = visit.say(texts::LOOK_INTO_MAIL);
    visit.page(title, || {
        view! {
            <h1>{title}</h1>
            <p class="lead">{visit.say(text)}</p>
            <p>{visit.say(texts::NO_MAIL)}</p>
        }
    })
}

fn read(fields: &Fields, language: Language) -> Result<Register, Errors> {
    let mut reader = Reader::new(fields, language);
    let ask = Register {
        email: reader.text("email", EMAIL),
        name: reader.text("name", NAME),
        password: reader.password("password", NEW_PASSWORD, PASSWORD),
        organisation: reader.optional("organisation", NAME),
        language,
    };
    reader.finish(ask)
}

fn page(visit: &Visit, fields: &Fields, errors: &Errors) -> Page {
    visit.page(visit.say(site::REGISTER), || content(visit, fields, errors))
}

fn content(visit: &Visit, fields: &Fields, errors: &Errors) -> AnyView {
    if visit.switches.is_registration_open {
        form(visit, fields, errors).into_any()
    } else {
        let (title, text) = (visit.say(site::REGISTER), visit.say(texts::REGISTER_CLOSED));
        view! {
            <h1>{title}</h1>
            <Notice tone=Tone::Warn><p>{text}</p></Notice>
        }
        .into_any()
    }
}

fn form(visit: &Visit, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    let (fields, errors) = (fields.clone(), errors.clone());
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <h1>{visit.say(site::REGISTER)}</h1>
        <p class="lead">{visit.say(texts::REGISTER_LEAD)}</p>
        <form method="post" action=visit.at("/register") novalidate="">
            <FormGuard visit=visit.clone()/>
            <Field visit=visit.clone() name="email" label=texts::EMAIL kind=Kind::Email fields=fields.clone() errors=errors.clone()/>
            <Field visit=visit.clone() name="name" label=texts::NAME kind=Kind::Name fields=fields.clone() errors=errors.clone()/>
            <Field visit=visit.clone() name="password" label=texts::PASSWORD help=texts::PASSWORD_HELP kind=Kind::NewPassword
                fields=fields.clone() errors=errors.clone()/>
            <Field visit=visit.clone() name="organisation" label=texts::REGISTER_ORGANISATION help=texts::REGISTER_ORGANISATION_HELP
                kind=Kind::Organisation optional=true fields=fields errors=errors/>
            <p class="actions"><button type="submit">{visit.say(texts::REGISTER_SEND)}</button></p>
        </form>
        <p>{visit.say(texts::HAVE_ACCOUNT)} " " <a href=visit.at("/sign-in")>{visit.say(site::SIGN_IN)}</a></p>
    }
}
