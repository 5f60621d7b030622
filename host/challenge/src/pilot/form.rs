//! The schema of a form as fields. What a page cannot draw is refused when the pilot
//! is opened, so that no citizen meets it.

use jsonschema::{ValidationError, error::ValidationErrorKind as Kind};
use pilotbox_model::{
    api::{
        challenges::Bilingual,
        pilots::{FieldKind, FormField, FormOption, OptionValue},
    },
    printable,
};
use serde_json::Value;

use super::{
    InputFault,
    view::{plain, title},
};

/// Fields of a form, and options of a field.
pub(super) const MAX_FIELDS: usize = 24;
pub(super) const MAX_OPTIONS: usize = 500;

/// Longest text of a field that does not say how long it may be.
const MAX_TEXT_CHARS: u64 = 200;

/// The fields in order: that of `x-order`, else that of the schema.
pub(super) fn fields(schema: &Value) -> Result<Vec<FormField>, String> {
    let properties = schema.get("properties").and_then(Value::as_object);
    let properties = properties.ok_or("the schema of the input has no `properties`")?;
    if schema.get("additionalProperties") != Some(&Value::Bool(false)) {
        return Err("the schema of the input lets `additionalProperties` in".to_owned());
    }
    if properties.len() > MAX_FIELDS {
        return Err(format!("the form has over {MAX_FIELDS} fields"));
    }
    let order = schema.get("x-order").and_then(Value::as_array);
    let order = order.into_iter().flatten().filter_map(Value::as_str);
    let mut names: Vec<&str> = order
        .filter(|name| properties.contains_key(*name))
        .collect();
    let rest = properties.keys().map(String::as_str);
    let rest: Vec<_> = rest.filter(|name| !names.contains(name)).collect();
    names.extend(rest);
    names.dedup();
    let fields = names
        .into_iter()
        .map(|name| field(name, properties.get(name)));
    fields.collect()
}

fn field(name: &str, schema: Option<&Value>) -> Result<FormField, String> {
    let shown = || printable(name);
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if name.is_empty() || name.len() > 40 || !name.bytes().all(is_plain) {
        return Err(format!("`{}` is no name of a field", shown()));
    }
    let schema = schema.ok_or_else(|| format!("`{}` has no schema", shown()))?;
    let text = |key: &str| schema.get(key).and_then(Value::as_str).map(plain);
    let help = text("description").map(|en| Bilingual {
        bg: text("x-bg-description").unwrap_or_else(|| en.clone()),
        en,
    });
    Ok(FormField {
        name: name.to_owned(),
        title: title(schema, name),
        help,
        kind: kind(schema).ok_or_else(|| format!("no page can ask for `{}`", shown()))?,
    })
}

fn kind(schema: &Value) -> Option<FieldKind> {
    if let Some(options) = schema.get("oneOf") {
        let options: Option<Vec<_>> = options.as_array()?.iter().map(option).collect();
        let options = options.filter(|all| (1..=MAX_OPTIONS).contains(&all.len()))?;
        return Some(FieldKind::Choice { options });
    }
    let number = |key: &str| schema.get(key).and_then(Value::as_f64);
    match schema.get("type")?.as_str()? {
        "boolean" => Some(FieldKind::YesNo),
        "string" => Some(FieldKind::Text {
            max_chars: schema
                .get("maxLength")
                .and_then(Value::as_u64)
                .unwrap_or(MAX_TEXT_CHARS),
        }),
        numeric @ ("integer" | "number") => Some(FieldKind::Number {
            minimum: number("minimum"),
            maximum: number("maximum"),
            is_whole: numeric == "integer",
        }),
        _ => None,
    }
}

fn option(schema: &Value) -> Option<FormOption> {
    let value = match schema.get("const")? {
        Value::String(text) => OptionValue::Text(text.clone()),
        number => OptionValue::Whole(number.as_i64()?),
    };
    let title = title(schema, &value.text());
    Some(FormOption { value, title })
}

/// What is wrong, in words that do not repeat what was typed.
pub(super) fn fault(error: &ValidationError<'_>) -> InputFault {
    let path = error.instance_path().as_str();
    let field = path.trim_start_matches('/').split('/').next();
    let mut field = field.unwrap_or_default().to_owned();
    let message = match error.kind() {
        Kind::Required { property } => {
            property.as_str().unwrap_or_default().clone_into(&mut field);
            "it is missing".to_owned()
        }
        Kind::AdditionalProperties { .. } => "a field is unknown".to_owned(),
        Kind::OneOfNotValid { .. } | Kind::Enum { .. } | Kind::Constant { .. } => {
            "it is not one of the choices".to_owned()
        }
        Kind::Type { .. } => "it is of another type".to_owned(),
        Kind::Minimum { limit } => format!("at least {limit}"),
        Kind::Maximum { limit } => format!("at most {limit}"),
        Kind::MaxLength { limit } => format!("at most {limit} characters"),
        Kind::MinLength { limit } => format!("at least {limit} characters"),
        other => format!("it breaks `{}` of the form", other.keyword()),
    };
    InputFault { field, message }
}
