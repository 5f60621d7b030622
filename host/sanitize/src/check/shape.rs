//! Whether the columns are those that were promised, of the types that were, and the rows
//! no more than were to be drawn.

use arrow_schema::DataType as Arrow;

use super::{Broken, Evidence, Promise};
use crate::{
    Table,
    policy::{Column, DataType, Hierarchy, Policy, Search},
};

pub(super) fn check(
    published: &Table,
    policy: &Policy,
    evidence: &Evidence<'_>,
    broken: &mut Vec<Broken>,
) {
    for field in published.schema().fields() {
        let name = field.name();
        let promise = match policy.column(name) {
            None => Promise::Named,
            Some(column) if !column.is_published() => Promise::Dropped,
            Some(column) if !types(policy, column).contains(field.data_type()) => Promise::Type,
            Some(_) => continue,
        };
        broken.push(Broken::of(promise, Some(name)));
    }
    for column in policy.columns.iter().filter(|column| column.is_published()) {
        if published.column(&column.name).is_none() {
            broken.push(Broken::of(Promise::Present, Some(&column.name)));
        }
    }
    let share = policy.sampling.share;
    if evidence
        .raw_rows
        .is_some_and(|raw_rows| too_many(published.rows(), raw_rows, share))
    {
        broken.push(Broken::of(Promise::Sampling, None));
    }
}

#[expect(clippy::cast_precision_loss, reason = "rows stay far below 2^53")]
fn too_many(rows: usize, raw_rows: usize, share: f64) -> bool {
    rows as f64 > raw_rows as f64 * share + 1e-6
}

/// The types that a published column may be of.
fn types(policy: &Policy, column: &Column) -> Vec<Arrow> {
    let own = column.type_after_steps().map(arrow);
    if !column.is_searched() {
        return own.into_iter().collect();
    }
    let is_recoded = matches!(
        column.hierarchy,
        Some(Hierarchy::Codes { other: Some(_), .. })
    );
    let is_raw =
        column.finest_level() == 0 && !is_recoded && policy.privacy.search == Search::Optimal;
    let raw = own.filter(|_| is_raw);
    raw.into_iter().chain([Arrow::Utf8]).collect()
}

fn arrow(data_type: DataType) -> Arrow {
    match data_type {
        DataType::Text => Arrow::Utf8,
        DataType::Integer => Arrow::Int64,
        DataType::Number => Arrow::Float64,
        DataType::Boolean => Arrow::Boolean,
        DataType::Date => Arrow::Date32,
        DataType::Time => Arrow::Timestamp(arrow_schema::TimeUnit::Millisecond, None),
    }
}
