//! Reads cases and measurements. Only the rows that a case needs are read.

use pilotbox_harness::{Case, Table, TableError, open};

use crate::{holes, window::Window};

/// Two hours are four slots; the rows after the moment hold the truth.
const ROWS_AHEAD: u64 = 4;

pub(crate) fn cases() -> Result<Vec<Case>, TableError> {
    let table = open("cases")?;
    let strata = table.text("stratum")?;
    let blocks = table.text("block")?;
    let twins = table.text("twin_of")?;
    let rows = table
        .text("id")?
        .into_iter()
        .zip(strata)
        .zip(blocks)
        .zip(twins);
    Ok(rows
        .map(|(((id, stratum), block), twin)| case(id, stratum, block, twin))
        .collect())
}

fn case(id: String, stratum: String, block: String, twin_of: String) -> Case {
    let case = Case::new(id, stratum).block(block);
    if twin_of.is_empty() {
        case
    } else {
        case.twin_of(twin_of)
    }
}

pub(crate) fn window(id: &str) -> Result<Window, TableError> {
    let cases = open("cases")?;
    // Ids are distinct, so the dictionary holds them in the order of the rows.
    let ids = cases.dictionary("id")?;
    let row = (0..)
        .zip(&ids)
        .find_map(|(row, candidate)| (candidate == id).then_some(row));
    let row = row.ok_or_else(|| TableError::UnknownTable(format!("case {id}")))?;
    let history_row = index(&cases, "history_row", row)?;
    let moment_row = index(&cases, "moment_row", row)?;
    let is_twin = !cases.text_range("twin_of", row..row + 1)?[0].is_empty();
    let mut window = read_window(history_row, moment_row)?;
    if is_twin {
        holes::punch(&mut window.history, id);
    }
    Ok(window)
}

fn index(table: &Table, column: &str, row: u64) -> Result<u64, TableError> {
    Ok(table.s64_range(column, row..row + 1)?[0].unsigned_abs())
}

fn read_window(history_row: u64, moment_row: u64) -> Result<Window, TableError> {
    let table = open("occupancy")?;
    let car_parks = table.dictionary("car_park")?;
    let slots_each = table.rows() / car_parks.len() as u64;
    let now = moment_row + 1;
    let end = (now + ROWS_AHEAD).min(slots_each);
    let mut window = Window {
        slots: minutes(&table, history_row..now)?,
        later_slots: minutes(&table, now..end)?,
        ..Window::default()
    };
    for first in (0..table.rows()).step_by(slots_each as usize) {
        let read = |rows: std::ops::Range<u64>| {
            table.f64_range("occupancy", first + rows.start..first + rows.end)
        };
        window.history.extend(read(history_row..now)?);
        window.later.extend(read(now..end)?);
    }
    window.car_parks = car_parks;
    Ok(window)
}

fn minutes(table: &Table, rows: std::ops::Range<u64>) -> Result<Vec<i64>, TableError> {
    Ok(table
        .s64_range("slot", rows)?
        .iter()
        .map(|seconds| seconds / 60)
        .collect())
}
