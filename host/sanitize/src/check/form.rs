//! Whether cells have the form that was promised: pseudonyms, and groups that all belong
//! to one level of the column's hierarchy.

mod bands;
mod dates;
mod level;

use level::Level;
use rustc_hash::FxHashMap;

use super::{Broken, Promise, cells::Cells};
use crate::policy::{Column, Hierarchy, Policy, Search, Step};

pub(super) fn check(policy: &Policy, column: &Column, cells: &Cells, broken: &mut Vec<Broken>) {
    let name = Some(column.name.as_str());
    for step in &column.steps {
        if let Step::Pseudonym { prefix, length } = step {
            let rows = cells.rows_where(|cell| !is_pseudonym(cell, prefix, *length));
            broken.extend(Broken::rows(Promise::Pseudonym, name, rows));
        }
    }
    let is_parted = column.is_searched() && policy.privacy.search == Search::Mondrian;
    let levels = levels(column);
    let rows = if is_parted {
        outside_of_ranges(&levels, cells)
    } else {
        outside_of_all(&levels, cells)
    };
    broken.extend(Broken::rows(Promise::Hierarchy, name, rows.into_iter()));
}

/// The levels to one of which all cells must belong; none where there is nothing to hold.
fn levels(column: &Column) -> Vec<Level<'_>> {
    let Some(hierarchy) = &column.hierarchy else {
        return Vec::new();
    };
    let fixed = column.steps.iter().find_map(|step| match step {
        Step::Generalise { level } => Some(*level),
        _ => None,
    });
    let last = u32::try_from(hierarchy.levels()).unwrap_or(u32::MAX);
    let numbers = match fixed {
        Some(level) => level..=level,
        None if column.is_searched() => column.finest_level()..=last,
        None => return Vec::new(),
    };
    let level = |number| Level {
        column,
        hierarchy,
        number,
    };
    numbers.map(level).collect()
}

fn is_pseudonym(cell: &str, prefix: &str, length: u32) -> bool {
    let is_letter = |c: char| c.is_ascii_lowercase() || ('2'..='7').contains(&c);
    cell.strip_prefix(prefix)
        .is_some_and(|rest| rest.chars().count() == length as usize && rest.chars().all(is_letter))
}

/// The rows outside of the level that holds the most cells; empty when one holds all.
fn outside_of_all(levels: &[Level<'_>], cells: &Cells) -> Vec<usize> {
    let mut fewest: Option<Vec<usize>> = None;
    for level in levels {
        // Few cells differ, and a long hierarchy is slow to look through.
        let mut known: FxHashMap<Option<&str>, bool> = FxHashMap::default();
        let mut holds = |cell| {
            *known
                .entry(cell)
                .or_insert_with(|| level.holds(cell, cells))
        };
        let rows = cells.iter().enumerate().filter(|(_, cell)| !holds(*cell));
        let rows: Vec<usize> = rows.map(|(row, _)| row).collect();
        if fewest
            .as_ref()
            .is_none_or(|fewest| rows.len() < fewest.len())
        {
            fewest = Some(rows);
        }
        if fewest.as_ref().is_some_and(Vec::is_empty) {
            break;
        }
    }
    fewest.unwrap_or_default()
}

/// Mondrian's cells: a value of the finest level, `*`, or `[least, greatest]` of two.
fn outside_of_ranges(levels: &[Level<'_>], cells: &Cells) -> Vec<usize> {
    let Some(finest) = levels.first() else {
        return Vec::new();
    };
    let is_value = |cell: &str| finest.holds_text(cell);
    let is_range = |cell: &str| {
        let inner = cell
            .strip_prefix('[')
            .and_then(|cell| cell.strip_suffix(']'));
        inner.is_some_and(|inner| {
            let mut gaps = inner.match_indices(", ");
            gaps.any(|(gap, _)| {
                let (least, greatest) = (inner.get(..gap), inner.get(gap + 2..));
                least.is_some_and(is_value) && greatest.is_some_and(is_value)
            })
        })
    };
    let holds = |cell: &str| cell == "*" || is_value(cell) || is_range(cell);
    cells.rows_where(|cell| !holds(cell)).collect()
}

/// Whether a text stands for a value of the type that the hierarchy is built over.
fn is_value(column: &Column, hierarchy: &Hierarchy, text: &str) -> bool {
    use crate::policy::DataType;
    if let Hierarchy::Codes { parents, other } = hierarchy {
        return parents.contains_key(text) || other.as_deref() == Some(text);
    }
    match column.data_type {
        DataType::Text => true,
        DataType::Integer => text.parse::<i64>().is_ok(),
        DataType::Number => text.parse::<f64>().is_ok(),
        DataType::Boolean => matches!(text, "true" | "false"),
        DataType::Date => text.parse::<jiff::civil::Date>().is_ok(),
        DataType::Time => text.parse::<jiff::civil::DateTime>().is_ok(),
    }
}
