//! What the columns of GTFS hold, by their names; any other column is text. Identifiers
//! are text, whatever they look like, so that tables can be joined.

use crate::format::{
    Reason, Type,
    cell::{self, Decimal, Value},
};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Text,
    Integer,
    Number,
    /// `YYYYMMDD`.
    Date,
    /// `HH:MM:SS` since the start of the service day, which has no end at 24:00; in the
    /// table whole seconds.
    Clock,
}

/// Columns that GTFS asks for, by file.
pub(super) const ASKED_FOR: [(&str, &[&str]); 8] = [
    ("agency", &["agency_name", "agency_url", "agency_timezone"]),
    ("stops", &["stop_id"]),
    ("routes", &["route_id", "route_type"]),
    ("trips", &["route_id", "service_id", "trip_id"]),
    ("stop_times", &["trip_id", "stop_id", "stop_sequence"]),
    ("calendar", &["service_id", "start_date", "end_date"]),
    ("calendar_dates", &["service_id", "date", "exception_type"]),
    (
        "shapes",
        &[
            "shape_id",
            "shape_pt_lat",
            "shape_pt_lon",
            "shape_pt_sequence",
        ],
    ),
];

const NUMBERS: [&str; 10] = [
    "stop_lat",
    "stop_lon",
    "shape_pt_lat",
    "shape_pt_lon",
    "shape_dist_traveled",
    "price",
    "length",
    "max_slope",
    "min_width",
    "level_index",
];

const INTEGERS: [&str; 33] = [
    "stop_sequence",
    "shape_pt_sequence",
    "route_type",
    "route_sort_order",
    "direction_id",
    "location_type",
    "wheelchair_boarding",
    "wheelchair_accessible",
    "bikes_allowed",
    "cars_allowed",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "exception_type",
    "pickup_type",
    "drop_off_type",
    "continuous_pickup",
    "continuous_drop_off",
    "timepoint",
    "headway_secs",
    "exact_times",
    "transfer_type",
    "min_transfer_time",
    "payment_method",
    "transfers",
    "transfer_duration",
    "pathway_mode",
    "is_bidirectional",
    "stair_count",
];

const DATES: [&str; 5] = [
    "date",
    "start_date",
    "end_date",
    "feed_start_date",
    "feed_end_date",
];

const CLOCKS: [&str; 6] = [
    "arrival_time",
    "departure_time",
    "start_time",
    "end_time",
    "start_pickup_drop_off_window",
    "end_pickup_drop_off_window",
];

impl Field {
    /// What a column of this name holds.
    pub(super) fn of(column: &str) -> Self {
        if NUMBERS.contains(&column) {
            Self::Number
        } else if INTEGERS.contains(&column) {
            Self::Integer
        } else if DATES.contains(&column) {
            Self::Date
        } else if CLOCKS.contains(&column) {
            Self::Clock
        } else {
            Self::Text
        }
    }

    /// The type of the table's column.
    pub(super) fn kind(self) -> Type {
        match self {
            Self::Text => Type::Text,
            Self::Integer | Self::Clock => Type::Integer,
            Self::Number => Type::Number,
            Self::Date => Type::Date,
        }
    }

    /// A trimmed field as a value.
    pub(super) fn value(self, field: &str) -> Result<Value<'_>, Reason> {
        let bytes = field.as_bytes();
        let value = match self {
            _ if field.is_empty() => Some(Value::Missing),
            Self::Text => Some(Value::Text(field)),
            Self::Integer => cell::integer(bytes, Decimal::Point).map(Value::Integer),
            Self::Number => cell::number(bytes, Decimal::Point).map(Value::Number),
            Self::Date => cell::compact_date(bytes),
            Self::Clock => return clock(bytes).map(Value::Integer).ok_or_else(no_clock),
        };
        let wanted = self.kind();
        value.ok_or(Reason::Unreadable { wanted })
    }
}

fn no_clock() -> Reason {
    let what = "time of a service day, such as `25:10:00`".to_owned();
    Reason::NoValue { what }
}

/// Seconds since the start of the service day, of `H:MM:SS` with any number of hours up
/// to three digits.
fn clock(field: &[u8]) -> Option<i64> {
    let text = str::from_utf8(field).ok()?;
    let mut parts = text.split(':');
    let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || !(1..=3).contains(&hours.len()) {
        return None;
    }
    let two = |part: &str| {
        let value = whole(part).filter(|value| *value < 60);
        value.filter(|_| part.len() == 2)
    };
    Some(whole(hours)? * 3600 + two(minutes)? * 60 + two(seconds)?)
}

fn whole(part: &str) -> Option<i64> {
    let digits = part.bytes().all(|byte| byte.is_ascii_digit());
    part.parse().ok().filter(|_| digits)
}

/// Whether a zone has the form of a name of the time zone database that names a place.
pub(super) fn is_zone(zone: &str) -> bool {
    const AREAS: [&str; 11] = [
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
        "Etc",
    ];
    let place = zone.split_once('/').filter(|(_, place)| !place.is_empty());
    zone == "UTC" || place.is_some_and(|(area, _)| AREAS.contains(&area))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_day_does_not_end_at_midnight() {
        assert_eq!(clock(b"25:10:05"), Some(90_605));
        assert_eq!(clock(b"8:00:00"), Some(28_800));
        for broken in [
            "",
            "8:00",
            "8:60:00",
            "8:0:00",
            "-1:00:00",
            "1000:00:00",
            "8:00:00:00",
        ] {
            assert_eq!(clock(broken.as_bytes()), None, "{broken}");
        }
    }

    #[test]
    fn a_zone_names_a_place() {
        assert!(is_zone("Europe/Sofia") && is_zone("UTC"));
        assert!(!is_zone("EET") && !is_zone("Europe/") && !is_zone("Sofia/Europe"));
    }
}
