//! The child of a form: where it lives, what it wishes for, and its points.

use pilotbox_harness::PilotError;
use pilotbox_harness::serde_json::Value;
use pilotbox_harness::services::school_admission::{Quota, Request};

use crate::{city::Columns, placement::Placement};

use super::{Town, school_of, small};

/// Stands for no school where a school is named.
pub(super) const NO_SCHOOL: i64 = -1;

/// Points as the challenge's data gives them.
const IN_DISTRICT: u32 = 3;
const SIBLING: u32 = 2;
const BOTH_WORK: u32 = 1;

/// Wishes in order, as the form names them.
pub(super) const WISHES: [&str; 3] = ["first", "second", "third"];

pub(super) struct Child {
    home: i64,
    wishes: Vec<i64>,
    sibling: i64,
    both_work: bool,
}

impl Child {
    /// Reads a filled form.
    pub(super) fn read(input: &Value, town: &Town) -> Result<Self, PilotError> {
        let number = |name: &str, least: i64, count: usize| {
            let value = input[name].as_i64();
            let known = value.filter(|value| (least..count as i64).contains(value));
            known.ok_or_else(|| PilotError::bad_input(format!("`{name}`: not one of the choices")))
        };
        let mut wishes = Vec::new();
        for name in WISHES {
            let school = number(name, NO_SCHOOL, town.schools.len())?;
            if wishes.contains(&school) {
                return Err(PilotError::bad_input(format!("`{name}`: named before")));
            }
            // No school may be said as often as one likes.
            wishes.extend((school != NO_SCHOOL).then_some(school));
        }
        if wishes.is_empty() {
            return Err(PilotError::bad_input("`first`: no school is named"));
        }
        Ok(Self {
            home: number("home", 0, town.districts.len())?,
            wishes,
            sibling: number("sibling", NO_SCHOOL, town.schools.len())?,
            both_work: input["both_work"].as_bool().unwrap_or_default(),
        })
    }

    /// Adds the child to a city as its last, with this lottery number; numbers from it
    /// on move up.
    pub(super) fn join(&self, columns: &mut Columns, number: u32) {
        for lot in columns.lottery.iter_mut().filter(|lot| **lot >= number) {
            *lot += 1;
        }
        columns.lottery.push(number);
        columns.home_districts.push(small(self.home));
        let mut count = 0;
        for school in &self.wishes {
            let places = (0_u32..).zip(&columns.places);
            let mut general = places.filter(|(_, place)| {
                i64::from(place.school) == *school && place.quota == Quota::General
            });
            if let Some((index, place)) = general.next() {
                columns.wishes.push(index);
                columns
                    .points
                    .push(self.points(*school, i64::from(place.district)));
                count += 1;
            }
        }
        columns.wish_counts.push(count);
    }

    /// Where the child was placed.
    pub(super) fn school(&self, request: &Request, placement: &Placement) -> i64 {
        school_of(request, placement.places.last().copied().flatten())
    }

    fn points(&self, school: i64, district: i64) -> u32 {
        let point = |given: bool, points: u32| if given { points } else { 0 };
        point(self.home == district, IN_DISTRICT)
            + point(self.sibling == school, SIBLING)
            + point(self.both_work, BOTH_WORK)
    }
}

#[cfg(test)]
mod tests {
    use pilotbox_harness::form::Texts;
    use pilotbox_harness::serde_json::json;

    use super::*;
    use crate::city::place;

    fn town() -> Town {
        Town {
            districts: vec![Texts::new("A", "А"), Texts::new("B", "Б")],
            schools: vec![0, 1],
        }
    }

    fn form(first: i64, second: i64) -> Value {
        json!({ "home": 1, "first": first, "second": second, "third": -1, "sibling": 0, "both_work": true })
    }

    #[test]
    fn a_child_joins_with_its_points_and_its_number() {
        let child =
            Child::read(&form(1, 0), &town()).unwrap_or_else(|_| panic!("it is well filled"));
        let mut columns = Columns {
            places: vec![place(0, 0, 0, 1), place(1, 1, 1, 1), place(1, 1, 0, 1)],
            lottery: vec![0, 1],
            ..Columns::default()
        };
        child.join(&mut columns, 1);
        assert_eq!(columns.lottery, [0, 2, 1]);
        assert_eq!(columns.wishes, [2, 0]);
        assert_eq!(columns.points, [4, 3]);
        assert_eq!(columns.wish_counts, [2]);
    }

    #[test]
    fn a_form_that_says_nothing_or_repeats_itself_is_refused() {
        for (first, second, found) in [
            (-1, -1, "`first`: no school is named"),
            (0, 0, "`second`: named before"),
            (7, 0, "`first`: not one of the choices"),
        ] {
            let Err(PilotError::BadInput(message)) = Child::read(&form(first, second), &town())
            else {
                panic!("{first} {second} was taken");
            };
            assert_eq!(message, found);
        }
    }
}
