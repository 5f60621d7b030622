//! What the API refuses of data, beside the field of the form that it is about. What the
//! API says of it is English and stands behind the visitor's own words.

use std::borrow::Cow;

use pilotbox_model::api::problem::{Code, FieldProblem};

use crate::{
    failure::Failure,
    form::Errors,
    texts::{Text, data_set as texts},
    visit::Visit,
};

/// A refusal that a form explains: the code, the field if it is about one, the words.
pub(super) type Known = (Code, Option<&'static str>, Text);

/// What a failure means for a form. Fields that the API names are those of the form by
/// these pairs; what neither pairs nor codes explain is told of the whole form.
pub(super) fn errors(
    visit: &Visit,
    failure: &Failure,
    known: &[Known],
    fields: &[(&str, &'static str)],
) -> Errors {
    let mut errors = Errors::none();
    for one in &failure.fields {
        let field = fields.iter().find(|(api, _)| *api == one.field);
        match field {
            Some((_, field)) => say(&mut errors, visit, failure.code, known, field, one),
            None => errors.quote(None, "", &format!("{}: {}", one.field, one.message)),
        }
    }
    if !errors.is_empty() {
        return errors;
    }
    let Some((_, field, text)) = known.iter().find(|(code, ..)| *code == failure.code) else {
        return Errors::of(failure, visit.language);
    };
    match detail(failure) {
        Some(more) => errors.quote(field.map(Cow::from), visit.say(*text), more),
        None => match field {
            Some(field) => errors.add(*field, visit.say(*text)),
            None => errors.tell(visit.say(*text)),
        },
    }
    errors
}

/// Says what is wrong with a field: the visitor's words, then what it may be instead, else
/// what the API says.
fn say(
    errors: &mut Errors,
    visit: &Visit,
    code: Code,
    known: &[Known],
    field: &'static str,
    one: &FieldProblem,
) {
    let mut known = known.iter();
    let words = known.find(|(of, name, _)| *of == code && *name == Some(field));
    let words = words.map(|(_, _, text)| visit.say(*text));
    if one.choices.is_empty() {
        return errors.quote(Some(field.into()), words.unwrap_or_default(), &one.message);
    }
    let names = one.choices.join(", ");
    let more = texts::TABLES_ARE.fill(visit.language, &[("names", &names)]);
    match words {
        Some(words) => errors.add(field, format!("{words} — {more}")),
        None => errors.add(field, more),
    }
}

/// The API's particulars, where they can tell more.
fn detail(failure: &Failure) -> Option<&str> {
    match failure.code {
        Code::Rejected | Code::WrongState => failure.detail.as_deref(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Wrong;

    const KNOWN: [Known; 3] = [
        (Code::Conflict, Some("id"), texts::ID_TAKEN),
        (Code::WrongState, None, texts::RAW_FIRST),
        (Code::Rejected, Some("table"), texts::TABLE_WRONG),
    ];
    const FIELDS: [(&str, &str); 2] = [("title.bg", "title_bg"), ("table", "table")];

    #[test]
    fn a_refusal_stands_beside_its_field_in_words_of_the_reader() {
        let visit = Visit::for_tests("/staff/data");
        let said = |failure: &Failure| errors(&visit, failure, &KNOWN, &FIELDS);
        let taken = said(&Failure::new(Code::Conflict));
        assert_eq!(taken.at("id"), Some(texts::ID_TAKEN.bg));
        let mut failure = Failure::new(Code::Rejected);
        let field = |name: &str, choices: &[&str]| FieldProblem {
            field: name.to_owned(),
            message: "is too long".to_owned(),
            choices: choices.iter().map(|name| (*name).to_owned()).collect(),
        };
        failure.fields = [
            field("title.bg", &[]),
            field("table", &["stops", "trips"]),
            field("odd", &[]),
        ]
        .into();
        let wrong = said(&failure);
        assert_eq!(wrong.at("title_bg"), Some("is too long"));
        let tables = format!("{} — Във файла има: stops, trips.", texts::TABLE_WRONG.bg);
        assert_eq!(wrong.at("table"), Some(tables.as_str()));
        let whole: Vec<_> = wrong.all().filter(|(field, _)| field.is_none()).collect();
        assert_eq!(whole, [(None, "odd: is too long")]);
        let parts: Vec<_> = wrong.wrongs().iter().map(Wrong::parts).collect();
        let expected = [
            ("", "is too long"),
            (&*tables, ""),
            ("", "odd: is too long"),
        ];
        assert_eq!(parts, expected);
        failure.fields = Box::default();
        failure.code = Code::WrongState;
        failure.detail = Some("no raw data is there".to_owned());
        let words = format!("{} — ", texts::RAW_FIRST.bg);
        let wrong = said(&failure);
        let parts: Vec<_> = wrong.wrongs().iter().map(Wrong::parts).collect();
        assert_eq!(parts, [(&*words, "no raw data is there")]);
    }

    #[test]
    fn what_no_form_knows_is_told_with_its_particulars() {
        let visit = Visit::for_tests("/staff/data");
        let mut failure = Failure::new(Code::Unavailable);
        failure.detail = Some("another file is being read".to_owned());
        let said = errors(&visit, &failure, &KNOWN, &[]);
        let texts: Vec<_> = said.all().map(|(_, text)| text.to_owned()).collect();
        assert!(
            texts[0].ends_with("another file is being read"),
            "{texts:?}"
        );
        failure.code = Code::WrongState;
        let said = errors(&visit, &failure, &KNOWN, &[]);
        assert!(
            said.all()
                .any(|(_, text)| text.starts_with(texts::RAW_FIRST.bg))
        );
    }
}
