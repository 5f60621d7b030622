//! Weights drawn at random around declared ones: Dirichlet's distribution, made of
//! gamma variates (Marsaglia and Tsang, *A Simple Method for Generating Gamma
//! Variables*, 2000) and these of normal ones by the polar method (Marsaglia and
//! Bray, *A Convenient Method for Generating Normal Variables*, 1964).
//!
//! Written out here, with `libm`, because whoever recomputes a decision must make
//! the same draws on every platform and after every upgrade: no library of
//! distributions promises that.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng as _, SeedableRng as _},
};

use crate::score::key_of_seed;

/// The stream of `ChaCha8` that weights are drawn from; the bootstrap draws from 0.
const STREAM: u64 = 1;

/// Draws of weights. Each seed makes one sequence, in the order in which it is asked.
pub(super) struct WeightDraws(ChaCha8Rng);

impl WeightDraws {
    pub(super) fn new(seed: u64) -> Self {
        let mut generator = ChaCha8Rng::from_seed(key_of_seed(seed));
        generator.set_stream(STREAM);
        Self(generator)
    }

    /// Weights with the sum of the declared ones, whose shares in it are the
    /// expected shares: Dirichlet's distribution with the parameters
    /// `concentration` times each share. A weight of zero stays zero. Of fewer than
    /// two that are not, nothing is drawn.
    pub(super) fn around(&mut self, declared: &[f64], concentration: f64) -> Vec<f64> {
        let sum: f64 = declared.iter().sum();
        if declared.iter().filter(|weight| **weight > 0.0).count() < 2 {
            return declared.to_vec();
        }
        let drawn: Vec<f64> = declared
            .iter()
            .map(|weight| self.gamma(concentration * weight / sum))
            .collect();
        let total: f64 = drawn.iter().sum();
        if total > 0.0 {
            drawn.iter().map(|weight| weight / total * sum).collect()
        } else {
            // Every variate was too small for a number: a chance too small for one too.
            declared.to_vec()
        }
    }

    /// A gamma variate of a shape and scale 1; 0 for shape 0.
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape <= 0.0 {
            0.0
        } else if shape < 1.0 {
            let larger = self.gamma_from_one(shape + 1.0);
            larger * libm::pow(self.uniform(), 1.0 / shape)
        } else {
            self.gamma_from_one(shape)
        }
    }

    fn gamma_from_one(&mut self, shape: f64) -> f64 {
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / libm::sqrt(9.0 * d);
        loop {
            let normal = self.normal();
            let root = 1.0 + c * normal;
            if root > 0.0 {
                let v = root * root * root;
                let bound = 0.5 * normal * normal + d - d * v + d * libm::log(v);
                if libm::log(self.uniform()) < bound {
                    return d * v;
                }
            }
        }
    }

    /// A normal variate; the second one of each pair is not used.
    fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = x * x + y * y;
            if square < 1.0 && square > 0.0 {
                return x * libm::sqrt(-2.0 * libm::log(square) / square);
            }
        }
    }

    /// Between 0 and 1, neither of them: the high 53 bits of a 64-bit draw and a half,
    /// over 2 to the 53rd.
    fn uniform(&mut self) -> f64 {
        let bits = self.0.next_u64() >> 11;
        (as_f64(bits) + 0.5) / as_f64(1 << 53)
    }
}

#[expect(clippy::cast_precision_loss, reason = "53 bits fit without loss")]
fn as_f64(bits: u64) -> f64 {
    bits as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWS: u32 = 20_000;

    fn draws(declared: &[f64], concentration: f64) -> Vec<Vec<f64>> {
        let mut draws = WeightDraws::new(3);
        (0..DRAWS)
            .map(|_| draws.around(declared, concentration))
            .collect()
    }

    fn moments(draws: &[Vec<f64>], at: usize) -> (f64, f64) {
        let mean = draws.iter().map(|draw| draw[at]).sum::<f64>() / f64::from(DRAWS);
        let squares = draws
            .iter()
            .map(|draw| (draw[at] - mean) * (draw[at] - mean));
        (mean, squares.sum::<f64>() / f64::from(DRAWS))
    }

    #[test]
    fn means_and_variances_are_those_of_the_distribution() {
        let declared = [65.0, 15.0, 10.0, 9.5, 0.5];
        for concentration in [10.0, 50.0, 400.0] {
            let draws = draws(&declared, concentration);
            assert!(
                draws
                    .iter()
                    .all(|draw| (draw.iter().sum::<f64>() - 100.0).abs() < 1e-9)
            );
            for (at, weight) in declared.iter().enumerate() {
                let share = weight / 100.0;
                let variance = share * (1.0 - share) / (concentration + 1.0);
                let (mean, own) = moments(&draws, at);
                // Four standard errors of the mean; the variance is known to a tenth.
                let error = 4.0 * libm::sqrt(variance / f64::from(DRAWS));
                assert!((mean / 100.0 - share).abs() < error, "{weight}: {mean}");
                assert!((own / 1e4 / variance - 1.0).abs() < 0.1, "{weight}: {own}");
            }
        }
    }

    #[test]
    fn weights_of_zero_and_single_ones_stay() {
        let mut draws = WeightDraws::new(1);
        let before = draws.0.clone();
        assert_eq!(draws.around(&[7.0], 50.0), [7.0]);
        assert_eq!(draws.around(&[0.0, 2.0], 50.0), [0.0, 2.0]);
        assert_eq!(draws.around(&[], 50.0), [0.0; 0]);
        assert_eq!(draws.0.get_word_pos(), before.get_word_pos());
        let three = draws.around(&[1.0, 0.0, 1.0], 50.0);
        assert_eq!(three[1].to_bits(), 0);
        assert!(three[0] > 0.0 && three[2] > 0.0);
    }

    #[test]
    fn what_is_too_small_for_a_number_leaves_the_declared_weights() {
        let tiny = [1.0, 1.0];
        assert_eq!(WeightDraws::new(1).around(&tiny, 1e-9), tiny);
    }

    #[test]
    fn weights_do_not_share_the_stream_of_the_bootstrap() {
        let mut weights = WeightDraws::new(1).0;
        let mut blocks = ChaCha8Rng::from_seed(key_of_seed(1));
        assert_ne!(weights.next_u64(), blocks.next_u64());
        assert_eq!(weights.get_seed(), blocks.get_seed());
    }
}
