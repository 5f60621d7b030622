//! Invitations to be an evaluator, staff or an admin: sent, and what became of them.

use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use leptos::prelude::*;
use pilotbox_model::api::{
    Page as ListPage,
    accounts::{InvitationView, Role, RoleInvitation},
};

use super::{GRANTED, granted, role_options, role_text};
use crate::{
    components::{
        form::{ErrorSummary, Field, FormGuard, Kind, Select},
        list::{Empty, Pager},
        table::{Column, Table},
    },
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, refused},
    language::{Language, Locale as _},
    page::{Page, address, go_to},
    pages::{
        staff::{Back, Done},
        trouble,
    },
    texts::{admin as texts, failure as failures, site},
    visit::Visit,
};

const ROWS: u32 = 50;

/// Most characters of an address.
const EMAIL: usize = 254;

/// `GET /{language}/admin/invitations`
pub(crate) async fn list(visit: Visit) -> Response {
    match load(&visit).await {
        Ok(found) => {
            let fields = Fields::of([("language", visit.language.as_str().to_owned())]);
            page(&visit, found, &fields, &Errors::none()).into_response()
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/admin/invitations`
pub(crate) async fn invite(Posted { visit, fields }: Posted) -> Response {
    let found = match load(&visit).await {
        Ok(found) => found,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    let ask = match read(&visit, &fields) {
        Ok(ask) => ask,
        Err(errors) => return refused(page(&visit, found, &fields, &errors)),
    };
    match visit.api.invite_to_role(&ask).await {
        Ok(_) => go_to(&visit, "/admin/invitations?done=invited"),
        Err(failure) => {
            let errors = Errors::of(&failure, visit.language);
            refused(page(&visit, found, &fields, &errors))
        }
    }
}

async fn load(visit: &Visit) -> Result<ListPage<InvitationView>, Failure> {
    visit.demand_role(Role::Admin)?;
    let cursor = visit.asked("cursor");
    visit.api.role_invitations(cursor.as_deref(), ROWS).await
}

fn read(visit: &Visit, fields: &Fields) -> Result<RoleInvitation, Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let email = reader.text("email", EMAIL);
    if !email.is_empty() && !email.contains('@') {
        reader.wrong("email", texts::NO_ADDRESS);
    }
    let role = granted(fields.typed("role"));
    if role.is_none() {
        reader.wrong("role", failures::FIELD_CHOOSE);
    }
    reader.finish(RoleInvitation {
        email,
        role: role.unwrap_or(Role::Evaluator),
        language: Language::of_code(fields.typed("language")),
    })
}

fn page(visit: &Visit, found: ListPage<InvitationView>, fields: &Fields, errors: &Errors) -> Page {
    visit.page(visit.say(texts::INVITATIONS), || {
        content(visit, found, fields, errors)
    })
}

fn content(
    visit: &Visit,
    found: ListPage<InvitationView>,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let list = if found.items.is_empty() {
        view! { <Empty text=visit.say(texts::NO_INVITATIONS)/> }.into_any()
    } else {
        table(visit, found.items).into_any()
    };
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Done visit=visit.clone() known=vec![("invited", texts::DONE_INVITED)]/>
        <Back visit=visit.clone() path="/admin".to_owned() text=site::ADMINISTRATION/>
        <h1>{visit.say(texts::INVITATIONS)}</h1>
        <h2>{visit.say(texts::INVITE)}</h2>
        <p>{visit.say(texts::INVITE_LEAD)}</p>
        {form(visit, fields, errors)}
        <h2>{visit.say(texts::SENT_BEFORE)}</h2>
        {list}
        <Pager visit=visit.clone() next=found.next/>
    }
}

fn form(visit: &Visit, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    let (fields, errors) = (fields.clone(), errors.clone());
    let languages = [
        (Language::Bg, texts::BULGARIAN),
        (Language::En, texts::ENGLISH),
    ];
    let languages = languages.map(|(language, text)| {
        let text = visit.say(text).to_owned();
        (language.as_str().to_owned(), text)
    });
    view! {
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <Field visit=visit.clone() name="email" label=texts::EMAIL kind=Kind::Email
                fields=fields.clone() errors=errors.clone()/>
            <Select visit=visit.clone() name="role" label=texts::ROLE options=role_options(visit, GRANTED)
                fields=fields.clone() errors=errors.clone()/>
            <Select visit=visit.clone() name="language" label=texts::LANGUAGE options=languages.to_vec()
                fields=fields errors=errors/>
            <p class="actions"><button type="submit">{visit.say(texts::INVITE_BUTTON)}</button></p>
        </form>
    }
}

fn table(visit: &Visit, rows: Vec<InvitationView>) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(texts::EMAIL)),
        Column::text(visit.say(texts::ROLE)),
        Column::text(visit.say(texts::INVITED_AT)),
        Column::text(visit.say(texts::STATE)),
    ];
    let rows = rows.into_iter().map(|one| {
        let state = state(visit, &one);
        let role = one.role.map(|role| visit.say(role_text(role)));
        vec![
            view! { <bdi>{one.email}</bdi> }.into_any(),
            role.into_any(),
            visit.language.moment(one.created_at).into_any(),
            state.into_any(),
        ]
    });
    let rows = rows.collect();
    view! {
        <Table caption=visit.say(texts::SENT_BEFORE).to_owned() hide_caption=true columns=columns rows=rows/>
    }
}

/// What became of an invitation.
fn state(visit: &Visit, one: &InvitationView) -> String {
    let (text, at) = match one.accepted_at {
        Some(at) => (texts::ACCEPTED, at),
        None if one.expires_at > Timestamp::now() => (texts::OPEN_UNTIL, one.expires_at),
        None => (texts::EXPIRED, one.expires_at),
    };
    let when = visit.language.moment(at);
    text.fill(visit.language, &[("when", &when)])
}
