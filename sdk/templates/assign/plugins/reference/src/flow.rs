//! Who has which place, and the price of each place: what the next person would
//! add to the cost of the others by taking a seat there. With these prices everybody
//! has what is cheapest for them, which is what makes the whole the cheapest.

use pilotbox_plugin::templates::assign::Request;

use crate::path::{End, shortest};

/// An assignment of the persons so far, the cheapest for them.
pub(crate) struct Flow<'r> {
    pub(crate) request: &'r Request,
    /// The place of each person, as an index into their own wishes.
    chosen: Vec<Option<usize>>,
    /// Who is in each place.
    seated: Vec<Vec<usize>>,
    /// 0 while there is a free seat.
    prices: Vec<f64>,
}

impl<'r> Flow<'r> {
    pub(crate) fn new(request: &'r Request) -> Self {
        Self {
            request,
            chosen: vec![None; request.offsets.len().saturating_sub(1)],
            seated: vec![Vec::new(); request.capacities.len()],
            prices: vec![0.0; request.capacities.len()],
        }
    }

    /// Takes in one more person, moving others where that is cheapest.
    pub(crate) fn admit(&mut self, person: usize) {
        let path = shortest(self, person);
        for (place, distance) in path.settled {
            self.prices[place] += path.length - distance;
        }
        match path.end {
            // Whoever comes last on the path goes without.
            End::Nobody(Some(place), leaver) => {
                self.leave(place, leaver);
                self.shift(&path.came, place);
            }
            End::Nobody(None, _) => {}
            End::Seat(place) => self.shift(&path.came, place),
        }
    }

    /// The place of each person.
    pub(crate) fn into_places(self) -> Vec<Option<u32>> {
        let place = |(person, chosen): (usize, &Option<usize>)| {
            chosen.map(|wish| self.wishes(person)[wish])
        };
        self.chosen.iter().enumerate().map(place).collect()
    }

    pub(crate) fn wishes(&self, person: usize) -> &'r [u32] {
        &self.request.wishes[self.range(person)]
    }

    pub(crate) fn costs(&self, person: usize) -> &'r [f64] {
        &self.request.costs[self.range(person)]
    }

    pub(crate) fn seated(&self, place: usize) -> &[usize] {
        &self.seated[place]
    }

    pub(crate) fn price(&self, place: usize) -> f64 {
        self.prices[place]
    }

    pub(crate) fn has_room(&self, place: usize) -> bool {
        self.seated[place].len() < self.request.capacities[place] as usize
    }

    /// What a seated person pays: the wish's cost and the place's price.
    pub(crate) fn paid(&self, person: usize, place: usize) -> f64 {
        let cost = self.chosen[person].map(|wish| self.costs(person)[wish]);
        cost.unwrap_or_default() + self.prices[place]
    }

    fn range(&self, person: usize) -> std::ops::Range<usize> {
        self.request.offsets[person] as usize..self.request.offsets[person + 1] as usize
    }

    /// Everybody on the way to a place with a free seat moves one on.
    fn shift(&mut self, came: &[Option<(usize, usize)>], mut place: usize) {
        while let Some((person, wish)) = came[place] {
            let before = self.chosen[person].map(|old| self.wishes(person)[old] as usize);
            if let Some(before) = before {
                self.leave(before, person);
            }
            self.chosen[person] = Some(wish);
            self.seated[place].push(person);
            let Some(before) = before else { break };
            place = before;
        }
    }

    fn leave(&mut self, place: usize, person: usize) {
        self.seated[place].retain(|other| *other != person);
        self.chosen[person] = None;
    }
}
