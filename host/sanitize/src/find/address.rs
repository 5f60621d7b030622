//! Postal addresses: a street with its number, a block of flats with its entrance, floor and
//! flat. A street alone names thousands of people and is weaker.

mod part;

use std::ops::Range;

use super::evidence::Strength;
use super::words::{Word, words};
use part::{Part, SECOND};

/// Words of a street's name before its number.
const NAME_MOST: usize = 5;

/// Most words of one address, so that a text of nothing but towns costs no square of its
/// length.
const WORDS_MOST: usize = 40;

/// An address inside a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// How sure it is.
    pub(super) strength: Strength,
}

/// How much a whole text looks like an address.
pub(super) fn judge(text: &str) -> Strength {
    let words = words(text);
    let found = scan(&words);
    let strongest = found.iter().map(|found| found.strength).max();
    strongest.unwrap_or_default().max(bare(&words))
}

/// The addresses inside a text.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let found = scan(&words(text)).into_iter();
    let sure = found.filter(|found| found.strength >= Strength::Likely);
    sure.map(|found| found.range).collect()
}

/// `Граф Игнатиев 15, София` shows nothing that a product with its size does not.
fn bare(words: &[Word<'_>]) -> Strength {
    let is_short = (2..=12).contains(&words.len());
    let letters = words
        .iter()
        .filter(|word| !word.is_number() && word.length() > 2)
        .count();
    let starts = words
        .first()
        .is_some_and(|word| word.is_capital() || word.is_number());
    let is_numbered = words.iter().any(Word::is_number);
    match is_short && letters > 0 {
        true if starts && is_numbered => Strength::Shape,
        true if starts || is_numbered => Strength::Trace,
        _ => Strength::None,
    }
}

/// Reads from each word that may start an address as far as one goes.
fn scan(words: &[Word<'_>]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut place = 0;
    while place < words.len() {
        let most = words.len().min(place + WORDS_MOST);
        let mut reader = Reader {
            words: &words[..most],
            place,
            ..Reader::default()
        };
        reader.read();
        let strength = reader.strength();
        if strength == Strength::None {
            place += 1;
            continue;
        }
        let (first, last) = (&words[place], &words[reader.last]);
        let range = first.start..last.end();
        found.push(Found { range, strength });
        place = reader.last + 1;
    }
    found
}

#[derive(Default)]
struct Reader<'a> {
    words: &'a [Word<'a>],
    place: usize,
    last: usize,
    streets: usize,
    numbered: usize,
    quarters: usize,
    blocks: usize,
    insides: usize,
}

impl Reader<'_> {
    fn read(&mut self) {
        let start = self.place;
        while self.place < self.words.len() {
            if self.place > start && !self.is_near() {
                break;
            }
            let before = self.place;
            self.step();
            if self.place == before {
                break;
            }
            self.last = self.place - 1;
        }
    }

    /// Whether only commas, points and the like stand before the next word.
    fn is_near(&self) -> bool {
        let gap = self.words[self.place].gap;
        gap.len() <= 6 && !gap.contains(['\n', '!', '?', ':', ';'])
    }

    fn step(&mut self) {
        let word = &self.words[self.place];
        match self.part() {
            Some(Part::Street) => self.street(),
            Some(Part::Quarter) => self.quarter(),
            Some(Part::Block) => self.blocks += self.value(1),
            Some(Part::Inside) => self.insides += self.value(1),
            Some(Part::Town) => self.town(),
            Some(Part::Number) if self.streets > 0 => self.numbered += self.value(1),
            None if word.key == "ж" || word.key == "zh" || word.key == "j" => self.two_letters(),
            None if self.is_english() => self.english(),
            _ => {}
        }
    }

    fn part(&self) -> Option<Part> {
        let word = self.words.get(self.place)?;
        Part::of(&word.key)
    }

    /// A street's words up to its number, which may carry a letter.
    fn street(&mut self) {
        let mut next = self.place + 1;
        let most = next + NAME_MOST;
        let mut letters = 0;
        while let Some(word) = self.words.get(next).filter(|_| next <= most) {
            let is_ordinal = word.is_number() && letters == 0 && self.goes_on_after(next);
            if word.is_number() && !is_ordinal {
                self.streets += 1;
                self.numbered += usize::from(letters > 0);
                self.place = self.with_letter(next + 1);
                return;
            }
            if letters > 0 && self.ends_name(next) {
                break;
            }
            letters += usize::from(!word.is_number() && word.length() > 1);
            next += 1;
        }
        if letters > 0 {
            self.streets += 1;
            self.place = next;
        }
    }

    /// `20-ти април`, `7-ма`: the number belongs to the name.
    fn goes_on_after(&self, next: usize) -> bool {
        let after = self.words.get(next + 1);
        after.is_some_and(|word| !word.is_number() && word.length() > 1 && !word.gap.contains(','))
    }

    fn ends_name(&self, next: usize) -> bool {
        let word = &self.words[next];
        let is_part = Part::of(&word.key).is_some() && word.key != "с" && word.key != "no";
        let is_broken = word.gap.contains(['\n', ';', '!', '?', ',']);
        let is_small = !word.is_capital() && self.words[next - 1].is_capital();
        let is_prose = is_small && !SECOND.contains(&word.key.as_str()) && !self.is_quoted(next);
        !word.is_number() && (is_part || is_broken || is_prose)
    }

    /// Whether a word of a street's name stands between quotes that are still open.
    fn is_quoted(&self, next: usize) -> bool {
        let is_quote = |word: &Word<'_>| word.gap.contains(['„', '“', '”', '"', '«', '»']);
        let quotes = self.words[self.place + 1..=next]
            .iter()
            .filter(|word| is_quote(word));
        quotes.count() == 1 && !is_quote(&self.words[next])
    }

    /// The place after a number's letter (`15 А`, `3б`), which is no preposition.
    fn with_letter(&self, next: usize) -> usize {
        let is_letter = |word: &Word<'_>| {
            let is_close = word.gap.is_empty() || word.gap == " " && word.is_capital();
            word.length() == 1 && !word.is_number() && is_close
        };
        next + usize::from(self.words.get(next).is_some_and(is_letter))
    }

    /// `кв. Лозенец`, and not the metres of `85 кв. м`.
    fn quarter(&mut self) {
        let name = self.words.get(self.place + 1);
        if name.is_some_and(|word| word.length() >= 3 && !word.key.starts_with("метр")) {
            self.quarters += 1;
            self.place += 2;
            self.name_goes_on();
        }
    }

    /// A second word of the name (`Овча купел`), and its number (`Младост 1А`).
    fn name_goes_on(&mut self) {
        for _ in 0..2 {
            let Some(word) = self.words.get(self.place) else {
                return;
            };
            let is_near = word.gap == " " || word.gap == "-";
            let is_name = word.is_number() || word.length() > 3 || word.length() == 1;
            if !is_near || !is_name || self.part().is_some() {
                return;
            }
            self.place += 1;
        }
    }

    /// `ж.к.`, whose letters stand apart.
    fn two_letters(&mut self) {
        let second = self.words.get(self.place + 1);
        if second.is_some_and(|word| word.key == "к" || word.key == "k") {
            self.place += 1;
            let before = self.place;
            self.quarter();
            if self.place == before {
                self.place -= 1;
            }
        }
    }

    fn town(&mut self) {
        let name = self.words.get(self.place + 1);
        let key = &self.words[self.place].key;
        if name.is_some_and(|word| word.is_capital() && word.length() > 2 || key == "пк") {
            self.place += 2;
            let post_code = self.words.get(self.place);
            let is_code = post_code.is_some_and(|word| word.is_number() && word.length() == 4);
            self.place += usize::from(is_code);
        }
    }

    /// A number, or one letter as entrances have, after the word.
    fn value(&mut self, least: usize) -> usize {
        let mut next = self.place + 1;
        if self
            .words
            .get(next)
            .is_some_and(|word| word.key == "no" || word.key == "номер")
        {
            next += 1;
        }
        let value = self.words.get(next);
        let fits = value.is_some_and(|word| {
            let is_value = word.is_number() && word.length() <= 4 || word.length() == least;
            is_value && word.gap.len() <= 6 && !word.gap.contains(['\n', ';'])
        });
        if fits {
            let is_number = value.is_some_and(Word::is_number);
            self.place = if is_number {
                self.with_letter(next + 1)
            } else {
                next + 1
            };
        }
        usize::from(fits)
    }

    /// `15 Vitosha Blvd`, `Vitosha Str. 15`: the street's word comes after its name.
    fn is_english(&self) -> bool {
        let street = |word: &Word<'_>| {
            matches!(
                word.key.as_str(),
                "str" | "street" | "blvd" | "boulevard" | "ave" | "avenue"
            )
        };
        let words = self.words.iter().skip(self.place).take(5);
        self.streets == 0 && words.into_iter().skip(1).any(street)
    }

    fn english(&mut self) {
        let rest = &self.words[self.place..];
        let street = rest.iter().take(5).position(|word| {
            matches!(
                word.key.as_str(),
                "str" | "street" | "blvd" | "boulevard" | "ave" | "avenue"
            )
        });
        let Some(street) = street else {
            return;
        };
        let name = &rest[..street];
        let is_name = name
            .iter()
            .all(|word| word.is_number() || word.is_capital());
        let is_numbered = name.first().is_some_and(Word::is_number);
        let after = rest.get(street + 1).is_some_and(Word::is_number);
        if is_name && (is_numbered || after) {
            self.streets += 1;
            self.numbered += 1;
            self.place += street + 1 + usize::from(!is_numbered);
        }
    }

    fn strength(&self) -> Strength {
        let fine = self.blocks + self.insides;
        let parts = self.streets + self.quarters + fine;
        match () {
            () if self.streets > 0 && self.numbered + fine > 0 => Strength::Certain,
            () if self.blocks > 0 && parts > 1 => Strength::Certain,
            () if self.insides > 1 || self.quarters > 0 && fine > 0 => Strength::Likely,
            () if parts > 0 => Strength::Shape,
            () => Strength::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streets_with_numbers_and_blocks_with_entrances_are_certain() {
        for text in [
            "ул. Граф Игнатиев 15",
            "ул.Граф Игнатиев15",
            "София 1000, бул. „Витоша“ № 12, ет. 3, ап. 7",
            "ж.к. Младост 1, бл. 25, вх. А, ет. 4, ап. 12",
            "жк Люлин 5 бл.512 вх.Б",
            "УЛ. 20-ТИ АПРИЛ 5",
            "ул. 7-ма № 3А",
            "кв. Лозенец, ул. Кричим 78",
            "бул. „Цариградско шосе“ № 111",
            "бул. Цариградско шосе 111",
            "ул. „Бели бор“ 3",
            "bul. Vitosha 15, et. 2",
            "15 Vitosha Blvd",
            "Graf Ignatiev Str. 12",
        ] {
            assert_eq!(judge(text), Strength::Certain, "{text}");
        }
    }

    #[test]
    fn less_than_a_house_is_a_shape() {
        for text in [
            "ул. Граф Игнатиев",
            "ж.к. Младост 1",
            "кв. Лозенец",
            "ет. 5",
        ] {
            assert!(judge(text) <= Strength::Shape, "{text}");
        }
    }

    #[test]
    fn areas_weights_and_papers_are_no_addresses() {
        for text in [
            "85 кв. м",
            "500 гр. сирене",
            "вх. № 123 от 5 май",
            "от 5 до 10",
            "ЕТ Алфа",
        ] {
            assert!(judge(text) <= Strength::Shape, "{text}");
        }
    }

    #[test]
    fn an_address_is_found_in_a_text() {
        let text = "Дупка на ул. Граф Игнатиев 15 пред входа";
        let found = find(text);
        assert_eq!(&text[found[0].clone()], "ул. Граф Игнатиев 15");
        let text = "Живея в ж.к. Младост 1, бл. 25, вх. А и чакам";
        let found = find(text);
        assert_eq!(&text[found[0].clone()], "ж.к. Младост 1, бл. 25, вх. А");
    }
}
