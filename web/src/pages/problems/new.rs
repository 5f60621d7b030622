//! The form to propose a problem, in the language of the page.

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{
    civic_problems::{CityField, CityProblemNew, CityProblemState},
    problem::Code,
};

use super::{field_text, place_of};
use crate::{
    charts::districts::DISTRICTS,
    components::form::{ErrorSummary, Field, FormGuard, Kind, Select, Tick},
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, refused},
    page::{Page, go_to},
    pages::trouble,
    texts::{failure as common, problem as texts},
    visit::Visit,
};

/// Most characters of each text; the API takes no more.
const TITLE: usize = 120;
const TEXT: usize = 2_000;

/// `GET /{language}/problems/new`
pub(crate) async fn show(visit: Visit) -> Response {
    match visit.demand_viewer() {
        Ok(_) => page(&visit, &Fields::default(), &Errors::none()).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/problems/new`
pub(crate) async fn post(Posted { visit, fields }: Posted) -> Response {
    if let Err(failure) = visit.demand_viewer() {
        return trouble::page(&visit, &failure).into_response();
    }
    let new = match read(&visit, &fields) {
        Ok(new) => new,
        Err(errors) => return refused(page(&visit, &fields, &errors)),
    };
    match visit.api.propose_problem(&new).await {
        Ok(made) => {
            let is_shown = made.about.state == CityProblemState::Shown;
            let word = if is_shown { "published" } else { "proposed" };
            go_to(&visit, &format!("{}?done={word}", place_of(&made.about.id)))
        }
        Err(failure) => refused(page(&visit, &fields, &told(&visit, &failure))),
    }
}

fn told(visit: &Visit, failure: &Failure) -> Errors {
    if failure.code != Code::QuotaExceeded {
        return Errors::of(failure, visit.language);
    }
    let mut errors = Errors::none();
    errors.tell(visit.say(texts::DAY_IS_FULL));
    errors
}

fn read(visit: &Visit, fields: &Fields) -> Result<CityProblemNew, Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let title = reader.text("title", TITLE);
    let affected = reader.text("affected", TEXT);
    let importance = reader.text("importance", TEXT);
    let solved_when = reader.text("solved_when", TEXT);
    let field = CityField::parse(fields.typed("field"));
    if field.is_none() {
        reader.wrong("field", common::FIELD_REQUIRED);
    }
    let districts = fields.all("districts");
    let districts = districts.filter_map(|number| number.parse().ok()).collect();
    reader.finish(CityProblemNew {
        language: visit.language,
        title,
        affected,
        importance,
        solved_when,
        field: field.unwrap_or(CityField::Mobility),
        districts,
    })
}

fn page(visit: &Visit, fields: &Fields, errors: &Errors) -> Page {
    visit.page(visit.say(texts::PROPOSE), || content(visit, fields, errors))
}

fn content(visit: &Visit, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <p class="above"><a href=visit.at("/problems")>{visit.say(texts::BACK)}</a></p>
        <h1>{visit.say(texts::PROPOSE)}</h1>
        <p class="lead">{visit.say(texts::PROPOSE_LEAD)}</p>
        <p>{visit.say(texts::PROPOSE_PRIVACY)}</p>
        <p>{visit.say(texts::PROPOSE_LANGUAGE)}</p>
        <p><a href=visit.at("/problems")>{visit.say(texts::PROPOSE_FIRST)}</a></p>
        {form(visit, fields, errors)}
    }
}

fn form(visit: &Visit, fields: &Fields, errors: &Errors) -> AnyView {
    let (v, f, e) = (visit.clone(), fields.clone(), errors.clone());
    view! {
        <form method="post" action=visit.at("/problems/new") novalidate="">
            <FormGuard visit=v.clone()/>
            <Field visit=v.clone() name="title" label=texts::NEW_TITLE fields=f.clone() errors=e.clone()/>
            <Field visit=v.clone() name="affected" label=texts::AFFECTED help=texts::AFFECTED_HELP kind=Kind::Text
                fields=f.clone() errors=e.clone()/>
            <Field visit=v.clone() name="importance" label=texts::IMPORTANCE help=texts::IMPORTANCE_HELP kind=Kind::Text
                fields=f.clone() errors=e.clone()/>
            <Field visit=v.clone() name="solved_when" label=texts::SOLVED_WHEN help=texts::SOLVED_WHEN_HELP
                kind=Kind::Text fields=f.clone() errors=e.clone()/>
            <Select visit=v name="field" label=texts::FIELD options=options(visit) fields=f errors=e/>
            {districts(visit, fields)}
            <p class="actions"><button type="submit">{visit.say(texts::SEND)}</button></p>
        </form>
    }
    .into_any()
}

fn options(visit: &Visit) -> Vec<(String, String)> {
    let none = (String::new(), visit.say(texts::CHOOSE_FIELD).to_owned());
    let rest = CityField::ALL.map(|field| {
        let text = visit.say(field_text(field));
        (field.as_str().to_owned(), text.to_owned())
    });
    std::iter::once(none).chain(rest).collect()
}

fn districts(visit: &Visit, fields: &Fields) -> impl IntoView + use<> {
    let ticked: Vec<_> = fields.all("districts").collect();
    let ticks: Vec<_> = DISTRICTS
        .iter()
        .map(|one| {
            let number = one.number.to_string();
            let (id, is_ticked) = (format!("district-{number}"), ticked.contains(&&*number));
            let name = one.named(visit.language).to_owned();
            view! { <Tick id=id name="districts" value=number text=name ticked=is_ticked/> }
        })
        .collect();
    view! {
        <fieldset aria-describedby="districts-help">
            <legend>{visit.say(texts::DISTRICTS)}</legend>
            <p class="help" id="districts-help">{visit.say(texts::DISTRICTS_HELP)}</p>
            <div class="ticks">{ticks}</div>
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(field: &str) -> Fields {
        Fields::of([
            ("title", " Тъмна улица ".to_owned()),
            ("affected", "Пешеходците".to_owned()),
            ("importance", "Падат".to_owned()),
            ("solved_when", "Свети".to_owned()),
            ("field", field.to_owned()),
            ("districts", "3".to_owned()),
            ("districts", "17".to_owned()),
        ])
    }

    #[test]
    fn a_form_is_read_in_the_language_of_its_page() {
        let visit = Visit::for_tests("/problems/new");
        let new = read(&visit, &filled("utilities")).unwrap();
        assert_eq!(new.language.as_str(), "bg");
        assert_eq!(
            (new.title.as_str(), new.districts),
            ("Тъмна улица", vec![3, 17])
        );
    }

    #[test]
    fn what_is_missing_is_told_beside_its_field() {
        let visit = Visit::for_tests("/problems/new");
        let errors = read(&visit, &filled("")).unwrap_err();
        assert!(errors.at("field").is_some() && errors.at("title").is_none());
        let long = Fields::of([("title", "ж".repeat(121))]);
        let errors = read(&visit, &long).unwrap_err();
        for field in ["title", "affected", "importance", "solved_when", "field"] {
            assert!(errors.at(field).is_some(), "{field}");
        }
    }
}
