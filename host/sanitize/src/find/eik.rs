//! The number of a firm or body (ЕИК, БУЛСТАТ): eight digits and a check digit, and for a
//! branch four more of which the last is a second check digit.

use super::evidence::Strength;

/// Weights of the first eight digits, and those that stand in when the rest is ten.
const NINE: [[u32; 8]; 2] = [[1, 2, 3, 4, 5, 6, 7, 8], [3, 4, 5, 6, 7, 8, 9, 10]];

/// The same for the ninth to the twelfth digit of a branch.
const BRANCH: [[u32; 4]; 2] = [[2, 7, 3, 5], [4, 9, 5, 7]];

/// Most zeros at the start that a spreadsheet may have eaten.
const EATEN_MOST: usize = 3;

/// How much these digits look like the number of a firm.
pub(super) fn judge(digits: &[u8]) -> Strength {
    match digits.len() {
        13 if is_branch(digits) => Strength::Certain,
        9 if is_valid(digits) => Strength::Likely,
        9 | 13 => Strength::Shape,
        6..9 if is_valid(&padded(digits)) => Strength::Shape,
        8 | 10 | 12 => Strength::Trace,
        _ => Strength::None,
    }
}

/// Whether nine digits, not all alike, end in the right check digit.
pub(super) fn is_valid(digits: &[u8]) -> bool {
    let is_varied = digits.windows(2).any(|pair| pair[0] != pair[1]);
    let Some((check, rest)) = digits.split_last() else {
        return false;
    };
    is_varied && rest.len() == 8 && check_of(rest, &NINE) == u32::from(*check)
}

fn is_branch(digits: &[u8]) -> bool {
    let (Some(main), Some(rest)) = (digits.get(..9), digits.get(8..12)) else {
        return false;
    };
    let check = digits.get(12).map(|digit| u32::from(*digit));
    is_valid(main) && check == Some(check_of(rest, &BRANCH))
}

fn check_of<const N: usize>(digits: &[u8], weights: &[[u32; N]; 2]) -> u32 {
    let rest = |weights: &[u32; N]| {
        let weighed = weights.iter().zip(digits);
        let sum: u32 = weighed
            .map(|(weight, digit)| weight * u32::from(*digit))
            .sum();
        sum % 11
    };
    match rest(&weights[0]) {
        10 => rest(&weights[1]) % 10,
        check => check,
    }
}

fn padded(digits: &[u8]) -> Vec<u8> {
    let zeros = [0; EATEN_MOST];
    let missing = 9_usize.saturating_sub(digits.len()).min(EATEN_MOST);
    [&zeros[..missing], digits].concat()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    fn digits(text: &str) -> Vec<u8> {
        text.bytes().map(|b| b - b'0').collect()
    }

    /// Eight digits and the check digit that belongs to them.
    pub(in crate::find) fn with_check(eight: &str) -> String {
        format!("{eight}{}", check_of(&digits(eight), &NINE))
    }

    #[test]
    fn numbers_of_public_bodies_pass() {
        // Published by the bodies themselves: Столична община, БНБ, Софийски университет.
        for number in ["000696327", "000694037", "000670680"] {
            assert_eq!(judge(&digits(number)), Strength::Likely, "{number}");
        }
    }

    #[test]
    fn a_wrong_check_digit_leaves_only_the_shape() {
        assert_eq!(judge(&digits("000696328")), Strength::Shape);
    }

    #[test]
    fn a_branch_needs_both_check_digits() {
        let branch = format!("000696327{}", "001");
        let rest = check_of(&digits(&branch)[8..12], &BRANCH);
        assert_eq!(
            judge(&digits(&format!("{branch}{rest}"))),
            Strength::Certain
        );
        let wrong = (rest + 1) % 10;
        assert_eq!(judge(&digits(&format!("{branch}{wrong}"))), Strength::Shape);
    }

    #[test]
    fn zeros_that_a_spreadsheet_ate_leave_a_shape() {
        assert_eq!(judge(&digits("696327")), Strength::Shape);
        assert_eq!(judge(&digits("696328")), Strength::None);
    }

    #[test]
    fn nothing_but_zeros_is_no_number() {
        assert_eq!(judge(&[0; 9]), Strength::Shape);
    }
}
