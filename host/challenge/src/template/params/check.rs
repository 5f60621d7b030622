//! What is wrong with settings that somebody wrote, as far as they themselves
//! tell: whether a column is there is the table's to say.

use std::collections::BTreeMap;

use super::{ParamSpec, ParamType, ParamValue, specs};
use crate::template::TemplateKind;

/// Bytes of a setting. They are copied into every case.
pub(in crate::template) const MAX_TEXT_BYTES: usize = 2_000;

/// What is wrong with one setting, or with one that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParamFault {
    /// The setting.
    pub name: String,
    /// Whether it is not there at all.
    pub is_missing: bool,
    /// What is wrong, in lower case, values in backticks.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

/// Everything that is wrong with the settings of a template.
pub fn faults(kind: TemplateKind, params: &BTreeMap<String, ParamValue>) -> Vec<ParamFault> {
    let mut found: Vec<_> = unknown(kind, params).collect();
    for spec in specs(kind) {
        match params.get(spec.name) {
            None if spec.is_required => found.push(missing(kind, spec)),
            None => {}
            Some(value) => found.extend(wrong(spec, value)),
        }
    }
    if found.is_empty() {
        found.extend(match kind {
            TemplateKind::Forecast => forecast(params),
            TemplateKind::Classify => classify(params),
            TemplateKind::Assign => assign(params),
        });
        found.extend(doubled(kind, params));
    }
    found
}

fn fault(name: &str, message: String, hint: impl Into<String>) -> ParamFault {
    ParamFault {
        name: name.to_owned(),
        is_missing: false,
        message,
        hint: hint.into(),
    }
}

fn unknown(
    kind: TemplateKind,
    params: &BTreeMap<String, ParamValue>,
) -> impl Iterator<Item = ParamFault> {
    let names = move || specs(kind).iter().map(|spec| spec.name);
    let strange = params
        .keys()
        .filter(move |key| !names().any(|name| name == *key));
    strange.map(move |key| {
        let message = format!("template `{kind}` has no setting `{}`", key.escape_debug());
        fault(
            key,
            message,
            format!("use {}", quoted(&names().collect::<Vec<_>>())),
        )
    })
}

fn missing(kind: TemplateKind, spec: &ParamSpec) -> ParamFault {
    ParamFault {
        is_missing: true,
        ..fault(
            spec.name,
            format!("template `{kind}` needs the setting `{}`", spec.name),
            format!("add `{}`: {}", spec.name, spec.en),
        )
    }
}

/// What is wrong with the value of one setting.
fn wrong(spec: &ParamSpec, value: &ParamValue) -> Option<ParamFault> {
    let hint = refused(spec, value)?;
    let name = spec.name;
    let shown = value.to_string();
    let message = format!("setting `{name}` cannot be `{}`", shown.escape_debug());
    Some(fault(name, message, hint))
}

/// What to write instead; nothing where the value fits.
fn refused(spec: &ParamSpec, value: &ParamValue) -> Option<String> {
    let told = spec.en;
    let text = value.as_text();
    let (fits, hint) = match spec.kind {
        ParamType::Table => (
            text.is_some_and(is_table),
            "name the table with lower-case letters, digits and hyphens; `params` is taken"
                .to_owned(),
        ),
        ParamType::Column | ParamType::ColumnOr(_) => (
            text.is_some_and(is_name),
            format!("give it as text: {told}"),
        ),
        ParamType::Columns => (
            text.is_some_and(|text| columns(text).all(is_name)),
            "name columns, separated by commas".to_owned(),
        ),
        ParamType::Integer { min, max } => (
            value
                .as_integer()
                .is_some_and(|given| (min..=max).contains(&given)),
            format!("give a whole number from {min} to {max}: {told}"),
        ),
        ParamType::Number => (is_positive(value), format!("give a number above 0: {told}")),
        ParamType::Choice(words) => (
            text.is_some_and(|text| words.contains(&text)),
            format!("use {}", quoted(words)),
        ),
    };
    (!fits).then_some(hint)
}

/// The columns of a list.
pub(in crate::template) fn columns(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.len() <= MAX_TEXT_BYTES && !text.chars().any(char::is_control)
}

fn is_table(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && text.chars().all(plain)
        && text != super::TABLE
}

fn is_positive(value: &ParamValue) -> bool {
    match value {
        ParamValue::Integer(integer) => *integer > 0,
        ParamValue::Number(number) => number.is_finite() && *number > 0.0,
        ParamValue::Text(_) => false,
    }
}

fn forecast(params: &BTreeMap<String, ParamValue>) -> Option<ParamFault> {
    let strata = params.get("strata").and_then(ParamValue::as_text);
    (strata == Some("series") && !params.contains_key("series")).then(|| {
        fault(
            "strata",
            "strata by series, but there is one series".to_owned(),
            "name the column of series in `series`, or leave `strata` out",
        )
    })
}

/// The class among the features would be the answer in the question.
fn classify(params: &BTreeMap<String, ParamValue>) -> Option<ParamFault> {
    let text = |name: &str| params.get(name).and_then(ParamValue::as_text);
    let mut hidden = ["target", "id", "group"].into_iter().filter_map(text);
    let shown = text("features")?;
    let leaked = hidden.find(|column| columns(shown).any(|feature| feature == *column))?;
    Some(fault(
        "features",
        format!("column `{leaked}` would be shown"),
        "leave the columns of `target`, `id` and `group` out of `features`",
    ))
}

fn assign(params: &BTreeMap<String, ParamValue>) -> Option<ParamFault> {
    let (rank, cost) = (params.contains_key("rank"), params.contains_key("cost"));
    if rank != cost {
        return None;
    }
    let message = if rank {
        "both `rank` and `cost` are given"
    } else {
        "neither `rank` nor `cost` is given"
    };
    Some(ParamFault {
        is_missing: !rank,
        ..fault(
            "rank",
            message.to_owned(),
            "order wishes by one of them: `rank` counts from 1, `cost` is a number",
        )
    })
}

/// Two settings that name one column, where each must have its own.
fn doubled(kind: TemplateKind, params: &BTreeMap<String, ParamValue>) -> Option<ParamFault> {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    let own = specs(kind)
        .iter()
        .filter(|spec| spec.kind == ParamType::Column && !["strata", "group"].contains(&spec.name));
    for spec in own {
        let Some(column) = params.get(spec.name).and_then(ParamValue::as_text) else {
            continue;
        };
        if let Some(other) = seen.insert(column, spec.name) {
            return Some(fault(
                spec.name,
                format!("column `{column}` is named by `{other}` already"),
                "name another column",
            ));
        }
    }
    None
}

fn quoted(words: &[&str]) -> String {
    format!("`{}`", words.join("`, `"))
}
