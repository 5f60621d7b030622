//! Three invented car parks that fill until one o'clock and empty again, in
//! place of the tables that a real challenge reads:
//!
//! ```text
//! let table = pilotbox_harness::open("occupancy")?;
//! let shares = table.f64_range("share", first..last)?;
//! ```

use std::ops::RangeInclusive;

pub(crate) const CAR_PARKS: [&str; 3] = ["market", "station", "theatre"];

/// Hours with measurements.
pub(crate) const HOURS: RangeInclusive<i64> = 7..=19;

const DAY_MINUTES: i64 = 24 * 60;
/// 1970-01-05, a Monday.
const FIRST_DAY: i64 = 4;

/// The start of an hour as the interface counts it.
pub(crate) fn minutes(day: i64, hour: i64) -> i64 {
    (FIRST_DAY + day) * DAY_MINUTES + hour * 60
}

/// Share of the places taken: a curve over the day, higher on some days than on
/// others, and a little noise.
pub(crate) fn occupancy(park: usize, day: i64, hour: i64) -> f64 {
    let from_one_o_clock = (hour - 13) as f64 / 6.0;
    let curve = 1.0 - from_one_o_clock * from_one_o_clock;
    let height = 0.65 + 0.1 * park as f64 + 0.1 * between(&[park as i64, day]);
    let noise = 0.02 * between(&[park as i64, day, hour]);
    (0.05 + height * curve + noise).clamp(0.0, 1.0)
}

/// A number from -1 to 1 that follows from the key alone.
fn between(key: &[i64]) -> f64 {
    let low_bits = draw(key) % 20_001;
    low_bits as f64 / 10_000.0 - 1.0
}

/// Mixes a key into a number, so that every run sees the same city. Source:
/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
/// OOPSLA 2014 (`SplitMix64`).
pub(crate) fn draw(key: &[i64]) -> u64 {
    key.iter().fold(0, |state, part| {
        let z = (state ^ part.cast_unsigned()).wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn car_parks_fill_and_empty() {
        for park in 0..CAR_PARKS.len() {
            let share = |hour| occupancy(park, 8, hour);
            assert!(HOURS.map(share).all(|share| (0.0..=1.0).contains(&share)));
            assert!(share(13) > share(8) && share(13) > share(18));
        }
    }
}
