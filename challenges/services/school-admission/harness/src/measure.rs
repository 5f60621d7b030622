//! What a placement is worth.
//!
//! The yardstick is the student-optimal stable matching (Gale and Shapley,
//! "College admissions and the stability of marriage", American Mathematical
//! Monthly 69, 1962). Whoever gets more than in it has taken it from somebody
//! with a better claim (the blocking lemma, Gale and Sotomayor, "Some remarks
//! on the stable matching problem", Discrete Applied Mathematics 11, 1985). So
//! gains above the optimum never pay for losses below it.

use pilotbox_harness::metrics::{Market, blocking_pairs};
use pilotbox_harness::services::school_admission::Request;
use pilotbox_harness::{Outcome, Series};

use crate::placement::Placement;

/// Districts with fewer first choices in the optimum are left out of the worst
/// district: one child would decide the metric.
const FEWEST_FIRST_CHOICES: u32 = 5;

/// Figures of one case.
#[derive(Debug)]
pub(crate) struct Measured {
    blocking_per_thousand: f64,
    mean_rank_gap: f64,
    districts: Vec<FirstChoices>,
    children: u32,
}

/// First choices among the children of one district.
#[derive(Clone, Copy, Debug, Default)]
struct FirstChoices {
    children: u32,
    got: u32,
    due: u32,
}

impl Measured {
    /// Measures a placement against each child's rank in the optimum.
    pub(crate) fn new(request: &Request, placement: &Placement, optimum: &[u32]) -> Self {
        let children = u32::try_from(optimum.len()).expect("a city fits 32 bits");
        let pairs = u32::try_from(count_blocking_pairs(request, placement));
        let pairs = pairs.expect("there are no more pairs than wishes");
        Self {
            blocking_per_thousand: 1000.0 * f64::from(pairs) / f64::from(children.max(1)),
            mean_rank_gap: lost_ranks(&placement.ranks, optimum) / f64::from(children.max(1)),
            districts: first_choices(&request.home_districts, &placement.ranks, optimum),
            children,
        }
    }

    /// The metrics, lines for charts and a remark.
    pub(crate) fn outcome(&self, placement: &Placement) -> Outcome {
        let placed = placement.places.iter().flatten().count();
        Outcome::new()
            .metric("blocking-pairs", self.blocking_per_thousand)
            .metric("mean-rank-gap", self.mean_rank_gap)
            .metric("first-choice-worst-district", self.worst_district())
            .metric("over-capacity", f64::from(placement.over_capacity))
            .metric("ineligible", f64::from(placement.ineligible))
            .metric("placed-twice", f64::from(placement.placed_twice))
            .series(self.by_district("first choices by district", |row| row.got))
            .series(self.by_district("first choices by district, optimum", |row| row.due))
            .note(format!(
                "{placed} of {} children have a place",
                self.children
            ))
    }

    /// The least share, over districts, of the optimum's first choices that the
    /// placement reaches in number; 1 where none falls short.
    fn worst_district(&self) -> f64 {
        let counted = self
            .districts
            .iter()
            .filter(|row| row.due >= FEWEST_FIRST_CHOICES);
        counted
            .map(|row| f64::from(row.got) / f64::from(row.due))
            .fold(1.0, f64::min)
    }

    fn by_district(&self, name: &str, count: impl Fn(&FirstChoices) -> u32) -> Series {
        let mut series = Series {
            name: name.to_owned(),
            unit: "%".to_owned(),
            xs: vec![],
            ys: vec![],
        };
        for (district, row) in (0_u8..).zip(&self.districts) {
            if row.children > 0 {
                series.xs.push(f64::from(district));
                series
                    .ys
                    .push(100.0 * f64::from(count(row)) / f64::from(row.children));
            }
        }
        series
    }
}

/// Justified claims: a child would rather have a place that has a free seat or
/// holds somebody who comes after that child.
fn count_blocking_pairs(request: &Request, placement: &Placement) -> u64 {
    let capacities: Vec<_> = request.places.iter().map(|place| place.capacity).collect();
    let mut ranks = Vec::with_capacity(request.wishes.len());
    for (child, lottery) in request.lottery.iter().enumerate() {
        let start = request.wish_offsets[child] as usize;
        let points = &request.points[start..request.wish_offsets[child + 1] as usize];
        ranks.extend(points.iter().map(|points| turn(*points, *lottery)));
    }
    let market = Market {
        capacities: &capacities,
        offsets: &request.wish_offsets,
        wishes: &request.wishes,
        ranks: &ranks,
    };
    blocking_pairs(&market, &placement.places)
}

/// Whose turn it is at a place: more points first, then the lower lottery
/// number; a lower turn goes first.
fn turn(points: u32, lottery: u32) -> u64 {
    u64::from(u32::MAX - points) << 32 | u64::from(lottery)
}

/// Ranks that children lose against the optimum. Summed as a float of whole
/// numbers, which is exact.
fn lost_ranks(ranks: &[u32], optimum: &[u32]) -> f64 {
    let lost = ranks
        .iter()
        .zip(optimum)
        .map(|(rank, best)| rank.saturating_sub(*best));
    lost.fold(0.0, |sum, lost| sum + f64::from(lost))
}

fn first_choices(homes: &[u8], ranks: &[u32], optimum: &[u32]) -> Vec<FirstChoices> {
    let districts = homes.iter().max().map_or(0, |last| usize::from(*last) + 1);
    let mut rows = vec![FirstChoices::default(); districts];
    for ((home, rank), best) in homes.iter().zip(ranks).zip(optimum) {
        let row = &mut rows[usize::from(*home)];
        row.children += 1;
        row.got += u32::from(*rank == 1);
        row.due += u32::from(*best == 1);
    }
    rows
}

#[cfg(test)]
mod tests;
