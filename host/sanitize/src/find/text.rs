//! Identifiers inside a longer text, with their places.

use std::ops::Range;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Kind, address, coordinate, email, geohash, iban, letters, name, plate, read};

/// A piece of a text that names somebody or something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// What it names.
    pub kind: Kind,
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

/// What names somebody or something in a text, in order, no two of them overlapping. Bytes
/// lie on borders of characters. The text may be of any length: the time grows with it.
pub fn spans(text: &str) -> Vec<Span> {
    // Without a calendar at hand, a birth date may lie in any year of the century.
    spans_by(text, Date::MAX)
}

/// The same, where nobody was born after today.
pub(super) fn spans_by(text: &str, today: Date) -> Vec<Span> {
    match letters::repair(text) {
        None => spans_of(text, today),
        Some(repaired) => {
            let places = Places::new(text, &repaired);
            let found = spans_of(&repaired.text, today);
            found
                .into_iter()
                .filter_map(|span| places.back(span))
                .collect()
        }
    }
}

fn spans_of(text: &str, today: Date) -> Vec<Span> {
    let mut taken = Taken(Vec::new());
    if text.contains('@') {
        taken.add(Kind::Email, email::find(text));
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits >= 3 {
        taken.add(Kind::Iban, iban::find(text));
        taken.add(Kind::Coordinates, coordinate::find(text));
        let numbers = read::find(text, today).into_iter();
        taken.add_all(numbers.map(|found| (found.kind, found.range)));
        taken.add(Kind::Plate, plate::find(text));
        taken.add(Kind::Geohash, geohash::find(text));
    }
    if digits >= 1 {
        taken.add(Kind::Address, address::find(text));
    }
    taken.add(Kind::PersonName, name::find(text));
    taken.0
}

/// What is found already, in order; who comes later gives way.
struct Taken(Vec<Span>);

impl Taken {
    fn add(&mut self, kind: Kind, ranges: Vec<Range<usize>>) {
        self.add_all(ranges.into_iter().map(|range| (kind, range)));
    }

    fn add_all(&mut self, found: impl Iterator<Item = (Kind, Range<usize>)>) {
        let fresh: Vec<Span> = found
            .map(|(kind, Range { start, end })| Span { kind, start, end })
            .filter(|span| self.is_free(span))
            .collect();
        self.0.extend(fresh);
        self.0.sort_unstable_by_key(|span| span.start);
    }

    fn is_free(&self, fresh: &Span) -> bool {
        let after = self.0.partition_point(|span| span.end <= fresh.start);
        self.0.get(after).is_none_or(|span| span.start >= fresh.end)
    }
}

/// Where the bytes of repaired text stood in the wrong one.
struct Places {
    by_byte: Vec<usize>,
}

impl Places {
    fn new(wrong: &str, repaired: &letters::Repaired) -> Self {
        let ends = [wrong.len()];
        let places = wrong.char_indices().map(|(place, _)| place).chain(ends);
        if repaired.is_by_byte {
            return Self {
                by_byte: places.collect(),
            };
        }
        let right = repaired.text.char_indices().map(|(place, _)| place);
        let right = right.chain([repaired.text.len()]);
        let mut by_byte = vec![wrong.len(); repaired.text.len() + 1];
        for (place, origin) in right.zip(places) {
            by_byte[place] = origin;
        }
        Self { by_byte }
    }

    fn back(&self, span: Span) -> Option<Span> {
        let start = *self.by_byte.get(span.start)?;
        let end = *self.by_byte.get(span.end)?;
        Some(Span { start, end, ..span })
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{WINDOWS_1251, WINDOWS_1252};

    use super::*;

    fn found(text: &str) -> Vec<(Kind, &str)> {
        let spans = spans(text).into_iter();
        spans
            .map(|span| (span.kind, &text[span.start..span.end]))
            .collect()
    }

    #[test]
    fn all_kinds_are_found_in_order() {
        let text = "Иван Петров (ivan@abv.bg, 0888 123 456) с кола СВ1234АВ живее на \
                    ул. Кричим 78, плаща по BG80BNBG96611020345678";
        let kinds: Vec<Kind> = spans(text).iter().map(|span| span.kind).collect();
        let wanted = [
            Kind::PersonName,
            Kind::Email,
            Kind::Phone,
            Kind::Plate,
            Kind::Address,
            Kind::Iban,
        ];
        assert_eq!(kinds, wanted);
    }

    #[test]
    fn a_street_that_bears_a_name_is_one_address() {
        assert_eq!(
            found("на ул. Иван Вазов 5"),
            [(Kind::Address, "ул. Иван Вазов 5")]
        );
    }

    #[test]
    fn text_in_the_wrong_encoding_keeps_its_places() {
        let right = "тел. 0888123456 на Иван Петров";
        let (wrong, _, _) = WINDOWS_1251.decode(right.as_bytes());
        let spans = spans(&wrong);
        assert_eq!(&wrong[spans[0].start..spans[0].end], "0888123456");
        assert_eq!(spans[1].kind, Kind::PersonName);
        assert_eq!(spans[1].end, wrong.len());
        let (bytes, _, _) = WINDOWS_1251.encode(right);
        let (wrong, _, _) = WINDOWS_1252.decode(&bytes);
        assert_eq!(found(&wrong)[0], (Kind::Phone, "0888123456"));
    }

    #[test]
    fn plain_text_has_none() {
        for text in [
            "",
            "Няма вода от вчера.",
            "Платете 25,50 лв. до 31.12.2024 г.",
            "Люлин 5",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
