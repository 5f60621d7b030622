//! From the rows of a group to what a plugin is asked. Persons and places are
//! numbered in the order in which the rows name them, so that nobody's name goes
//! to a plugin.

use std::collections::BTreeMap;

use pilotbox_harness::templates::assign::Request;

/// Times the largest cost that a person without a place costs, unless set.
const UNPLACED_TIMES: f64 = 2.0;

/// A row of the table: who wishes for what.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    pub person: u32,
    pub place: u32,
    /// Rank or cost; less is better.
    pub cost: f64,
    /// How many persons the place takes.
    pub capacity: i64,
}

/// What the plugin is asked; the error says what is wrong with the rows.
pub(crate) fn request(wishes: &[Wish], unplaced: Option<f64>) -> Result<Request, String> {
    let mut places = BTreeMap::new();
    let mut persons = BTreeMap::new();
    let mut capacities = Vec::new();
    let mut of_person: Vec<Vec<(f64, u32)>> = Vec::new();
    let mut largest = 0.0_f64;
    for wish in wishes {
        if !(wish.cost.is_finite() && wish.cost >= 0.0) {
            return Err(format!("a cost of `{}`", wish.cost));
        }
        largest = largest.max(wish.cost);
        let capacity = u32::try_from(wish.capacity)
            .map_err(|_| format!("a capacity of `{}`", wish.capacity))?;
        let place = *places.entry(wish.place).or_insert_with(|| {
            capacities.push(capacity);
            capacities.len() as u32 - 1
        });
        if capacities[place as usize] != capacity {
            return Err("two capacities of one place".to_owned());
        }
        let person = *persons.entry(wish.person).or_insert_with(|| {
            of_person.push(Vec::new());
            of_person.len() - 1
        });
        of_person[person].push((wish.cost, place));
    }
    Ok(flat(
        capacities,
        of_person,
        unplaced.unwrap_or(UNPLACED_TIMES * largest),
    ))
}

/// Wishes best first; the earlier row first among equals.
fn flat(capacities: Vec<u32>, persons: Vec<Vec<(f64, u32)>>, unplaced_cost: f64) -> Request {
    let mut request = Request {
        capacities,
        offsets: vec![0],
        wishes: Vec::new(),
        costs: Vec::new(),
        unplaced_cost,
    };
    for mut own in persons {
        own.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        for (cost, place) in own {
            request.costs.push(cost);
            request.wishes.push(place);
        }
        request.offsets.push(request.wishes.len() as u32);
    }
    request
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn wish(person: u32, place: u32, cost: f64) -> Wish {
        Wish {
            person,
            place,
            cost,
            capacity: 1,
        }
    }

    #[test]
    fn wishes_are_numbered_by_row_and_ordered_by_cost() {
        let wishes = [wish(7, 40, 2.0), wish(7, 41, 1.0), wish(3, 41, 5.0)];
        let request = request(&wishes, None).expect("the rows fit");
        assert_eq!(request.capacities, [1, 1]);
        assert_eq!(request.offsets, [0, 2, 3]);
        assert_eq!(request.wishes, [1, 0, 1]);
        assert_eq!(request.costs, [1.0, 2.0, 5.0]);
        assert!((request.unplaced_cost - 10.0).abs() < 1e-12);
        let set = super::request(&wishes, Some(3.5)).expect("the rows fit");
        assert!((set.unplaced_cost - 3.5).abs() < 1e-12);
    }

    #[test]
    fn rows_that_do_not_fit_are_named() {
        assert!(request(&[wish(1, 1, f64::NAN)], None).is_err());
        assert!(request(&[wish(1, 1, -1.0)], None).is_err());
        let many = Wish {
            capacity: -1,
            ..wish(1, 1, 1.0)
        };
        assert!(request(&[many], None).is_err());
        let other = Wish {
            capacity: 2,
            ..wish(2, 1, 1.0)
        };
        let error = request(&[wish(1, 1, 1.0), other], None).expect_err("two capacities");
        assert_eq!(error, "two capacities of one place");
    }
}
