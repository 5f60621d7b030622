//! A TOML file as JSON, with the place of every key and value: validation works
//! on the JSON, findings point into the TOML.

use std::{collections::BTreeMap, fmt::Write as _, ops::Range};

use serde_json::{Map, Number, Value};
use toml::de::{DeFloat, DeInteger, DeTable, DeValue};

use crate::finding::{Finding, Place};

/// A TOML file that was read.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    file: String,
    text: String,
    value: Value,
    keys: BTreeMap<String, usize>,
    values: BTreeMap<String, usize>,
}

impl Document {
    /// Reads `text`. Refuses what is no TOML, and numbers that JSON lacks.
    pub(crate) fn parse(file: &str, text: &str) -> Result<Self, Vec<Finding>> {
        let table = DeTable::parse(text).map_err(|error| {
            let place = error.span().map(|span| Place::of(text, span.start));
            let message = format!("not TOML: {}", error.message().replace('\n', ", "));
            vec![Finding::new(file, "toml", message).at(place)]
        })?;
        let mut reader = Reader {
            file,
            text,
            ..Reader::default()
        };
        let value = reader.table("", table.get_ref());
        if !reader.findings.is_empty() {
            return Err(reader.findings);
        }
        let (keys, values) = (reader.keys, reader.values);
        Ok(Self {
            file: file.to_owned(),
            text: text.to_owned(),
            value,
            keys,
            values,
        })
    }

    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    pub(crate) fn value(&self) -> &Value {
        &self.value
    }

    /// The place of the value at a JSON pointer, or of the nearest table or
    /// array around it.
    pub(crate) fn place(&self, pointer: &str) -> Option<Place> {
        let mut pointer = pointer;
        loop {
            if let Some(offset) = self.values.get(pointer) {
                return Some(Place::of(&self.text, *offset));
            }
            pointer = &pointer[..pointer.rfind('/')?];
        }
    }

    /// The place of the key at a JSON pointer.
    pub(crate) fn key_place(&self, pointer: &str) -> Option<Place> {
        match self.keys.get(pointer) {
            Some(offset) => Some(Place::of(&self.text, *offset)),
            None => self.place(pointer),
        }
    }

    /// A finding at the value of a JSON pointer.
    pub(crate) fn finding(
        &self,
        pointer: &str,
        code: &'static str,
        message: impl Into<String>,
    ) -> Finding {
        Finding::new(&self.file, code, message).at(self.place(pointer))
    }
}

/// The JSON pointer of `key` in the table at `pointer`.
pub(crate) fn child(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

#[derive(Default)]
struct Reader<'t> {
    file: &'t str,
    text: &'t str,
    keys: BTreeMap<String, usize>,
    values: BTreeMap<String, usize>,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn table(&mut self, pointer: &str, table: &DeTable<'_>) -> Value {
        let mut map = Map::new();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let pointer = child(pointer, name);
            self.keys.insert(pointer.clone(), key.span().start);
            let value = self.value(&pointer, value.span(), value.get_ref());
            map.insert(name.to_owned(), value);
        }
        Value::Object(map)
    }

    fn value(&mut self, pointer: &str, span: Range<usize>, value: &DeValue<'_>) -> Value {
        self.values.insert(pointer.to_owned(), span.start);
        match value {
            DeValue::String(text) => Value::String(text.to_string()),
            DeValue::Integer(integer) => self.number(&span, integer_of(integer)),
            DeValue::Float(float) => self.number(&span, float_of(float)),
            DeValue::Boolean(boolean) => Value::Bool(*boolean),
            DeValue::Datetime(moment) => Value::String(moment.to_string()),
            DeValue::Array(array) => array
                .iter()
                .enumerate()
                .map(|(index, item)| {
                    let mut pointer = pointer.to_owned();
                    let _ = write!(pointer, "/{index}");
                    self.value(&pointer, item.span(), item.get_ref())
                })
                .collect(),
            DeValue::Table(table) => self.table(pointer, table),
        }
    }

    fn number(&mut self, span: &Range<usize>, number: Option<Number>) -> Value {
        if let Some(number) = number {
            return Value::Number(number);
        }
        let written = self.text.get(span.clone()).unwrap_or_default();
        let finding = Finding::new(self.file, "number", format!("`{written}` is out of range"))
            .at(Some(Place::of(self.text, span.start)))
            .hint("numbers are finite and integers fit into 64 bits");
        self.findings.push(finding);
        Value::Null
    }
}

fn integer_of(integer: &DeInteger<'_>) -> Option<Number> {
    i64::from_str_radix(integer.as_str(), integer.radix())
        .ok()
        .map(Number::from)
}

fn float_of(float: &DeFloat<'_>) -> Option<Number> {
    float.as_str().parse().ok().and_then(Number::from_f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a = 1_000\nb = [2.5, \"x\"]\n\n[[c]]\nd = { \"e/f\" = true }\n";

    #[test]
    fn toml_becomes_json_with_places() {
        let document = Document::parse("x.toml", TEXT).expect("it is TOML");
        let json = serde_json::json!({"a": 1000, "b": [2.5, "x"], "c": [{"d": {"e/f": true}}]});
        assert_eq!(document.value(), &json);
        assert_eq!(
            document.place("/b/1"),
            Some(Place {
                line: 2,
                column: 11
            })
        );
        assert_eq!(document.place("/c/0"), Some(Place { line: 4, column: 1 }));
        assert_eq!(
            document.place("/c/0/d/e~1f"),
            Some(Place {
                line: 5,
                column: 15
            })
        );
        assert_eq!(
            document.key_place("/c/0/d"),
            Some(Place { line: 5, column: 1 })
        );
        assert_eq!(
            document.place("/c/0/missing"),
            Some(Place { line: 4, column: 1 })
        );
        assert_eq!(document.place("/missing"), None);
    }

    #[test]
    fn what_is_no_toml_is_found_with_its_place() {
        let findings = Document::parse("x.toml", "a = 1\na = 2\n").expect_err("a double key");
        assert_eq!(
            findings[0].to_string(),
            "x.toml:2:1: not TOML: duplicate key"
        );
    }

    #[test]
    fn numbers_outside_json_are_refused() {
        let text = "a = nan\nb = -inf\nc = 0xffff_ffff_ffff_ffff\n";
        let findings = Document::parse("x.toml", text).expect_err("three numbers");
        let lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
        let hint = "hint: numbers are finite and integers fit into 64 bits";
        assert_eq!(
            lines,
            [
                format!("x.toml:1:5: `nan` is out of range; {hint}"),
                format!("x.toml:2:5: `-inf` is out of range; {hint}"),
                format!("x.toml:3:5: `0xffff_ffff_ffff_ffff` is out of range; {hint}"),
            ]
        );
    }
}
