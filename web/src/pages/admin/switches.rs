//! The switches of the whole site, and what stands above every page.

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{
    accounts::Role,
    admin::{SiteView, SwitchesAsk},
    challenges::Bilingual,
    problem::Code,
};

use crate::{
    components::form::{ErrorSummary, Field, FormGuard, Kind, Tick},
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, refused},
    language::Locale as _,
    page::{Page, address, go_to},
    pages::{
        staff::{Back, Done},
        trouble,
    },
    texts::{Text, admin as texts, failure as failures, site},
    visit::Visit,
};

/// Longest message, in characters.
const MESSAGE: usize = 500;

/// Words that say what a form has done.
const DONE: [(&str, Text); 1] = [("set", texts::DONE_SWITCHES)];

/// `GET /{language}/admin/switches`
pub(crate) async fn show(visit: Visit) -> Response {
    match load(&visit).await {
        Ok(now) => page(&visit, &now, &filled(&now), &Errors::none()).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/admin/switches`
pub(crate) async fn set(Posted { visit, fields }: Posted) -> Response {
    let now = match load(&visit).await {
        Ok(now) => now,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    let errors = match read(&visit, &fields) {
        Ok(ask) => match visit.api.set_switches(&ask).await {
            Ok(_) => return go_to(&visit, "/admin/switches?done=set"),
            Err(failure) if failure.code == Code::Changed => {
                let mut errors = Errors::none();
                errors.tell(failure.text(visit.language));
                errors
            }
            Err(failure) => Errors::of(&failure, visit.language),
        },
        Err(errors) => errors,
    };
    refused(page(&visit, &now, &fields, &errors))
}

async fn load(visit: &Visit) -> Result<SiteView, Failure> {
    visit.demand_role(Role::Admin)?;
    visit.api.switches().await
}

/// How the switches stand, as the form shows it.
fn filled(now: &SiteView) -> Fields {
    let message = now.message.as_ref();
    let mut fields = vec![
        (
            "message_bg",
            message.map(|text| text.bg.clone()).unwrap_or_default(),
        ),
        (
            "message_en",
            message.map(|text| text.en.clone()).unwrap_or_default(),
        ),
    ];
    if now.is_registration_open {
        fields.push(("registration", "yes".to_owned()));
    }
    if now.takes_submissions {
        fields.push(("submissions", "yes".to_owned()));
    }
    Fields::of(fields)
}

fn read(visit: &Visit, fields: &Fields) -> Result<SwitchesAsk, Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let bg = reader.optional("message_bg", MESSAGE);
    let en = reader.optional("message_en", MESSAGE);
    match (&bg, &en) {
        (Some(_), None) => reader.wrong("message_en", failures::FIELD_REQUIRED),
        (None, Some(_)) => reader.wrong("message_bg", failures::FIELD_REQUIRED),
        _ => {}
    }
    reader.finish(SwitchesAsk {
        is_registration_open: fields.is_ticked("registration"),
        takes_submissions: fields.is_ticked("submissions"),
        message: bg.zip(en).map(|(bg, en)| Bilingual { bg, en }),
        revision: fields.typed("revision").parse().ok(),
    })
}

fn page(visit: &Visit, now: &SiteView, fields: &Fields, errors: &Errors) -> Page {
    let title = visit.say(texts::SWITCHES);
    visit.page(title, || content(visit, now, fields, errors))
}

fn content(
    visit: &Visit,
    now: &SiteView,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let changed = now.changed_at.map(|at| {
        let when = visit.language.moment(at);
        let text = texts::SWITCHES_CHANGED.fill(visit.language, &[("when", &when)]);
        view! { <p class="help">{text}</p> }
    });
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Done visit=visit.clone() known=DONE.to_vec()/>
        <Back visit=visit.clone() path="/admin".to_owned() text=site::ADMINISTRATION/>
        <h1>{visit.say(texts::SWITCHES)}</h1>
        <p class="lead">{visit.say(texts::SWITCHES_LEAD)}</p>
        {changed}
        {form(visit, now.revision, fields, errors)}
    }
}

fn form(visit: &Visit, revision: u64, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    let tick = |name: &'static str, text: Text| {
        let (text, ticked) = (visit.say(text).to_owned(), fields.is_ticked(name));
        view! { <Tick id=name.to_owned() name=name text=text ticked=ticked/> }
    };
    let message = |name: &'static str, label: Text| {
        let (visit, fields, errors) = (visit.clone(), fields.clone(), errors.clone());
        view! {
            <Field visit=visit name=name label=label help=texts::MESSAGE_HELP kind=Kind::Text optional=true
                fields=fields errors=errors/>
        }
    };
    view! {
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <input type="hidden" name="revision" value=revision.to_string()/>
            <fieldset>
                <legend>{visit.say(texts::SWITCHED_ON)}</legend>
                {tick("registration", texts::SWITCH_REGISTRATION)}
                {tick("submissions", texts::SWITCH_SUBMISSIONS)}
            </fieldset>
            {message("message_bg", texts::MESSAGE_BG)}
            {message("message_en", texts::MESSAGE_EN)}
            <p class="actions"><button type="submit">{visit.say(site::SAVE)}</button></p>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_form_shows_is_read_back_as_it_stands() {
        let visit = Visit::for_tests("/admin/switches");
        let now = SiteView {
            takes_submissions: false,
            message: Some(Bilingual {
                bg: "Профилактика".to_owned(),
                en: "Maintenance".to_owned(),
            }),
            ..SiteView::default()
        };
        let ask = read(&visit, &filled(&now)).expect("it is right");
        assert!(ask.is_registration_open && !ask.takes_submissions);
        assert_eq!(ask.message, now.message);
    }

    #[test]
    fn a_message_in_one_language_alone_is_refused_beside_the_other() {
        let visit = Visit::for_tests("/admin/switches");
        let fields = Fields::of([("message_bg", "Профилактика".to_owned())]);
        let errors = read(&visit, &fields).expect_err("English is missing");
        assert!(errors.at("message_en").is_some());
    }
}
