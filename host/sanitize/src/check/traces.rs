//! Whether cells still show what was to be taken away: what a redactor marks, values
//! whose rows were to be left out, raw identifiers.

use std::collections::BTreeSet;

use super::{Broken, Evidence, Promise, cells::Cells, digest};
use crate::policy::{Column, Step};

pub(super) fn check(
    column: &Column,
    cells: &Cells,
    evidence: &Evidence<'_>,
    broken: &mut Vec<Broken>,
) {
    let name = Some(column.name.as_str());
    let redacts = |step: &Step| matches!(step, Step::Redact { .. });
    // A group's name, such as a constant, is no text of a person any more.
    if let Some(redactor) = evidence
        .redactor
        .filter(|_| column.steps.iter().any(redacts))
    {
        let rows = cells.rows_where(|cell| !redactor(cell).is_empty());
        broken.extend(Broken::rows(Promise::Redaction, name, rows));
    }
    broken.extend(suppressed(column, cells));
    if let Some(identifiers) = evidence.identifiers {
        let rows = cells.rows_where(|cell| shows(cell, identifiers));
        broken.extend(Broken::rows(Promise::Identifier, name, rows));
    }
}

/// Values that left their rows out are nowhere, unless another step could have made them.
fn suppressed(column: &Column, cells: &Cells) -> Option<Broken> {
    let [Step::Suppress { values, missing }] = column.steps.as_slice() else {
        return None;
    };
    if column.is_searched() {
        return None;
    }
    let is_named = |cell: Option<&str>| match cell {
        None => *missing,
        Some(cell) => values.iter().any(|value| value == cell),
    };
    let rows = cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| is_named(*cell))
        .map(|(row, _)| row);
    Broken::rows(Promise::Suppression, Some(&column.name), rows)
}

/// Whether a cell, or a word of it, is an identifier.
fn shows(cell: &str, identifiers: &BTreeSet<[u8; 32]>) -> bool {
    let is_gap = |c: char| c.is_whitespace() || ",;:|/()[]\"'".contains(c);
    let mut words = cell.split(is_gap).filter(|word| !word.is_empty());
    identifiers.contains(&digest(cell))
        || words.any(|word| identifiers.contains(&digest(word.trim_matches('.'))))
}
