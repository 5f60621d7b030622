//! Children with the nursery schools and schools their parents wish for them.

use std::fmt::Write;

use super::super::district::district_at;
use super::super::draw::{Draw, Purpose};
use super::super::person::{ILLNESSES, Member};
use super::super::population::Bond;
use super::super::sink::{Column, Row, Values};
use super::super::truth::Label;
use super::people::{as_integer, sex_word, write_person_egn};
use super::{Homes, NONE, Rows};

const COLUMNS: [Column; 19] = [
    ("child_id", Values::Number, NONE),
    ("household_id", Values::Number, NONE),
    ("egn", Values::Text, Label::Egn),
    ("name", Values::Text, Label::PersonName),
    ("sex", Values::Text, NONE),
    ("birth_date", Values::Date, NONE),
    ("age", Values::Integer, NONE),
    ("district", Values::Text, NONE),
    ("address", Values::Text, Label::Address),
    ("parent", Values::Text, Label::PersonName),
    ("parent_phone", Values::Text, Label::Phone),
    ("wish_1", Values::Text, NONE),
    ("wish_2", Values::Text, NONE),
    ("wish_3", Values::Text, NONE),
    ("siblings", Values::Integer, NONE),
    ("one_parent", Values::Flag, NONE),
    ("illness", Values::Text, NONE),
    ("points", Values::Integer, NONE),
    ("applied_at", Values::Time, NONE),
];

/// Schools of each kind in a district.
const SCHOOLS_PER_DISTRICT: u32 = 6;

/// Share of the wishes that stay in the child's own district.
const OWN_DISTRICT: f64 = 0.8;

/// First day of the applications, 2025-04-22 08:00, and how long they last.
const OPENS_MS: i64 = 1_745_308_800_000;
const OPEN_SECONDS: u32 = 14 * 86_400;

/// The children's table.
pub(crate) struct Children {
    homes: Homes,
    applications: Vec<Application>,
}

/// A child and the wishes for it.
struct Application {
    place: usize,
    wishes: Vec<School>,
    second: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct School {
    district: u8,
    number: u32,
}

impl Children {
    pub(crate) fn new(homes: Homes) -> Self {
        Self {
            homes,
            applications: Vec::new(),
        }
    }
}

impl Rows for Children {
    fn columns(&self) -> &'static [Column] {
        &COLUMNS
    }

    fn load(&mut self, chunk: u64) -> usize {
        self.homes.load(chunk);
        let mut draw = Draw::new(self.homes.seed, Purpose::Children, chunk);
        let population = &self.homes.population;
        self.applications.clear();
        for (place, person) in population.people.iter().enumerate() {
            if person.member == Member::Child {
                let home = &population.households[population.home[place]];
                let application = Application::draw(&mut draw, place, home.dwelling.district);
                self.applications.push(application);
            }
        }
        self.applications.len()
    }

    fn write(&self, place: usize, row: &mut Row<'_>) {
        let application = &self.applications[place];
        let population = &self.homes.population;
        let child = &population.people[application.place];
        let home = population.home[application.place];
        let household = &population.households[home];
        let members = population.members(household);
        row.integer(as_integer(population.person_number(application.place)));
        row.integer(as_integer(population.household_number(home)));
        let citizen = child.foreign.is_none().then_some(child);
        row.maybe(citizen, write_person_egn);
        row.text(|out| child.name.write_whole(out));
        row.word(sex_word(child.name.sex));
        row.date(child.born_days);
        row.integer(i64::from(child.age_years));
        row.word(household.dwelling.district());
        row.text(|out| household.dwelling.write_address(out));
        let parent = members.first();
        row.maybe(parent, |out, parent| parent.name.write_short(out));
        let phone = parent.and_then(|parent| parent.phone);
        row.maybe(phone, |out, phone| phone.write(out));
        for wish in 0..3 {
            let school = application.wishes.get(wish);
            row.maybe(school, |out, school| school.write(out, child.age_years));
        }
        let children = members
            .iter()
            .filter(|person| person.member == Member::Child);
        let siblings = children.count().saturating_sub(1);
        let one_parent = household.bond == Bond::OneParent;
        row.integer(as_integer(siblings as u64));
        row.flag(one_parent);
        row.word(ILLNESSES[usize::from(child.illness)]);
        let points =
            10 * siblings as u64 + 20 * u64::from(one_parent) + 15 * u64::from(child.illness != 0);
        row.integer(as_integer(points));
        row.time(OPENS_MS + i64::from(application.second) * 1000);
    }
}

impl Application {
    fn draw(draw: &mut Draw, place: usize, district: u8) -> Self {
        let count = 1 + draw.weighted(&[15, 25, 60]);
        let mut wishes = Vec::with_capacity(count);
        while wishes.len() < count {
            let school = School::draw(draw, district);
            if !wishes.contains(&school) {
                wishes.push(school);
            }
        }
        // Half of the parents apply on the first day.
        let rush = draw.chance(0.5);
        let second = draw.below(if rush { 86_400 } else { OPEN_SECONDS });
        Self {
            place,
            wishes,
            second,
        }
    }
}

impl School {
    fn draw(draw: &mut Draw, district: u8) -> Self {
        let own = draw.chance(OWN_DISTRICT);
        let elsewhere = u8::try_from(draw.below(24)).unwrap_or(0);
        Self {
            district: if own { district } else { elsewhere },
            number: draw.below(SCHOOLS_PER_DISTRICT),
        }
    }

    /// Kindergartens below seven years, schools from then on.
    fn write(self, out: &mut String, age_years: u32) {
        let kind = if age_years < 7 { "ДГ" } else { "ОУ" };
        let number = u32::from(self.district) * SCHOOLS_PER_DISTRICT + self.number + 1;
        let district = district_at(self.district).name;
        let _ = write!(out, "{kind} № {number} {district}");
    }
}
