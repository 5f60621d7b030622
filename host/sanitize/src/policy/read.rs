//! Reads a policy from TOML. What is wrong is said at its line and field: by serde for
//! the shape, by [`super::validate`] for the rest.

use serde::Deserialize as _;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Fault, Policy, Signature};

/// The largest policy: a file beyond that was not written by people, and its parts would
/// be held several times over while it is read.
pub(crate) const MAX_BYTES: usize = 4 << 20;

/// Reads a policy and checks all its rules, or says what is wrong and where.
pub(super) fn read(text: &str) -> Result<Policy, Vec<Fault>> {
    finish(text, parse(text)?)
}

/// The same with another signature of who proposes. What the file says of who proposed
/// and who approved counts for nothing and may be missing.
pub(super) fn read_to_sign(text: &str, proposed: &Signature) -> Result<Policy, Vec<Fault>> {
    let signed = super::write::proposed(proposed);
    let mut root = parse(text)?;
    let table = root.get_mut();
    table.remove("proposed");
    table.remove("approved");
    let signed = DeTable::parse(&signed).map_err(|error| vec![not_toml(&signed, &error)])?;
    table.extend(signed.into_inner());
    finish(text, root)
}

fn parse(text: &str) -> Result<Spanned<DeTable<'_>>, Vec<Fault>> {
    if text.len() > MAX_BYTES {
        let message = format!("the file has {} bytes, more than {MAX_BYTES}", text.len());
        let hint = "move long tables of codes into a hierarchy of fewer parents";
        return Err(vec![Fault::new("", message).hint(hint)]);
    }
    DeTable::parse(text).map_err(|error| vec![not_toml(text, &error)])
}

fn not_toml(text: &str, error: &toml::de::Error) -> Fault {
    let message = format!("not TOML: {}", error.message().replace('\n', ", "));
    let offset = error.span().map_or(text.len(), |span| span.start);
    Fault::new("", message).at(text, offset)
}

fn finish(text: &str, root: Spanned<DeTable<'_>>) -> Result<Policy, Vec<Fault>> {
    let table = root.get_ref().clone();
    let policy = Policy::deserialize(toml::Deserializer::from(root));
    let policy = policy.map_err(|error| vec![misshapen(text, &table, &error)])?;
    let faults = policy.faults();
    if faults.is_empty() {
        return Ok(policy);
    }
    Err(faults
        .into_iter()
        .map(|fault| placed(text, &table, fault))
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
    // What the reader of TOML says of a choice that is neither a word nor a table.
    if message.starts_with("wanted string or ") {
        let hint = "write one of the choices that the schema lists".to_owned();
        return ("the value does not fit".to_owned(), hint);
    }
    match message.split_once(", expected ") {
        Some((found, expected)) => (
            format!("{} does not fit", value(found)),
            format!("write {}", in_words(expected)),
        ),
        None => (message.replace('\n', ", "), String::new()),
    }
}

/// The value that serde found, as it stands in the file, without the name of its type.
fn value(found: &str) -> String {
    let found = found
        .trim_start_matches("invalid type: ")
        .trim_start_matches("invalid value: ");
    let kinds = ["string ", "integer ", "floating point ", "boolean "];
    let mut bare = kinds.iter().filter_map(|kind| found.strip_prefix(kind));
    match (bare.next(), found) {
        (Some(bare), _) => format!("`{}`", bare.trim_matches('`')),
        (None, "map" | "table") => "a table".to_owned(),
        (None, "sequence") => "a list".to_owned(),
        (None, other) => other.to_owned(),
    }
}

/// What serde expects, for people who do not write programs.
fn in_words(expected: &str) -> String {
    let words = match expected {
        "u8" | "u32" | "u64" | "usize" => "a whole number, 0 or more",
        "i32" | "i64" => "a whole number",
        "f32" | "f64" => "a number",
        "a string" => "a text in quotes",
        "a boolean" => "`true` or `false`, without quotes",
        "a sequence" => "a list in square brackets",
        "a map" => "keys with their values in braces",
        other if other.starts_with("struct ") => "keys with their values in braces",
        other => other,
    };
    words.to_owned()
}

fn choices_hint(choices: &str) -> String {
    format!("use {}", choices.trim_start_matches("one of "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIXTURE: &str = include_str!("../../fixtures/policy/water-meters.toml");

    fn signature(by: &str) -> Signature {
        Signature {
            by: by.to_owned(),
            on: "2026-11-22".to_owned(),
        }
    }

    #[test]
    fn what_a_file_says_of_signatures_counts_for_nothing() {
        let whole = read(FIXTURE).expect("the fixture is right");
        let signed = read_to_sign(FIXTURE, &signature("Zora")).expect("it can be signed");
        assert_eq!(signed.proposed, signature("Zora"));
        assert_eq!(signed.approved, None);
        assert_eq!(signed.columns, whole.columns);
        // One that nobody signed yet, and one that its author approved.
        let mut unsigned = whole.clone();
        unsigned.approved = Some(signature("Zora"));
        unsigned.proposed = signature(" ");
        let bare: Vec<_> = FIXTURE
            .split("\n\n")
            .filter(|part| !part.contains("[proposed]") && !part.contains("[approved]"))
            .collect();
        for text in [unsigned.to_toml(), bare.join("\n\n")] {
            assert!(read(&text).is_err(), "{text}");
            let again = read_to_sign(&text, &signature("Zora")).expect("it can be signed");
            assert_eq!(again.columns, whole.columns);
        }
    }

    #[test]
    fn faults_keep_their_lines() {
        let broken = FIXTURE.replacen("k = 5", "k = 0", 1);
        let lines = |faults: Vec<Fault>| faults.iter().map(Fault::to_string).collect::<Vec<_>>();
        let found = read(&broken).expect_err("it is refused");
        let to_sign = read_to_sign(&broken, &signature("Zora")).expect_err("it is refused");
        assert_eq!(lines(found), lines(to_sign));
    }
}
