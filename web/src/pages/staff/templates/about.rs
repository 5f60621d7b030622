//! The part of the form that all templates share: the challenge in words, and its data.

use leptos::prelude::*;

use crate::{
    components::form::{Field, FileField, Kind, Tick},
    form::{Errors, Fields},
    texts::{Text, template as texts},
    visit::Visit,
};

/// The challenge in words, with its dates.
pub(super) fn about(visit: &Visit, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    let field = |name, label, help, kind| field(visit, fields, errors, (name, label, help, kind));
    let (line, long, moment) = (Kind::Line, Kind::Text, Kind::Moment);
    let help = Some(texts::PROBLEM_HELP);
    view! {
        <h2>{visit.say(texts::ABOUT)}</h2>
        {field("id", texts::ID, Some(texts::ID_HELP), line)}
        {field("title_bg", texts::TITLE_BG, Some(texts::TITLE_HELP), line)}
        {field("title_en", texts::TITLE_EN, Some(texts::TITLE_HELP), line)}
        {field("problem_bg", texts::PROBLEM_BG, help, long)}
        {field("problem_en", texts::PROBLEM_EN, help, long)}
        {field("affected_bg", texts::AFFECTED_BG, None, long)}
        {field("affected_en", texts::AFFECTED_EN, None, long)}
        {field("opens_at", texts::OPENS, Some(texts::CLOCK_HELP), moment)}
        {field("closes_at", texts::CLOSES, None, moment)}
    }
}

/// The table and where it came from.
pub(super) fn data(visit: &Visit, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    let field = |name, label, help, kind| field(visit, fields, errors, (name, label, help, kind));
    let again = (!errors.is_empty()).then(|| view! { <p>{visit.say(texts::FILE_AGAIN)}</p> });
    let public = visit.say(texts::PUBLIC_DATA).to_owned();
    view! {
        <h2>{visit.say(texts::DATA)}</h2>
        {again}
        <FileField visit=visit.clone() name="table" label=texts::TABLE help=texts::TABLE_HELP
            accept=".csv,.parquet,text/csv" errors=errors.clone()/>
        {field("table_title_bg", texts::TABLE_TITLE_BG, None, Kind::Line)}
        {field("table_title_en", texts::TABLE_TITLE_EN, None, Kind::Line)}
        {field("licence", texts::LICENCE, Some(texts::LICENCE_HELP), Kind::Line)}
        {field("source", texts::SOURCE, Some(texts::SOURCE_HELP), Kind::Text)}
        <Tick id="is_public_data".to_owned() name="is_public_data" text=public
            ticked=fields.is_ticked("is_public_data")/>
        <p class="help">{visit.say(texts::PUBLIC_DATA_HELP)}</p>
    }
}

fn field(
    visit: &Visit,
    fields: &Fields,
    errors: &Errors,
    (name, label, help, kind): (&'static str, Text, Option<Text>, Kind),
) -> AnyView {
    let (visit, fields, errors) = (visit.clone(), fields.clone(), errors.clone());
    match help {
        Some(help) => view! {
            <Field visit=visit name=name label=label help=help kind=kind fields=fields errors=errors/>
        }
        .into_any(),
        None => view! {
            <Field visit=visit name=name label=label kind=kind fields=fields errors=errors/>
        }
        .into_any(),
    }
}
