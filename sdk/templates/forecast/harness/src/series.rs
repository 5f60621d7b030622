//! Reads the table: series by name, each ascending in time.

use pilotbox_harness::columns::{Names, numbers};
use pilotbox_harness::{TableError, open};

use crate::setting::{Setting, Strata};

/// All series of a split.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub series: Vec<Series>,
    /// The first time of any series.
    pub first: i64,
    /// The last one.
    pub last: i64,
}

/// One series.
#[derive(Clone, Debug, Default)]
pub(crate) struct Series {
    /// Empty where there is one.
    pub name: String,
    /// One entry a row, ascending.
    pub rows: Vec<Row>,
}

/// One measurement.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub time: i64,
    /// NaN where nothing was measured.
    pub value: f64,
    /// The stratum, where a column gives it.
    pub stratum: String,
}

impl Table {
    /// Reads the split's table.
    pub(crate) fn read(setting: &Setting) -> Self {
        Self::try_read(setting).expect("the split's table has the columns of the settings")
    }

    fn try_read(setting: &Setting) -> Result<Self, TableError> {
        let table = open(&setting.table)?;
        let times = table.s64(&setting.time)?;
        let values = numbers(&table, &setting.target)?;
        let names = match &setting.series {
            Some(column) => Names::read(&table, column)?,
            None => Names::of(times.iter().map(|_| "")),
        };
        let strata = match &setting.strata {
            Strata::Column(column) => Some(Names::read(&table, column)?),
            _ => None,
        };
        let stratum = |row| strata.as_ref().map_or("", |names| names.at(row));
        let rows = times.into_iter().zip(values).enumerate();
        Ok(Self::of(rows.map(|(at, (time, value))| {
            let row = Row {
                time,
                value,
                stratum: stratum(at).to_owned(),
            };
            (names.at(at), row)
        })))
    }

    /// A table of rows, each with the name of its series.
    pub(crate) fn of<'n>(rows: impl Iterator<Item = (&'n str, Row)>) -> Self {
        let mut table = Self {
            first: i64::MAX,
            last: i64::MIN,
            series: Vec::new(),
        };
        for (name, row) in rows {
            table.first = table.first.min(row.time);
            table.last = table.last.max(row.time);
            // Rows of a series stand together, so that the last is nearly always it.
            let found = table.series.iter().rposition(|series| series.name == name);
            let at = found.unwrap_or_else(|| {
                table.series.push(Series {
                    name: name.to_owned(),
                    rows: Vec::new(),
                });
                table.series.len() - 1
            });
            table.series[at].rows.push(row);
        }
        for series in &mut table.series {
            series.rows.sort_by_key(|row| row.time);
        }
        table
    }
}

impl Series {
    /// The rows after one time, up to another.
    pub(crate) fn between(&self, after: i64, to: i64) -> &[Row] {
        let from = self.rows.partition_point(|row| row.time <= after);
        let end = self.rows.partition_point(|row| row.time <= to);
        &self.rows[from..end.max(from)]
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Hours 0 to 9 of series `a`, whose value is the hour; `b` lacks hour 4 and
    /// has no value at hour 6.
    pub(crate) fn table() -> Table {
        let row = |hour: i64, value: f64| Row {
            time: hour * 3600,
            value,
            stratum: if hour < 5 { "early" } else { "late" }.to_owned(),
        };
        let a = (0..10).map(|hour| ("a", row(hour, hour as f64)));
        let b = (0..10).filter(|hour| *hour != 4).map(|hour| {
            let value = if hour == 6 { f64::NAN } else { 10.0 };
            ("b", row(hour, value))
        });
        Table::of(a.chain(b))
    }

    #[test]
    fn series_keep_their_rows_in_time() {
        let table = table();
        assert_eq!((table.first, table.last), (0, 9 * 3600));
        assert_eq!(table.series.len(), 2);
        let late = table.series[1].between(3 * 3600, 5 * 3600);
        assert_eq!(late.len(), 1);
        assert_eq!(late[0].time, 5 * 3600);
        assert!(table.series[0].between(20 * 3600, 10 * 3600).is_empty());
    }
}
