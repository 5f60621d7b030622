//! Water and heat meters of the households.

use std::fmt::Write;

use super::super::calendar::AS_OF_DAYS;
use super::super::draw::{Draw, Purpose};
use super::super::sink::{Column, Row, Values};
use super::super::truth::Label;
use super::people::as_integer;
use super::{Homes, NONE, Rows};

const COLUMNS: [Column; 10] = [
    ("meter_id", Values::Number, NONE),
    ("household_id", Values::Number, NONE),
    ("kind", Values::Text, NONE),
    ("factory_number", Values::Text, NONE),
    ("holder", Values::Text, Label::PersonName),
    ("contract", Values::Text, NONE),
    ("district", Values::Text, NONE),
    ("address", Values::Text, Label::Address),
    ("installed_on", Values::Date, NONE),
    ("remote", Values::Flag, NONE),
];

/// Meters that a household has at most; their numbers follow from it.
pub(crate) const METERS_PER_HOUSEHOLD: u64 = 3;

/// Share of the meters behind which water or heat is lost.
const LEAK_SHARE: f64 = 0.02;

/// What is metered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Medium {
    ColdWater,
    HotWater,
    Heat,
}

/// A meter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meter {
    pub(crate) household: usize,
    pub(crate) medium: Medium,
    /// Ten digits, some of which pass for a personal number: a trap for detectors.
    factory_number: u64,
    contract: u32,
    installed_days: i32,
    pub(crate) remote: bool,
    /// Use of a month, in cubic metres or kilowatt hours, before season and chance.
    pub(crate) base: f64,
    /// Use on the day before the first reading.
    pub(crate) start: f64,
    /// The month from which the meter runs without end, from 0.
    pub(crate) leak_from: Option<u32>,
    /// A number from which the chance of each month follows.
    pub(crate) noise: u32,
}

/// The meters' table.
pub(crate) struct Meters {
    pub(crate) homes: Homes,
    pub(crate) meters: Vec<Meter>,
}

impl Medium {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::ColdWater => "студена вода",
            Self::HotWater => "топла вода",
            Self::Heat => "топлина",
        }
    }

    /// The unit of its readings.
    pub(crate) fn unit(self) -> &'static str {
        match self {
            Self::ColdWater | Self::HotWater => "m3",
            Self::Heat => "kWh",
        }
    }
}

impl Meters {
    pub(crate) fn new(homes: Homes) -> Self {
        Self {
            homes,
            meters: Vec::new(),
        }
    }

    /// The number of a meter, from 1; not every number is in use.
    pub(crate) fn number(&self, meter: &Meter) -> i64 {
        let household = self.homes.population.household_number(meter.household);
        as_integer(household * METERS_PER_HOUSEHOLD + meter.medium as u64)
    }
}

impl Rows for Meters {
    fn columns(&self) -> &'static [Column] {
        &COLUMNS
    }

    fn load(&mut self, chunk: u64) -> usize {
        self.homes.load(chunk);
        let mut draw = Draw::new(self.homes.seed, Purpose::Meters, chunk);
        self.meters.clear();
        for (place, household) in self.homes.population.households.iter().enumerate() {
            let district_heating = household.heating == 0;
            let mut add = |medium, base| {
                self.meters
                    .push(Meter::draw(&mut draw, place, medium, base));
            };
            let people = f64::from(u32::try_from(household.size).unwrap_or(1));
            add(Medium::ColdWater, 2.9 * people);
            if district_heating {
                add(Medium::HotWater, 1.5 * people);
                add(Medium::Heat, 6.5 * f64::from(household.area_m2));
            }
        }
        self.meters.len()
    }

    fn write(&self, place: usize, row: &mut Row<'_>) {
        let meter = &self.meters[place];
        let population = &self.homes.population;
        let household = &population.households[meter.household];
        row.integer(self.number(meter));
        row.integer(as_integer(population.household_number(meter.household)));
        row.word(meter.medium.as_str());
        row.text(|out| {
            let _ = write!(out, "{:010}", meter.factory_number);
        });
        let head = population.members(household).first();
        row.maybe(head, |out, head| head.name.write_short(out));
        row.text(|out| {
            let _ = write!(out, "{:09}", meter.contract);
        });
        row.word(household.dwelling.district());
        row.text(|out| household.dwelling.write_address(out));
        row.date(meter.installed_days);
        row.flag(meter.remote);
    }
}

impl Meter {
    fn draw(draw: &mut Draw, household: usize, medium: Medium, base: f64) -> Self {
        let base = base * libm::exp(0.35 * draw.normal());
        let age_days = draw.below(3_650);
        Self {
            household,
            medium,
            factory_number: u64::from(draw.below(100_000)) * 100_000
                + u64::from(draw.below(100_000)),
            contract: draw.below(1_000_000_000),
            installed_days: AS_OF_DAYS - 365 - i32::try_from(age_days).unwrap_or(0),
            remote: draw.chance(0.3),
            base,
            start: base * f64::from(age_days) / 30.0,
            leak_from: draw.chance(LEAK_SHARE).then(|| draw.below(12)),
            noise: draw.below(u32::MAX),
        }
    }
}
