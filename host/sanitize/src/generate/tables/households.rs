//! Households: who heads one, where it lives and what it lives on.

use super::super::person::{Member, Person};
use super::super::population::HEATINGS;
use super::super::sink::{Column, Row, Values};
use super::super::truth::Label;
use super::people::{as_integer, write_person_egn};
use super::{Homes, NONE, Rows};

const COLUMNS: [Column; 15] = [
    ("household_id", Values::Number, NONE),
    ("kind", Values::Text, NONE),
    ("members", Values::Integer, NONE),
    ("children", Values::Integer, NONE),
    ("head", Values::Text, Label::PersonName),
    ("head_egn", Values::Text, Label::Egn),
    ("phone", Values::Text, Label::Phone),
    ("district", Values::Text, NONE),
    ("address", Values::Text, Label::Address),
    ("latitude", Values::Real, Label::Coordinates),
    ("longitude", Values::Real, Label::Coordinates),
    ("heating", Values::Text, NONE),
    ("area_m2", Values::Integer, NONE),
    ("income_eur", Values::Real, NONE),
    ("cars", Values::Integer, NONE),
];

/// The households' table.
pub(crate) struct Households(pub(crate) Homes);

impl Rows for Households {
    fn columns(&self) -> &'static [Column] {
        &COLUMNS
    }

    fn load(&mut self, chunk: u64) -> usize {
        self.0.load(chunk);
        self.0.population.households.len()
    }

    fn write(&self, place: usize, row: &mut Row<'_>) {
        let population = &self.0.population;
        let household = &population.households[place];
        let members = population.members(household);
        row.integer(as_integer(population.household_number(place)));
        row.word(household.bond.as_str());
        row.integer(as_integer(members.len() as u64));
        row.integer(count(members, |person| person.member == Member::Child));
        write_head(members.first(), row);
        let dwelling = &household.dwelling;
        row.word(dwelling.district());
        row.text(|out| dwelling.write_address(out));
        row.real(dwelling.latitude, 6);
        row.real(dwelling.longitude, 6);
        row.word(HEATINGS[usize::from(household.heating)]);
        row.integer(i64::from(household.area_m2));
        let cents: u32 = members
            .iter()
            .filter_map(|person| person.income_cents)
            .sum();
        row.real(f64::from(cents) / 100.0, 2);
        row.integer(count(members, |person| person.plate.is_some()));
    }
}

fn write_head(head: Option<&Person>, row: &mut Row<'_>) {
    row.maybe(head, |out, head| head.name.write_whole(out));
    let citizen = head.filter(|head| head.foreign.is_none());
    row.maybe(citizen, write_person_egn);
    let phone = head.and_then(|head| head.phone);
    row.maybe(phone, |out, phone| phone.write(out));
}

fn count(members: &[Person], counts: impl Fn(&Person) -> bool) -> i64 {
    as_integer(members.iter().filter(|person| counts(person)).count() as u64)
}
