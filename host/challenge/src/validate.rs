//! Validation of a TOML file against a JSON Schema, each error turned into a
//! finding that points into the TOML. References are never fetched: the schemas
//! are this crate's own.

use jsonschema::{ValidationError, error::ValidationErrorKind as Kind};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{
    document::{Document, child},
    finding::Finding,
};

/// Reads a value of `T` from a document, or says what keeps it from being one.
pub(crate) fn read<T: DeserializeOwned>(
    document: &Document,
    schema: &Value,
) -> Result<T, Vec<Finding>> {
    let mut findings = violations(document, schema);
    if findings.is_empty() {
        match serde_json::from_value(document.value().clone()) {
            Ok(value) => return Ok(value),
            Err(error) => findings.push(document.finding("", "shape", error.to_string())),
        }
    }
    findings.sort();
    Err(findings)
}

fn violations(document: &Document, schema: &Value) -> Vec<Finding> {
    let validator = match jsonschema::options()
        .should_validate_formats(true)
        .build(schema)
    {
        Ok(validator) => validator,
        Err(error) => return vec![document.finding("", "schema", error.to_string())],
    };
    let errors = validator.iter_errors(document.value());
    errors
        .flat_map(|error| findings_of(document, &error))
        .collect()
}

/// The findings of one error: an error about several keys gives one for each.
fn findings_of(document: &Document, error: &ValidationError<'_>) -> Vec<Finding> {
    let pointer = error.instance_path().as_str();
    if let Kind::AdditionalProperties { unexpected } = error.kind() {
        return unexpected
            .iter()
            .map(|key| unknown_key(document, pointer, key))
            .collect();
    }
    let (code, message) = describe(error);
    let finding = document.finding(pointer, code, message);
    vec![match hint(error) {
        Some(hint) => finding.hint(hint),
        None => finding,
    }]
}

fn unknown_key(document: &Document, pointer: &str, key: &str) -> Finding {
    let place = document.key_place(&child(pointer, key));
    Finding::new(
        document.file(),
        "unknown-key",
        format!("unknown key `{}`", key.escape_debug()),
    )
    .at(place)
    .hint("look for a typing error, or remove it")
}

fn describe(error: &ValidationError<'_>) -> (&'static str, String) {
    let given = shown(error.instance());
    match error.kind() {
        Kind::Required { property } => {
            let place = table_name(error.instance_path().as_str());
            (
                "missing-key",
                format!("{place} lacks the key {}", shown(property)),
            )
        }
        Kind::Type { .. } => (
            "type",
            format!("{given} is {}", type_name(error.instance())),
        ),
        Kind::Enum { .. } | Kind::OneOfNotValid { .. } | Kind::Constant { .. } => {
            ("choice", format!("{given} is not one of the choices"))
        }
        Kind::Pattern { .. } => ("pattern", format!("{given} is not written as it must be")),
        Kind::Format { format } => ("format", format!("{given} is no {format}")),
        Kind::MinLength { .. } => ("length", format!("{given} is too short")),
        Kind::MaxLength { .. } => ("length", format!("{given} is too long")),
        Kind::MinItems { .. } | Kind::MinProperties { .. } => (
            "length",
            format!("{} entries are too few", entries(error.instance())),
        ),
        Kind::MaxItems { .. } | Kind::MaxProperties { .. } => (
            "length",
            format!("{} entries are too many", entries(error.instance())),
        ),
        Kind::Minimum { .. } | Kind::ExclusiveMinimum { .. } => {
            ("range", format!("{given} is too small"))
        }
        Kind::Maximum { .. } | Kind::ExclusiveMaximum { .. } => {
            ("range", format!("{given} is too large"))
        }
        other => (
            ("schema"),
            format!("{given} breaks the schema's `{}`", other.keyword()),
        ),
    }
}

fn hint(error: &ValidationError<'_>) -> Option<String> {
    Some(match error.kind() {
        Kind::Type { kind } => format!("use {}", expected_type(kind)),
        Kind::Enum { options } => format!("use {}", listed(options.as_array()?.iter())),
        Kind::OneOfNotValid { context } => {
            let choices = context
                .iter()
                .flatten()
                .filter_map(|error| match error.kind() {
                    Kind::Constant { expected_value } => Some(expected_value.as_ref()),
                    _ => None,
                });
            format!("use {}", listed(choices))
        }
        Kind::Pattern { pattern } => format!("it must match `{pattern}`"),
        Kind::Format { format } if format == "date-time" => {
            "write it like `2026-12-01T00:00:00Z`".to_owned()
        }
        Kind::MinLength { limit } | Kind::MinItems { limit } | Kind::MinProperties { limit } => {
            format!("at least {limit}")
        }
        Kind::MaxLength { limit } | Kind::MaxItems { limit } | Kind::MaxProperties { limit } => {
            format!("at most {limit}")
        }
        Kind::Minimum { limit } => format!("at least {limit}"),
        Kind::ExclusiveMinimum { limit } => format!("more than {limit}"),
        Kind::Maximum { limit } => format!("at most {limit}"),
        Kind::ExclusiveMaximum { limit } => format!("less than {limit}"),
        _ => return None,
    })
}

/// A value in backticks, cut so that a finding stays one line.
fn shown(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let clean = |character: char| {
        if character.is_control() {
            ' '
        } else {
            character
        }
    };
    let mut short: String = text.chars().take(60).map(clean).collect();
    if text.chars().count() > 60 {
        short.push('…');
    }
    format!("`{short}`")
}

fn listed<'v>(choices: impl Iterator<Item = &'v Value>) -> String {
    choices.map(shown).collect::<Vec<_>>().join(", ")
}

fn table_name(pointer: &str) -> String {
    match pointer.trim_start_matches('/') {
        "" => "the file".to_owned(),
        path => format!("`{}`", path.replace('/', ".")),
    }
}

fn entries(value: &Value) -> usize {
    value
        .as_array()
        .map(Vec::len)
        .or_else(|| value.as_object().map(serde_json::Map::len))
        .unwrap_or_default()
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "a table",
    }
}

fn expected_type(kind: &jsonschema::error::TypeKind) -> String {
    let word = |name: &str| match name {
        "object" => "a table".to_owned(),
        "array" => "an array".to_owned(),
        "integer" => "an integer".to_owned(),
        other => format!("a {other}"),
    };
    match kind {
        jsonschema::error::TypeKind::Single(one) => word(one.as_str()),
        jsonschema::error::TypeKind::Multiple(many) => many
            .iter()
            .map(|one| word(one.as_str()))
            .collect::<Vec<_>>()
            .join(" or "),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Finding, fixture::MANIFEST, lint::parse_manifest};

    /// What is found when a part of the fixture is replaced.
    fn found(part: &str, by: &str) -> Vec<String> {
        assert!(MANIFEST.contains(part), "{part}");
        let text = MANIFEST.replacen(part, by, 1);
        let findings = parse_manifest(&text).err().unwrap_or_default();
        findings.iter().map(Finding::to_string).collect()
    }

    #[test]
    fn unknown_keys_are_found_where_they_are() {
        assert_eq!(
            found("fuel = 500_000_000", "fule = 1\nfool = 2"),
            [
                "challenge.toml:12:1: unknown key `fule`; hint: look for a typing error, or remove it",
                "challenge.toml:13:1: unknown key `fool`; hint: look for a typing error, or remove it",
            ]
        );
        assert_eq!(
            found("cost_fuel = { low", "cost_fuel = { mid = 1, low"),
            [
                "challenge.toml:60:15: unknown key `mid`; hint: look for a typing error, or remove it"
            ]
        );
    }

    #[test]
    fn missing_keys_are_found_at_their_table() {
        assert_eq!(
            found("unit = \"minutes\"\n", ""),
            ["challenge.toml:20:1: `metrics.0` lacks the key `unit`"]
        );
        assert_eq!(
            found("id = \"fixture\"", ""),
            ["challenge.toml: the file lacks the key `id`"]
        );
        let title = found("title = { en = \"Error\", bg", "title = { bg");
        assert_eq!(
            title,
            ["challenge.toml:22:9: `metrics.0.title` lacks the key `en`"]
        );
    }

    #[test]
    fn wrong_values_are_found_with_what_would_be_right() {
        let cases = [
            (
                "openness = \"known\"",
                "openness = \"open\"",
                "challenge.toml:5:12: `open` is not one of the choices; hint: use `known`, `withheld`",
            ),
            (
                "fuel = 500_000_000",
                "fuel = \"much\"",
                "challenge.toml:12:8: `much` is a string; hint: use an integer",
            ),
            (
                "fuel = 500_000_000",
                "fuel = 0",
                "challenge.toml:12:8: `0` is too small; hint: at least 1",
            ),
            (
                "weight = 3.0",
                "weight = 0",
                "challenge.toml:29:10: `0` is too small; hint: more than 0",
            ),
            (
                "version = \"0.1.0\"",
                "version = \"1\"",
                "challenge.toml:2:11: `1` is not written as it must be; \
                 hint: it must match `^[0-9]+\\.[0-9]+\\.[0-9]+$`",
            ),
            (
                "2026-12-01T00",
                "2026-13-01T00",
                "challenge.toml:64:9: `2026-13-01T00:00:00Z` is no date-time; \
                 hint: write it like `2026-12-01T00:00:00Z`",
            ),
            (
                "en = \"A fixture\"",
                "en = \"\"",
                "challenge.toml:8:6: `` is too short; hint: at least 1",
            ),
            (
                "[strata]\nday = 3.0\nnight = 1.0",
                "[strata]",
                "challenge.toml:50:1: 0 entries are too few; hint: at least 1",
            ),
        ];
        for (part, by, finding) in cases {
            assert!(
                found(part, by).iter().any(|line| line == finding),
                "{:#?}",
                found(part, by)
            );
        }
    }

    #[test]
    fn what_may_be_left_out_is_checked_where_it_is_not() {
        assert_eq!(
            found("max = 0.0", "max = 0.0\ntitle = { en = \"Clashes\" }"),
            ["challenge.toml:49:9: `gates.0.title` lacks the key `bg`"]
        );
        assert_eq!(
            found("score = [0.0, 10.0]", "score = 10"),
            ["challenge.toml:71:9: `10` is a number; hint: use an array"]
        );
        let low = found("score = [0.0, 10.0]", "score = [-1, 10]");
        assert_eq!(
            low,
            ["challenge.toml:71:10: `-1` is too small; hint: at least 0.0"]
        );
    }

    #[test]
    fn verdicts_are_listed() {
        let found = found("verdict = \"trapped\"", "verdict = \"trap\"");
        let start = "challenge.toml:92:11: `trap` is not one of the choices; hint: use `scored`, `out-of-fuel`";
        assert!(found[0].starts_with(start), "{found:?}");
    }

    #[test]
    fn moments_may_be_tomls_own() {
        assert_eq!(
            found("\"2026-12-01T00:00:00Z\"", "2026-12-01T00:00:00Z"),
            [""; 0]
        );
    }
}
