//! Measures of a matching of applicants to places. Source: Gale and Shapley,
//! "College admissions and the stability of marriage", American Mathematical
//! Monthly 69 (1962).

/// Who wishes for what, and whom each place prefers.
#[derive(Clone, Copy, Debug)]
pub struct Market<'a> {
    /// Seats of each place.
    pub capacities: &'a [u32],
    /// Where each applicant's wishes begin in `wishes`; one entry more than
    /// there are applicants.
    pub offsets: &'a [u32],
    /// Places, best first for each applicant.
    pub wishes: &'a [u32],
    /// The applicant's rank at that place: lower goes first. Within a place no
    /// two are equal.
    pub ranks: &'a [u64],
}

/// Pairs of an applicant and a place that would both rather have each other
/// than what they got: the place has a free seat or holds somebody of a worse
/// rank, and the applicant wishes for it more. `assigned` holds the place of
/// each applicant. Takes time linear in the number of wishes.
pub fn blocking_pairs(market: &Market, assigned: &[Option<u32>]) -> u64 {
    let thresholds = thresholds(market, assigned);
    let wanted = |applicant: usize| {
        market
            .wishes_of(applicant)
            .take_while(move |(place, _)| Some(*place) != assigned[applicant])
            .filter(|(place, rank)| *rank < thresholds[*place as usize])
            .count() as u64
    };
    (0..assigned.len()).map(wanted).sum()
}

/// For each place the rank below which an applicant would be let in: that of
/// the worst admitted, or no bound while seats are free.
fn thresholds(market: &Market, assigned: &[Option<u32>]) -> Vec<u64> {
    let mut free = market.capacities.to_vec();
    let mut worst = vec![0; free.len()];
    for (applicant, place) in assigned.iter().enumerate() {
        let Some(place) = place else { continue };
        let index = *place as usize;
        free[index] = free[index].saturating_sub(1);
        let rank = market
            .wishes_of(applicant)
            .find(|(wish, _)| wish == place)
            .map(|(_, rank)| rank);
        worst[index] = worst[index].max(rank.unwrap_or(u64::MAX));
    }
    free.iter()
        .zip(worst)
        .map(|(free, worst)| if *free > 0 { u64::MAX } else { worst })
        .collect()
}

impl Market<'_> {
    fn wishes_of(&self, applicant: usize) -> impl Iterator<Item = (u32, u64)> + '_ {
        let range = self.offsets[applicant] as usize..self.offsets[applicant + 1] as usize;
        range.map(|index| (self.wishes[index], self.ranks[index]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two applicants who both wish for place 0 first; it has one seat and
    /// prefers the second.
    const MARKET: Market = Market {
        capacities: &[1, 1],
        offsets: &[0, 2, 4],
        wishes: &[0, 1, 0, 1],
        ranks: &[2, 1, 1, 2],
    };

    #[test]
    fn a_stable_matching_has_none() {
        assert_eq!(blocking_pairs(&MARKET, &[Some(1), Some(0)]), 0);
    }

    #[test]
    fn justified_envy_is_counted() {
        assert_eq!(blocking_pairs(&MARKET, &[Some(0), Some(1)]), 1);
    }

    #[test]
    fn a_free_seat_that_somebody_wants_is_counted() {
        assert_eq!(blocking_pairs(&MARKET, &[None, Some(0)]), 1);
        assert_eq!(blocking_pairs(&MARKET, &[None, None]), 4);
    }
}
