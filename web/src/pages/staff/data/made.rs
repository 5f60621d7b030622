//! The form that makes a data set.

use leptos::prelude::*;
use pilotbox_model::api::{challenges::Bilingual, data::DataSetAsk, problem::Code};

use super::wrong::{self, Known};
use crate::{
    components::form::{Field, FormGuard, Kind, Select},
    form::{Errors, Fields, Reader},
    page::address,
    pages::data::theme::THEMES,
    texts::{Text, data_set as texts, failure as failures},
    visit::Visit,
};

/// Longest id.
const ID: usize = 64;

/// Longest line, such as a title.
const LINE: usize = 200;

/// Longest description.
const TEXT: usize = 4_000;

/// Longest name of whoever answers for the data.
const OWNER: usize = 400;

/// Most days for which raw data is kept: a hundred years.
const MOST_DAYS: u64 = 36_500;

/// The form's fields by their names at the API.
const FIELDS: [(&str, &str); 8] = [
    ("id", "id"),
    ("title.bg", "title_bg"),
    ("title.en", "title_en"),
    ("description.bg", "description_bg"),
    ("description.en", "description_en"),
    ("owner", "owner"),
    ("theme", "theme"),
    ("raw_days", "raw_days"),
];

const KNOWN: [Known; 1] = [(Code::Conflict, Some("id"), texts::ID_TAKEN)];

/// Makes the data set that the form asks for; tells its id.
pub(super) async fn make(visit: &Visit, fields: &Fields) -> Result<String, Errors> {
    let ask = read(visit, fields)?;
    let made = visit.api.create_data_set(&ask).await;
    made.map(|made| made.id)
        .map_err(|failure| wrong::errors(visit, &failure, &KNOWN, &FIELDS))
}

fn read(visit: &Visit, fields: &Fields) -> Result<DataSetAsk, Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let ask = DataSetAsk {
        id: id(&mut reader),
        title: both(&mut reader, ["title_bg", "title_en"], LINE),
        description: both(&mut reader, ["description_bg", "description_en"], TEXT),
        owner: reader.text("owner", OWNER),
        theme: theme(&mut reader),
        raw_days: days(&mut reader, fields),
    };
    reader.finish(ask)
}

fn id(reader: &mut Reader<'_>) -> String {
    let id = reader.text("id", ID);
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let fits = id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.chars().all(is_plain)
        && !id.ends_with('-')
        && !id.contains("--");
    if !id.is_empty() && !fits {
        reader.wrong("id", texts::ID_WRONG);
    }
    id
}

fn both(reader: &mut Reader<'_>, [bg, en]: [&'static str; 2], most: usize) -> Bilingual {
    Bilingual {
        bg: reader.text(bg, most),
        en: reader.text(en, most),
    }
}

fn theme(reader: &mut Reader<'_>) -> String {
    let code = reader.optional("theme", ID).unwrap_or_default();
    if !THEMES.iter().any(|(name, _)| *name == code) {
        reader.wrong("theme", failures::FIELD_CHOOSE);
    }
    code
}

fn days(reader: &mut Reader<'_>, fields: &Fields) -> u32 {
    let is_typed = fields.text("raw_days").is_some();
    let days = reader.number("raw_days");
    let fitting = days.filter(|days| (1..=MOST_DAYS).contains(days));
    if !is_typed {
        reader.wrong("raw_days", failures::FIELD_REQUIRED);
    } else if days.is_some() && fitting.is_none() {
        reader.wrong("raw_days", texts::RAW_DAYS_WRONG);
    }
    fitting
        .and_then(|days| days.try_into().ok())
        .unwrap_or_default()
}

/// The form, with what was typed and what is wrong with it.
pub(super) fn section(visit: &Visit, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    let field = |name, label, help, kind| field(visit, fields, errors, (name, label, help, kind));
    let (line, long) = (Kind::Line, Kind::Text);
    let about = Some(texts::DESCRIPTION_HELP);
    let days = Some(texts::RAW_DAYS_HELP);
    view! {
        <h2>{visit.say(texts::NEW)}</h2>
        <p>{visit.say(texts::NEW_LEAD)}</p>
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            {field("id", texts::ID, Some(texts::ID_HELP), line)}
            {field("title_bg", texts::TITLE_BG, None, line)}
            {field("title_en", texts::TITLE_EN, None, line)}
            {field("description_bg", texts::DESCRIPTION_BG, about, long)}
            {field("description_en", texts::DESCRIPTION_EN, about, long)}
            {field("owner", texts::OWNER, Some(texts::OWNER_HELP), line)}
            <Select visit=visit.clone() name="theme" label=texts::THEME options=themes(visit)
                fields=fields.clone() errors=errors.clone()/>
            {field("raw_days", texts::RAW_DAYS, days, Kind::Number)}
            <p class="actions"><button type="submit">{visit.say(texts::MAKE)}</button></p>
        </form>
    }
}

fn themes(visit: &Visit) -> Vec<(String, String)> {
    let none = (String::new(), visit.say(texts::CHOOSE).to_owned());
    let all = THEMES.map(|(code, text)| (code.to_owned(), visit.say(text).to_owned()));
    std::iter::once(none).chain(all).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(changed: &[(&'static str, &str)]) -> Fields {
        let usual = [
            ("id", "water-use"),
            ("title_bg", "Вода"),
            ("title_en", "Water"),
            ("description_bg", "Текст"),
            ("description_en", "Text"),
            ("owner", "Sofia Water"),
            ("theme", "ENVI"),
            ("raw_days", "36 500"),
        ];
        let value = |name: &str, usual: &str| {
            let found = changed.iter().find(|(key, _)| *key == name);
            found.map_or(usual, |(_, text)| text).to_owned()
        };
        Fields::of(usual.map(|(name, text)| (name, value(name, text))))
    }

    #[test]
    fn what_was_typed_is_asked_for() {
        let visit = Visit::for_tests("/staff/data");
        let ask = read(&visit, &typed(&[])).expect("it is right");
        assert_eq!((ask.id.as_str(), ask.raw_days), ("water-use", 36_500));
        assert_eq!(
            (ask.title.bg.as_str(), ask.theme.as_str()),
            ("Вода", "ENVI")
        );
    }

    #[test]
    fn each_field_says_what_is_wrong_with_it() {
        let visit = Visit::for_tests("/staff/data");
        for (field, text, says) in [
            ("id", "Water", texts::ID_WRONG),
            ("id", "water--use", texts::ID_WRONG),
            ("id", "", failures::FIELD_REQUIRED),
            ("title_en", " ", failures::FIELD_REQUIRED),
            ("theme", "WATER", failures::FIELD_CHOOSE),
            ("raw_days", "", failures::FIELD_REQUIRED),
            ("raw_days", "0", texts::RAW_DAYS_WRONG),
            ("raw_days", "36501", texts::RAW_DAYS_WRONG),
            ("raw_days", "many", failures::FIELD_NO_NUMBER),
        ] {
            let errors = read(&visit, &typed(&[(field, text)])).expect_err(text);
            assert_eq!(errors.at(field), Some(says.bg), "{field} {text}");
            assert_eq!(errors.all().count(), 1, "{field} {text}");
        }
    }
}
