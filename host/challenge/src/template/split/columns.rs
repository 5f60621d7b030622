//! The columns that settings name, of the kind that each must be.

use std::borrow::Cow;

use super::Values;
use crate::template::{FormError, ParamType, TemplateForm, params};

/// A table as a template looks at it.
pub(super) struct Columns<'t> {
    form: &'t TemplateForm,
    table: &'t [(String, Values)],
    pub(super) rows: usize,
}

impl<'t> Columns<'t> {
    /// Refuses a table that is none. Whether its columns are those that the settings name
    /// is for [`strange`] to say.
    pub(super) fn new(
        form: &'t TemplateForm,
        table: &'t [(String, Values)],
    ) -> Result<Self, Vec<FormError>> {
        let rows = table.first().map_or(0, |(_, values)| values.len());
        let columns = Self { form, table, rows };
        let mut errors = Vec::new();
        if rows == 0 {
            errors.push(FormError::new("table", "the table has no rows"));
        }
        if table.iter().any(|(_, values)| values.len() != rows) {
            errors.push(FormError::new(
                "table",
                "its columns are of different lengths",
            ));
        }
        for (at, (name, _)) in table.iter().enumerate() {
            if table.iter().take(at).any(|(other, _)| other == name) {
                let message = format!("column `{}` is there twice", name.escape_debug());
                errors.push(FormError::new("table", message));
            }
        }
        if errors.is_empty() {
            Ok(columns)
        } else {
            Err(errors)
        }
    }

    /// The column that a setting names.
    pub(super) fn named(&self, setting: &str) -> Option<&'t Values> {
        let name = self.form.text(setting)?;
        let column = self.table.iter().find(|(held, _)| held == name)?;
        Some(&column.1)
    }

    /// Whole numbers, none missing.
    pub(super) fn integers(&self, setting: &str) -> Result<&'t [i64], FormError> {
        match self.named(setting) {
            Some(Values::Integers(values)) => match values.iter().position(|v| *v == i64::MIN) {
                None => Ok(values),
                Some(row) => Err(at_row(setting, row, "is missing")),
            },
            _ => Err(kind_error(setting, "whole numbers")),
        }
    }

    /// Numbers, whole or not; a missing one is NaN.
    pub(super) fn numbers(&self, setting: &str) -> Result<Cow<'t, [f64]>, FormError> {
        match self.named(setting) {
            Some(Values::Numbers(values)) => Ok(Cow::Borrowed(values)),
            Some(Values::Integers(values)) => Ok(values.iter().map(|v| number(*v)).collect()),
            _ => Err(kind_error(setting, "numbers")),
        }
    }

    /// Names: texts or whole numbers, none missing; nothing where the setting is
    /// left out.
    pub(super) fn names(&self, setting: &str) -> Result<Option<Vec<String>>, FormError> {
        let names: Vec<String> = match self.named(setting) {
            None => return Ok(None),
            Some(Values::Text(values)) => values.clone(),
            Some(Values::Integers(_)) => {
                self.integers(setting)?.iter().map(i64::to_string).collect()
            }
            Some(Values::Numbers(_)) => {
                return Err(kind_error(setting, "texts or whole numbers"));
            }
        };
        match names.iter().position(String::is_empty) {
            None => Ok(Some(names)),
            Some(row) => Err(at_row(setting, row, "is missing")),
        }
    }
}

/// Settings that name a column which is not there.
pub(super) fn strange(form: &TemplateForm, table: &[(String, Values)]) -> Vec<FormError> {
    let specs = params::specs(form.kind).iter();
    let strange = specs.flat_map(|spec| strange_in(form, table, spec));
    strange.collect()
}

/// Names in a setting that are no columns.
fn strange_in(
    form: &TemplateForm,
    table: &[(String, Values)],
    spec: &params::ParamSpec,
) -> Vec<FormError> {
    let Some(text) = form.text(spec.name) else {
        return Vec::new();
    };
    let named: Vec<&str> = match spec.kind {
        ParamType::Column => vec![text],
        ParamType::ColumnOr(words) if !words.contains(&text) => vec![text],
        ParamType::Columns => params::columns(text).collect(),
        _ => Vec::new(),
    };
    let held: Vec<&str> = table.iter().map(|(name, _)| name.as_str()).collect();
    let missing = named.into_iter().filter(|name| !held.contains(name));
    let error = |name: &str| {
        let message = format!(
            "the table has no column `{}`; hint: it has `{}`",
            name.escape_debug(),
            held.join("`, `")
        );
        FormError::new(format!("params.{}", spec.name), message)
    };
    missing.map(error).collect()
}

/// An error at a row of the column that a setting names. Rows count from 1, as
/// they do where people look at them.
pub(super) fn at_row(setting: &str, row: usize, message: &str) -> FormError {
    FormError::new(
        format!("params.{setting}"),
        format!("row {} of its column {message}", row + 1),
    )
}

fn kind_error(setting: &str, expected: &str) -> FormError {
    FormError::new(
        format!("params.{setting}"),
        format!("its column does not hold {expected}"),
    )
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a measurement beyond 2^53 is no measurement"
)]
fn number(value: i64) -> f64 {
    if value == i64::MIN {
        f64::NAN
    } else {
        value as f64
    }
}
