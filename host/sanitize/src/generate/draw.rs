//! Random draws: one stream of `ChaCha8` for each purpose and each chunk, so that a
//! chunk can be made without those before it and one purpose never shifts another.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// Chunks that one purpose may have: the upper bits of the stream name the purpose.
const CHUNK_BITS: u32 = 40;

/// Summands of a normal draw: twelve of variance 1/12 have variance 1.
const NORMAL_SUMMANDS: u32 = 12;

/// What a stream is drawn for. The number is part of the data's definition: another
/// number makes another city.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    Population = 1,
    Meters = 2,
    Parking = 3,
    Permits = 4,
    Sensors = 5,
    Dirt = 6,
    Cells = 7,
    CellDirt = 8,
    Children = 9,
}

/// One stream of draws.
pub(crate) struct Draw(ChaCha8Rng);

impl Draw {
    /// The stream of this purpose for this chunk.
    pub(crate) fn new(seed: u64, purpose: Purpose, chunk: u64) -> Self {
        let mut source = ChaCha8Rng::seed_from_u64(seed);
        source.set_stream(((purpose as u64) << CHUNK_BITS) ^ chunk);
        Self(source)
    }

    /// A number from 0 to below `bound`; 0 when the bound is 0. The bias is below
    /// `bound` in 2^32.
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        let wide = u64::from(self.0.next_u32()) * u64::from(bound);
        u32::try_from(wide >> 32).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included; `low` when they are the wrong way.
    pub(crate) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// A number from 0 to below 1.
    pub(crate) fn unit(&mut self) -> f64 {
        f64::from(self.0.next_u32()) / (f64::from(u32::MAX) + 1.0)
    }

    /// A number from `low` to below `high`.
    pub(crate) fn real(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// True in this share of draws.
    pub(crate) fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// One of a list that is not empty, each as likely.
    pub(crate) fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.place(list.len())]
    }

    /// A place in a list of this length, each as likely.
    pub(crate) fn place(&mut self, length: usize) -> usize {
        self.below(u32::try_from(length).unwrap_or(u32::MAX)) as usize
    }

    /// A place in a list of weights, as likely as its weight says.
    pub(crate) fn weighted(&mut self, weights: &[u32]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (place, &weight) in weights.iter().enumerate() {
            if left < weight {
                return place;
            }
            left -= weight;
        }
        weights.len().saturating_sub(1)
    }

    /// A draw near the standard normal, never beyond six: a sum of even draws, which is
    /// the same on every machine, as a logarithm need not be.
    pub(crate) fn normal(&mut self) -> f64 {
        let sum: f64 = (0..NORMAL_SUMMANDS).map(|_| self.unit()).sum();
        sum - f64::from(NORMAL_SUMMANDS) / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purposes_and_chunks_have_streams_of_their_own() {
        let first = |purpose, chunk| Draw::new(7, purpose, chunk).below(u32::MAX);
        assert_eq!(first(Purpose::Dirt, 3), first(Purpose::Dirt, 3));
        assert_ne!(first(Purpose::Dirt, 3), first(Purpose::Dirt, 4));
        assert_ne!(first(Purpose::Dirt, 3), first(Purpose::Cells, 3));
    }

    #[test]
    fn weights_are_kept_to() {
        let mut draw = Draw::new(1, Purpose::Cells, 0);
        let mut counts = [0_u32; 3];
        for _ in 0..10_000 {
            counts[draw.weighted(&[1, 0, 3])] += 1;
        }
        assert_eq!(counts[1], 0);
        assert!((2_300..2_700).contains(&counts[0]), "{counts:?}");
    }

    #[test]
    fn a_normal_draw_has_mean_nought_and_variance_one() {
        let mut draw = Draw::new(1, Purpose::Cells, 1);
        let drawn: Vec<f64> = (0..20_000).map(|_| draw.normal()).collect();
        let mean = drawn.iter().sum::<f64>() / 20_000.0;
        let variance = drawn.iter().map(|value| value * value).sum::<f64>() / 20_000.0;
        assert!(
            mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05,
            "{mean} {variance}"
        );
    }
}
