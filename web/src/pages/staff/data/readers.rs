//! Who may bring and fetch raw data: named by others who may, and never nobody.

use leptos::prelude::*;
use pilotbox_model::api::{
    data::{DataReaderAsk, DataReaderView},
    problem::Code,
};

use super::{
    Seen, person, place,
    wrong::{self, Known},
};
use crate::{
    components::{
        form::{Field, FormGuard, Kind},
        table::{Column, Table},
    },
    form::{Errors, Fields, Reader},
    language::Locale as _,
    pages::sign_in::EMAIL,
    texts::data_set as texts,
    visit::Visit,
};

const NAMING: [Known; 5] = [
    (Code::NotFound, Some("email"), texts::READER_UNKNOWN),
    (Code::Rejected, Some("email"), texts::READER_UNKNOWN),
    (Code::BadRequest, Some("email"), texts::READER_UNKNOWN),
    (Code::Conflict, Some("email"), texts::READER_ALREADY),
    (Code::NotAllowed, None, texts::NOT_READER_FORM),
];

const REMOVING: [Known; 3] = [
    (Code::Conflict, None, texts::REMOVE_LAST),
    (Code::WrongState, None, texts::REMOVE_LAST),
    (Code::NotAllowed, None, texts::NOT_READER_FORM),
];

/// Names the reader that the form asks for; tells the word for it.
pub(super) async fn name(visit: &Visit, id: &str, fields: &Fields) -> Result<&'static str, Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let ask = DataReaderAsk {
        email: reader.text("email", EMAIL),
    };
    let ask = reader.finish(ask)?;
    let named = visit.api.name_data_reader(id, &ask).await;
    named
        .map(|()| "reader")
        .map_err(|failure| wrong::errors(visit, &failure, &NAMING, &[("email", "email")]))
}

/// Removes the reader that the form names; tells the word for it.
pub(super) async fn remove(
    visit: &Visit,
    id: &str,
    fields: &Fields,
) -> Result<&'static str, Errors> {
    let removed = visit.api.remove_data_reader(id, fields.typed("account"));
    let removed = removed.await.map(|()| "reader-removed");
    removed.map_err(|failure| wrong::errors(visit, &failure, &REMOVING, &[]))
}

/// The part of the workbench with the readers. Those who are none see who they are.
pub(super) fn section(
    visit: &Visit,
    seen: &Seen,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let may_read = seen.inside.may_read;
    let mut columns = vec![
        Column::text(visit.say(texts::READER)),
        Column::text(visit.say(texts::EMAIL)),
        Column::text(visit.say(texts::SINCE)),
    ];
    if may_read {
        columns.push(Column::text(visit.say(texts::ACTIONS)));
    }
    let rows = seen.inside.readers.iter();
    let rows = rows.map(|one| row(visit, &seen.set.id, one, may_read));
    let rows = rows.collect();
    let title = visit.say(texts::READERS);
    let may_name = seen.inside.may_name;
    let form = may_name.then(|| form(visit, &seen.set.id, fields, errors));
    view! {
        <h2>{title}</h2>
        <p>{visit.say(texts::READERS_LEAD)}</p>
        <Table caption=title.to_owned() hide_caption=true columns=columns rows=rows/>
        {form}
    }
}

fn row(visit: &Visit, id: &str, one: &DataReaderView, may_remove: bool) -> Vec<AnyView> {
    let email = one.email.clone();
    let mut cells = vec![
        person(visit, &one.name).into_any(),
        view! { <bdi>{email}</bdi> }.into_any(),
        visit.language.day(one.named_at).into_any(),
    ];
    if may_remove {
        cells.push(removal(visit, id, one).into_any());
    }
    cells
}

/// A button that says to those who hear it alone whom it is about.
fn removal(visit: &Visit, id: &str, one: &DataReaderView) -> impl IntoView + use<> {
    let (account, email) = (one.account.clone(), one.email.clone());
    view! {
        <form method="post" action=visit.at(&place(id)) novalidate="">
            <FormGuard visit=visit.clone()/>
            <input type="hidden" name="act" value="remove-reader"/>
            <input type="hidden" name="account" value=account/>
            <button type="submit" class="danger small">
                {visit.say(texts::REMOVE)}
                <span class="unseen">" "<bdi>{email}</bdi></span>
            </button>
        </form>
    }
}

fn form(visit: &Visit, id: &str, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    view! {
        <h3>{visit.say(texts::NAME_READER)}</h3>
        <form method="post" action=visit.at(&place(id)) novalidate="">
            <FormGuard visit=visit.clone()/>
            <input type="hidden" name="act" value="reader"/>
            <Field visit=visit.clone() name="email" label=texts::READER_EMAIL help=texts::READER_EMAIL_HELP kind=Kind::Line
                fields=fields.clone() errors=errors.clone()/>
            <p class="actions"><button type="submit">{visit.say(texts::GIVE)}</button></p>
        </form>
    }
}
