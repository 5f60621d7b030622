//! Entities of a feed as rows. Codes become the words of the reference, so that a clerk
//! can read them; times are moments.

use super::messages::{
    Alert, FeedEntity, StopTimeEvent, TranslatedString, TripDescriptor, TripUpdate,
    VehicleDescriptor, VehiclePosition,
};
use crate::format::{
    Reason,
    Type::{self, Integer, Number, Text, Time},
    cell::{self, Value},
};

/// A table of a feed.
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) fields: &'static [(&'static str, Type)],
}

/// The tables, in the order of [`of`].
pub(super) const TABLES: [Table; 3] = [
    Table {
        name: "vehicle_positions",
        fields: &[
            ("entity_id", Text),
            ("trip_id", Text),
            ("route_id", Text),
            ("direction_id", Integer),
            ("start_time", Text),
            ("start_date", Type::Date),
            ("vehicle_id", Text),
            ("vehicle_label", Text),
            ("license_plate", Text),
            ("lat", Number),
            ("lon", Number),
            ("bearing", Number),
            ("odometer_m", Number),
            ("speed_m_s", Number),
            ("current_stop_sequence", Integer),
            ("stop_id", Text),
            ("current_status", Text),
            ("timestamp", Time),
            ("congestion_level", Text),
            ("occupancy_status", Text),
        ],
    },
    Table {
        name: "trip_updates",
        fields: &[
            ("entity_id", Text),
            ("trip_id", Text),
            ("route_id", Text),
            ("direction_id", Integer),
            ("start_time", Text),
            ("start_date", Type::Date),
            ("trip_relationship", Text),
            ("vehicle_id", Text),
            ("vehicle_label", Text),
            ("license_plate", Text),
            ("timestamp", Time),
            ("delay_s", Integer),
            ("stop_sequence", Integer),
            ("stop_id", Text),
            ("arrival_time", Time),
            ("arrival_delay_s", Integer),
            ("departure_time", Time),
            ("departure_delay_s", Integer),
            ("stop_relationship", Text),
        ],
    },
    Table {
        name: "alerts",
        fields: &[
            ("entity_id", Text),
            ("active_from", Time),
            ("active_until", Time),
            ("cause", Text),
            ("effect", Text),
            ("agency_id", Text),
            ("route_id", Text),
            ("route_type", Integer),
            ("trip_id", Text),
            ("stop_id", Text),
            ("header_bg", Text),
            ("header_en", Text),
            ("description_bg", Text),
            ("description_en", Text),
        ],
    },
];

type Row<'a> = Vec<Value<'a>>;

const STATUS: [&str; 3] = ["incoming-at", "stopped-at", "in-transit-to"];
const CONGESTION: [&str; 5] = [
    "unknown",
    "running-smoothly",
    "stop-and-go",
    "congestion",
    "severe",
];
const OCCUPANCY: [&str; 9] = [
    "empty",
    "many-seats",
    "few-seats",
    "standing-room",
    "crushed-standing-room",
    "full",
    "not-accepting",
    "no-data",
    "not-boardable",
];
const OF_TRIP: [&str; 9] = [
    "scheduled",
    "added",
    "unscheduled",
    "canceled",
    "",
    "replacement",
    "duplicated",
    "deleted",
    "new",
];
const OF_STOP: [&str; 4] = ["scheduled", "skipped", "no-data", "unscheduled"];
const CAUSE: [&str; 13] = [
    "",
    "unknown",
    "other",
    "technical-problem",
    "strike",
    "demonstration",
    "accident",
    "holiday",
    "weather",
    "maintenance",
    "construction",
    "police-activity",
    "medical-emergency",
];
const EFFECT: [&str; 12] = [
    "",
    "no-service",
    "reduced-service",
    "significant-delays",
    "detour",
    "additional-service",
    "modified-service",
    "other",
    "unknown",
    "stop-moved",
    "no-effect",
    "accessibility-issue",
];

/// The rows of an entity, for each of [`TABLES`].
pub(super) fn of(entity: &FeedEntity, field_bytes: usize) -> Result<[Vec<Row<'_>>; 3], Reason> {
    let id = entity.id.as_str();
    let vehicle = entity
        .vehicle
        .as_ref()
        .map(|vehicle| vehicle_row(id, vehicle));
    let vehicles = vehicle.transpose()?.into_iter().collect();
    let updates = entity
        .trip_update
        .as_ref()
        .map(|update| update_rows(id, update));
    let alerts = entity.alert.as_ref().map(|alert| alert_rows(id, alert));
    let rows = [
        vehicles,
        updates.transpose()?.unwrap_or_default(),
        alerts.transpose()?.unwrap_or_default(),
    ];
    let limit = field_bytes;
    let long = |value: &Value<'_>| matches!(value, Value::Text(text) if text.len() > limit);
    if rows.iter().flatten().flatten().any(long) {
        return Err(Reason::FieldBytes { limit });
    }
    Ok(rows)
}

fn vehicle_row<'a>(id: &'a str, vehicle: &'a VehiclePosition) -> Result<Row<'a>, Reason> {
    let mut row = vec![Value::Text(id)];
    row.extend(trip(vehicle.trip.as_ref())?);
    row.extend(descriptor(vehicle.vehicle.as_ref()));
    let position = vehicle.position;
    if let Some(at) = position
        && !(at.latitude.abs() <= 90.0 && at.longitude.abs() <= 180.0)
    {
        return Err(Reason::NoPoint);
    }
    row.extend([
        degrees(position.map(|at| at.latitude)),
        degrees(position.map(|at| at.longitude)),
        degrees(position.and_then(|at| at.bearing)),
        number(position.and_then(|at| at.odometer)),
        degrees(position.and_then(|at| at.speed)),
        integer(vehicle.current_stop_sequence),
        text(vehicle.stop_id.as_deref()),
        word(vehicle.current_status, &STATUS),
        moment(vehicle.timestamp.map(i64::try_from))?,
        word(vehicle.congestion_level, &CONGESTION),
        word(vehicle.occupancy_status, &OCCUPANCY),
    ]);
    Ok(row)
}

/// A row for each stop of a trip, or one for a trip without stops.
fn update_rows<'a>(id: &'a str, update: &'a TripUpdate) -> Result<Vec<Row<'a>>, Reason> {
    let mut start = vec![Value::Text(id)];
    start.extend(trip(update.trip.as_ref())?);
    let relationship = update
        .trip
        .as_ref()
        .and_then(|trip| trip.schedule_relationship);
    start.push(word(relationship, &OF_TRIP));
    start.extend(descriptor(update.vehicle.as_ref()));
    start.push(moment(update.timestamp.map(i64::try_from))?);
    start.push(integer(update.delay));
    if update.stop_time_update.is_empty() {
        return Ok(vec![start]);
    }
    let stops = update.stop_time_update.iter().map(|stop| {
        let mut row = start.clone();
        row.push(integer(stop.stop_sequence));
        row.push(text(stop.stop_id.as_deref()));
        row.extend(event(stop.arrival)?);
        row.extend(event(stop.departure)?);
        row.push(word(stop.schedule_relationship, &OF_STOP));
        Ok(row)
    });
    stops.collect()
}

/// A row for each thing that an alert is about, or one for an alert about nothing.
fn alert_rows<'a>(id: &'a str, alert: &'a Alert) -> Result<Vec<Row<'a>>, Reason> {
    let periods = alert.active_period.iter();
    let from = periods.clone().filter_map(|period| period.start).min();
    let until = periods.filter_map(|period| period.end).max();
    let start = [
        Value::Text(id),
        moment(from.map(i64::try_from))?,
        moment(until.map(i64::try_from))?,
        word(alert.cause, &CAUSE),
        word(alert.effect, &EFFECT),
    ];
    let (header, description) = (alert.header_text.as_ref(), alert.description_text.as_ref());
    let end = [
        translated(header, "bg"),
        translated(header, "en"),
        translated(description, "bg"),
        translated(description, "en"),
    ];
    let about = alert.informed_entity.iter().map(|about| {
        [
            text(about.agency_id.as_deref()),
            text(about.route_id.as_deref()),
            integer(about.route_type),
            text(about.trip.as_ref().and_then(|trip| trip.trip_id.as_deref())),
            text(about.stop_id.as_deref()),
        ]
    });
    let mut about: Vec<_> = about.collect();
    if about.is_empty() {
        about.push([Value::Missing; 5]);
    }
    let rows = about.iter().map(|about| [&start[..], about, &end].concat());
    Ok(rows.collect())
}

fn trip(trip: Option<&TripDescriptor>) -> Result<[Value<'_>; 5], Reason> {
    let Some(trip) = trip else {
        return Ok([Value::Missing; 5]);
    };
    let date = match trip.start_date.as_deref() {
        None | Some("") => Value::Missing,
        Some(date) => {
            let wanted = Type::Date;
            cell::compact_date(date.as_bytes()).ok_or(Reason::Unreadable { wanted })?
        }
    };
    Ok([
        text(trip.trip_id.as_deref()),
        text(trip.route_id.as_deref()),
        integer(trip.direction_id),
        text(trip.start_time.as_deref()),
        date,
    ])
}

fn descriptor(vehicle: Option<&VehicleDescriptor>) -> [Value<'_>; 3] {
    [
        text(vehicle.and_then(|vehicle| vehicle.id.as_deref())),
        text(vehicle.and_then(|vehicle| vehicle.label.as_deref())),
        text(vehicle.and_then(|vehicle| vehicle.license_plate.as_deref())),
    ]
}

fn event<'a>(event: Option<StopTimeEvent>) -> Result<[Value<'a>; 2], Reason> {
    let time = moment(event.and_then(|event| event.time).map(Ok::<_, Reason>))?;
    Ok([time, integer(event.and_then(|event| event.delay))])
}

/// A text in a language; what has no language counts as Bulgarian.
fn translated<'a>(text: Option<&'a TranslatedString>, language: &str) -> Value<'a> {
    let translations = text
        .map(|text| text.translation.as_slice())
        .unwrap_or_default();
    let mut spoken = translations.iter().filter(|translation| {
        let tag = translation.language.as_deref().unwrap_or("bg");
        tag.split('-').next() == Some(language)
    });
    spoken
        .next()
        .map_or(Value::Missing, |found| Value::Text(&found.text))
}

fn text(text: Option<&str>) -> Value<'_> {
    match text {
        None | Some("") => Value::Missing,
        Some(text) => Value::Text(text),
    }
}

fn integer<'a>(value: Option<impl Into<i64>>) -> Value<'a> {
    value.map_or(Value::Missing, |value| Value::Integer(value.into()))
}

fn number<'a>(value: Option<f64>) -> Value<'a> {
    value
        .filter(|value| value.is_finite())
        .map_or(Value::Missing, Value::Number)
}

/// A number of single precision, without the digits that double precision would add.
fn degrees<'a>(value: Option<f32>) -> Value<'a> {
    number(value.and_then(|value| value.to_string().parse().ok()))
}

/// A moment of whole seconds since 1970.
fn moment<'a, E>(seconds: Option<Result<i64, E>>) -> Result<Value<'a>, Reason> {
    let wanted = Type::Time;
    match seconds {
        None => Ok(Value::Missing),
        Some(seconds) => {
            let time = seconds.ok().and_then(|seconds| seconds.checked_mul(1000));
            time.map(Value::Time).ok_or(Reason::Range { wanted })
        }
    }
}

/// The word of a code; of a code that is not known, nothing.
fn word<'a>(code: Option<i32>, words: &[&'static str]) -> Value<'a> {
    let place = code.and_then(|code| usize::try_from(code).ok());
    text(place.and_then(|place| words.get(place)).copied())
}
