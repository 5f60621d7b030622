//! The foreigner's number (ЛНЧ): nine digits and a check digit, with no date inside.
//! One number of ten digits in ten passes, so its column or its label must speak too.

use super::evidence::Strength;

/// Weights of the first nine digits.
const WEIGHTS: [u32; 9] = [21, 19, 17, 13, 11, 9, 7, 3, 1];

/// How much these digits look like a foreigner's number.
pub(super) fn judge(digits: &[u8]) -> Strength {
    match digits.len() {
        10 if is_valid(digits) => Strength::Likely,
        10 => Strength::Shape,
        9 if is_valid(&[&[0], digits].concat()) => Strength::Shape,
        9 | 11 => Strength::Trace,
        _ => Strength::None,
    }
}

/// Whether ten digits, not all alike, end in the right check digit.
pub(super) fn is_valid(digits: &[u8]) -> bool {
    let weighed = WEIGHTS.iter().zip(digits);
    let sum: u32 = weighed
        .map(|(weight, digit)| weight * u32::from(*digit))
        .sum();
    let is_varied = digits.windows(2).any(|pair| pair[0] != pair[1]);
    is_varied
        && digits
            .get(9)
            .is_some_and(|check| u32::from(*check) == sum % 10)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Nine digits and the check digit that belongs to them.
    pub(in crate::find) fn with_check(nine: &str) -> String {
        let digits: Vec<u8> = nine.bytes().map(|b| b - b'0').collect();
        let full = |check: u8| [digits.as_slice(), &[check]].concat();
        let check = (0..10).find(|check| is_valid(&full(*check)));
        format!("{nine}{}", check.expect("one of ten fits"))
    }

    #[test]
    fn one_check_digit_of_ten_fits() {
        for nine in ["100234567", "999999991", "700123456"] {
            let nine: Vec<u8> = nine.bytes().map(|b| b - b'0').collect();
            let all = (0..10).map(|check| [nine.as_slice(), &[check]].concat());
            assert_eq!(all.filter(|digits| is_valid(digits)).count(), 1);
        }
    }

    #[test]
    fn digits_all_alike_are_no_number_of_anybody() {
        assert_eq!(judge(&[0; 10]), Strength::Shape);
    }

    #[test]
    fn other_lengths_are_traces_at_most() {
        assert_eq!(judge(&[1, 2, 3]), Strength::None);
        assert_eq!(judge(&[1; 11]), Strength::Trace);
    }
}
