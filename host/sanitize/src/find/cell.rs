//! One cell before all detectors. Cheap counts decide which of them look at all.

use std::borrow::Cow;

use jiff::civil::Date;

use super::evidence::{Evidence, Strength};
use super::number::{DIGITS_MOST, Number};
use super::text::spans_by;
use super::{Kind, address, coordinate, egn, eik, email, geohash, iban, letters, lnch, name};
use super::{phone, plate};

/// A longer cell is a text, whose pieces are looked at instead of the whole.
const WHOLE_BYTES_MOST: usize = 140;

/// A shorter cell has no room for an identifier and words around it.
const TEXT_BYTES_LEAST: usize = 10;

/// What people write where they have nothing to say.
const NOTHING: [&str; 20] = [
    "",
    "-",
    "--",
    "—",
    ".",
    "?",
    "x",
    "х",
    "няма",
    "нямам",
    "н/п",
    "n/a",
    "na",
    "null",
    "none",
    "nan",
    "неизвестно",
    "неизвестен",
    "unknown",
    "няма данни",
];

/// Whether a cell says that nothing is known.
fn is_blank(text: &str) -> bool {
    let text = text.trim();
    let is_short = text.len() <= 24 && !text.contains(|c: char| c.is_ascii_digit());
    is_short && NOTHING.contains(&text.to_lowercase().as_str())
}

/// What all detectors say of a cell.
pub(super) fn weigh(raw: &str, today: Date) -> Evidence {
    // A blank at the end may be half of a letter, so repair comes first.
    let repaired = letters::repair(raw).map(|repaired| repaired.text);
    let text = clean(repaired.as_deref().unwrap_or(raw));
    let text = text.as_ref();
    let mut evidence = Evidence::default();
    if is_blank(text) {
        return evidence;
    }
    if text.len() <= WHOLE_BYTES_MOST {
        whole(text, today, &mut evidence);
    }
    let has_words = text.len() >= TEXT_BYTES_LEAST && text.contains([' ', ':', ',', ';', '№', '=']);
    if has_words && evidence.strongest() < Strength::Likely {
        for span in spans_by(text, today) {
            evidence.say(span.kind, Strength::Likely);
            evidence.inside = true;
        }
    }
    evidence
}

/// Blanks at the ends and signs of no width are thrown away.
fn clean(raw: &str) -> Cow<'_, str> {
    let is_unseen = |c: char| matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}' | '\u{200e}');
    let trimmed = raw.trim();
    if trimmed.contains(is_unseen) {
        return Cow::Owned(trimmed.replace(is_unseen, ""));
    }
    Cow::Borrowed(trimmed)
}

fn whole(text: &str, today: Date, evidence: &mut Evidence) {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let has_letters = text.contains(char::is_alphabetic);
    if (6..=DIGITS_MOST + 2).contains(&digits) {
        numbers(text, today, evidence);
    }
    if has_letters {
        lettered(text, digits, evidence);
    }
    if digits >= 3 && text.contains(['.', ',', '°']) {
        evidence.say(Kind::Coordinates, coordinate::judge(text));
        evidence.is_exact_degree = coordinate::is_exact_degree(text);
    }
}

fn lettered(text: &str, digits: usize, evidence: &mut Evidence) {
    let has_at = text.contains(['@', '(', '[', '{']);
    if has_at || text.is_ascii() && text.contains('.') {
        evidence.say(Kind::Email, email::judge(text));
    }
    if evidence.of(Kind::Email) >= Strength::Likely {
        return;
    }
    if digits >= 8 && (15..=60).contains(&text.len()) {
        evidence.say(Kind::Iban, iban::judge(text));
    }
    if (2..=6).contains(&digits) && text.len() <= 28 {
        evidence.say(Kind::Plate, plate::judge(text));
    }
    if text.len() <= 12 {
        evidence.say(Kind::Geohash, geohash::judge(text));
    }
    let is_sure = evidence.strongest() == Strength::Certain;
    if !is_sure {
        evidence.say(Kind::PersonName, name::judge(text));
    }
    if !is_sure && evidence.of(Kind::PersonName) < Strength::Certain && text.len() >= 5 {
        evidence.say(Kind::Address, address::judge(text));
    }
}

fn numbers(text: &str, today: Date, evidence: &mut Evidence) {
    let vat = text.strip_prefix("BG").or_else(|| text.strip_prefix("ВG"));
    let Some(number) = Number::read(vat.unwrap_or(text)) else {
        return;
    };
    let digits = &number.digits;
    let firm = eik::judge(digits);
    if vat.is_some() {
        evidence.say(Kind::Eik, firm);
        return;
    }
    let telephone = phone::judge(&number);
    evidence.say(Kind::Phone, telephone);
    if !number.has_plus && !number.has_brackets && !number.has_point {
        evidence.say(Kind::Egn, egn::judge(digits, today));
    }
    if number.is_plain() {
        evidence.say(Kind::Lnch, lnch::judge(digits));
        evidence.say(Kind::Eik, firm);
    }
    // Nine digits that are a firm's beyond their length are no line of Sofia.
    if number.groups.len() == 1 && firm >= Strength::Likely && telephone == Strength::Likely {
        evidence.limit(Kind::Phone, Strength::Shape);
    }
}

#[cfg(test)]
mod tests {
    use super::super::egn::tests::today;
    use super::*;

    fn of(text: &str, kind: Kind) -> Strength {
        weigh(text, today()).of(kind)
    }

    #[test]
    fn each_kind_is_known_by_itself() {
        for (text, kind) in [
            ("7523169263", Kind::Egn),
            (" 752316 9263 ", Kind::Egn),
            ("000696327", Kind::Eik),
            ("BG000696327", Kind::Eik),
            ("BG80BNBG96611020345678", Kind::Iban),
            ("0888123456", Kind::Phone),
            ("СВ1234АВ", Kind::Plate),
            ("ivan@abv.bg", Kind::Email),
            ("Иван Петров", Kind::PersonName),
            ("ул. Кричим 78", Kind::Address),
            ("42.6977, 23.3219", Kind::Coordinates),
            ("sx8dfsy", Kind::Geohash),
        ] {
            assert!(of(text, kind) >= Strength::Likely, "{text}");
        }
    }

    #[test]
    fn an_identifier_inside_a_text_is_likely() {
        let evidence = weigh("Моля, обадете се на 0888 123 456 след 17 ч.", today());
        assert_eq!(evidence.of(Kind::Phone), Strength::Likely);
        assert!(evidence.inside);
    }

    #[test]
    fn nothing_known_is_nothing() {
        for text in ["", " - ", "няма", "N/A", "НЯМА ДАННИ"] {
            assert_eq!(weigh(text, today()), Evidence::default(), "{text}");
        }
    }

    #[test]
    fn unseen_signs_do_not_hide_a_number() {
        assert!(of("\u{feff}7523169263\u{200b}", Kind::Egn) >= Strength::Likely);
    }
}
