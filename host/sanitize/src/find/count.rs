//! How many different values a column has: exact up to a bound, then an estimate that says
//! so (`HyperLogLog`: Flajolet, Fusy, Gandouet, Meunier 2007).

use std::hash::{BuildHasher, Hash};

use rustc_hash::FxBuildHasher;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Bits of a hash that choose a register: 16,384 registers err by 0.8 % (one sigma).
const REGISTER_BITS: u32 = 14;

/// How many different values there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Distinct {
    /// Their number.
    pub count: u64,
    /// Whether it is an estimate, some 1 % off.
    pub is_estimate: bool,
}

/// A hash whose every bit depends on every bit of the value. It needs no secret: who
/// crafts collisions makes a count of his own data wrong, and no more.
pub(super) fn hash(value: &(impl Hash + ?Sized)) -> u64 {
    let mut mixed = FxBuildHasher.hash_one(value);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// An estimate of how many different hashes it saw, in sixteen kilobytes.
pub(super) struct Registers(Vec<u8>);

impl Registers {
    pub(super) fn new() -> Self {
        Self(vec![0; 1 << REGISTER_BITS])
    }

    pub(super) fn see(&mut self, hash: u64) {
        let place = usize::try_from(hash >> (64 - REGISTER_BITS)).unwrap_or_default();
        let rank = (hash << REGISTER_BITS | 1).leading_zeros() + 1;
        let rank = u8::try_from(rank).unwrap_or(u8::MAX);
        if let Some(register) = self.0.get_mut(place) {
            *register = rank.max(*register);
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an estimate of a count is positive and far below 2^52"
    )]
    pub(super) fn estimate(&self) -> u64 {
        let all = self.0.len() as f64;
        let sum: f64 = self
            .0
            .iter()
            .map(|rank| 0.5_f64.powi(i32::from(*rank)))
            .sum();
        let raw = 0.7213 / (1.0 + 1.079 / all) * all * all / sum;
        let empty: usize = self.0.iter().map(|rank| usize::from(*rank == 0)).sum();
        // Few values leave registers empty, whose number tells more.
        let is_small = raw <= 2.5 * all && empty > 0;
        let count = if is_small {
            all * (all / empty as f64).ln()
        } else {
            raw
        };
        count.round() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn estimates_are_within_three_percent() {
        for count in [10_u64, 1_000, 50_000, 2_000_000] {
            let mut registers = Registers::new();
            for value in 0..count {
                registers.see(hash(&value));
                registers.see(hash(&value));
            }
            let off = registers.estimate().abs_diff(count);
            assert!(off * 100 <= count * 3, "{count}: {off} off");
        }
    }

    #[test]
    fn nothing_seen_is_none() {
        assert_eq!(Registers::new().estimate(), 0);
    }
}
