//! Reads cases and measurements. Only the rows that a case needs are read.

use std::ops::Range;

use pilotbox_harness::utilities::water_demand::Weather;
use pilotbox_harness::{Case, Table, TableError, open};

use crate::holes;
use crate::week::{HORIZON, Week};

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

pub(crate) fn week(id: &str) -> Result<Week, TableError> {
    let cases = open("cases")?;
    // Ids are distinct, so the dictionary holds them in the order of the rows.
    let ids = cases.dictionary("id")?;
    let row = (0..)
        .zip(&ids)
        .find_map(|(row, candidate)| (candidate == id).then_some(row));
    let row = row.ok_or_else(|| TableError::UnknownTable(format!("case {id}")))?;
    let area = number(&cases, "area_index", row)?;
    let history_row = number(&cases, "history_row", row)?;
    let start_row = number(&cases, "start_row", row)?;
    let is_twin = !cases.text_range("twin_of", row..row + 1)?[0].is_empty();
    let (name, mut inflow) = read_inflow(area, history_row..start_row + HORIZON as u64)?;
    let truth = inflow.split_off((start_row - history_row) as usize);
    if is_twin {
        holes::punch(&mut inflow, id);
    }
    let (start, weather) = read_weather(history_row..start_row + HORIZON as u64)?;
    Ok(Week::new(name, start, inflow, weather, truth))
}

fn number(table: &Table, column: &str, row: u64) -> Result<u64, TableError> {
    Ok(table.s64_range(column, row..row + 1)?[0].unsigned_abs())
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
