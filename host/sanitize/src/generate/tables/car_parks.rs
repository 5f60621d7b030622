//! Car parks, seen every hour: how many places are free and what an hour costs.

use std::fmt::Write;

use super::super::calendar::AS_OF_DAYS;
use super::super::district::DISTRICTS;
use super::super::draw::{Draw, Purpose};
use super::super::sink::{Column, Row, Values};
use super::super::truth::Label;
use super::{NONE, Rows};

const COLUMNS: [Column; 9] = [
    ("car_park", Values::Text, NONE),
    ("district", Values::Text, NONE),
    ("latitude", Values::Real, Label::Coordinates),
    ("longitude", Values::Real, Label::Coordinates),
    ("seen_at", Values::Time, NONE),
    ("places", Values::Integer, NONE),
    ("free", Values::Integer, NONE),
    ("hour_price_eur", Values::Real, NONE),
    ("open", Values::Flag, NONE),
];

/// Car parks: two in each district.
const CAR_PARKS: usize = 48;

/// Share of the places that are taken at each hour of a working day.
const TAKEN: [f64; 24] = [
    0.22, 0.2, 0.19, 0.18, 0.18, 0.2, 0.28, 0.45, 0.68, 0.82, 0.88, 0.9, 0.88, 0.87, 0.86, 0.84,
    0.82, 0.8, 0.74, 0.62, 0.5, 0.4, 0.32, 0.26,
];

/// Hours since 1970 of the first row: the year before the day of ages.
const START_HOURS: i64 = (AS_OF_DAYS as i64 - 365) * 24;

/// The car parks' table. A chunk is one hour.
pub(crate) struct CarParks {
    seed: u64,
    parks: Vec<CarPark>,
    hour: i64,
    free: Vec<i64>,
}

struct CarPark {
    district: usize,
    point: (f64, f64),
    places: u32,
    price_cents: u32,
}

impl CarParks {
    pub(crate) fn new(seed: u64) -> Self {
        // No hour has this number, so the car parks share no draw with one.
        let mut draw = Draw::new(seed, Purpose::Parking, u64::from(u32::MAX));
        let parks = (0..CAR_PARKS).map(|place| CarPark::draw(&mut draw, place % DISTRICTS.len()));
        Self {
            seed,
            parks: parks.collect(),
            hour: START_HOURS,
            free: Vec::new(),
        }
    }
}

impl Rows for CarParks {
    fn columns(&self) -> &'static [Column] {
        &COLUMNS
    }

    fn load(&mut self, chunk: u64) -> usize {
        let mut draw = Draw::new(self.seed, Purpose::Parking, chunk);
        self.hour = START_HOURS + i64::try_from(chunk).unwrap_or(0);
        let usual = TAKEN[usize::try_from(self.hour.rem_euclid(24)).unwrap_or(0)];
        // 1970 began on a Thursday; the two days from the second on are a weekend.
        let weekend = matches!((self.hour.div_euclid(24)).rem_euclid(7), 2 | 3);
        let usual = if weekend { usual * 0.6 } else { usual };
        let taken = |draw: &mut Draw| (usual + 0.08 * draw.normal()).clamp(0.0, 1.0);
        let free = self.parks.iter().map(|park| {
            let left = f64::from(park.places) * (1.0 - taken(&mut draw));
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a car park has below a thousand places"
            )]
            let left = left as i64;
            left
        });
        self.free = free.collect();
        self.parks.len()
    }

    fn write(&self, place: usize, row: &mut Row<'_>) {
        let park = &self.parks[place];
        let district = DISTRICTS[park.district].name;
        row.text(|out| {
            let _ = write!(out, "Паркинг {district} {}", place / DISTRICTS.len() + 1);
        });
        row.word(district);
        row.real(park.point.0, 6);
        row.real(park.point.1, 6);
        row.time(self.hour * 3_600_000);
        row.integer(i64::from(park.places));
        row.integer(self.free[place]);
        row.real(f64::from(park.price_cents) / 100.0, 2);
        row.flag(true);
    }
}

impl CarPark {
    fn draw(draw: &mut Draw, district: usize) -> Self {
        Self {
            district,
            point: DISTRICTS[district].point(draw),
            places: draw.between(40, 620),
            price_cents: 25 * draw.between(2, 10),
        }
    }
}
