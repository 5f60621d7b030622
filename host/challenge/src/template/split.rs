//! Cuts one table into the parts of its template: rows in, rows out. Owns that no
//! part shows what a hidden one asks, and that every stratum is in each of them;
//! refuses a table that the template's harness could not use.

mod columns;
mod series;
pub(super) mod units;

use std::collections::{BTreeMap, BTreeSet};

use super::{FormError, Part, TemplateForm, TemplateKind, files::form_errors};

/// Strata of one challenge at most: the manifest lists each with a weight.
pub(super) const MAX_STRATA: usize = 256;
/// Bytes of a stratum's name, as in a manifest.
pub(super) const MAX_STRATUM_BYTES: usize = 100;
/// The only stratum of a table without strata.
const ALL: &str = "all";

/// The values of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Numbers; a missing one is NaN.
    Numbers(Vec<f64>),
    /// Whole numbers; a missing one is `i64::MIN`.
    Integers(Vec<i64>),
    /// Texts; a missing one is empty.
    Text(Vec<String>),
}

/// Which rows go where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowSplit {
    /// Rows of each part, in the order in which they are written. A row of a
    /// series may be in two parts: as truth in one, as history in the next.
    pub parts: BTreeMap<Part, Vec<usize>>,
    /// Every stratum, sorted.
    pub strata: Vec<String>,
}

/// Cuts a table of named columns of equal length. Finds all that is wrong with
/// the form's settings first, columns that are not there among it, then with the table.
pub fn split(form: &TemplateForm, table: &[(String, Values)]) -> Result<RowSplit, Vec<FormError>> {
    let errors = setting_errors(form, table);
    if !errors.is_empty() {
        return Err(errors);
    }
    let columns = columns::Columns::new(form, table)?;
    let split = match form.kind {
        TemplateKind::Forecast => series::split(form, &columns)?,
        TemplateKind::Classify => units::classify(form, &columns)?,
        TemplateKind::Assign => units::assign(form, &columns)?,
    };
    check_strata(&split.strata).map_err(|error| vec![error])?;
    Ok(split)
}

impl Values {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Numbers(values) => values.len(),
            Self::Integers(values) => values.len(),
            Self::Text(values) => values.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What is wrong with the settings, names of columns that are not there first. Whoever
/// named a column of times wrongly is not asked for the step, which that column tells.
fn setting_errors(form: &TemplateForm, table: &[(String, Values)]) -> Vec<FormError> {
    let others = form_errors(form);
    let is_told = |error: &FormError| others.iter().any(|other| other.field == error.field);
    let mut errors = columns::strange(form, table);
    errors.retain(|error| !is_told(error));
    let has_no_times = errors.iter().any(|error| error.field == "params.time");
    let is_asked = |error: &FormError| !(has_no_times && error.field == "params.step");
    errors.extend(others.into_iter().filter(is_asked));
    errors
}

fn check_strata(strata: &[String]) -> Result<(), FormError> {
    let error = |message: String| Err(FormError::new("params.strata", message));
    if strata.len() > MAX_STRATA {
        let found = strata.len();
        return error(format!(
            "`{found}` strata; hint: at most {MAX_STRATA}, so name a column with fewer values"
        ));
    }
    let is_odd = |name: &&String| {
        name.is_empty() || name.len() > MAX_STRATUM_BYTES || name.chars().any(char::is_control)
    };
    match strata.iter().find(is_odd) {
        None => Ok(()),
        Some(name) => error(format!(
            "`{}` cannot be a stratum; hint: names have 1 to {MAX_STRATUM_BYTES} bytes",
            name.escape_debug()
        )),
    }
}

fn sorted(names: impl IntoIterator<Item = String>) -> Vec<String> {
    names
        .into_iter()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests;
