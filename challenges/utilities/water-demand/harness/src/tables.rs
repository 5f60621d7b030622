//! Reads cases and measurements. Only the rows that a case needs are read.

use std::ops::Range;

use pilotbox_harness::utilities::water_demand::Weather;
use pilotbox_harness::{Case, CaseTable, TableError, open, twins};

use crate::week::{HORIZON, Week};

pub(crate) fn cases() -> Result<Vec<Case>, TableError> {
    CaseTable::open("cases")?.cases()
}

pub(crate) fn week(id: &str) -> Result<Week, TableError> {
    let cases = CaseTable::open("cases")?;
    let case = cases.row(id)?;
    let history_row = case.index("history_row")?;
    let start_row = case.index("start_row")?;
    let rows = history_row..start_row + HORIZON as u64;
    let (name, mut inflow) = read_inflow(case.index("area_index")?, rows.clone())?;
    let truth = inflow.split_off((start_row - history_row) as usize);
    if case.is_twin()? {
        twins::lose_a_tenth(&mut inflow, id);
    }
    let (start, weather) = read_weather(rows)?;
    Ok(Week::new(name, start, inflow, weather, truth))
}

/// The name of an area, and its inflow in some of its hours.
fn read_inflow(area: u64, hours: Range<u64>) -> Result<(String, Vec<f64>), TableError> {
    let table = open("inflow")?;
    let mut areas = table.dictionary("area")?;
    let first = area * (table.rows() / areas.len() as u64);
    let inflow = table.f64_range("inflow", first + hours.start..first + hours.end)?;
    Ok((areas.swap_remove(area as usize), inflow))
}

/// The local time of the first of some hours, and the weather in all of them.
fn read_weather(hours: Range<u64>) -> Result<(i64, Weather), TableError> {
    let table = open("weather")?;
    let seconds = table.s64_range("time", hours.start..hours.start + 1)?[0];
    let weather = Weather {
        rain: table.f64_range("rain", hours.clone())?,
        temperature: table.f64_range("temperature", hours.clone())?,
        humidity: table.f64_range("humidity", hours.clone())?,
        wind: table.f64_range("wind", hours)?,
    };
    Ok((seconds / 3600, weather))
}
