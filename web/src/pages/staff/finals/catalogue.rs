//! Final data taken from the catalogue: for each table of the pack a data set and its
//! release. Where it came from is public then.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use futures_util::future::try_join;
use leptos::prelude::*;
use pilotbox_model::api::{
    data::{DataSetListed, FinalFromCatalogueAsk, TableFromRelease},
    problem::Code,
};

use super::{demand_version, place_of};
use crate::{
    components::{
        form::{ErrorSummary, FormGuard, complaint, described},
        list::Empty,
    },
    failure::Failure,
    form::{Errors, Fields, Posted, refused},
    language::Locale as _,
    page::{Page, go_to},
    pages::{
        staff::{Back, place, sending},
        trouble,
    },
    texts::{Text, data_set as texts, staff},
    visit::Visit,
};

/// The folder whose tables tell what the final split has: hidden ones are not listed.
const SAMPLE: &str = "sample";

/// Most tables of a form, as many as the API takes.
const MOST_TABLES: usize = 64;

/// The parts of a table's row.
const SET: &str = "set";
const RELEASE: &str = "release";

/// What the form is made from.
struct Offer {
    tables: Vec<String>,
    sets: Vec<DataSetListed>,
}

/// `GET /{language}/staff/challenges/{id}/versions/{version}/final/catalogue`
pub(crate) async fn show(visit: Visit, Path((id, version)): Path<(String, String)>) -> Response {
    match load(&visit, &id, &version).await {
        Ok(offer) => {
            let (fields, errors) = (Fields::default(), Errors::none());
            page(&visit, (&id, &version), &offer, &fields, &errors, None).into_response()
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/challenges/{id}/versions/{version}/final/catalogue`
pub(crate) async fn post(
    Path((id, version)): Path<(String, String)>,
    Posted { visit, fields }: Posted,
) -> Response {
    let offer = match load(&visit, &id, &version).await {
        Ok(offer) => offer,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    let again = |errors: &Errors, found: Option<&Failure>| {
        refused(page(
            &visit,
            (&id, &version),
            &offer,
            &fields,
            errors,
            found,
        ))
    };
    let tables = match read(&visit, &offer, &fields) {
        Ok(tables) => tables,
        Err(errors) => return again(&errors, None),
    };
    let ask = FinalFromCatalogueAsk { tables };
    match visit.api.final_from_catalogue(&id, &version, &ask).await {
        Ok(_) => go_to(&visit, &format!("{}?done=final", place(&id))),
        Err(failure) => again(&told(&visit, &offer, &failure), Some(&failure)),
    }
}

async fn load(visit: &Visit, id: &str, version: &str) -> Result<Offer, Failure> {
    demand_version(visit, id, version).await?;
    let data = visit.api.data_of_version(id, version);
    let (data, sets) = try_join(data, visit.api.released_data_sets()).await?;
    let tables = data.tables.into_iter();
    let tables = tables.filter(|table| table.folder == SAMPLE);
    let tables = tables.map(|table| table.name).take(MOST_TABLES);
    Ok(Offer {
        tables: tables.collect(),
        sets,
    })
}

/// The tables for which a data set was chosen. Without a number it is the newest release.
fn read(visit: &Visit, offer: &Offer, fields: &Fields) -> Result<Vec<TableFromRelease>, Errors> {
    let mut errors = Errors::none();
    let mut chosen = Vec::new();
    for (at, table) in (0_usize..).zip(&offer.tables) {
        let Some(name) = fields.text(&set_field(table)) else {
            continue;
        };
        match release_of(offer, fields, table, &name) {
            Ok(release) => chosen.push(TableFromRelease {
                table: table.clone(),
                data_set: name,
                release,
            }),
            Err((part, text)) => {
                let text = text.fill(visit.language, &[("table", table)]);
                errors.add(id_of(part, at), text);
            }
        }
    }
    if chosen.is_empty() && errors.is_empty() {
        errors.add(id_of(SET, 0), visit.say(texts::FINAL_CHOOSE));
    }
    if errors.is_empty() {
        Ok(chosen)
    } else {
        Err(errors)
    }
}

/// The release of a data set that is meant; else which part of the row is wrong, and why.
fn release_of(
    offer: &Offer,
    fields: &Fields,
    table: &str,
    set: &str,
) -> Result<u32, (&'static str, Text)> {
    let set = offer.sets.iter().find(|one| one.id == set);
    let newest = set.and_then(|set| set.release);
    let newest = newest.ok_or((SET, texts::FINAL_UNKNOWN))?;
    match fields.text(&release_field(table)) {
        Some(number) => number.parse().map_err(|_| (RELEASE, texts::FINAL_NUMBER)),
        None => Ok(newest),
    }
}

/// What a refusal means: table by table, or what a check found, which stands below it.
fn told(visit: &Visit, offer: &Offer, failure: &Failure) -> Errors {
    let mut errors = Errors::none();
    for one in &failure.fields {
        let table = one.field.strip_prefix("tables.").unwrap_or(&one.field);
        let at = offer.tables.iter().position(|name| name == table);
        let field = at.map(|at| id_of(SET, at).into());
        errors.quote(field, table, &one.message);
    }
    if !errors.is_empty() {
        return errors;
    }
    match failure.code {
        Code::Rejected => errors.tell(failure.text(visit.language)),
        Code::NotFound => errors.tell(visit.say(texts::FINAL_MISSING)),
        _ => return Errors::of(failure, visit.language),
    }
    errors
}

fn page(
    visit: &Visit,
    of: (&str, &str),
    offer: &Offer,
    fields: &Fields,
    errors: &Errors,
    found: Option<&Failure>,
) -> Page {
    let title = texts::FINAL_OF.fill(visit.language, &[("version", of.1)]);
    let found = found.filter(|one| one.code == Code::Rejected && one.fields.is_empty());
    let form = match (offer.tables.is_empty(), offer.sets.is_empty()) {
        (true, _) => view! { <Empty text=visit.say(texts::FINAL_NO_TABLES)/> }.into_any(),
        (_, true) => view! { <Empty text=visit.say(texts::FINAL_NONE)/> }.into_any(),
        _ => form(visit, offer, fields, errors).into_any(),
    };
    visit.page(title.clone(), || {
        view! {
            <ErrorSummary visit=visit.clone() errors=errors.clone()/>
            <Back visit=visit.clone() path=place_of(of.0, of.1) text=staff::ATTACH/>
            <h1>{title}</h1>
            <p class="lead">{visit.say(texts::FINAL_LEAD)}</p>
            {found.map(|failure| sending::told(visit, failure))}
            {form}
        }
    })
}

fn form(visit: &Visit, offer: &Offer, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    let rows: Vec<_> = (0_usize..)
        .zip(&offer.tables)
        .map(|(at, table)| row(visit, offer, (fields, errors), at, table))
        .collect();
    view! {
        <form method="post" action=visit.at(&visit.path) novalidate="">
            <FormGuard visit=visit.clone()/>
            {rows}
            <p class="actions"><button type="submit">{visit.say(texts::ATTACH)}</button></p>
        </form>
    }
}

fn row(
    visit: &Visit,
    offer: &Offer,
    (fields, errors): (&Fields, &Errors),
    at: usize,
    table: &str,
) -> impl IntoView + use<> {
    let chosen = fields.typed(&set_field(table));
    let options: Vec<_> = offer
        .sets
        .iter()
        .map(|one| option(visit, one, chosen).into_any())
        .collect();
    let set = set_part(visit, options, errors, (at, table));
    let number = fields.typed(&release_field(table)).to_owned();
    let release = release_part(visit, number, errors, (at, table));
    let legend = table.to_owned();
    view! {
        <fieldset>
            <legend><code>{legend}</code></legend>
            {set}
            {release}
        </fieldset>
    }
}

fn set_part(
    visit: &Visit,
    options: Vec<AnyView>,
    errors: &Errors,
    (at, table): (usize, &str),
) -> impl IntoView + use<> {
    let (id, name) = (id_of(SET, at), set_field(table));
    let wrong = errors.wrong_at(&id);
    let described = described(&id, false, wrong.is_some());
    let invalid = wrong.is_some().then_some("true");
    let wrong = complaint(&id, wrong);
    let none = view! { <option value="">{visit.say(texts::FINAL_LEAVE)}</option> };
    view! {
        <div class="field">
            <label for=id.clone()>{visit.say(texts::FINAL_SET)}</label>
            {wrong}
            <select id=id name=name aria-describedby=described aria-invalid=invalid>{none}{options}</select>
        </div>
    }
}

fn release_part(
    visit: &Visit,
    number: String,
    errors: &Errors,
    (at, table): (usize, &str),
) -> impl IntoView + use<> {
    let (id, name) = (id_of(RELEASE, at), release_field(table));
    let wrong = errors.wrong_at(&id);
    let described = described(&id, true, wrong.is_some());
    let invalid = wrong.is_some().then_some("true");
    let wrong = complaint(&id, wrong);
    let help = format!("{id}-help");
    view! {
        <div class="field">
            <label for=id.clone()>{visit.say(texts::FINAL_RELEASE)}</label>
            <p class="help" id=help>{visit.say(texts::FINAL_RELEASE_HELP)}</p>
            {wrong}
            <input id=id name=name type="text" inputmode="numeric" value=number
                aria-describedby=described aria-invalid=invalid/>
        </div>
    }
}

fn option(visit: &Visit, one: &DataSetListed, chosen: &str) -> impl IntoView + use<> {
    let title = visit.language.pick(&one.title);
    let newest = visit.language.whole(one.release.unwrap_or_default().into());
    let values = [("title", title), ("n", newest.as_str())];
    let text = texts::FINAL_OPTION.fill(visit.language, &values);
    let (value, selected) = (one.id.clone(), one.id == chosen);
    view! { <option value=value selected=selected>{text}</option> }
}

/// The id of a part of a row. A table's name may hold what an address takes for something
/// else, so it is its place that counts.
fn id_of(part: &str, at: usize) -> String {
    format!("{part}-{at}")
}

fn set_field(table: &str) -> String {
    format!("set.{table}")
}

fn release_field(table: &str) -> String {
    format!("release.{table}")
}

#[cfg(test)]
mod tests {
    use pilotbox_model::api::{challenges::Bilingual, problem::FieldProblem};

    use super::*;

    fn offer() -> Offer {
        let text = || Bilingual {
            bg: "Вода".to_owned(),
            en: "Water".to_owned(),
        };
        Offer {
            tables: vec!["meters".to_owned(), "use".to_owned()],
            sets: vec![DataSetListed {
                id: "water".to_owned(),
                title: text(),
                description: text(),
                owner: "Sofia Water".to_owned(),
                release: Some(3),
                released_at: None,
                light: None,
            }],
        }
    }

    fn asked(typed: &[(&str, &str)]) -> Result<Vec<(String, u32)>, Vec<String>> {
        let visit = Visit::for_tests("/staff");
        let fields = typed.iter().map(|(name, text)| (*name, (*text).to_owned()));
        let read = read(&visit, &offer(), &Fields::of(fields));
        let told = |errors: Errors| errors.all().map(|(_, text)| text.to_owned()).collect();
        let named = |one: TableFromRelease| (one.table, one.release);
        read.map(|all| all.into_iter().map(named).collect())
            .map_err(told)
    }

    #[test]
    fn without_a_number_the_newest_release_is_meant() {
        let newest = asked(&[("set.use", "water")]);
        assert_eq!(newest, Ok(vec![("use".to_owned(), 3)]));
        let named = asked(&[("set.meters", "water"), ("release.meters", "1")]);
        assert_eq!(named, Ok(vec![("meters".to_owned(), 1)]));
    }

    #[test]
    fn what_is_wrong_stands_at_its_field_and_leads_there() {
        let visit = Visit::for_tests("/staff");
        let typed = [("set.use", "water"), ("release.use", "newest")];
        let typed = typed.map(|(name, text)| (name, text.to_owned()));
        let fields = Fields::of(typed);
        let errors = read(&visit, &offer(), &fields).expect_err("it is no number");
        let html = crate::page::write(|| {
            view! {
                <ErrorSummary visit=visit.clone() errors=errors.clone()/>
                {form(&visit, &offer(), &fields, &errors)}
            }
        });
        for part in [
            r##"href="#release-1""##,
            r#"id="release-1-error""#,
            r#"aria-describedby="release-1-help release-1-error""#,
        ] {
            assert!(html.contains(part), "no {part} in {html}");
        }
        let mut failure = Failure::new(Code::Rejected);
        failure.fields = Box::new([FieldProblem {
            field: "tables.use".to_owned(),
            message: "is not sealed".to_owned(),
            choices: Vec::new(),
        }]);
        let errors = told(&visit, &offer(), &failure);
        assert_eq!(errors.at("set-1"), Some("use — is not sealed"));
    }

    #[test]
    fn what_cannot_be_taken_is_told_with_its_table() {
        let none = asked(&[("set.use", " ")]).expect_err("nothing is chosen");
        assert_eq!(none, [texts::FINAL_CHOOSE.bg]);
        for typed in [
            [("set.use", "water"), ("release.use", "newest")],
            [("set.use", "waters"), ("release.use", "")],
        ] {
            let told = asked(&typed).expect_err("it cannot be taken");
            assert!(told.len() == 1 && told[0].contains("use"), "{told:?}");
        }
    }
}
