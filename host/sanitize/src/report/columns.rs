//! Each column before and after.

use arrow_array::Array;
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use pilotbox_model::report::ColumnReport;

use super::Subject;
use crate::{
    Table,
    find::mask,
    measure::{ColumnLoss, Distance, TableLoss},
    policy::Column,
};

/// Values that are shown of a column.
const SHOWN: usize = 3;

/// Rows that are looked at for them.
const LOOKED_AT: usize = 1_000;

/// A line for each column of the policy.
pub(super) fn columns(subject: Subject<'_>, measured: &TableLoss) -> Vec<ColumnReport> {
    let line = |column: &Column| {
        let lost = measured
            .columns
            .iter()
            .find(|lost| lost.column == column.name);
        let levels = &subject.sanitized.levels;
        let chosen = levels.iter().find(|level| level.column == column.name);
        let forms = some_values(subject.raw, &column.name, mask);
        ColumnReport {
            name: column.name.clone(),
            role: role(column),
            steps: column
                .steps
                .iter()
                .map(|step| step.name().to_owned())
                .collect(),
            level: chosen.map(|level| (level.level, level.of)),
            loss: lost.and_then(lost_share),
            distance: lost.and_then(|lost| distance(lost.distance)),
            before: forms,
            after: some_values(&subject.sanitized.table, &column.name, str::to_owned),
        }
    };
    subject.policy.columns.iter().map(line).collect()
}

/// The role's name in the policy's file.
fn role(column: &Column) -> String {
    let name = serde_json::to_value(column.role).ok();
    let name = name.as_ref().and_then(serde_json::Value::as_str);
    name.unwrap_or_default().to_owned()
}

fn lost_share(lost: &ColumnLoss) -> Option<f64> {
    lost.information_loss.or(lost.certainty_penalty)
}

/// The measure's name, and how far the distribution moved by it.
fn distance(distance: Distance) -> Option<(String, f64)> {
    let (name, value) = match distance {
        Distance::Categories {
            total_variation, ..
        }
        | Distance::Recoded {
            total_variation, ..
        } => ("total variation", total_variation),
        Distance::Numbers {
            kolmogorov_smirnov, ..
        } => ("Kolmogorov-Smirnov", kolmogorov_smirnov),
        Distance::None { .. } => return None,
    };
    Some((name.to_owned(), value))
}

/// Some different values among the first rows, sorted, as `shown` shows them.
fn some_values(table: &Table, name: &str, shown: fn(&str) -> String) -> Vec<String> {
    let Some(place) = table.column(name) else {
        return Vec::new();
    };
    let mut found = std::collections::BTreeSet::new();
    let options = FormatOptions::default();
    for block in table.blocks().iter().take(1) {
        let array = block.column(place);
        let Ok(cells) = ArrayFormatter::try_new(array.as_ref(), &options) else {
            continue;
        };
        let rows = (0..array.len().min(LOOKED_AT)).filter(|row| array.is_valid(*row));
        for row in rows {
            if found.len() == SHOWN {
                break;
            }
            found.insert(shown(&cells.value(row).to_string()));
        }
    }
    found.into_iter().collect()
}
