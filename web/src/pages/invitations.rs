//! To accept an invitation by the link of a mail: with the account that is signed in,
//! or with a new one. The link shows a form and changes nothing by itself.

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{accounts::InvitationAccept, problem::Code};

use super::{
    account::{
        spent,
        wrong::{Known, errors_of},
    },
    register::{NAME, NEW_PASSWORD},
    sign_in::PASSWORD,
};
use crate::{
    backend::part,
    components::form::{ErrorSummary, Field, FormGuard, Kind},
    form::{Errors, Fields, Posted, Reader, refused},
    page::{Page, address, go_to},
    texts::{account as texts, site},
    visit::{Viewer, Visit},
};

/// What stands in the way of an account that is there.
const OWN: [Known; 1] = [Known::whole(Code::Conflict, texts::INVITATION_FULL)];

/// What stands in the way of a new one.
const NEW: [Known; 3] = [
    Known::value("name", "name", texts::NAME_WRONG),
    Known::value("password", "password", texts::PASSWORD_REFUSED),
    Known::whole(Code::Conflict, texts::INVITATION_ADDRESS_TAKEN),
];

/// `GET /{language}/invitations/accept`
pub(crate) async fn show(visit: Visit) -> Response {
    match visit.asked("secret") {
        Some(secret) => page(&visit, &secret, &Fields::default(), &Errors::none()).into_response(),
        None => spent_page(&visit),
    }
}

/// `POST /{language}/invitations/accept`
pub(crate) async fn post(Posted { visit, fields }: Posted) -> Response {
    let Some(secret) = visit.asked("secret") else {
        return spent_page(&visit);
    };
    let ask = match read(&visit, &fields, &secret) {
        Ok(ask) => ask,
        Err(errors) => return refused(page(&visit, &secret, &fields, &errors)),
    };
    let is_own = visit.viewer.is_some();
    match visit.api.accept_invitation(&ask).await {
        Ok(()) if is_own => go_to(&visit, "/account?done=invited"),
        Ok(()) => go_to(&visit, "/sign-in?done=invited"),
        Err(failure) if failure.code == Code::Gone => spent_page(&visit),
        Err(failure) => {
            let known = if is_own { &OWN[..] } else { &NEW[..] };
            let errors = errors_of(&failure, visit.language, known);
            refused(page(&visit, &secret, &fields, &errors))
        }
    }
}

fn read(visit: &Visit, fields: &Fields, secret: &str) -> Result<InvitationAccept, Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let is_new = visit.viewer.is_none();
    let ask = InvitationAccept {
        secret: secret.to_owned(),
        name: is_new.then(|| reader.text("name", NAME)),
        password: is_new.then(|| reader.password("password", NEW_PASSWORD, PASSWORD)),
    };
    reader.finish(ask)
}

fn spent_page(visit: &Visit) -> Response {
    spent::page(visit, texts::INVITATION_SPENT, None).into_response()
}

fn page(visit: &Visit, secret: &str, fields: &Fields, errors: &Errors) -> Page {
    let title = visit.say(texts::INVITATION);
    visit.page(title, || {
        let form = match &visit.viewer {
            Some(viewer) => own_form(visit, viewer).into_any(),
            None => new_form(visit, secret, fields, errors).into_any(),
        };
        view! {
            <ErrorSummary visit=visit.clone() errors=errors.clone()/>
            <h1>{title}</h1>
            <p class="lead">{visit.say(texts::INVITATION_LEAD)}</p>
            {form}
        }
    })
}

fn own_form(visit: &Visit, viewer: &Viewer) -> impl IntoView + use<> {
    let (before, after) = around_name(visit);
    let name = viewer.me.name.clone();
    view! {
        <p>{before}<bdi>{name}</bdi>{after}</p>
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <p class="actions"><button type="submit">{visit.say(texts::INVITATION_ACCEPT)}</button></p>
        </form>
    }
}

/// What is said before and after the name, which stands in an element of its own.
fn around_name(visit: &Visit) -> (&'static str, &'static str) {
    let text = visit.say(texts::INVITATION_AS);
    text.split_once("{name}").unwrap_or((text, ""))
}

fn new_form(
    visit: &Visit,
    secret: &str,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let (fields, errors) = (fields.clone(), errors.clone());
    let back = format!("/invitations/accept?secret={}", part(secret));
    let sign_in = visit.at(&format!("/sign-in?then={}", part(&back)));
    view! {
        <p>{visit.say(texts::INVITATION_HAVE_ACCOUNT)} " " <a href=sign_in>{visit.say(site::SIGN_IN)}</a></p>
        <h2>{visit.say(texts::INVITATION_NEW)}</h2>
        <p>{visit.say(texts::INVITATION_NEW_LEAD)}</p>
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <Field visit=visit.clone() name="name" label=texts::NAME kind=Kind::Name fields=fields.clone() errors=errors.clone()/>
            <Field visit=visit.clone() name="password" label=texts::PASSWORD help=texts::PASSWORD_HELP kind=Kind::NewPassword
                fields=fields errors=errors/>
            <p class="actions"><button type="submit">{visit.say(texts::INVITATION_ACCEPT)}</button></p>
        </form>
    }
}
