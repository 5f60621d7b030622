//! Where would my child be admitted? A child is added to the city of the pilot, and
//! the plugin places all children three times: with a lucky, a middling and an unlucky
//! lottery number. Tables of the pilot: `children`, `wishes`, `places`, `districts`
//! and `about`.

use pilotbox_harness::form::{About, Texts};
use pilotbox_harness::serde_json::{self, Value, json};
use pilotbox_harness::services::school_admission::{self, Request};
use pilotbox_harness::{Description, Pilot, PilotError, Table};

use crate::{
    SchoolAdmission,
    city::{Columns, Twist, place},
    placement::Placement,
};

mod child;
mod schema;

use child::{Child, NO_SCHOOL};

/// Names of the three draws, best first.
const DRAWS: [&str; 3] = ["lucky", "middling", "unlucky"];

impl Pilot for SchoolAdmission {
    fn describe() -> Description {
        let about = About::read().expect("the pilot's table `about` is readable");
        let town = Town::read();
        Description {
            input: schema::form(&town).to_string(),
            answer: schema::answer(&town, &about).to_string(),
        }
    }

    fn answer(input: &str) -> Result<String, PilotError> {
        let input: Value = serde_json::from_str(input)
            .map_err(|error| PilotError::bad_input(format!("no JSON: {error}")))?;
        let town = Town::read();
        let child = Child::read(&input, &town)?;
        let mut draws = Vec::new();
        let mut shares = Vec::new();
        for (index, draw) in DRAWS.into_iter().enumerate() {
            let (request, placement) = place_all(&child, index)?;
            let own = child.school(&request, &placement);
            draws.push(json!({ "draw": draw, "school": own }));
            if index == 1 {
                shares = first_wishes(&town, &request, &placement);
            }
        }
        let school = draws[1]["school"].clone();
        Ok(json!({ "school": school, "draws": draws, "districts": shares }).to_string())
    }
}

/// Names of districts and where each school is.
struct Town {
    districts: Vec<Texts>,
    /// The district of each school.
    schools: Vec<i64>,
}

impl Town {
    fn read() -> Self {
        let (districts, places) = (open("districts"), open("places"));
        let text = |name| districts.text(name).expect("a text column of `districts`");
        let names = text("name_en").into_iter().zip(text("name_bg"));
        let of_place = numbers(&places, "school")
            .into_iter()
            .zip(numbers(&places, "district"));
        let mut schools: Vec<_> = of_place.collect();
        schools.sort_unstable();
        schools.dedup();
        Self {
            districts: names.map(|(en, bg)| Texts { en, bg }).collect(),
            schools: schools.into_iter().map(|(_, district)| district).collect(),
        }
    }

    fn district(&self, id: i64) -> Texts {
        let index = usize::try_from(id).unwrap_or(usize::MAX);
        self.districts.get(index).cloned().unwrap_or_default()
    }
}

/// Places every child of the city and this one, whose lottery number is the first, the
/// middle or the last.
fn place_all(child: &Child, draw: usize) -> Result<(Request, Placement), PilotError> {
    let mut columns = columns();
    let number = columns.lottery.len() * draw / (DRAWS.len() - 1);
    child.join(&mut columns, small(number as i64));
    let as_stored = Twist {
        stride: 1,
        lottery_factor: 1,
    };
    let request = columns.request(as_stored);
    let answer = school_admission::assign(&request).map_err(PilotError::declined)?;
    let placement = Placement::read(&request, &answer).map_err(PilotError::bad_answer)?;
    if placement.over_capacity + placement.ineligible + placement.placed_twice > 0 {
        return Err(PilotError::bad_answer(
            "the placement breaks a rule of admission",
        ));
    }
    Ok((request, placement))
}

/// The stored city.
fn columns() -> Columns {
    let (children, wishes, places) = (open("children"), open("wishes"), open("places"));
    let of_place = |name| {
        numbers(&places, name)
            .into_iter()
            .map(small)
            .collect::<Vec<_>>()
    };
    let (schools, districts) = (of_place("school"), of_place("district"));
    let (quotas, capacities) = (of_place("quota"), of_place("capacity"));
    let a_place = |row: usize| place(schools[row], districts[row], quotas[row], capacities[row]);
    let column = |table, name| numbers(table, name).into_iter().map(small).collect();
    Columns {
        places: (0..schools.len()).map(a_place).collect(),
        home_districts: column(&children, "home_district"),
        wish_counts: column(&children, "wish_count"),
        lottery: column(&children, "lottery"),
        wishes: column(&wishes, "place"),
        points: column(&wishes, "points"),
    }
}

/// The share of children in each district who got their first wish, in percent.
fn first_wishes(town: &Town, request: &Request, placement: &Placement) -> Vec<Value> {
    let mut counts = vec![(0_u32, 0_u32); town.districts.len()];
    for (home, rank) in request.home_districts.iter().zip(&placement.ranks) {
        if let Some((children, first)) = counts.get_mut(usize::from(*home)) {
            *children += 1;
            *first += u32::from(*rank == 1);
        }
    }
    let share = |(district, (children, first)): (usize, &(u32, u32))| {
        let share = 100.0 * f64::from(*first) / f64::from((*children).max(1));
        json!({ "district": district, "share": share.round() as i64 })
    };
    counts.iter().enumerate().map(share).collect()
}

fn open(name: &str) -> Table {
    pilotbox_harness::open(name).expect("a table of this pilot")
}

fn numbers(table: &Table, column: &str) -> Vec<i64> {
    table.s64(column).expect("an integer column")
}

fn small(value: i64) -> u32 {
    u32::try_from(value).expect("values of these tables fit 32 bits")
}

/// The id of the school of a place, or of none.
fn school_of(request: &Request, place: Option<u32>) -> i64 {
    let place = place.and_then(|place| request.places.get(place as usize));
    place.map_or(NO_SCHOOL, |place| i64::from(place.school))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn town() -> Town {
        Town {
            districts: vec![Texts::new("A", "А"), Texts::new("B", "Б")],
            schools: vec![0, 1],
        }
    }

    #[test]
    fn shares_are_counted_by_home_district() {
        let columns = Columns {
            places: vec![place(0, 0, 0, 1), place(1, 1, 0, 1)],
            home_districts: vec![0, 0, 1],
            wish_counts: vec![1, 1, 1],
            lottery: vec![0, 1, 2],
            wishes: vec![0, 0, 1],
            points: vec![0, 0, 0],
        };
        let request = columns.request(Twist {
            stride: 1,
            lottery_factor: 1,
        });
        let assigned =
            [(0, 0), (2, 1)].map(|(child, place)| school_admission::Assignment { child, place });
        let placement = Placement::read(&request, &assigned).expect("the ids exist");
        let shares = first_wishes(&town(), &request, &placement);
        assert_eq!(shares[0], json!({ "district": 0, "share": 50 }));
        assert_eq!(shares[1], json!({ "district": 1, "share": 100 }));
    }
}
