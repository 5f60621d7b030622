//! Numbers that name a person, a firm or an account, with right check digits. Only
//! written here: what recognises them is another's and shares nothing with this.

use std::fmt::Write;

use super::draw::Draw;
use super::names::Sex;

/// Weights of the first nine digits of an EGN (ordinance RD-02-20-9 of 2012).
const EGN_WEIGHTS: [u32; 9] = [2, 4, 8, 5, 10, 9, 7, 3, 6];

/// Weights of the first nine digits of an LNCH.
const LNCH_WEIGHTS: [u32; 9] = [21, 19, 17, 13, 11, 9, 7, 3, 1];

/// Eight letters and the branch stand between the bank and the account.
const BANKS: [&str; 10] = [
    "UNCR", "STSA", "UBBS", "RZBB", "FINV", "BPBI", "CECB", "BUIN", "IORT", "TBIB",
];

/// A bank account: the bank's place in the list, branch and type, number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Account {
    bank: u8,
    branch: u32,
    number: u32,
}

impl Account {
    pub(crate) fn draw(draw: &mut Draw) -> Self {
        Self {
            bank: u8::try_from(draw.place(BANKS.len())).unwrap_or(0),
            branch: draw.between(700_000, 999_999) / 100 * 100 + 10,
            number: draw.below(100_000_000),
        }
    }

    /// Writes the IBAN in one piece.
    pub(crate) fn write(self, out: &mut String) {
        self.write_with(out, self.check());
    }

    /// Writes the IBAN in groups of four.
    pub(crate) fn write_spaced(self, out: &mut String) {
        let mut whole = String::with_capacity(22);
        self.write(&mut whole);
        for (place, letter) in whole.chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                out.push(' ');
            }
            out.push(letter);
        }
    }

    /// Writes what looks like an IBAN and has a wrong check number.
    pub(crate) fn write_broken(self, out: &mut String) {
        self.write_with(out, if self.check() > 50 { 13 } else { 71 });
    }

    fn write_with(self, out: &mut String, check: u32) {
        let bank = BANKS[usize::from(self.bank)];
        let _ = write!(
            out,
            "BG{check:02}{bank}{:06}{:08}",
            self.branch, self.number
        );
    }

    /// ISO 13616: 98 less the remainder by 97 of the account followed by `BG00`, letters
    /// as 10 to 35.
    fn check(self) -> u32 {
        let letters = BANKS[usize::from(self.bank)].bytes();
        let bank = letters.fold(0_u64, |sum, letter| sum * 100 + letter_value(letter));
        let account = u64::from(self.branch) * 100_000_000 + u64::from(self.number);
        // The bank stands before fourteen digits, the country (B 11, G 16) and two noughts.
        let head = bank % 97 * remainder_of_power(20);
        let tail = account % 97 * remainder_of_power(6) + 111_600;
        98 - u32::try_from((head + tail) % 97).unwrap_or(0)
    }
}

/// Writes an EGN: the date of birth, three digits of which the last is even for a man,
/// the check digit. `born` is year, month, day; `serial` is below 500.
pub(crate) fn write_egn(out: &mut String, born: (i16, i8, i8), serial: u16, sex: Sex) {
    let (year, month, day) = (
        u32::try_from(born.0).unwrap_or(1900),
        u32::try_from(born.1).unwrap_or(1),
        u32::try_from(born.2).unwrap_or(1),
    );
    let century_months = match year {
        2000.. => 40,
        1900..2000 => 0,
        _ => 20,
    };
    let order = u32::from(serial) * 2 + u32::from(sex == Sex::Female);
    let digits = year % 100 * 10_000 + (month + century_months) * 100 + day;
    let nine = digits * 1000 + order % 1000;
    let _ = write!(
        out,
        "{nine:09}{}",
        weighted_sum(nine, &EGN_WEIGHTS) % 11 % 10
    );
}

/// Writes an LNCH of nine digits and its check digit.
pub(crate) fn write_lnch(out: &mut String, nine: u32) {
    let nine = nine % 1_000_000_000;
    let _ = write!(out, "{nine:09}{}", weighted_sum(nine, &LNCH_WEIGHTS) % 10);
}

/// Writes an EIK of eight digits and its check digit.
pub(crate) fn write_eik(out: &mut String, eight: u32) {
    let eight = eight % 100_000_000;
    let _ = write!(out, "{eight:08}{}", eik_check(eight));
}

/// Writes the EIK of a firm's branch: nine digits, three of the branch, a check digit.
pub(crate) fn write_branch_eik(out: &mut String, eight: u32, branch: u32) {
    write_eik(out, eight);
    let branch = branch % 1000;
    let four = eik_check(eight % 100_000_000) * 1000 + branch;
    let first = weighted_sum(four, &[2, 7, 3, 5]) % 11;
    let second = weighted_sum(four, &[4, 9, 5, 7]) % 11 % 10;
    let check = if first == 10 { second } else { first };
    let _ = write!(out, "{branch:03}{check}");
}

fn eik_check(eight: u32) -> u32 {
    let first = weighted_sum(eight, &[1, 2, 3, 4, 5, 6, 7, 8]) % 11;
    let second = weighted_sum(eight, &[3, 4, 5, 6, 7, 8, 9, 10]) % 11 % 10;
    if first == 10 { second } else { first }
}

/// The digits of a number, as many as there are weights, each times its weight.
fn weighted_sum(number: u32, weights: &[u32]) -> u32 {
    let mut left = number;
    let mut sum = 0;
    for weight in weights.iter().rev() {
        sum += left % 10 * weight;
        left /= 10;
    }
    sum
}

fn letter_value(letter: u8) -> u64 {
    u64::from(letter.saturating_sub(b'A')) + 10
}

/// Ten to this power by 97.
fn remainder_of_power(power: u32) -> u64 {
    (0..power).fold(1, |left, _| left * 10 % 97)
}

#[cfg(test)]
mod tests {
    use super::super::draw::Purpose;
    use super::*;

    fn text(write: impl FnOnce(&mut String)) -> String {
        let mut out = String::new();
        write(&mut out);
        out
    }

    #[test]
    fn an_egn_of_each_century_has_its_months() {
        let egn = |year, sex| text(|out| write_egn(out, (year, 3, 7), 249, sex));
        assert_eq!(&egn(1985, Sex::Male)[..9], "850307498");
        assert_eq!(&egn(2005, Sex::Female)[..9], "054307499");
        assert_eq!(&egn(1899, Sex::Male)[..9], "992307498");
    }

    /// Worked out by hand: 7 5 2 3 1 6 9 2 6 gives 14 + 20 + 16 + 15 + 10 + 54 + 63 + 6 +
    /// 36 = 234, which leaves 3 by 11.
    #[test]
    fn the_check_digit_of_an_egn_is_right() {
        let egn = text(|out| write_egn(out, (1875, 3, 16), 463, Sex::Male));
        assert_eq!(egn, "7523169263");
    }

    /// 1 0 0 0 0 0 0 0 2 gives 21 + 2 = 23; 1 2 3 4 5 6 7 8 gives 204, which leaves 6.
    #[test]
    fn the_check_digits_of_lnch_and_eik_are_right() {
        assert_eq!(text(|out| write_lnch(out, 100_000_002)), "1000000023");
        assert_eq!(text(|out| write_eik(out, 12_345_678)), "123456786");
    }

    /// 6 0 0 1 gives 12 + 5 = 17, which leaves 6.
    #[test]
    fn a_branch_adds_four_digits() {
        assert_eq!(
            text(|out| write_branch_eik(out, 12_345_678, 1)),
            "1234567860016"
        );
    }

    #[test]
    fn an_iban_leaves_one_by_ninety_seven() {
        let mut draw = Draw::new(5, Purpose::Cells, 0);
        for _ in 0..1000 {
            let account = Account::draw(&mut draw);
            assert_eq!(remainder(&text(|out| account.write(out))), 1);
            assert_ne!(remainder(&text(|out| account.write_broken(out))), 1);
        }
    }

    fn remainder(iban: &str) -> u64 {
        assert_eq!(iban.len(), 22, "{iban}");
        let turned = iban[4..].bytes().chain(iban[..4].bytes());
        turned.fold(0, |left, letter| match letter {
            b'0'..=b'9' => (left * 10 + u64::from(letter - b'0')) % 97,
            _ => (left * 100 + letter_value(letter)) % 97,
        })
    }

    #[test]
    fn groups_of_four_hold_the_same_account() {
        let account = Account::draw(&mut Draw::new(5, Purpose::Cells, 1));
        let spaced = text(|out| account.write_spaced(out));
        assert_eq!(spaced.replace(' ', ""), text(|out| account.write(out)));
        assert_eq!(spaced.find(' '), Some(4));
    }
}
