//! Times in a column: ISO 8601 as spreadsheets and databases write it, with or without
//! seconds, a `T` or a space between; or whole numbers, seconds since 1970. Zones are
//! left out: a challenge's clock is the one on the wall.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
};
use pilotbox_sandbox::Column;

use super::texts;

/// Why a column holds no times.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// A cell is empty.
    #[error("row {0} has no time; hint: every row needs one")]
    Missing(usize),
    /// A cell is none.
    #[error("row {row} holds `{cell}`, which is no time; hint: write `2026-03-01 14:30`")]
    NoTime {
        /// Which row, from 1, without the heading.
        row: usize,
        /// What it holds.
        cell: String,
    },
    /// Numbers with fractions.
    #[error("the column holds numbers with fractions; hint: write times as `2026-03-01 14:30`")]
    Fractions,
}

/// Characters of a cell that an error shows.
const SHOWN_CHARS: usize = 40;

pub(super) fn times(column: &Column) -> Result<Vec<i64>, TimeError> {
    match column {
        Column::Integer(values) => {
            let missing = values.iter().position(|value| *value == i64::MIN);
            missing.map_or_else(|| Ok(values.clone()), |at| Err(TimeError::Missing(at + 1)))
        }
        Column::Float(_) => Err(TimeError::Fractions),
        Column::Text { .. } => texts(column)
            .iter()
            .enumerate()
            .map(|(at, cell)| {
                let cell = cell.as_deref().ok_or(TimeError::Missing(at + 1))?;
                seconds(cell).ok_or_else(|| TimeError::NoTime {
                    row: at + 1,
                    cell: cell.chars().take(SHOWN_CHARS).collect(),
                })
            })
            .collect(),
    }
}

/// Seconds since 1970.
fn seconds(cell: &str) -> Option<i64> {
    if let Ok(at) = cell.parse::<Timestamp>() {
        return Some(at.as_second());
    }
    let at = cell.parse::<DateTime>();
    let at = at
        .or_else(|_| cell.parse::<Date>().map(|day| day.at(0, 0, 0, 0)))
        .ok()?;
    let zoned = jiff::tz::TimeZone::UTC.to_timestamp(at).ok()?;
    Some(zoned.as_second())
}
