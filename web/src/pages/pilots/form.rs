//! What was filled into a pilot's form: read field by field as the form says, so that a
//! visitor is told in the own language what is wrong. The API checks it again.

use pilotbox_model::api::pilots::{FieldKind, FormField, PilotForm};
use serde_json::{Map, Value, json};

use crate::{
    failure::Failure,
    form::Fields,
    language::{Language, Locale as _},
    texts::{failure as common, pilot as texts},
};

/// What stands before the name of a field: the form has fields of its own beside.
pub(crate) const PREFIX: &str = "in-";

/// What is wrong, with the field where it is one's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Faults(pub(crate) Vec<(Option<String>, String)>);

impl Faults {
    /// What is wrong with a field.
    pub(crate) fn at(&self, field: &str) -> Option<&str> {
        let found = self
            .0
            .iter()
            .find(|(name, _)| name.as_deref() == Some(field));
        found.map(|(_, text)| text.as_str())
    }

    /// What the API says is wrong.
    pub(crate) fn of(failure: &Failure, form: &PilotForm, language: Language) -> Self {
        let known = |name: &str| form.fields.iter().any(|field| field.name == name);
        let beside = failure.fields.iter().filter(|fault| known(&fault.field));
        let text = texts::WRONG.of(language).to_owned();
        let found: Vec<_> = beside
            .map(|fault| (Some(fault.field.clone()), text.clone()))
            .collect();
        if found.is_empty() {
            return Self(vec![(None, failure.text(language).to_owned())]);
        }
        Self(found)
    }
}

/// Reads a filled form.
pub(crate) fn read(form: &PilotForm, fields: &Fields, language: Language) -> Result<Value, Faults> {
    let (mut input, mut faults) = (Map::new(), Faults::default());
    for field in &form.fields {
        match value(field, fields, language) {
            Ok(value) => {
                input.insert(field.name.clone(), value);
            }
            Err(text) => faults.0.push((Some(field.name.clone()), text)),
        }
    }
    if faults.0.is_empty() {
        Ok(Value::Object(input))
    } else {
        Err(faults)
    }
}

fn value(field: &FormField, fields: &Fields, language: Language) -> Result<Value, String> {
    let name = format!("{PREFIX}{}", field.name);
    let required = || common::FIELD_REQUIRED.of(language).to_owned();
    match &field.kind {
        FieldKind::YesNo => Ok(json!(fields.is_ticked(&name))),
        FieldKind::Choice { options } => {
            let typed = fields.text(&name).ok_or_else(required)?;
            let mut chosen = options.iter().filter(|option| option.value.text() == typed);
            let chosen = chosen
                .next()
                .ok_or_else(|| texts::WRONG.of(language).to_owned())?;
            Ok(json!(chosen.value))
        }
        FieldKind::Text { max_chars } => {
            let typed = fields.text(&name).ok_or_else(required)?;
            let count = u64::try_from(typed.chars().count()).unwrap_or(u64::MAX);
            if count > *max_chars {
                let most = language.whole(*max_chars);
                return Err(common::FIELD_TOO_LONG.fill(language, &[("n", &most)]));
            }
            Ok(json!(typed))
        }
        FieldKind::Number {
            minimum,
            maximum,
            is_whole,
        } => {
            let typed = fields.text(&name).ok_or_else(required)?;
            let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
            let number = number(&plain.replace(',', "."), *is_whole);
            let number = number.ok_or_else(|| common::FIELD_NO_NUMBER.of(language).to_owned())?;
            let size = number.as_f64().unwrap_or_default();
            let told = |text: crate::texts::Text, end: f64| {
                let decimals = if *is_whole { 0 } else { 2 };
                text.fill(language, &[("n", &language.decimal(end, decimals))])
            };
            match (minimum, maximum) {
                (Some(least), _) if size < *least => Err(told(texts::TOO_SMALL, *least)),
                (_, Some(most)) if size > *most => Err(told(texts::TOO_LARGE, *most)),
                _ => Ok(number),
            }
        }
    }
}

fn number(text: &str, is_whole: bool) -> Option<Value> {
    if is_whole {
        return text.parse::<i64>().ok().map(|number| json!(number));
    }
    let number = text
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite())?;
    Some(json!(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pilotbox_model::api::{
        challenges::Bilingual,
        pilots::{DataAbout, FormOption, OptionValue},
    };

    fn field(name: &str, kind: FieldKind) -> FormField {
        let title = Bilingual {
            bg: "Поле".to_owned(),
            en: "Field".to_owned(),
        };
        FormField {
            name: name.to_owned(),
            title,
            help: None,
            kind,
        }
    }

    fn form() -> PilotForm {
        let option = |value| FormOption {
            value,
            title: field("x", FieldKind::YesNo).title,
        };
        let options = vec![
            option(OptionValue::Whole(-1)),
            option(OptionValue::Text("a".to_owned())),
        ];
        let number = FieldKind::Number {
            minimum: Some(1.0),
            maximum: Some(9.0),
            is_whole: true,
        };
        PilotForm {
            fields: vec![
                field("choice", FieldKind::Choice { options }),
                field("count", number),
                field("ticked", FieldKind::YesNo),
            ],
            data: DataAbout::default(),
        }
    }

    fn filled(choice: &str, count: &str) -> Result<Value, Faults> {
        let fields = Fields::of([
            ("in-choice", choice.to_owned()),
            ("in-count", count.to_owned()),
        ]);
        read(&form(), &fields, Language::En)
    }

    #[test]
    fn values_have_the_types_that_the_form_asks_for() {
        let whole = json!({ "choice": -1, "count": 3, "ticked": false });
        assert_eq!(filled("-1", "3"), Ok(whole));
        let text = json!({ "choice": "a", "count": 9, "ticked": false });
        assert_eq!(filled("a", " 9 "), Ok(text));
    }

    #[test]
    fn what_is_wrong_is_told_beside_its_field() {
        let faults = filled("b", "10").unwrap_err();
        assert_eq!(faults.at("choice"), Some("Check this field."));
        assert_eq!(faults.at("count"), Some("At most 9."));
        let faults = filled("", "1.5").unwrap_err();
        assert!(faults.at("choice").is_some() && faults.at("count").is_some());
    }
}
