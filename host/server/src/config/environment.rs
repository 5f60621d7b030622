//! Environment variables over the file: `PILOTBOX_SECTION__KEY`. Names without
//! a double underscore belong to somebody else and are left alone.

use figment::{
    Metadata, Profile, Provider,
    value::{Dict, Map, Value},
};

use super::keys::{Kind, kind_of};

/// What every name begins with.
const PREFIX: &str = "PILOTBOX_";

/// What stands between two parts of a key.
const SEPARATOR: &str = "__";

/// The variables that set keys.
pub(super) struct Overrides(Vec<(Vec<String>, String)>);

impl Overrides {
    pub(super) fn new(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut found: Vec<_> = variables
            .into_iter()
            .filter_map(|(name, value)| Some((parts(&name)?, value)))
            .collect();
        found.sort();
        Self(found)
    }

    /// The variable that sets this key, or something below it.
    pub(super) fn name_of(&self, path: &[String]) -> Option<String> {
        let (parts, _) = self.0.iter().find(|(parts, _)| parts.starts_with(path))?;
        Some(format!(
            "{PREFIX}{}",
            parts.join(SEPARATOR).to_ascii_uppercase()
        ))
    }
}

impl Provider for Overrides {
    fn metadata(&self) -> Metadata {
        Metadata::named("environment")
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        let mut dict = Dict::new();
        for (parts, value) in &self.0 {
            insert(&mut dict, parts, typed(parts, value));
        }
        Ok(Profile::default().collect(dict))
    }
}

/// A text stays as it is, digits included: a password may be `0123`.
fn typed(parts: &[String], text: &str) -> Value {
    if kind_of(&parts.join(".")) == Some(Kind::Text) {
        return Value::from(text);
    }
    // Parsing never fails: what is nothing else is a text.
    text.parse().unwrap_or_else(|_| Value::from(text))
}

fn parts(name: &str) -> Option<Vec<String>> {
    let key = name.strip_prefix(PREFIX)?;
    key.contains(SEPARATOR)
        .then(|| key.split(SEPARATOR).map(str::to_ascii_lowercase).collect())
}

fn insert(dict: &mut Dict, parts: &[String], value: Value) {
    let Some((first, rest)) = parts.split_first() else {
        return;
    };
    if rest.is_empty() {
        dict.insert(first.clone(), value);
        return;
    }
    let below = dict
        .entry(first.clone())
        .or_insert_with(|| Value::from(Dict::new()));
    match below {
        Value::Dict(_, below) => insert(below, rest, value),
        // The section itself was set to a plain value; what is below it wins.
        other => {
            let mut below = Dict::new();
            insert(&mut below, rest, value);
            *other = Value::from(below);
        }
    }
}
