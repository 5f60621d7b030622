//! Who lives with whom: a chunk of the population, made of whole households.

use super::district::draw_district;
use super::draw::{Draw, Purpose};
use super::dwelling::Dwelling;
use super::names::{Name, Sex};
use super::person::{Member, Person};

/// People of a chunk. The number is part of the data's definition: another number makes
/// another city.
pub(crate) const CHUNK_PEOPLE: usize = 1024;

/// Place of the students' district in the list.
const STUDENTS_DISTRICT: u8 = 15;

/// Ways to heat a dwelling.
pub(crate) const HEATINGS: [&str; 4] = ["централно", "ток", "газ", "дърва"];

/// What makes people a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bond {
    Single,
    Couple,
    Family,
    OneParent,
    ThreeGenerations,
    Flatmates,
}

const BONDS: [Bond; 6] = [
    Bond::Single,
    Bond::Couple,
    Bond::Family,
    Bond::OneParent,
    Bond::ThreeGenerations,
    Bond::Flatmates,
];

/// A household and the dwelling it lives in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Household {
    pub(crate) bond: Bond,
    pub(crate) dwelling: Dwelling,
    /// Place in [`HEATINGS`].
    pub(crate) heating: u8,
    pub(crate) area_m2: u16,
    /// The place of the first member among the chunk's people, and how many there are.
    pub(crate) first: usize,
    pub(crate) size: usize,
}

/// A part of the population.
#[derive(Debug, Default)]
pub(crate) struct Population {
    pub(crate) chunk: u64,
    pub(crate) people: Vec<Person>,
    pub(crate) households: Vec<Household>,
    /// The place of each person's household.
    pub(crate) home: Vec<usize>,
}

impl Bond {
    /// The word for it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Single => "сам",
            Self::Couple => "двойка",
            Self::Family => "семейство",
            Self::OneParent => "един родител",
            Self::ThreeGenerations => "три поколения",
            Self::Flatmates => "съквартиранти",
        }
    }
}

impl Population {
    /// This chunk of the seed's population; always the same people.
    pub(crate) fn make(seed: u64, chunk: u64) -> Self {
        let mut draw = Draw::new(seed, Purpose::Population, chunk);
        let mut population = Self {
            chunk,
            people: Vec::with_capacity(CHUNK_PEOPLE + 8),
            ..Self::default()
        };
        while population.people.len() < CHUNK_PEOPLE {
            population.add_household(&mut draw);
        }
        // The last household loses whom the chunk has no place for.
        population.people.truncate(CHUNK_PEOPLE);
        population.home.truncate(CHUNK_PEOPLE);
        if let Some(last) = population.households.last_mut() {
            last.size = CHUNK_PEOPLE - last.first;
        }
        population
    }

    /// Keeps the first of a population of this many people.
    pub(crate) fn cut(&mut self, people: u64) {
        let before = self.chunk.saturating_mul(CHUNK_PEOPLE as u64);
        let left = usize::try_from(people.saturating_sub(before)).unwrap_or(usize::MAX);
        self.people.truncate(left);
        self.home.truncate(left);
        self.households.retain(|household| household.first < left);
        if let Some(last) = self.households.last_mut() {
            last.size = last.size.min(self.people.len() - last.first);
        }
    }

    /// The number of a person, from 1.
    pub(crate) fn person_number(&self, place: usize) -> u64 {
        self.number(place)
    }

    /// The number of a household, from 1; not every number is in use.
    pub(crate) fn household_number(&self, place: usize) -> u64 {
        self.number(place)
    }

    /// The members of a household.
    pub(crate) fn members(&self, household: &Household) -> &[Person] {
        let end = household.first + household.size;
        self.people.get(household.first..end).unwrap_or(&[])
    }

    fn number(&self, place: usize) -> u64 {
        self.chunk * CHUNK_PEOPLE as u64 + place as u64 + 1
    }

    fn add_household(&mut self, draw: &mut Draw) {
        let district = draw_district(draw);
        let bond = draw_bond(draw, district);
        let dwelling = Dwelling::draw(draw, district);
        let first = self.people.len();
        add_members(&mut self.people, draw, bond, district);
        let size = self.people.len() - first;
        self.home.resize(self.people.len(), self.households.len());
        let area = 32 + 14 * u32::try_from(size).unwrap_or(1) + draw.below(45);
        self.households.push(Household {
            bond,
            dwelling,
            heating: u8::try_from(draw.weighted(&[60, 26, 6, 8])).unwrap_or(0),
            area_m2: u16::try_from(area).unwrap_or(60),
            first,
            size,
        });
    }
}

fn draw_bond(draw: &mut Draw, district: u8) -> Bond {
    let flatmates = if district == STUDENTS_DISTRICT { 60 } else { 4 };
    BONDS[draw.weighted(&[30, 37, 17, 5, 5, flatmates])]
}

fn add_members(people: &mut Vec<Person>, draw: &mut Draw, bond: Bond, district: u8) {
    match bond {
        Bond::Single => {
            let age = draw_age(draw);
            let men = if age > 65 { 0.3 } else { 0.5 };
            add(people, draw, Member::Head, age, men, district);
        }
        Bond::Couple => {
            let age = draw_age(draw).max(22);
            add_couple(people, draw, age, district);
        }
        Bond::Family | Bond::ThreeGenerations => {
            let age = draw.between(27, 54);
            let (father, mother_age) = add_couple(people, draw, age, district);
            add_children(people, draw, mother_age, father, district);
            if bond == Bond::ThreeGenerations {
                let older = age + draw.between(22, 34);
                add(people, draw, Member::Elder, older, 0.35, district);
            }
        }
        Bond::OneParent => {
            let age = draw.between(22, 50);
            let name = add(people, draw, Member::Head, age, 0.15, district);
            add_children(people, draw, age, name, district);
        }
        Bond::Flatmates => add_flatmates(people, draw, district),
    }
}

/// Adds somebody, a man in this share of cases; returns the name.
fn add(
    people: &mut Vec<Person>,
    draw: &mut Draw,
    member: Member,
    age: u32,
    men: f64,
    district: u8,
) -> Name {
    let sex = draw_sex(draw, men);
    let name = Name::draw(draw, sex);
    people.push(Person::draw(draw, member, name, age, district));
    name
}

fn add_flatmates(people: &mut Vec<Person>, draw: &mut Draw, district: u8) {
    for place in 0..draw.between(2, 4) {
        let member = if place == 0 {
            Member::Head
        } else {
            Member::Flatmate
        };
        let age = draw.between(19, 30);
        add(people, draw, member, age, 0.5, district);
    }
}

/// Adds a man and a woman, who mostly bears his family name; returns his name and her
/// age.
fn add_couple(people: &mut Vec<Person>, draw: &mut Draw, age: u32, district: u8) -> (Name, u32) {
    let his = Name::draw(draw, Sex::Male);
    let mut hers = Name::draw(draw, Sex::Female);
    if draw.chance(0.75) {
        hers.family = his.family;
    }
    let younger = age.saturating_sub(draw.below(7)).max(19);
    people.push(Person::draw(draw, Member::Head, his, age + 1, district));
    people.push(Person::draw(draw, Member::Partner, hers, younger, district));
    (his, younger)
}

/// Adds one to three children, none of whom was born before the parent was eighteen.
/// Under a mother alone they bear her family name.
fn add_children(people: &mut Vec<Person>, draw: &mut Draw, age: u32, parent: Name, district: u8) {
    let children = 1 + draw.weighted(&[55, 38, 7]);
    let oldest = (age.saturating_sub(19)).min(17);
    for _ in 0..children {
        let sex = draw_sex(draw, 0.51);
        let name = Name::of_child(draw, sex, parent);
        let age = draw.between(0, oldest.max(1) - 1);
        people.push(Person::draw(draw, Member::Child, name, age, district));
    }
}

fn draw_sex(draw: &mut Draw, men: f64) -> Sex {
    if draw.chance(men) {
        Sex::Male
    } else {
        Sex::Female
    }
}

/// The age of a grown-up, by bands of the city's pyramid.
fn draw_age(draw: &mut Draw) -> u32 {
    const BANDS: [(u32, u32); 7] = [
        (19, 24),
        (25, 34),
        (35, 44),
        (45, 54),
        (55, 64),
        (65, 79),
        (80, 98),
    ];
    let (low, high) = BANDS[draw.weighted(&[3, 11, 15, 17, 18, 28, 8])];
    draw.between(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_is_full_and_its_households_whole() {
        let population = Population::make(11, 3);
        assert_eq!(population.people.len(), CHUNK_PEOPLE);
        let lived: usize = population.households.iter().map(|home| home.size).sum();
        assert_eq!(lived, CHUNK_PEOPLE);
        for (place, &home) in population.home.iter().enumerate() {
            let home = &population.households[home];
            assert!((home.first..home.first + home.size).contains(&place));
        }
        assert_eq!(population.person_number(0), 3 * 1024 + 1);
    }

    #[test]
    fn children_are_younger_than_their_parents_by_eighteen_years() {
        let population = Population::make(12, 0);
        for household in &population.households {
            let members = population.members(household);
            let children = members
                .iter()
                .filter(|person| person.member == Member::Child);
            for child in children {
                assert!(child.age_years < 18);
                assert!(members[0].age_years >= child.age_years + 18);
            }
        }
    }

    #[test]
    fn a_household_has_two_members_or_so() {
        let homes: usize = (0..20)
            .map(|chunk| Population::make(1, chunk).households.len())
            .sum();
        let people = 20 * CHUNK_PEOPLE;
        assert!(
            (homes * 2..homes * 3).contains(&people),
            "{people} in {homes}"
        );
    }

    #[test]
    fn ages_are_those_of_a_city() {
        let people = (0..40).flat_map(|chunk| Population::make(2, chunk).people);
        let ages: Vec<u32> = people.map(|person| person.age_years).collect();
        let share =
            |counts: fn(&&u32) -> bool| ages.iter().filter(counts).count() * 100 / ages.len();
        let (minors, pensioners) = (share(|age| **age < 18), share(|age| **age >= 65));
        assert!((13..=21).contains(&minors), "{minors}");
        assert!((14..=24).contains(&pensioners), "{pensioners}");
    }
}
