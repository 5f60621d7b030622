//! Reads a policy from TOML. What is wrong is said at its line and field: by serde for
//! the shape, by [`super::validate`] for the rest.

use toml::de::{DeTable, DeValue};

use super::{Fault, Policy};

/// The largest policy: a file beyond that was not written by people, and its parts would
/// be held several times over while it is read.
const MAX_BYTES: usize = 4 << 20;

/// Reads a policy and checks all its rules, or says what is wrong and where.
pub(super) fn read(text: &str) -> Result<Policy, Vec<Fault>> {
    if text.len() > MAX_BYTES {
        let message = format!("the file has {} bytes, more than {MAX_BYTES}", text.len());
        let hint = "move long tables of codes into a hierarchy of fewer parents";
        return Err(vec![Fault::new("", message).hint(hint)]);
    }
    let table = DeTable::parse(text).map_err(|error| {
        let message = format!("not TOML: {}", error.message().replace('\n', ", "));
        let offset = error.span().map_or(text.len(), |span| span.start);
        vec![Fault::new("", message).at(text, offset)]
    })?;
    let table = table.get_ref();
    let policy: Policy =
        toml::from_str(text).map_err(|error| vec![misshapen(text, table, &error)])?;
    let faults = policy.faults();
    if faults.is_empty() {
        return Ok(policy);
    }
    Err(faults
        .into_iter()
        .map(|fault| placed(text, table, fault))
        .collect())
}

fn placed(text: &str, table: &DeTable<'_>, fault: Fault) -> Fault {
    match offset_of(table, &fault.field) {
        Some(offset) => fault.at(text, offset),
        None => fault,
    }
}

/// Where the value of a field begins, or that of the nearest part around it.
fn offset_of(table: &DeTable<'_>, field: &str) -> Option<usize> {
    let (first, rest) = field.split_once('.').unwrap_or((field, ""));
    let (_, value) = table
        .iter()
        .find(|(key, _)| key.get_ref().as_ref() == first)?;
    offset_in(value.get_ref(), rest).or_else(|| Some(value.span().start))
}

fn offset_in(value: &DeValue<'_>, field: &str) -> Option<usize> {
    match value {
        DeValue::Table(table) => offset_of(table, field),
        DeValue::Array(items) => {
            let (first, rest) = field.split_once('.').unwrap_or((field, ""));
            let item = items.get(first.parse::<usize>().ok()?)?;
            offset_in(item.get_ref(), rest).or_else(|| Some(item.span().start))
        }
        _ => None,
    }
}

/// What serde says, in the words of the other faults.
fn misshapen(text: &str, table: &DeTable<'_>, error: &toml::de::Error) -> Fault {
    let offset = error.span().map_or(0, |span| span.start);
    let mut path = Vec::new();
    descend(table, offset, &mut path);
    let (message, hint) = reworded(error.message());
    Fault::new(path.join("."), message)
        .hint(hint)
        .at(text, offset)
}

/// The path to the smallest part that holds a byte of the text.
fn descend(table: &DeTable<'_>, offset: usize, path: &mut Vec<String>) {
    let mut entries = table.iter();
    let holds =
        entries.find(|(key, value)| key.span().start <= offset && offset < value.span().end);
    if let Some((key, value)) = holds {
        path.push(key.get_ref().to_string());
        descend_into(value.get_ref(), offset, path);
        return;
    }
    // The table of a header `[a]` spans its header only, so its keys lie outside of it.
    let mut headed = table.iter().filter_map(|(key, value)| {
        let mut inner = Vec::new();
        descend_into(value.get_ref(), offset, &mut inner);
        (!inner.is_empty()).then(|| (key.get_ref().to_string(), inner))
    });
    if let Some((key, inner)) = headed.next_back() {
        path.push(key);
        path.extend(inner);
    }
}

fn descend_into(value: &DeValue<'_>, offset: usize, path: &mut Vec<String>) {
    match value {
        DeValue::Table(table) => descend(table, offset, path),
        DeValue::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                let mut inner = Vec::new();
                descend_into(item.get_ref(), offset, &mut inner);
                if !inner.is_empty() || item.span().contains(&offset) {
                    path.push(place.to_string());
                    path.append(&mut inner);
                    return;
                }
            }
        }
        _ => {}
    }
}

fn reworded(message: &str) -> (String, String) {
    if let Some(rest) = message.strip_prefix("unexpected keys in table: ") {
        let (keys, choices) = rest.split_once(", available keys: ").unwrap_or((rest, ""));
        return (format!("unknown key `{keys}`"), format!("use `{choices}`"));
    }
    if let Some(rest) = message.strip_prefix("unknown field ") {
        let (key, choices) = rest.split_once(", expected ").unwrap_or((rest, ""));
        return (format!("unknown key {key}"), choices_hint(choices));
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        let (value, choices) = rest.split_once(", expected ").unwrap_or((rest, ""));
        return (
            format!("{value} is not one of the choices"),
            choices_hint(choices),
        );
    }
    if let Some(key) = message.strip_prefix("missing field ") {
        let hint = "the schema says what belongs into it".to_owned();
        return (format!("the key {key} is missing"), hint);
    }
    match message.split_once(", expected ") {
        Some((found, expected)) => {
            let found = found
                .replace("invalid type: ", "")
                .replace("invalid value: ", "");
            (format!("{found} does not fit"), format!("use {expected}"))
        }
        None => (message.replace('\n', ", "), String::new()),
    }
}

fn choices_hint(choices: &str) -> String {
    format!("use {}", choices.trim_start_matches("one of "))
}
