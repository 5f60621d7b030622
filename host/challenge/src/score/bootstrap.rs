//! The stratified block bootstrap (Efron and Tibshirani, *An Introduction to the
//! Bootstrap*, 1993, chapters 8 and 13): within each stratum as many blocks are
//! drawn with replacement as it has, and the total is computed anew. Cases of a
//! block resemble each other, so that they are drawn together; strata are fixed
//! by design, so that each keeps its number of blocks.
//!
//! The draws depend on the seed and on the blocks only, not on the results: two
//! runs on the same cases are compared on the same draws.

use std::cmp::Ordering;

use pilotbox_model::Interval;
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng as _, SeedableRng as _},
};

use super::{sheet::Sheet, weigh};

/// How often the blocks are drawn anew.
pub const DRAWS: u32 = 10_000;
/// Share of the draws between the ends of an interval.
pub const LEVEL: f64 = 0.95;
/// With fewer blocks an interval is labelled as unreliable.
pub const RELIABLE_BLOCKS: usize = 10;

/// The total in each draw.
pub(super) fn totals(sheet: &Sheet<'_>, seed: u64) -> Vec<f64> {
    let mut draws = Draws::new(seed);
    let mut counts = vec![0; sheet.units];
    (0..DRAWS)
        .map(|_| {
            draws.fill(sheet, &mut counts);
            weigh::total_of_draw(sheet, &counts)
        })
        .collect()
}

/// The percentile interval of some totals.
pub(crate) fn interval(totals: &[f64], blocks: usize) -> Interval {
    let (low, high) = percentiles(totals.to_vec(), f64::total_cmp);
    Interval {
        low,
        high,
        level: LEVEL,
        draws: DRAWS,
        blocks: u32::try_from(blocks).unwrap_or(u32::MAX),
        reliable: blocks >= RELIABLE_BLOCKS,
    }
}

/// Ends of the central 95 % of some values: of 10,000 the 250th and the 9,750th.
pub(crate) fn percentiles<T: Copy + Default>(
    mut values: Vec<T>,
    order: impl FnMut(&T, &T) -> Ordering,
) -> (T, T) {
    values.sort_unstable_by(order);
    let at = |thousandths: usize| {
        let rank = (values.len() * thousandths).div_ceil(1000);
        values
            .get(rank.saturating_sub(1))
            .copied()
            .unwrap_or_default()
    };
    (at(25), at(975))
}

/// The seed's eight bytes, little-endian, then zeros: the whole key, so that any
/// implementation of `ChaCha8` makes the same draws.
pub(crate) fn key_of_seed(seed: u64) -> [u8; 32] {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    key
}

struct Draws(ChaCha8Rng);

impl Draws {
    fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::from_seed(key_of_seed(seed)))
    }

    fn fill(&mut self, sheet: &Sheet<'_>, counts: &mut [u32]) {
        counts.fill(0);
        for stratum in &sheet.strata {
            let units = stratum.unit_cases.len();
            for _ in 0..units {
                let unit = stratum.first_unit + self.below(units);
                if let Some(count) = counts.get_mut(unit) {
                    *count += 1;
                }
            }
        }
    }

    /// A number below `bound`: the high half of a 64-bit draw times the bound,
    /// whose bias is less than `bound / 2^64`.
    fn below(&mut self, bound: usize) -> usize {
        let wide = u128::from(self.0.next_u64()) * bound as u128;
        usize::try_from(wide >> 64).unwrap_or_default()
    }
}
