use std::io::{Cursor, Write};

use arrow_array::{
    cast::AsArray,
    types::{Date32Type, Int64Type},
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::format::{Format, Limits, Options, read_tables, tests::said_of};

const SOUND: [(&str, &str); 8] = [
    (
        "agency.txt",
        "agency_id,agency_name,agency_url,agency_timezone\nA,ЦГМ,https://sofiatraffic.bg,Europe/Sofia\n",
    ),
    (
        "stops.txt",
        "stop_id,stop_name,stop_lat,stop_lon\nS1,Сердика,42.7,23.32\nS2,НДК,42.68,23.31\n",
    ),
    (
        "routes.txt",
        "route_id,agency_id,route_short_name,route_type\nR1,A,10,0\n",
    ),
    (
        "trips.txt",
        "route_id,service_id,trip_id,shape_id\nR1,W,T1,H1\n",
    ),
    (
        "stop_times.txt",
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nT1,23:50:00,23:51:00,S1,1\nT1,25:10:00,25:10:00,S2,2\n",
    ),
    (
        "calendar.txt",
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nW,1,1,1,1,1,0,0,20250101,20251231\n",
    ),
    (
        "shapes.txt",
        "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\nH1,42.7,23.32,1\n",
    ),
    (
        "feed_info.txt",
        "feed_publisher_name,feed_publisher_url,feed_lang\nЦГМ,https://sofiatraffic.bg,bg\n",
    ),
];

fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in files {
        writer.start_file(*name, options).expect("a file begins");
        writer.write_all(text.as_bytes()).expect("it is written");
    }
    writer.finish().expect("it ends").into_inner()
}

/// The sound feed with a file changed, added, or (of no text) left out.
fn changed(file: &str, text: &str) -> Vec<u8> {
    let others = SOUND.iter().copied().filter(|(name, _)| *name != file);
    let mut files: Vec<_> = others.collect();
    if !text.is_empty() {
        files.push((file, text));
    }
    zipped(&files)
}

fn said(bytes: &[u8]) -> Vec<String> {
    said_of(Format::Gtfs, bytes, &Options::default())
}

#[test]
fn a_sound_feed_is_a_table_a_file() {
    let mut source = Cursor::new(zipped(&SOUND));
    let read = read_tables(
        Format::Gtfs,
        "t",
        &mut source,
        &Options::default(),
        &mut Vec::new(),
    );
    let (tables, intake) = read.expect("it is read");
    assert!(intake.findings.list.is_empty(), "{intake:?}");
    assert_eq!(tables.len(), 8);
    let table = |name: &str| tables.iter().find(|table| table.name == name).expect(name);
    let times = table("stop_times");
    let arrivals = times.blocks()[0].column(1).as_primitive::<Int64Type>();
    assert_eq!(arrivals.values(), &[85_800, 90_600]);
    let start = table("calendar").blocks()[0]
        .column(8)
        .as_primitive::<Date32Type>();
    assert_eq!(start.value(0), 20_089);
}

#[test]
fn a_feed_as_it_comes_in_life_loads_with_warnings() {
    let files = [
        (
            "feed/agency.txt",
            "\u{feff}agency_id , agency_name, agency_url, agency_timezone\nA, ЦГМ , https://sofiatraffic.bg, EET\n",
        ),
        ("feed/stops.txt", "stop_id, stop_name\nS1 ,Сердика\n"),
        ("feed/routes.txt", "route_id,route_type\nR1,0\n"),
        (
            "feed/trips.txt",
            "route_id,service_id,trip_id,trip_headsign\nR1,W,T1\n",
        ),
        (
            "feed/stop_times.txt",
            "trip_id,stop_id,stop_sequence\nT1,S1,1\n",
        ),
        (
            "feed/calendar_dates.txt",
            "service_id,date,exception_type\nW,20250101,1\n",
        ),
    ];
    let mut source = Cursor::new(zipped(&files));
    let read = read_tables(
        Format::Gtfs,
        "t",
        &mut source,
        &Options::default(),
        &mut Vec::new(),
    );
    let (tables, intake) = read.expect("it is read");
    let said: Vec<_> = intake
        .findings
        .list
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        said,
        [
            "`shapes.txt`: the feed has no such file; routes have no line on the map",
            "`agency.txt`, line 1, column `agency_id`: spaces around the column's name were cut off",
            "`agency.txt`, line 1, column `agency_name`: spaces around the column's name were cut off",
            "`agency.txt`, line 1, column `agency_url`: spaces around the column's name were cut off",
            "`agency.txt`, line 1, column `agency_timezone`: spaces around the column's name were cut off",
            "`agency.txt`, line 2, column `agency_timezone`: is no name of the time zone database; hint: `Europe/Sofia`",
            "`stops.txt`, line 1, column `stop_name`: spaces around the column's name were cut off",
        ]
    );
    assert_eq!((tables.len(), intake.findings.all_set_aside()), (6, 0));
    assert_eq!(
        tables[1].blocks()[0].column(0).as_string::<i32>().value(0),
        "S1"
    );
}

#[test]
fn every_broken_feed_is_told_from_the_others() {
    let times = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n";
    let broken: [(Vec<u8>, &[&str]); 13] = [
        (b"stop_id\n1\n".to_vec(), &["`t`: is no zip archive"]),
        (
            zipped(&[("readme.md", "x")]),
            &[
                "`readme.md`: is not part of GTFS; it is left out",
                "`t`: the archive has no file of GTFS",
            ],
        ),
        (
            changed("stops.txt", ""),
            &["`stops.txt`: the feed has no such file, which GTFS asks for"],
        ),
        (
            changed("calendar.txt", ""),
            &["`calendar.txt`: the feed has no such file, which GTFS asks for"],
        ),
        (
            changed(
                "stop_times.txt",
                &format!("{times}T1,8:60:00,8:00:00,S1,1\n"),
            ),
            &[
                "`stop_times.txt`, line 2, column `arrival_time`: is no time of a service day, such as `25:10:00`",
            ],
        ),
        (
            changed(
                "stop_times.txt",
                &format!("{times}T1,8:00:00,8:00:00,S1,first\n"),
            ),
            &["`stop_times.txt`, line 2, column `stop_sequence`: is no whole number"],
        ),
        (
            changed(
                "stop_times.txt",
                &format!("{times}T1,8:00:00,8:00:00,S1,1,x\n"),
            ),
            &["`stop_times.txt`, line 2: has 6 fields, the header 5"],
        ),
        (
            changed(
                "stop_times.txt",
                &format!("{times}T9,8:00:00,8:00:00,S1,1\nT1,8:00:00,8:00:00,S9,2\n"),
            ),
            &[
                "`stop_times.txt`, column `trip_id`: 1 rows name something that `trips.txt` does not have",
                "`stop_times.txt`, column `stop_id`: 1 rows name something that `stops.txt` does not have",
            ],
        ),
        (
            changed("stops.txt", "stop_id,parent_station\nS1,\nS2,S7\nS2,S1\n"),
            &[
                "`stops.txt`: 1 rows repeat a key",
                "`stops.txt`, column `parent_station`: 1 rows name something that `stops.txt` does not have",
            ],
        ),
        (
            changed("routes.txt", "route_id,agency_id\nR1,A\n"),
            &["`routes.txt`, line 1, column `route_type`: GTFS asks for this column"],
        ),
        (
            changed(
                "calendar.txt",
                "service_id,start_date,end_date\nW,20250101,20250229\nW,20250101,20250228\n",
            ),
            &["`calendar.txt`, line 2, column `end_date`: is no date"],
        ),
        (
            changed("trips.txt", "route_id,service_id,trip_id\nR1,W,\"T1\n"),
            &[
                "`trips.txt`, line 2: a quote is opened and never closed; hint: close it, or double quotes in cells",
            ],
        ),
        (
            changed("../../etc/stops.txt", "stop_id\nS1\n"),
            &["`stops.txt`: stands twice in the archive"],
        ),
    ];
    for (bytes, expected) in broken {
        assert_eq!(said(&bytes), expected);
    }
}

#[test]
fn a_bomb_is_refused_before_it_unpacks() {
    let zeros = format!("stop_id\n{}", "0".repeat(40 << 20));
    let bytes = changed("stops.txt", &zeros);
    assert_eq!(
        said(&bytes),
        ["`stops.txt`: unpacks to more than 200 times its size"]
    );
    let limits = Limits {
        entry_bytes: 100,
        ..Limits::default()
    };
    let options = Options {
        limits,
        ..Options::default()
    };
    let said = said_of(Format::Gtfs, &zipped(&SOUND), &options);
    assert_eq!(said, ["`calendar.txt`: unpacks to more than 100 bytes"]);
}

#[test]
fn an_entry_that_lies_about_its_size_is_stopped() {
    let zeros = format!("stop_id\n{}", "0,".repeat(20 << 20));
    let mut bytes = changed("stops.txt", &zeros);
    let size = u32::try_from(zeros.len()).expect("it fits").to_le_bytes();
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(4).position(|window| window == size) {
        at += found;
        bytes[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    let said = said(&bytes);
    assert!(
        said.last()
            .expect("it is refused")
            .starts_with("`stops.txt`"),
        "{said:?}"
    );
}

#[test]
fn too_many_files_are_refused() {
    let limits = Limits {
        entries: 7,
        ..Limits::default()
    };
    let options = Options {
        limits,
        ..Options::default()
    };
    let said = said_of(Format::Gtfs, &zipped(&SOUND), &options);
    assert_eq!(said, ["`t`: more than 7 files in the archive"]);
}

#[test]
fn a_damaged_file_is_refused_by_name() {
    let mut bytes = zipped(&SOUND);
    let at = bytes
        .windows(9)
        .position(|window| window == b"stops.txt")
        .expect("it is there");
    for byte in &mut bytes[at + 9..at + 40] {
        *byte = !*byte;
    }
    assert_eq!(
        said(&bytes),
        ["`stops.txt`: cannot be unpacked: it is damaged, encrypted or packed in an unknown way"]
    );
}
