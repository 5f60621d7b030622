//! The citizen's number (ЕГН): six digits of a birth date whose month tells the century,
//! three of an order of births, and a check digit. A number whose date does not exist
//! is refused, whatever its check digit says.

use jiff::civil::Date;

use super::evidence::Strength;

/// Weights of the first nine digits, after the law on civil registration.
const WEIGHTS: [u32; 9] = [2, 4, 8, 5, 10, 9, 7, 3, 6];

/// How much these digits look like a citizen's number. A spreadsheet eats the zeros at
/// the start of the numbers of those born in 2000-2009: nine digits are judged with a
/// zero put back, eight with two.
pub(super) fn judge(digits: &[u8], today: Date) -> Strength {
    match digits.len() {
        10 if is_valid(digits, today) => Strength::Likely,
        9 if is_valid(&[&[0], digits].concat(), today) => Strength::Likely,
        9 | 10 => Strength::Shape,
        8 if is_valid(&[&[0, 0], digits].concat(), today) => Strength::Shape,
        8 | 11 => Strength::Trace,
        _ => Strength::None,
    }
}

/// Whether ten digits are a citizen's number: a birth date that is not after today, and
/// the right check digit.
pub(super) fn is_valid(digits: &[u8], today: Date) -> bool {
    birth(digits).is_some_and(|date| date <= today) && has_check(digits)
}

/// The birth date that ten digits tell. Months are raised by 20 for 1800-1899 and by 40
/// for 2000-2099.
pub(super) fn birth(digits: &[u8]) -> Option<Date> {
    let &[y1, y2, m1, m2, d1, d2, _, _, _, _] = digits else {
        return None;
    };
    let two = |tens: u8, ones: u8| i8::try_from(tens * 10 + ones).ok();
    let (years, month, day) = (two(y1, y2)?, two(m1, m2)?, two(d1, d2)?);
    let (century, month) = match month {
        1..=12 => (1900, month),
        21..=32 => (1800, month - 20),
        41..=52 => (2000, month - 40),
        _ => return None,
    };
    Date::new(century + i16::from(years), month, day).ok()
}

fn has_check(digits: &[u8]) -> bool {
    let weighed = WEIGHTS.iter().zip(digits);
    let sum: u32 = weighed
        .map(|(weight, digit)| weight * u32::from(*digit))
        .sum();
    digits
        .get(9)
        .is_some_and(|check| u32::from(*check) == sum % 11 % 10)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::find) fn today() -> Date {
        Date::constant(2026, 11, 22)
    }

    /// Nine digits and the check digit that belongs to them.
    pub(in crate::find) fn with_check(nine: &str) -> String {
        let digits: Vec<u8> = nine.bytes().map(|b| b - b'0').collect();
        let full = |check: u8| [digits.as_slice(), &[check]].concat();
        let check = (0..10).find(|check| has_check(&full(*check)));
        format!("{nine}{}", check.expect("one of ten fits"))
    }

    fn judged(text: &str) -> Strength {
        let digits: Vec<u8> = text.bytes().map(|b| b - b'0').collect();
        judge(&digits, today())
    }

    #[test]
    fn a_number_with_its_date_and_check_digit_is_likely() {
        // The example of the published description of the number.
        assert_eq!(judged("7523169263"), Strength::Likely);
        assert_eq!(judged(&with_check("054210123")), Strength::Likely);
    }

    #[test]
    fn a_wrong_check_digit_or_date_leaves_only_the_shape() {
        assert_eq!(judged("7523169264"), Strength::Shape);
        assert_eq!(judged(&with_check("801332123")), Strength::Shape);
        assert_eq!(judged(&with_check("810229123")), Strength::Shape);
    }

    #[test]
    fn a_birth_after_today_is_refused() {
        assert_eq!(judged(&with_check("265122123")), Strength::Likely);
        assert_eq!(judged(&with_check("265123123")), Strength::Shape);
    }

    #[test]
    fn zeros_that_a_spreadsheet_ate_are_put_back() {
        let full = with_check("054210123");
        assert_eq!(judged(&full[1..]), Strength::Likely);
        let full = with_check("004210123");
        assert_eq!(judged(&full[2..]), Strength::Shape);
    }

    #[test]
    fn the_month_tells_the_century() {
        let born = |text: &str| {
            let digits: Vec<u8> = text.bytes().map(|b| b - b'0').collect();
            birth(&digits).map(|date| date.to_string())
        };
        assert_eq!(born("9932310000").as_deref(), Some("1899-12-31"));
        assert_eq!(born("9912310000").as_deref(), Some("1999-12-31"));
        assert_eq!(born("0052310000").as_deref(), Some("2000-12-31"));
        assert_eq!(born("0013310000"), None);
        assert_eq!(born("001231"), None);
    }
}
