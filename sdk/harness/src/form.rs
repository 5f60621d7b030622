//! JSON Schemas of a pilot's form and answer, in two languages: `title` and
//! `description` are English, `x-bg` and `x-bg-description` say the same in Bulgarian.
//! How an answer is shown stands under `x-view`, of what place and time its data is
//! under `x-data`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::{TableError, open};

mod day;

pub use day::Day;

/// A table of texts that staff change with the data: `key`, `en` and `bg`.
const ABOUT: &str = "about";

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// English.
    pub en: String,
    /// Bulgarian.
    pub bg: String,
}

impl Texts {
    /// A text in both languages.
    pub fn new(en: impl Into<String>, bg: impl Into<String>) -> Self {
        Self {
            en: en.into(),
            bg: bg.into(),
        }
    }

    fn value(&self) -> Value {
        json!({ "en": self.en, "bg": self.bg })
    }
}

/// What is said of the data.
#[derive(Clone, Debug, Default)]
pub struct About(BTreeMap<String, Texts>);

impl About {
    /// Reads the table `about`.
    pub fn read() -> Result<Self, TableError> {
        let table = open(ABOUT)?;
        let texts = table.text("en")?.into_iter().zip(table.text("bg")?);
        let texts = texts.map(|(en, bg)| Texts { en, bg });
        Ok(Self(table.text("key")?.into_iter().zip(texts).collect()))
    }

    /// What is said under this key.
    pub fn get(&self, key: &str) -> Option<&Texts> {
        self.0.get(key)
    }

    /// Says something else under this key.
    #[must_use]
    pub fn with(mut self, key: &str, texts: Texts) -> Self {
        self.0.insert(key.to_owned(), texts);
        self
    }

    /// Place, notice and period, as `x-data` holds them.
    fn value(&self) -> Value {
        let said = ["place", "notice", "period"]
            .into_iter()
            .filter_map(|key| Some((key.to_owned(), self.get(key)?.value())));
        Value::Object(said.collect())
    }
}

/// Gives a schema its title.
#[must_use]
pub fn titled(mut schema: Value, en: &str, bg: &str) -> Value {
    schema["title"] = en.into();
    schema["x-bg"] = bg.into();
    schema
}

/// Gives a schema its explanation.
#[must_use]
pub fn explained(mut schema: Value, en: &str, bg: &str) -> Value {
    schema["description"] = en.into();
    schema["x-bg-description"] = bg.into();
    schema
}

/// One of some values, each with its name.
pub fn choice(options: impl IntoIterator<Item = (Value, Texts)>) -> Value {
    let options = options
        .into_iter()
        .map(|(value, texts)| json!({ "const": value, "title": texts.en, "x-bg": texts.bg }));
    json!({ "oneOf": options.collect::<Vec<_>>() })
}

/// A list whose entries hold all of these.
pub fn rows(limit: usize, fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    json!({ "type": "array", "maxItems": limit, "items": form(fields) })
}

/// An object that holds all of these and nothing else, in this order.
pub fn form(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    let (mut order, mut properties) = (Vec::new(), Map::new());
    for (name, schema) in fields {
        order.push(name);
        properties.insert(name.to_owned(), schema);
    }
    json!({
        "type": "object",
        "properties": properties,
        "required": order,
        "additionalProperties": false,
        "x-order": order,
    })
}

/// The same for an answer, with how it is shown and what is said of its data.
pub fn answer(
    fields: impl IntoIterator<Item = (&'static str, Value)>,
    views: impl IntoIterator<Item = Value>,
    about: &About,
) -> Value {
    let mut schema = form(fields);
    schema["x-view"] = views.into_iter().collect();
    schema["x-data"] = about.value();
    schema
}

/// Shown as a sentence; names in braces stand for values of the answer.
pub fn sentence(en: &str, bg: &str) -> Value {
    json!({ "kind": "sentence", "en": en, "bg": bg })
}

/// A list of the answer shown as a table with these columns.
pub fn table(of: &str, columns: &[&str]) -> Value {
    json!({ "kind": "table", "of": of, "columns": columns })
}

/// A list of the answer shown as a line.
pub fn chart(of: &str, x: &str, y: &str) -> Value {
    json!({ "kind": "chart", "of": of, "x": x, "y": y })
}

/// A list of the answer shown on a map of Sofia's districts, one tile each.
pub fn districts(of: &str, district: &str, value: &str) -> Value {
    json!({ "kind": "districts", "of": of, "district": district, "value": value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_keeps_its_order_and_takes_nothing_else() {
        let number = titled(json!({ "type": "integer" }), "Two", "Две");
        let form = form([
            ("b", number),
            ("a", choice([(json!(1), Texts::new("One", "Едно"))])),
        ]);
        assert_eq!(form["x-order"], json!(["b", "a"]));
        assert_eq!(form["additionalProperties"], json!(false));
        assert_eq!(form["properties"]["b"]["x-bg"], "Две");
        assert_eq!(form["properties"]["a"]["oneOf"][0]["title"], "One");
    }

    #[test]
    fn an_answer_says_of_what_its_data_is() {
        let about = About::default().with("place", Texts::new("Here", "Тук"));
        let answer = answer([], [sentence("{a}", "{a}")], &about);
        assert_eq!(
            answer["x-data"],
            json!({ "place": { "en": "Here", "bg": "Тук" } })
        );
        assert_eq!(answer["x-view"][0]["kind"], "sentence");
    }
}
