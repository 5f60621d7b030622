//! From a plugin's answer to who sits where. Ids that do not exist make an
//! answer unreadable; broken rules are counted, since each is a gate.

use pilotbox_harness::services::school_admission::{Assignment, Request};

/// Who got what, and which rules were broken on the way.
#[derive(Debug, PartialEq)]
pub(crate) struct Placement {
    /// Place of each child. The first of a child's eligible places counts.
    pub(crate) places: Vec<Option<u32>>,
    /// Rank of that place among the child's wishes, 1 for the first; one more
    /// than the list is long for a child without a place.
    pub(crate) ranks: Vec<u32>,
    /// Assignments beyond the seats of their places, rows of the answer counted as they stand.
    pub(crate) over_capacity: u32,
    /// Assignments to places that are not among the child's wishes.
    pub(crate) ineligible: u32,
    /// Assignments of a child after its first.
    pub(crate) placed_twice: u32,
}

impl Placement {
    /// Reads an answer; says what is wrong with one that names ids that do not exist.
    pub(crate) fn read(request: &Request, answer: &[Assignment]) -> Result<Self, String> {
        let children = request.lottery.len();
        let mut placement = Self::empty(request);
        let mut free: Vec<_> = request.places.iter().map(|place| place.capacity).collect();
        let mut named = vec![false; children];
        for (row, assignment) in answer.iter().enumerate() {
            let child = below(row, "child", assignment.child, children)?;
            let place = below(row, "place", assignment.place, free.len())?;
            placement.over_capacity += u32::from(free[place] == 0);
            free[place] = free[place].saturating_sub(1);
            placement.placed_twice += u32::from(std::mem::replace(&mut named[child], true));
            placement.seat(request, child, assignment.place);
        }
        Ok(placement)
    }

    fn empty(request: &Request) -> Self {
        let children = 0..request.lottery.len();
        Self {
            places: vec![None; children.len()],
            ranks: children
                .map(|child| length(wishes_of(request, child)) + 1)
                .collect(),
            over_capacity: 0,
            ineligible: 0,
            placed_twice: 0,
        }
    }

    fn seat(&mut self, request: &Request, child: usize, place: u32) {
        let mut ranked = (1..).zip(wishes_of(request, child));
        match ranked.find(|(_, wish)| **wish == place) {
            None => self.ineligible += 1,
            Some((rank, _)) if self.places[child].is_none() => {
                self.places[child] = Some(place);
                self.ranks[child] = rank;
            }
            Some(_) => {}
        }
    }
}

fn wishes_of(request: &Request, child: usize) -> &[u32] {
    let start = request.wish_offsets[child] as usize;
    &request.wishes[start..request.wish_offsets[child + 1] as usize]
}

fn length(list: &[u32]) -> u32 {
    u32::try_from(list.len()).expect("a list came with 32-bit offsets")
}

fn below(row: usize, what: &str, id: u32, count: usize) -> Result<usize, String> {
    let index = id as usize;
    if index < count {
        return Ok(index);
    }
    Err(format!(
        "assignment {row}: {what} {id}, expected one below {count}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::city::{Columns, Twist, place};

    /// Two places of one seat; children 0 and 1 wish for both, child 2 for place 1 only.
    fn request() -> Request {
        let columns = Columns {
            places: vec![place(0, 0, 0, 1), place(1, 0, 0, 1)],
            home_districts: vec![0; 3],
            wish_counts: vec![2, 2, 1],
            lottery: vec![0, 1, 2],
            wishes: vec![0, 1, 1, 0, 1],
            points: vec![0; 5],
        };
        columns.request(Twist {
            stride: 1,
            lottery_factor: 1,
        })
    }

    fn read(pairs: &[(u32, u32)]) -> Result<Placement, String> {
        let assignment = |&(child, place)| Assignment { child, place };
        Placement::read(
            &request(),
            &pairs.iter().map(assignment).collect::<Vec<_>>(),
        )
    }

    fn gates(pairs: &[(u32, u32)]) -> (u32, u32, u32) {
        let placement = read(pairs).expect("the ids exist");
        (
            placement.over_capacity,
            placement.ineligible,
            placement.placed_twice,
        )
    }

    #[test]
    fn an_honest_answer_breaks_no_rule() {
        let placement = read(&[(1, 0), (2, 1)]).expect("the ids exist");
        assert_eq!(placement.places, [None, Some(0), Some(1)]);
        assert_eq!(placement.ranks, [3, 2, 1]);
        assert_eq!(gates(&[(1, 0), (2, 1)]), (0, 0, 0));
        assert_eq!(gates(&[]), (0, 0, 0));
    }

    #[test]
    fn each_broken_rule_is_counted() {
        assert_eq!(gates(&[(0, 1), (1, 1), (2, 1)]), (2, 0, 0));
        assert_eq!(gates(&[(2, 0)]), (0, 1, 0));
        assert_eq!(gates(&[(0, 0), (0, 1), (0, 1)]), (1, 0, 2));
    }

    #[test]
    fn the_first_eligible_place_of_a_child_counts() {
        let placement = read(&[(2, 0), (2, 1)]).expect("the ids exist");
        assert_eq!(placement.ranks[2], 1);
        assert_eq!((placement.ineligible, placement.placed_twice), (1, 1));
    }

    #[test]
    fn ids_that_do_not_exist_are_named() {
        let child = read(&[(0, 0), (3, 0)]);
        assert_eq!(
            child,
            Err("assignment 1: child 3, expected one below 3".to_owned())
        );
        let place = read(&[(0, u32::MAX)]);
        assert_eq!(
            place,
            Err("assignment 0: place 4294967295, expected one below 2".to_owned())
        );
    }
}
