//! Makes a twin of a case: the same, with a tenth of the history gone.
//! Which values go depends on the twin's id alone, so a run can be repeated.

/// One value in so many is lost.
const ONE_IN: u64 = 10;

/// Replaces about a tenth of the values by NaN; `id`, the twin's, decides which.
pub fn lose_a_tenth(values: &mut [f64], id: &str) {
    let seed = fnv1a(id);
    for (index, value) in (0..).zip(values) {
        if mix(seed.wrapping_add(index)).is_multiple_of(ONE_IN) {
            *value = f64::NAN;
        }
    }
}

/// Source: Fowler, Noll and Vo, FNV-1a with 64 bits.
fn fnv1a(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014 (`SplitMix64`).
fn mix(state: u64) -> u64 {
    let z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holes(id: &str) -> Vec<usize> {
        let mut values = [0.5; 10_000];
        lose_a_tenth(&mut values, id);
        (0..values.len())
            .filter(|index| values[*index].is_nan())
            .collect()
    }

    #[test]
    fn about_a_tenth_is_lost() {
        assert!((900..1100).contains(&holes("one").len()));
    }

    #[test]
    fn the_id_decides_which() {
        assert_eq!(holes("one"), holes("one"));
        assert_ne!(holes("one"), holes("two"));
    }

    #[test]
    fn the_generator_gives_its_published_first_value() {
        assert_eq!(mix(0), 0xe220_a839_7b1d_cdaf);
    }
}
