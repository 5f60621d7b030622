//! Fields of forms: empty, filled, wrong. Nothing here is sent.

use leptos::prelude::*;

use crate::{
    components::form::{ErrorSummary, Field, FileField, Kind, Select, Tick},
    form::{Errors, Fields},
    texts::{Text, design as texts, failure},
    visit::Visit,
};

/// The field that is shown with an error.
const WRONG: &str = "wrong";

/// Fields of each kind, with their names.
const KINDS: [(&str, Text, Kind); 7] = [
    ("email", texts::FIELD_EMAIL, Kind::Email),
    ("password", texts::FIELD_PASSWORD, Kind::NewPassword),
    ("code", texts::FIELD_CODE, Kind::Code),
    ("number", texts::FIELD_NUMBER, Kind::Number),
    ("moment", texts::FIELD_MOMENT, Kind::Moment),
    ("long", texts::FIELD_TEXT, Kind::Text),
    (WRONG, texts::FIELD_WRONG, Kind::Line),
];

/// The summary, as it stands at the top of a page.
pub(super) fn summary(visit: &Visit) -> impl IntoView + use<> {
    view! { <ErrorSummary visit=visit.clone() errors=errors(visit)/> }
}

fn errors(visit: &Visit) -> Errors {
    let mut errors = Errors::none();
    errors.add(WRONG, visit.say(failure::FIELD_REQUIRED));
    errors
}

/// Each field, and the way to the summary and back.
pub(super) fn section(visit: &Visit, has_errors: bool) -> impl IntoView + use<> {
    let (path, text) = if has_errors {
        ("/design", texts::WITHOUT_ERRORS)
    } else {
        ("/design?state=errors", texts::SEE_ERRORS)
    };
    view! {
        <section>
            <h2>{visit.say(texts::FIELDS)}</h2>
            {states(visit)}
            {kinds(visit)}
            {choices(visit)}
            <p><a href=visit.at(path)>{visit.say(text)}</a></p>
        </section>
    }
}

fn states(visit: &Visit) -> impl IntoView + use<> {
    let none = Fields::default();
    let filled = Fields::of([("filled", visit.say(texts::FIELD_VALUE).to_owned())]);
    view! {
        <Field visit=visit.clone() name="empty" label=texts::FIELD_EMPTY fields=none.clone() errors=Errors::none()/>
        <Field visit=visit.clone() name="helped" label=texts::FIELD_HELP help=texts::FIELD_HELP_TEXT
            fields=none.clone() errors=Errors::none()/>
        <Field visit=visit.clone() name="filled" label=texts::FIELD_FILLED fields=filled errors=Errors::none()/>
        <Field visit=visit.clone() name="free" label=texts::FIELD_FREE optional=true fields=none errors=Errors::none()/>
    }
}

fn kinds(visit: &Visit) -> impl IntoView + use<> {
    let errors = errors(visit);
    KINDS
        .map(|(name, label, kind)| {
            view! {
                <Field visit=visit.clone() name=name label=label kind=kind fields=Fields::default() errors=errors.clone()/>
            }
        })
        .into_iter()
        .collect_view()
}

fn choices(visit: &Visit) -> impl IntoView + use<> {
    let options = [("1", texts::CHOICE_1), ("2", texts::CHOICE_2)];
    let options = options.map(|(value, text)| (value.to_owned(), visit.say(text).to_owned()));
    let ticked = visit.say(texts::TICKED).to_owned();
    let not_ticked = visit.say(texts::NOT_TICKED).to_owned();
    view! {
        <Select visit=visit.clone() name="choice" label=texts::FIELD_CHOICE options=options.to_vec()
            fields=Fields::of([("choice", "2".to_owned())]) errors=Errors::none()/>
        <Tick id="ticked".to_owned() name="ticked" text=ticked ticked=true/>
        <Tick id="not-ticked".to_owned() name="not-ticked" text=not_ticked ticked=false/>
        <FileField visit=visit.clone() name="file" label=texts::FILE help=texts::FILE_HELP accept=".wasm"
            errors=Errors::none() optional=true/>
    }
}
