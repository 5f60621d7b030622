//! Dates and times as hours, days, months, quarters, years, decades.

use arrow_array::{
    ArrayRef,
    cast::AsArray,
    types::{Date32Type, TimestampMillisecondType},
};
use jiff::{Span, Timestamp, civil::DateTime, tz::TimeZone};

use super::{LadderFault, Rung};
use crate::policy::DateLevel;

/// One rung a level.
pub(super) fn rungs(values: &ArrayRef, levels: &[DateLevel]) -> Result<Vec<Rung>, LadderFault> {
    let moments = moments(values)?;
    let rung = |level: &DateLevel| {
        let keys = moments
            .iter()
            .map(|moment| moment.map(|moment| key(moment, *level)));
        Rung::by_key(keys, |key| name(key, *level))
    };
    Ok(levels.iter().map(rung).collect())
}

/// Refuses what lies outside of the years -9999 to 9999.
fn moments(values: &ArrayRef) -> Result<Vec<Option<DateTime>>, LadderFault> {
    let found = |(code, moment): (u32, Option<Option<DateTime>>)| match moment {
        Some(None) => Err(LadderFault::Range(code)),
        Some(moment) => Ok(moment),
        None => Ok(None),
    };
    if let Some(days) = values.as_primitive_opt::<Date32Type>() {
        let moments = days.iter().map(|days| days.map(day));
        return (0..).zip(moments).map(found).collect();
    }
    let times = values.as_primitive::<TimestampMillisecondType>();
    let moments = times.iter().map(|time| time.map(moment));
    (0..).zip(moments).map(found).collect()
}

fn day(days: i32) -> Option<DateTime> {
    let epoch = jiff::civil::date(1970, 1, 1);
    let date = epoch.checked_add(Span::new().try_days(days).ok()?).ok()?;
    Some(date.to_datetime(jiff::civil::Time::midnight()))
}

fn moment(milliseconds: i64) -> Option<DateTime> {
    let moment = Timestamp::from_millisecond(milliseconds).ok()?;
    Some(TimeZone::UTC.to_datetime(moment))
}

/// Year, part of the year, day and hour, as far as the level goes.
type Key = (i16, i8, i8, i8);

fn key(moment: DateTime, level: DateLevel) -> Key {
    let (year, month) = (moment.year(), moment.month());
    match level {
        DateLevel::Hour => (year, month, moment.day(), moment.hour()),
        DateLevel::Day => (year, month, moment.day(), 0),
        DateLevel::Month => (year, month, 0, 0),
        DateLevel::Quarter => (year, (month - 1) / 3 + 1, 0, 0),
        DateLevel::Year => (year, 0, 0, 0),
        DateLevel::Decade => (year.div_euclid(10) * 10, 0, 0, 0),
    }
}

fn name((year, part, day, hour): Key, level: DateLevel) -> String {
    match level {
        DateLevel::Hour => format!("{year:04}-{part:02}-{day:02}T{hour:02}"),
        DateLevel::Day => format!("{year:04}-{part:02}-{day:02}"),
        DateLevel::Month => format!("{year:04}-{part:02}"),
        DateLevel::Quarter => format!("{year:04}-Q{part}"),
        DateLevel::Year => format!("{year:04}"),
        DateLevel::Decade => format!("{year:04}s"),
    }
}
