//! Local time and what kind of day it is, from the granted tables. Hours count
//! from 1970-01-01T00:00 of local time.

use pilotbox_plugin::{Table, TableError};

pub(crate) const DAY_HOURS: i64 = 24;
const HOUR_SECONDS: i64 = 3600;
const SUNDAY: i64 = 6;

/// Holidays and clock changes, each in ascending order.
#[derive(Default)]
pub(crate) struct Calendar {
    /// Days since 1970-01-01.
    pub holidays: Vec<i64>,
    /// The hour that the clock would have shown, and by how many it was turned.
    pub clock_changes: Vec<(i64, i64)>,
}

impl Calendar {
    pub(crate) fn granted() -> Result<Self, TableError> {
        let hours = |table: &Table, column| -> Result<Vec<i64>, TableError> {
            let seconds = table.s64(column)?;
            Ok(seconds
                .iter()
                .map(|time| time.div_euclid(HOUR_SECONDS))
                .collect())
        };
        let dates = hours(&Table::open("holidays")?, "date")?;
        let changes = Table::open("clock-changes")?;
        let (turned, shifts) = (hours(&changes, "time")?, changes.s64("shift_hours")?);
        Ok(Self {
            holidays: dates
                .iter()
                .map(|hour| hour.div_euclid(DAY_HOURS))
                .collect(),
            clock_changes: turned.into_iter().zip(shifts).collect(),
        })
    }

    /// The local time of each hour that passes from `start` on. Rows are hours
    /// that passed, so that local time jumps where a clock was turned.
    pub(crate) fn local_hours(&self, start: i64, count: usize) -> Vec<i64> {
        let mut changes = self
            .clock_changes
            .iter()
            .skip_while(|(at, _)| *at <= start)
            .peekable();
        let mut local = start;
        let mut hours = Vec::with_capacity(count);
        while hours.len() < count {
            if let Some((_, shift)) = changes.next_if(|(at, _)| *at == local) {
                local += shift;
            }
            hours.push(local);
            local += 1;
        }
        hours
    }

    /// 0 for Monday to 6 for Sunday; a holiday is a Sunday.
    pub(crate) fn kind(&self, hour: i64) -> i64 {
        let day = hour.div_euclid(DAY_HOURS);
        match self.holidays.binary_search(&day) {
            Ok(_) => SUNDAY,
            // The first day of 1970 was a Thursday.
            Err(_) => (day + 3).rem_euclid(7),
        }
    }
}
