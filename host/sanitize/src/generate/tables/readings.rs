//! Monthly readings of the meters over the year 2025, with season, chance and leaks.

use super::super::draw::{Draw, Purpose};
use super::super::sink::{Column, Row, Values};
use super::meters::{Medium, Meter, Meters};
use super::{NONE, Rows};

const COLUMNS: [Column; 8] = [
    ("meter_id", Values::Number, NONE),
    ("kind", Values::Text, NONE),
    ("district", Values::Text, NONE),
    ("read_at", Values::Time, NONE),
    ("reading", Values::Real, NONE),
    ("used", Values::Real, NONE),
    ("unit", Values::Text, NONE),
    ("estimated", Values::Flag, NONE),
];

/// Readings of each meter.
pub(crate) const MONTHS: usize = 12;

/// First days of the months after each of 2025, in days since 1970.
const MONTH_ENDS_DAYS: [i64; MONTHS] = [
    20_120, 20_148, 20_179, 20_209, 20_240, 20_270, 20_301, 20_332, 20_362, 20_393, 20_423, 20_454,
];

/// Use of heat and of water in each month against the year's mean.
const HEAT_SEASON: [f64; MONTHS] = [
    2.6, 2.2, 1.6, 0.7, 0.1, 0.05, 0.05, 0.05, 0.1, 0.8, 1.6, 2.2,
];
const WATER_SEASON: [f64; MONTHS] = [
    0.95, 0.95, 0.95, 1.0, 1.0, 1.1, 1.1, 0.95, 1.05, 1.0, 1.0, 0.95,
];

/// How much of the month's mean use a leak adds.
const LEAK: f64 = 2.4;

/// The readings' table.
pub(crate) struct Readings(pub(crate) Meters);

impl Rows for Readings {
    fn columns(&self) -> &'static [Column] {
        &COLUMNS
    }

    fn load(&mut self, chunk: u64) -> usize {
        self.0.load(chunk) * MONTHS
    }

    fn write(&self, place: usize, row: &mut Row<'_>) {
        let (meter, month) = (&self.0.meters[place / MONTHS], place % MONTHS);
        let household = &self.0.homes.population.households[meter.household];
        let used = months_use(meter);
        let before: f64 = used[..month].iter().sum();
        row.integer(self.0.number(meter));
        row.word(meter.medium.as_str());
        row.word(household.dwelling.district());
        let hour = i64::from(meter.noise % 10) + 8;
        row.time((MONTH_ENDS_DAYS[month] * 24 + hour) * 3_600_000);
        row.real(meter.start + before + used[month], 3);
        row.real(used[month], 3);
        row.word(meter.medium.unit());
        row.flag(!meter.remote && (meter.noise >> 8) % 12 == u32::try_from(month).unwrap_or(0));
    }
}

/// The use of each month, always the same for the same meter.
fn months_use(meter: &Meter) -> [f64; MONTHS] {
    let mut draw = Draw::new(u64::from(meter.noise), Purpose::Meters, 0);
    let mut used = [0.0; MONTHS];
    for (month, used) in used.iter_mut().enumerate() {
        let season = match meter.medium {
            Medium::Heat => HEAT_SEASON[month],
            Medium::ColdWater | Medium::HotWater => WATER_SEASON[month],
        };
        let leaks = meter.leak_from.is_some_and(|from| from as usize <= month);
        let leak = if leaks { LEAK } else { 0.0 };
        *used = meter.base * (season * libm::exp(0.18 * draw.normal()) + leak);
    }
    used
}
