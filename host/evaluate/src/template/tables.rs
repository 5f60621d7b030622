//! The table that somebody has brought, as the template takes it: times as seconds, the
//! step where none was given, rows cut into parts and written as Parquet.

use std::{collections::BTreeMap, sync::Arc};

use pilotbox_challenge::{
    lint::ColumnKind,
    template::{
        ParamType, ParamValue, SplitTables, TemplateForm, TemplateKind, Values, params,
        split as cut,
    },
};
use pilotbox_sandbox::Column;

use super::{Fault, MakeError, fault::faults};
use crate::table::{InputTable, WriteError, texts, times, write_parquet};

/// The setting of a series' step, which a table itself tells.
pub(super) const STEP: &str = "step";

/// The setting that names the column of times.
const TIME: &str = "time";

/// Stands for a missing text.
const MISSING_CODE: u32 = u32::MAX;

/// The form and the table with what the table itself tells. What it does not tell is left
/// to be refused.
pub(super) fn completed(form: &TemplateForm, table: &InputTable) -> (TemplateForm, InputTable) {
    let (mut form, mut table) = (form.clone(), table.clone());
    if form.kind != TemplateKind::Forecast {
        return (form, table);
    }
    let Some(name) = form.text(TIME).map(str::to_owned) else {
        return (form, table);
    };
    let Some(Ok(seconds)) = table.column(&name).map(times) else {
        return (form, table);
    };
    if !form.params.contains_key(STEP)
        && let Some(step) = step(&seconds)
    {
        form.params
            .insert(STEP.to_owned(), ParamValue::Integer(step));
    }
    table.replace(&name, Column::Integer(seconds));
    (form, table)
}

/// The shortest time between two rows of different times.
fn step(seconds: &[i64]) -> Option<i64> {
    let mut sorted = seconds.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let gaps = sorted.windows(2).map(|pair| match pair {
        [before, after] => after.checked_sub(*before),
        _ => None,
    });
    gaps.flatten().min()
}

/// Cuts the table, and writes each part.
pub(super) fn split(form: &TemplateForm, table: &InputTable) -> Result<SplitTables, MakeError> {
    demand_times(form, table)?;
    let rows = cut(form, &named_values(table)).map_err(|errors| faults(errors, form, table))?;
    let mut parts = BTreeMap::new();
    for (part, rows) in rows.parts {
        parts.insert(part, written(table, &rows)?);
    }
    Ok(SplitTables {
        columns: table
            .columns()
            .iter()
            .map(|(name, column)| (name.clone(), kind(column)))
            .collect(),
        strata: rows.strata,
        parts,
    })
}

/// The columns as a template looks at them.
pub(super) fn named_values(table: &InputTable) -> Vec<(String, Values)> {
    let columns = table.columns().iter();
    columns
        .map(|(name, column)| (name.clone(), values(column)))
        .collect()
}

/// A column of times that is none is refused with its row and what stands there, which
/// only the table as it was brought tells.
fn demand_times(form: &TemplateForm, table: &InputTable) -> Result<(), MakeError> {
    let named = form
        .text(TIME)
        .filter(|_| form.kind == TemplateKind::Forecast);
    let Some(column) = named.and_then(|name| table.column(name)) else {
        return Ok(());
    };
    times(column).map(drop).map_err(|error| {
        MakeError::Form(vec![Fault {
            field: format!("params.{TIME}"),
            message: error.to_string(),
            choices: Vec::new(),
        }])
    })
}

/// The columns of the table, if a field names one that is not there.
pub(super) fn choices(form: &TemplateForm, table: &InputTable, field: &str) -> Vec<String> {
    let setting = field.strip_prefix("params.");
    let spec = setting.and_then(|setting| params::spec(form.kind, setting));
    let Some((spec, text)) = spec.and_then(|spec| Some((spec, form.text(spec.name)?))) else {
        return Vec::new();
    };
    let is_there = |name: &str| table.column(name.trim()).is_some();
    let is_missing = match spec.kind {
        ParamType::Column => !is_there(text),
        ParamType::ColumnOr(words) => !words.contains(&text) && !is_there(text),
        ParamType::Columns => !text.split(',').all(is_there),
        _ => false,
    };
    if is_missing {
        table.names().map(str::to_owned).collect()
    } else {
        Vec::new()
    }
}

fn values(column: &Column) -> Values {
    match column {
        Column::Float(values) => Values::Numbers(values.clone()),
        Column::Integer(values) => Values::Integers(values.clone()),
        Column::Text { .. } => {
            let text =
                |cell: Option<Arc<str>>| cell.map_or_else(String::new, |cell| cell.to_string());
            Values::Text(texts(column).into_iter().map(text).collect())
        }
    }
}

fn kind(column: &Column) -> ColumnKind {
    match column {
        Column::Float(_) => ColumnKind::Double,
        Column::Integer(_) => ColumnKind::Int64,
        Column::Text { .. } => ColumnKind::Text,
    }
}

/// Some rows of the table as Parquet.
pub(super) fn written(table: &InputTable, rows: &[usize]) -> Result<Vec<u8>, WriteError> {
    let picked: Vec<_> = table
        .columns()
        .iter()
        .map(|(name, column)| (name.clone(), picked(column, rows)))
        .collect();
    write_parquet(&picked)
}

/// Some rows of a column; missing values where it has none of them.
pub(super) fn picked(column: &Column, rows: &[usize]) -> Column {
    match column {
        Column::Float(values) => Column::Float(at(values, rows, f64::NAN)),
        Column::Integer(values) => Column::Integer(at(values, rows, i64::MIN)),
        Column::Text { codes, dictionary } => Column::Text {
            codes: at(codes, rows, MISSING_CODE),
            dictionary: Arc::clone(dictionary),
        },
    }
}

fn at<T: Copy>(values: &[T], rows: &[usize], missing: T) -> Vec<T> {
    let value = |row: &usize| values.get(*row).copied().unwrap_or(missing);
    rows.iter().map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> InputTable {
        InputTable::read(text.as_bytes().to_vec()).expect("it is a table")
    }

    #[test]
    fn the_step_is_the_shortest_gap() {
        assert_eq!(step(&[0, 3_600, 0, 7_200, 86_400]), Some(3_600));
        assert_eq!(step(&[5, 5]), None);
        assert_eq!(step(&[i64::MIN, i64::MAX]), None);
    }

    #[test]
    fn rows_are_picked_with_what_is_missing_in_them() {
        let table = table("a,b,c\n1,0.5,x\n,,\n3,1.5,y\n");
        let bytes = written(&table, &[2, 1]).expect("it can be written");
        let again = InputTable::read(bytes).expect("it is a table");
        let cells = |name: &str| texts(again.column(name).expect("it is there"));
        assert_eq!(cells("a"), [Some("3".into()), None]);
        assert_eq!(cells("b"), [Some("1.5".into()), None]);
        assert_eq!(cells("c"), [Some("y".into()), None]);
    }
}
