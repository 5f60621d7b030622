//! What each column lost, and what the table lost.

mod groups;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Table, threads::both};

use super::{
    Distance, MeasureError, NotCompared,
    distance::{entropy, jensen_shannon, normalised, numbers, total_variation},
    encode::{Column, Dictionary, scale},
    share,
};
use groups::Pairs;

/// What a table lost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TableLoss {
    /// Rows before.
    pub rows_before: u64,
    /// Rows after.
    pub rows_after: u64,
    /// Share of rows that were left out.
    pub left_out: f64,
    /// The columns of the table before, in their order; columns that only the table after
    /// has lost nothing and are not listed.
    pub columns: Vec<ColumnLoss>,
}

/// What a column lost. All shares and losses are from 0 (nothing) to 1 (everything).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ColumnLoss {
    /// Its name.
    pub column: String,
    /// Whether the table after has no such column.
    pub dropped: bool,
    /// Share of missing values before.
    pub missing_before: f64,
    /// Share of missing values in the rows that are left.
    pub missing_after: f64,
    /// Different values before.
    pub distinct_before: u64,
    /// Different values after.
    pub distinct_after: u64,
    /// Entropy before, in bits.
    pub entropy_before: f64,
    /// Entropy after, in bits.
    pub entropy_after: f64,
    /// Share of the information about the values before that the values after no longer
    /// give (non-uniform entropy; Gionis and Tassa, 2009), left out rows counted as lost.
    /// None where it is not known which row became which.
    pub information_loss: Option<f64>,
    /// Normalised certainty penalty (Xu and others, "Utility-Based Anonymization Using
    /// Local Recoding", 2006): how much of the column's values or range a value after
    /// stands for, as seen in the rows; values taken out and rows left out count 1. None
    /// where it is not known which row became which.
    pub certainty_penalty: Option<f64>,
    /// How far the distribution moved.
    pub distance: Distance,
}

/// Measures what was lost. `kept` says of each row before whether it is among those
/// after, which stand in the same order; without it only distributions are compared.
/// Refuses a mask that fits other tables.
pub fn loss(
    before: &Table,
    after: &Table,
    kept: Option<&[bool]>,
) -> Result<TableLoss, MeasureError> {
    check(before, after, kept)?;
    let places: Vec<usize> = (0..before.schema().fields().len()).collect();
    let (first, second) = places.split_at(places.len().div_ceil(2));
    let measure = |places: &[usize]| -> Vec<ColumnLoss> {
        let columns = places.iter();
        columns
            .map(|place| column_loss(before, after, *place, kept))
            .collect()
    };
    // Halves, and not whichever column is next: neighbours are alike, and two columns of
    // long different values at once take the most memory.
    let (mut columns, others) = both(|| measure(first), || measure(second));
    columns.extend(others);
    let (rows_before, rows_after) = (before.rows() as u64, after.rows() as u64);
    let left_out = share(rows_before.saturating_sub(rows_after), rows_before);
    Ok(TableLoss {
        rows_before,
        rows_after,
        left_out,
        columns,
    })
}

fn check(before: &Table, after: &Table, kept: Option<&[bool]>) -> Result<(), MeasureError> {
    let Some(mask) = kept else { return Ok(()) };
    let kept = mask.iter().filter(|kept| **kept).count();
    let (before, after) = (before.rows(), after.rows());
    if mask.len() != before || kept != after {
        return Err(MeasureError::Mask {
            rows: mask.len(),
            kept,
            before,
            after,
        });
    }
    Ok(())
}

/// A column before and after, encoded.
struct Both<'a> {
    before: Column,
    after: Column,
    /// The values of `before`, and those of `after` where both are of one scale.
    values: Dictionary<'a>,
    same_scale: bool,
}

fn column_loss(before: &Table, after: &Table, place: usize, kept: Option<&[bool]>) -> ColumnLoss {
    let field = before.schema().field(place);
    let mut values = Dictionary::default();
    let column = values.encode(before, place);
    let Some(there) = after.column(field.name()) else {
        return dropped(field.name(), before.rows(), &column);
    };
    let same_scale = scale(field.data_type()) == scale(after.schema().field(there).data_type());
    let later = if same_scale {
        values.encode(after, there)
    } else {
        Dictionary::default().encode(after, there)
    };
    let both = Both {
        before: column,
        after: later,
        values,
        same_scale,
    };
    let pairs = kept.map(|kept| Pairs::new(&both.before, &both.after, kept));
    ColumnLoss {
        dropped: false,
        missing_after: share(both.after.missing, after.rows() as u64),
        distinct_after: both.after.distinct(),
        entropy_after: entropy(&shares(&both.after.counts)),
        information_loss: pairs
            .as_ref()
            .map(|pairs| pairs.information_loss(&both.before)),
        certainty_penalty: pairs
            .as_ref()
            .map(|pairs| pairs.penalty(&both.before, &both.values.numbers)),
        distance: distance(&both, pairs.as_ref()),
        ..dropped(field.name(), before.rows(), &both.before)
    }
}

/// The loss of a column of which nothing is left.
fn dropped(name: &str, rows: usize, before: &Column) -> ColumnLoss {
    ColumnLoss {
        column: name.to_owned(),
        dropped: true,
        missing_before: share(before.missing, rows as u64),
        missing_after: 0.0,
        distinct_before: before.distinct(),
        distinct_after: 0,
        entropy_before: entropy(&shares(&before.counts)),
        entropy_after: 0.0,
        information_loss: Some(1.0),
        certainty_penalty: Some(1.0),
        distance: Distance::None {
            reason: NotCompared::Dropped,
        },
    }
}

/// Numbers are compared as numbers and names as names; values with new names (a number
/// that became "30-39", a district that became a region) by what the kept rows show.
fn distance(both: &Both, pairs: Option<&Pairs>) -> Distance {
    let (before, after) = (&both.before, &both.after);
    if before.distinct() == 0 || after.distinct() == 0 {
        return Distance::None {
            reason: NotCompared::NoValues,
        };
    }
    let size = before.counts.len().max(after.counts.len());
    let padded =
        |column: &Column| shares(&(0..size).map(|code| column.count(code)).collect::<Vec<_>>());
    if both.same_scale && !both.values.numbers.is_empty() {
        let shares = padded(before).into_iter().zip(padded(after));
        let values = both.values.numbers.iter().zip(shares);
        return numbers(values.map(|(value, (p, q))| (*value, p, q)).collect());
    }
    let is_known = |code: usize| after.count(code) == 0 || before.count(code) > 0;
    let all_known = both.same_scale && (0..size).all(is_known);
    if let (false, Some(pairs)) = (all_known, pairs) {
        return pairs.recoded(before, after);
    }
    let any_known = (0..size).any(|code| after.count(code) > 0 && before.count(code) > 0);
    if !(both.same_scale && any_known) {
        return Distance::None {
            reason: NotCompared::NothingShared,
        };
    }
    let (p, q) = (padded(before), padded(after));
    Distance::Categories {
        total_variation: total_variation(&p, &q),
        jensen_shannon: jensen_shannon(&p, &q),
    }
}

fn shares(counts: &[u64]) -> Vec<f64> {
    normalised(counts.iter().map(|count| share(*count, 1)).collect())
}

#[cfg(test)]
mod tests;
