//! The numbers inside a text: which of them are somebody's.

use std::ops::Range;

use jiff::civil::Date;

use super::evidence::Strength;
use super::label::{self, Label};
use super::number::Number;
use super::{Kind, egn, eik, lnch, phone};

/// Most groups of digits of one number, so that a text of nothing but digits costs no square
/// of its length.
const GROUPS_MOST: usize = 8;

/// A number of somebody inside a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// What it is.
    pub(super) kind: Kind,
    /// Its bytes.
    pub(super) range: Range<usize>,
}

/// The numbers inside a text that are somebody's.
pub(super) fn find(text: &str, today: Date) -> Vec<Found> {
    let groups = groups(text);
    let mut found = Vec::new();
    let mut place = 0;
    while place < groups.len() {
        let most = together(text, &groups, place);
        let taken = (place..most).rev().find_map(|last| {
            let range = dressed(text, groups[place].start)..groups[last].end;
            let kind = kind(text, &range, today)?;
            Some((last, Found { kind, range }))
        });
        match taken {
            Some((last, number)) => {
                found.push(number);
                place = last + 1;
            }
            None => place += 1,
        }
    }
    found
}

/// Runs of digits.
fn groups(text: &str) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (place, byte) in text.bytes().enumerate() {
        match groups.last_mut() {
            Some(last) if byte.is_ascii_digit() && last.end == place => last.end = place + 1,
            _ if byte.is_ascii_digit() => groups.push(place..place + 1),
            _ => {}
        }
    }
    groups
}

/// The place after the last group that may belong to the number that starts here.
fn together(text: &str, groups: &[Range<usize>], start: usize) -> usize {
    let most = groups.len().min(start + GROUPS_MOST);
    let is_apart = |place: &usize| {
        let gap = &text[groups[*place - 1].end..groups[*place].start];
        gap.chars().count() > 2 || !gap.chars().all(|c| " -/.()\u{a0}–".contains(c))
    };
    (start + 1..most).find(is_apart).unwrap_or(most)
}

/// Where the number starts with its plus or bracket.
fn dressed(text: &str, start: usize) -> usize {
    let head = &text[..start];
    let bare = head.strip_suffix('(').unwrap_or(head);
    bare.strip_suffix('+').unwrap_or(bare).len()
}

/// Whether a letter or a decimal point touches the number from either side.
fn touches(text: &str, range: &Range<usize>) -> bool {
    let mut before = text[..range.start].chars().rev();
    let mut after = text[range.end..].chars();
    let (left, lefter) = (before.next(), before.next());
    let (right, righter) = (after.next(), after.next());
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let is_point = |c: Option<char>| matches!(c, Some('.' | ','));
    is_letter(left)
        || is_letter(right)
        || is_point(left) && is_digit(lefter)
        || is_point(right) && is_digit(righter)
}

fn kind(text: &str, range: &Range<usize>, today: Date) -> Option<Kind> {
    let number = Number::read(&text[range.clone()])?;
    let is_vat = ["BG", "ВG", "bg"]
        .iter()
        .any(|code| text[..range.start].ends_with(code));
    if is_vat && eik::judge(&number.digits) >= Strength::Likely {
        return Some(Kind::Eik);
    }
    if touches(text, range) {
        return None;
    }
    let egn = citizen(&number, today);
    let is_bare = number.groups.len() == 1;
    let bare = |strength: Strength| [Strength::None, strength][usize::from(is_bare)];
    let (lnch, eik) = (
        bare(lnch::judge(&number.digits)),
        bare(eik::judge(&number.digits)),
    );
    let phone = phone::judge(&number);
    let label = label::before(text, range.start);
    if let Some(kind) = labelled(label, &number, egn, phone) {
        return Some(kind);
    }
    let is_other = label == Some(Label::Other);
    let is_ten = number.digits.len() == 10;
    match () {
        () if phone == Strength::Certain => Some(Kind::Phone),
        () if egn >= Strength::Likely && is_ten => Some(Kind::Egn),
        () if is_other => None,
        () if eik == Strength::Certain => Some(Kind::Eik),
        () if phone == Strength::Likely && !number.is_plain() => Some(Kind::Phone),
        () if eik >= Strength::Likely => Some(Kind::Eik),
        () if phone >= Strength::Likely => Some(Kind::Phone),
        () if lnch >= Strength::Likely => Some(Kind::Lnch),
        () => None,
    }
}

/// What a label makes of a number, whose check digit may then be mistyped.
fn labelled(label: Option<Label>, number: &Number, egn: Strength, phone: Strength) -> Option<Kind> {
    let Some(Label::Of(kind)) = label else {
        return None;
    };
    let digits = &number.digits;
    let fits = match kind {
        Kind::Egn => egn >= Strength::Shape,
        Kind::Lnch => lnch::judge(digits) >= Strength::Shape,
        Kind::Eik => eik::judge(digits) >= Strength::Shape && phone < Strength::Certain,
        Kind::Phone => phone >= Strength::Trace,
        _ => false,
    };
    fits.then_some(kind)
}

/// How much a number looks like a citizen's, if it is written as one.
fn citizen(number: &Number, today: Date) -> Strength {
    if is_egn_dress(number) {
        egn::judge(&number.digits, today)
    } else {
        Strength::None
    }
}

/// Ten digits in one piece, or the date apart from the rest.
fn is_egn_dress(number: &Number) -> bool {
    let is_apart = matches!(number.groups.as_slice(), [6, 4] | [2, 2, 2, 4] | [6, 3, 1]);
    !number.has_plus && !number.has_brackets && (number.groups.len() == 1 || is_apart)
}

#[cfg(test)]
mod tests {
    use super::super::egn::tests::{today, with_check};
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        let found = find(text, today());
        found
            .into_iter()
            .map(|one| (one.kind, &text[one.range]))
            .collect()
    }

    #[test]
    fn each_number_is_found_with_its_kind() {
        let egn = with_check("800101450");
        let text = format!("ЕГН {egn}, тел. +359 888 123 456; ЕИК 000696327.");
        let wanted = [
            (Kind::Egn, egn.as_str()),
            (Kind::Phone, "+359 888 123 456"),
            (Kind::Eik, "000696327"),
        ];
        assert_eq!(kinds(&text), wanted);
    }

    #[test]
    fn two_numbers_in_a_row_are_two() {
        let found = kinds("0888123456 0899123456");
        assert_eq!(
            found,
            [(Kind::Phone, "0888123456"), (Kind::Phone, "0899123456")]
        );
    }

    #[test]
    fn a_label_forgives_a_mistyped_digit() {
        assert_eq!(kinds("ЕГН 7523169264"), [(Kind::Egn, "7523169264")]);
        assert_eq!(kinds("BG000696327"), [(Kind::Eik, "000696327")]);
    }

    #[test]
    fn numbers_of_other_things_are_left() {
        for text in [
            "фактура № 000696327",
            "на 03.05.2023 5 души",
            "0.887123456",
            "a000696327",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }
}
