//! A pilot's form as it is drawn: what its harness asks for, field by field.

use leptos::prelude::*;
use pilotbox_model::api::pilots::{FieldKind, FormField, PilotForm};

use super::form::{Faults, PREFIX};
use crate::{
    components::form::FormGuard,
    form::Fields,
    language::Locale as _,
    texts::{failure as common, pilot as texts},
    visit::Visit,
};

/// What is wrong, above the form.
pub(super) fn summary(visit: &Visit, form: &PilotForm, faults: &Faults) -> AnyView {
    if faults.0.is_empty() {
        return ().into_any();
    }
    let items: Vec<_> = faults
        .0
        .iter()
        .map(|(name, text)| line(visit, form, name.as_deref(), text))
        .collect();
    view! {
        <div class="notice bad" role="alert" tabindex="-1" autofocus="" id="errors">
            <p class="notice-title">{visit.say(common::PLEASE_CORRECT)}</p>
            <ul>{items}</ul>
        </div>
    }
    .into_any()
}

fn line(visit: &Visit, form: &PilotForm, name: Option<&str>, text: &str) -> AnyView {
    let field = form
        .fields
        .iter()
        .find(|field| Some(field.name.as_str()) == name);
    match field {
        None => view! { <li>{text.to_owned()}</li> }.into_any(),
        Some(field) => {
            let href = format!("#{PREFIX}{}", field.name);
            let text = format!("{}: {text}", visit.language.pick(&field.title));
            view! { <li><a href=href>{text}</a></li> }.into_any()
        }
    }
}

/// The form, which is sent to an address: other forms of the page are sent elsewhere, and
/// when one of them is refused, the page stands at theirs.
pub(super) fn drawn(
    visit: &Visit,
    address: &str,
    form: &PilotForm,
    fields: &Fields,
    faults: &Faults,
) -> AnyView {
    let drawn: Vec<_> = form
        .fields
        .iter()
        .map(|one| field(visit, one, fields, faults.at(&one.name)))
        .collect();
    view! {
        <form method="post" action=visit.at(address) novalidate="">
            <FormGuard visit=visit.clone()/>
            {drawn}
            <p class="help">{visit.say(texts::NOT_KEPT)}</p>
            <p class="actions"><button type="submit" name="act" value="ask">{visit.say(texts::SUBMIT)}</button></p>
        </form>
    }
    .into_any()
}

/// A field as its page needs it.
struct Drawn {
    id: String,
    title: String,
    typed: String,
    described: Option<String>,
    invalid: Option<&'static str>,
}

fn field(visit: &Visit, one: &FormField, fields: &Fields, fault: Option<&str>) -> AnyView {
    let id = format!("{PREFIX}{}", one.name);
    let ids: Vec<_> = one
        .help
        .iter()
        .map(|_| format!("{id}-help"))
        .chain(fault.map(|_| format!("{id}-error")))
        .collect();
    let help = one.help.as_ref().map(|help| {
        let text = visit.language.pick(help).to_owned();
        view! { <p class="help" id=format!("{id}-help")>{text}</p> }.into_any()
    });
    let error = fault.map(|text| {
        view! { <p class="error" id=format!("{id}-error")>{text.to_owned()}</p> }.into_any()
    });
    let drawn = Drawn {
        title: visit.language.pick(&one.title).to_owned(),
        typed: fields.typed(&id).to_owned(),
        described: (!ids.is_empty()).then(|| ids.join(" ")),
        invalid: fault.map(|_| "true"),
        id,
    };
    if one.kind == FieldKind::YesNo {
        return tick(drawn, help, error);
    }
    let (label_for, title) = (drawn.id.clone(), drawn.title.clone());
    view! {
        <div class="field">
            <label for=label_for>{title}</label>
            {help}
            {error}
            {input(visit, &one.kind, drawn)}
        </div>
    }
    .into_any()
}

fn tick(drawn: Drawn, help: Option<AnyView>, error: Option<AnyView>) -> AnyView {
    let Drawn {
        id,
        title,
        typed,
        described,
        ..
    } = drawn;
    let ticked = !typed.is_empty();
    view! {
        <div class="tick">
            <input type="checkbox" id=id.clone() name=id.clone() value="yes" checked=ticked
                aria-describedby=described/>
            <label for=id>{title}</label>
            {help}
            {error}
        </div>
    }
    .into_any()
}

fn input(visit: &Visit, kind: &FieldKind, drawn: Drawn) -> AnyView {
    let Drawn {
        id,
        typed,
        described,
        invalid,
        ..
    } = drawn;
    let FieldKind::Choice { options } = kind else {
        let mode = matches!(kind, FieldKind::Number { .. }).then_some("decimal");
        return view! {
            <input type="text" id=id.clone() name=id value=typed inputmode=mode autocomplete="off"
                aria-describedby=described aria-invalid=invalid aria-required="true"/>
        }
        .into_any();
    };
    let options: Vec<_> = options
        .iter()
        .map(|option| {
            let (value, text) = (option.value.text(), visit.language.pick(&option.title));
            let selected = value == typed;
            view! { <option value=value selected=selected>{text.to_owned()}</option> }
        })
        .collect();
    view! {
        <select id=id.clone() name=id aria-describedby=described aria-invalid=invalid aria-required="true">
            <option value="">{visit.say(texts::CHOOSE)}</option>
            {options}
        </select>
    }
    .into_any()
}
