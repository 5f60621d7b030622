//! Reads cases and measurements. Only the rows that a case needs are read.

use pilotbox_harness::{Case, CaseTable, Table, TableError, open, twins};

use crate::window::Window;

/// Two hours are four slots; the rows after the moment hold the truth.
const ROWS_AHEAD: u64 = 4;

pub(crate) fn cases() -> Result<Vec<Case>, TableError> {
    CaseTable::open("cases")?.cases()
}

pub(crate) fn window(id: &str) -> Result<Window, TableError> {
    let cases = CaseTable::open("cases")?;
    let case = cases.row(id)?;
    let mut window = read_window(case.index("history_row")?, case.index("moment_row")?)?;
    if case.is_twin()? {
        twins::lose_a_tenth(&mut window.history, id);
    }
    Ok(window)
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
