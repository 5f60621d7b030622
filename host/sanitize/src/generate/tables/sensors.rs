//! Sensors of air, noise and weather, read every hour, four in each district.

use std::fmt::Write;

use super::super::calendar::AS_OF_DAYS;
use super::super::district::DISTRICTS;
use super::super::draw::{Draw, Purpose};
use super::super::dwelling::write_geohash;
use super::super::sink::{Column, Row, Values};
use super::super::truth::Label;
use super::{NONE, Rows};

const COLUMNS: [Column; 12] = [
    ("sensor", Values::Text, NONE),
    ("district", Values::Text, NONE),
    ("latitude", Values::Real, Label::Coordinates),
    ("longitude", Values::Real, Label::Coordinates),
    ("geohash", Values::Text, Label::Geohash),
    ("seen_at", Values::Time, NONE),
    ("pm10", Values::Real, NONE),
    ("pm25", Values::Real, NONE),
    ("no2", Values::Real, NONE),
    ("noise_db", Values::Real, NONE),
    ("temperature_c", Values::Real, NONE),
    ("humidity", Values::Integer, NONE),
];

const SENSORS: usize = 96;

/// Letters of a sensor's geohash: seven are some 150 metres.
const GEOHASH_LETTERS: u32 = 7;

/// Hours since 1970 of the first row: the year before the day of ages.
const START_HOURS: i64 = (AS_OF_DAYS as i64 - 365) * 24;

/// The sensors' table. A chunk is one hour.
pub(crate) struct Sensors {
    seed: u64,
    devices: Vec<Sensor>,
    hour: i64,
    seen: Vec<Seen>,
}

struct Sensor {
    district: usize,
    point: (f64, f64),
    /// Against the city's mean.
    dirty: f64,
    number: u64,
}

#[derive(Clone, Copy)]
struct Seen {
    pm10: f64,
    pm25: f64,
    no2: f64,
    noise_db: f64,
    temperature_c: f64,
    humidity: u32,
}

impl Sensors {
    pub(crate) fn new(seed: u64) -> Self {
        // No hour has this number, so the sensors share no draw with one.
        let mut draw = Draw::new(seed, Purpose::Sensors, u64::from(u32::MAX));
        let devices = (0..SENSORS).map(|place| Sensor::draw(&mut draw, place % DISTRICTS.len()));
        Self {
            seed,
            devices: devices.collect(),
            hour: START_HOURS,
            seen: Vec::new(),
        }
    }
}

impl Rows for Sensors {
    fn columns(&self) -> &'static [Column] {
        &COLUMNS
    }

    fn load(&mut self, chunk: u64) -> usize {
        let mut draw = Draw::new(self.seed, Purpose::Sensors, chunk);
        self.hour = START_HOURS + i64::try_from(chunk).unwrap_or(0);
        let (winter, warm) = seasons(self.hour);
        let weather = draw.normal();
        let see = |sensor: &Sensor| Seen::draw(&mut draw, sensor, winter, warm, weather);
        self.seen = self.devices.iter().map(see).collect();
        self.devices.len()
    }

    fn write(&self, place: usize, row: &mut Row<'_>) {
        let (sensor, seen) = (&self.devices[place], &self.seen[place]);
        row.text(|out| {
            let _ = write!(out, "70B3D5{:010X}", sensor.number);
        });
        row.word(DISTRICTS[sensor.district].name);
        row.real(sensor.point.0, 6);
        row.real(sensor.point.1, 6);
        row.text(|out| write_geohash(out, sensor.point.0, sensor.point.1, GEOHASH_LETTERS));
        row.time(self.hour * 3_600_000);
        row.real(seen.pm10, 1);
        row.real(seen.pm25, 1);
        row.real(seen.no2, 1);
        row.real(seen.noise_db, 1);
        row.real(seen.temperature_c, 1);
        row.integer(i64::from(seen.humidity));
    }
}

impl Sensor {
    fn draw(draw: &mut Draw, district: usize) -> Self {
        Self {
            district,
            point: DISTRICTS[district].point(draw),
            dirty: libm::exp(0.25 * draw.normal()),
            number: u64::from(draw.below(u32::MAX)),
        }
    }
}

impl Seen {
    /// `winter` and `warm` go from 0 to 1; the weather of an hour is one for the city.
    fn draw(draw: &mut Draw, sensor: &Sensor, winter: f64, warm: f64, weather: f64) -> Self {
        let smoke = (18.0 + 45.0 * winter) * sensor.dirty;
        let pm10 = smoke * libm::exp(0.25 * weather + 0.15 * draw.normal());
        Self {
            pm10,
            pm25: pm10 * draw.real(0.5, 0.75),
            no2: (12.0 + 22.0 * winter + 10.0 * warm) * libm::exp(0.2 * draw.normal()),
            noise_db: (48.0 + 14.0 * warm + 3.0 * draw.normal()).max(25.0),
            temperature_c: 24.0 - 25.0 * winter + 8.0 * warm + 2.0 * weather + 0.4 * draw.normal(),
            humidity: 35 + draw.below(50),
        }
    }
}

/// How far into winter the day is and how far into the day the hour, each from 0 to 1.
fn seasons(hour: i64) -> (f64, f64) {
    let turn = |part: i64, whole: f64, top: f64| {
        let part = f64::from(i32::try_from(part).unwrap_or(0));
        f64::midpoint(1.0, libm::cos((part - top) / whole * std::f64::consts::TAU))
    };
    let day = hour.div_euclid(24).rem_euclid(365);
    (
        turn(day, 365.0, 15.0),
        turn(hour.rem_euclid(24), 24.0, 14.0),
    )
}
