//! Values that a schema of the description allows.

use serde_json::{Map, Value, json};

use super::{Ask, Contract, Operation, Part, form};
use crate::dice::Dice;

/// How deep a value goes before only what must be there is there.
const MAX_DEPTH: usize = 6;

/// Makes values by the description. `known` may know a better value for a field or
/// a parameter of some name than one that is drawn.
pub struct Examples<'a> {
    /// The description.
    pub contract: &'a Contract,
    /// Where draws come from.
    pub dice: &'a mut Dice,
    /// Whether only what must be there is there.
    pub is_least: bool,
    /// What is known of names.
    pub known: &'a dyn Fn(&str, &mut Dice) -> Option<Value>,
}

impl Examples<'_> {
    /// A request for an operation at a path, as the description wants it.
    pub fn ask(&mut self, operation: &Operation, path: &str) -> Ask {
        let query = self.parameters(operation, "query");
        let query: Vec<_> = query
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mark = if query.is_empty() { "" } else { "?" };
        let mut ask = Ask::new(
            &operation.method,
            &format!("{path}{mark}{}", query.join("&")),
        );
        for (name, value) in self.parameters(operation, "header") {
            ask = ask.header(&name, &value);
        }
        let content = operation.about["requestBody"]["content"].as_object();
        let Some((kind, about)) = content.and_then(|content| content.iter().next()) else {
            return ask;
        };
        match kind.as_str() {
            "application/json" => ask.json(&self.value(&about["schema"])),
            "multipart/form-data" => {
                let (kind, body) = self.form(&about["schema"]);
                ask.bytes(&kind, body)
            }
            other => {
                let known = (self.known)(other, self.dice);
                let text = known.and_then(|value| value.as_str().map(str::to_owned));
                ask.bytes(
                    other,
                    text.unwrap_or_else(|| self.dice.word(100)).into_bytes(),
                )
            }
        }
    }

    /// A form with a part for each field of an object.
    fn form(&mut self, schema: &Value) -> (String, Vec<u8>) {
        let fields = self.value(schema);
        let text = |value: &Value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let fields = fields.as_object().into_iter().flatten();
        let fields: Vec<_> = fields
            .map(|(name, value)| (name.clone(), text(value)))
            .collect();
        let parts: Vec<_> = fields
            .iter()
            .map(|(name, text)| Part {
                name,
                file: match name.as_str() {
                    "pack" | "plugin" | "document" => Some("file"),
                    // Its ending says what it is.
                    "file" => Some("file.csv"),
                    _ => None,
                },
                bytes: text.as_bytes(),
            })
            .collect();
        form(&parts)
    }

    /// A value for each parameter of one place: `query` or `header`.
    fn parameters(&mut self, operation: &Operation, place: &str) -> Vec<(String, String)> {
        let all = operation.about["parameters"].as_array();
        let mut values = Vec::new();
        for parameter in all.into_iter().flatten().filter(|one| one["in"] == place) {
            let is_needed = parameter["required"] == true;
            if is_needed || (!self.is_least && self.dice.once_in(2)) {
                let name = parameter["name"].as_str().unwrap_or_default().to_owned();
                let value = match self.named(&name, &parameter["schema"], 0) {
                    Value::String(text) => text,
                    other => other.to_string(),
                };
                values.push((name, value));
            }
        }
        values
    }

    /// A value that a schema allows.
    fn value(&mut self, schema: &Value) -> Value {
        self.at_depth(schema, 0)
    }

    fn named(&mut self, name: &str, schema: &Value, depth: usize) -> Value {
        (self.known)(name, self.dice).unwrap_or_else(|| self.at_depth(schema, depth))
    }

    fn at_depth(&mut self, schema: &Value, depth: usize) -> Value {
        let schema = self.resolved(schema);
        if let Some(all) = schema["enum"].as_array() {
            return self.one_of(all).clone();
        }
        for several in ["oneOf", "anyOf"] {
            if let Some(all) = schema[several].as_array() {
                let chosen = self.one_of(all).clone();
                return self.at_depth(&chosen, depth);
            }
        }
        if let Some(all) = schema["allOf"].as_array() {
            return self.joined(&all.clone(), depth);
        }
        match self.kind(&schema).as_str() {
            "string" => Value::String(self.text(&schema)),
            "integer" | "number" => self.number(&schema),
            "boolean" => Value::Bool(self.dice.once_in(2)),
            "array" => self.list(&schema, depth),
            "null" => Value::Null,
            _ => self.object(&schema, depth),
        }
    }

    fn resolved(&self, schema: &Value) -> Value {
        let mut schema = schema;
        while let Some(name) = schema["$ref"].as_str() {
            let pointer = name.trim_start_matches('#');
            let found = self.contract.document().pointer(pointer);
            schema = found.expect("what is referred to is there");
        }
        schema.clone()
    }

    fn one_of<'v>(&mut self, all: &'v [Value]) -> &'v Value {
        if self.is_least {
            all.iter()
                .find(|one| one["type"] != "null")
                .unwrap_or(&all[0])
        } else {
            self.dice.pick(all)
        }
    }

    /// The type; of several the first that says something.
    fn kind(&mut self, schema: &Value) -> String {
        match &schema["type"] {
            Value::String(kind) => kind.clone(),
            Value::Array(kinds) => {
                let said: Vec<_> = kinds.iter().filter(|kind| *kind != "null").collect();
                let is_null = !self.is_least && self.dice.once_in(4);
                let kind = said.first().filter(|_| !is_null);
                kind.and_then(|kind| kind.as_str())
                    .unwrap_or("null")
                    .to_owned()
            }
            _ => "object".to_owned(),
        }
    }

    fn joined(&mut self, all: &[Value], depth: usize) -> Value {
        let mut whole = Map::new();
        for part in all {
            if let Value::Object(fields) = self.at_depth(part, depth) {
                whole.extend(fields);
            }
        }
        Value::Object(whole)
    }

    fn text(&mut self, schema: &Value) -> String {
        if schema["format"] == "date-time" {
            let days = ["2026-02-28", "2026-10-25", "2027-01-01", "2031-06-30"];
            return format!("{}T00:00:00Z", self.dice.pick(&days));
        }
        if schema["format"] == "date" {
            let days = ["2026-02-28", "2031-06-30", "2099-01-01"];
            return (*self.dice.pick(&days)).to_owned();
        }
        let least = bound(schema, "minLength").unwrap_or(1);
        let most = bound(schema, "maxLength").unwrap_or(64).max(least);
        let most = most.min(least.saturating_add(60));
        let length = least + self.dice.below(most - least + 1);
        self.dice.word(length)
    }

    fn number(&mut self, schema: &Value) -> Value {
        let least = schema["minimum"].as_u64().unwrap_or(0);
        let most = schema["maximum"]
            .as_u64()
            .unwrap_or(least.saturating_add(1_000));
        let among = most.saturating_sub(least).saturating_add(1);
        json!(least + self.dice.number() % among)
    }

    fn list(&mut self, schema: &Value, depth: usize) -> Value {
        let least = bound(schema, "minItems").unwrap_or(0);
        let more = if self.is_least || depth > MAX_DEPTH {
            0
        } else {
            self.dice.below(3)
        };
        let most = bound(schema, "maxItems").unwrap_or(least + 2);
        let count = (least + more).min(most);
        (0..count)
            .map(|_| self.at_depth(&schema["items"], depth + 1))
            .collect()
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Value {
        let needed = schema["required"].as_array().cloned().unwrap_or_default();
        let mut fields = Map::new();
        for (name, about) in schema["properties"].as_object().into_iter().flatten() {
            let is_needed = needed.iter().any(|one| one == name.as_str());
            let is_wanted = !self.is_least && depth <= MAX_DEPTH && self.dice.once_in(2);
            if is_needed || is_wanted {
                fields.insert(name.clone(), self.named(name, about, depth + 1));
            }
        }
        Value::Object(fields)
    }
}

fn bound(schema: &Value, name: &str) -> Option<usize> {
    usize::try_from(schema[name].as_u64()?).ok()
}
