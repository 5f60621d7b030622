//! What was typed into the form, as the API takes it, and which field is meant where the
//! API says what is wrong.

use jiff::Timestamp;
use pilotbox_model::api::{challenges::Bilingual, templates::TemplateAsk};

use super::{Template, settings};
use crate::{
    form::{Errors, Fields, Reader, SentFiles},
    language::of_clock,
    texts::{failure as failures, template as texts},
    visit::Visit,
};

/// Longest id.
const ID: usize = 64;

/// Longest line, such as a title.
const LINE: usize = 200;

/// Longest text, such as the problem: two of them make a statement.
const TEXT: usize = 8_000;

/// Longest source.
const SOURCE: usize = 2_000;

/// Longest unit.
const UNIT: usize = 64;

/// Fields that the API calls otherwise than the form; both parts of the statement are one
/// there.
const NAMES: [(&str, &str); 14] = [
    ("id", "id"),
    ("title.bg", "title_bg"),
    ("title.en", "title_en"),
    ("problem.bg", "problem_bg"),
    ("problem.en", "problem_en"),
    ("affected.bg", "affected_bg"),
    ("affected.en", "affected_en"),
    ("opens_at", "opens_at"),
    ("closes_at", "closes_at"),
    ("table", "table"),
    ("table_title.bg", "table_title_bg"),
    ("table_title.en", "table_title_en"),
    ("licence", "licence"),
    ("source", "source"),
];

/// Reads all of it and finds all that is wrong, the file's absence too.
pub(super) fn ask(
    visit: &Visit,
    template: Template,
    sent: &SentFiles,
) -> Result<TemplateAsk, Errors> {
    let fields = &sent.fields;
    let mut reader = Reader::new(fields, visit.language);
    let id = id(&mut reader);
    let title = both(&mut reader, ["title_bg", "title_en"], LINE);
    let problem = both(&mut reader, ["problem_bg", "problem_en"], TEXT);
    let affected = both(&mut reader, ["affected_bg", "affected_en"], TEXT);
    let (opens_at, closes_at) = dates(&mut reader, fields);
    if sent.file("table").is_none() {
        reader.wrong("table", texts::TABLE_MISSING);
    }
    let table_title = both(&mut reader, ["table_title_bg", "table_title_en"], LINE);
    let licence = reader.text("licence", LINE);
    let source = reader.text("source", SOURCE);
    let settings = settings::read(&mut reader, fields, template);
    let unit = reader.optional("unit", UNIT).unwrap_or_default();
    reader.finish(TemplateAsk {
        id,
        title,
        problem,
        affected,
        settings,
        unit,
        opens_at,
        closes_at,
        is_public_data: fields.is_ticked("is_public_data"),
        licence,
        source,
        table_title,
        seed: 0,
    })
}

/// The form's field of what the API names.
pub(super) fn field_of(template: Template, name: &str) -> Option<&'static str> {
    if let Some(setting) = name.strip_prefix("settings.") {
        let found = settings::of(template).iter();
        return found
            .filter(|one| one.name == setting)
            .map(|one| one.field)
            .next();
    }
    if name == "unit" {
        return (template != Template::Classify).then_some("unit");
    }
    let found = NAMES.iter().find(|(api, _)| *api == name);
    found.map(|(_, field)| *field)
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

fn dates(reader: &mut Reader<'_>, fields: &Fields) -> (Timestamp, Timestamp) {
    let [opens, closes] = ["opens_at", "closes_at"].map(|name| {
        let typed = fields.text(name);
        let at = typed.as_deref().and_then(of_clock);
        match (&typed, at) {
            (None, _) => reader.wrong(name, failures::FIELD_REQUIRED),
            (Some(_), None) => reader.wrong(name, failures::FIELD_NO_DATE),
            _ => {}
        }
        at
    });
    if let (Some(opens), Some(closes)) = (opens, closes)
        && closes <= opens
    {
        reader.wrong("closes_at", texts::CLOSES_EARLY);
    }
    (opens.unwrap_or_default(), closes.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_api_names_is_found_in_the_form() {
        let found = |name: &str| field_of(Template::Classify, name);
        assert_eq!(found("settings.id"), Some("set_id"));
        assert_eq!(found("id"), Some("id"));
        assert_eq!(found("title.bg"), Some("title_bg"));
        assert_eq!(found("settings.horizon"), None);
        assert_eq!(found("unit"), None);
        assert_eq!(field_of(Template::Assign, "unit"), Some("unit"));
    }
}
