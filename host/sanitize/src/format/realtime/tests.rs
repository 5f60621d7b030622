use std::io::Cursor;

use arrow_array::{
    Array,
    cast::AsArray,
    types::{Float64Type, Int64Type, TimestampMillisecondType},
};
use prost::{Message, encoding::encode_varint};

use super::messages::{
    Alert, FeedEntity, FeedHeader, Position, StopTimeEvent, StopTimeUpdate, TranslatedString,
    Translation, TripDescriptor, TripUpdate, VehiclePosition,
};
use crate::format::{Format, Limits, Options, read_tables, tests::said_of};

fn header() -> FeedHeader {
    FeedHeader {
        gtfs_realtime_version: "2.0".to_owned(),
        incrementality: Some(0),
        timestamp: Some(1_750_000_000),
    }
}

fn part(number: u8, bytes: &[u8]) -> Vec<u8> {
    let mut part = vec![number << 3 | 2];
    encode_varint(bytes.len() as u64, &mut part);
    part.extend(bytes);
    part
}

fn feed(header: &FeedHeader, entities: &[FeedEntity]) -> Vec<u8> {
    let mut feed = part(1, &header.encode_to_vec());
    for entity in entities {
        feed.extend(part(2, &entity.encode_to_vec()));
    }
    feed
}

fn vehicle(id: &str) -> FeedEntity {
    FeedEntity {
        id: id.to_owned(),
        vehicle: Some(VehiclePosition {
            trip: Some(TripDescriptor {
                trip_id: Some("T1".to_owned()),
                start_date: Some("20250101".to_owned()),
                ..TripDescriptor::default()
            }),
            position: Some(Position {
                latitude: 42.7,
                longitude: 23.32,
                ..Position::default()
            }),
            current_status: Some(1),
            timestamp: Some(1_750_000_000),
            ..VehiclePosition::default()
        }),
        ..FeedEntity::default()
    }
}

fn said(bytes: &[u8]) -> Vec<String> {
    said_of(Format::GtfsRealtime, bytes, &Options::default())
}

#[test]
fn positions_changes_and_alerts_are_tables() {
    let update = FeedEntity {
        id: "u".to_owned(),
        trip_update: Some(TripUpdate {
            delay: Some(60),
            stop_time_update: vec![
                StopTimeUpdate {
                    stop_id: Some("S1".to_owned()),
                    arrival: Some(StopTimeEvent {
                        delay: Some(90),
                        time: Some(1_750_000_090)
                    }),
                    ..StopTimeUpdate::default()
                };
                2
            ],
            ..TripUpdate::default()
        }),
        ..FeedEntity::default()
    };
    let alert = FeedEntity {
        id: "a".to_owned(),
        alert: Some(Alert {
            effect: Some(4),
            header_text: Some(TranslatedString {
                translation: vec![Translation {
                    text: "Ремонт".to_owned(),
                    language: None,
                }],
            }),
            ..Alert::default()
        }),
        ..FeedEntity::default()
    };
    let mut source = Cursor::new(feed(&header(), &[vehicle("v"), update, alert]));
    let options = Options::default();
    let read = read_tables(
        Format::GtfsRealtime,
        "t",
        &mut source,
        &options,
        &mut Vec::new(),
    );
    let (tables, intake) = read.expect("it is read");
    assert_eq!(intake.findings.rows["trip_updates"], 2);
    let cell = |table: usize, name: &str| {
        let place = tables[table].column(name).expect(name);
        tables[table].blocks()[0].column(place).clone()
    };
    assert_eq!(
        cell(0, "lat")
            .as_primitive::<Float64Type>()
            .values()
            .first(),
        Some(&42.7)
    );
    assert_eq!(
        cell(0, "current_status").as_string::<i32>().value(0),
        "stopped-at"
    );
    let moments = cell(0, "timestamp");
    assert_eq!(
        moments.as_primitive::<TimestampMillisecondType>().value(0),
        1_750_000_000_000
    );
    assert_eq!(
        cell(1, "arrival_delay_s")
            .as_primitive::<Int64Type>()
            .values(),
        &[90, 90]
    );
    assert_eq!(cell(1, "delay_s").as_primitive::<Int64Type>().value(0), 60);
    assert_eq!(cell(2, "effect").as_string::<i32>().value(0), "detour");
    assert_eq!(cell(2, "header_bg").as_string::<i32>().value(0), "Ремонт");
    assert!(cell(2, "route_id").is_null(0));
}

#[test]
fn every_broken_feed_is_told_from_the_others() {
    let with = |change: fn(&mut FeedEntity)| {
        let mut entity = vehicle("v");
        change(&mut entity);
        feed(&header(), &[entity])
    };
    let sound = feed(&header(), &[vehicle("v")]);
    let other = |version: &str, incrementality| {
        let gtfs_realtime_version = version.to_owned();
        feed(
            &FeedHeader {
                gtfs_realtime_version,
                incrementality,
                ..header()
            },
            &[],
        )
    };
    let broken: [(Vec<u8>, &str); 13] = [
        (Vec::new(), "`t`: the file is empty"),
        (
            b"<html></html>".to_vec(),
            "`t`: is no GTFS realtime message at byte 0",
        ),
        (
            sound[..sound.len() - 1].to_vec(),
            "`t`: is no GTFS realtime message at byte 15",
        ),
        (
            part(2, &vehicle("v").encode_to_vec()),
            "`t`: the message has no header",
        ),
        (
            other("3.0", None),
            "`t`: version `3.0` of GTFS realtime is not known",
        ),
        (
            other("2.0", Some(1)),
            "`t`: the changes of a feed that is not whole are not read; hint: take the full data set",
        ),
        (
            with(|entity| entity.id.clear()),
            "`t`, line 1: the entity has no id",
        ),
        (
            with(|entity| entity.vehicle = None),
            "`t`, line 1: the entity has no vehicle, trip or alert",
        ),
        (
            feed(&header(), &[vehicle("v"), vehicle("v")]),
            "`t`, line 2: an earlier entity has the same id",
        ),
        (
            with(|entity| position(entity).latitude = 91.0),
            "`t`, line 1: a point lies off the globe, or is none",
        ),
        (
            with(|entity| position(entity).longitude = f32::NAN),
            "`t`, line 1: a point lies off the globe, or is none",
        ),
        (
            with(|entity| moved(entity).timestamp = Some(u64::MAX)),
            "`t`, line 1: a value is out of the range of time",
        ),
        (
            [part(1, &header().encode_to_vec()), part(2, b"\x0a\x05ab")].concat(),
            "`t`, line 1: is no GTFS realtime message at byte 0",
        ),
    ];
    for (bytes, expected) in broken {
        assert_eq!(said(&bytes), [expected]);
    }
    let date = with(|entity| {
        let trip = moved(entity).trip.as_mut().expect("a trip");
        trip.start_date = Some("20250230".to_owned());
    });
    assert_eq!(said(&date), ["`t`, line 1: is no date"]);
}

#[test]
fn every_limit_is_held() {
    let bytes = feed(&header(), &[vehicle("v")]);
    let said = |limits| {
        let options = Options {
            limits,
            ..Options::default()
        };
        said_of(Format::GtfsRealtime, &bytes, &options)
    };
    let limits = Limits {
        entry_bytes: 10,
        ..Limits::default()
    };
    assert!(said(limits)[0].contains("the file has more than 10 bytes"));
    let limits = Limits {
        line_bytes: 10,
        ..Limits::default()
    };
    assert!(said(limits)[0].contains("`t`, line 1: a line of more than 10 bytes"));
    let limits = Limits {
        field_bytes: 1,
        ..Limits::default()
    };
    assert!(said(limits)[0].contains("a cell of more than 1 bytes"));
}

fn moved(entity: &mut FeedEntity) -> &mut VehiclePosition {
    entity.vehicle.as_mut().expect("a vehicle")
}

fn position(entity: &mut FeedEntity) -> &mut Position {
    moved(entity).position.as_mut().expect("a position")
}
