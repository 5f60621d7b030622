//! Names of people: a given name, a father's name, a family name, in either script, with
//! initials or titles. A firm, a street or a school that bears a person's name is refused
//! where its own word says so.

mod given;
mod titles;

use std::ops::Range;

use super::evidence::Strength;
use super::words::{Word, words};
use given::{is_ambiguous, is_family, is_given, key};
use titles::{FIRMS, PERSONAL, TITLES, is_thing};

/// Most bytes of a cell that names one person.
const LENGTH_MOST: usize = 120;

/// Most words of a name, with its titles.
const WORDS_MOST: usize = 6;

/// Most words with capitals in a row that are looked at together, so that a text of nothing
/// but names costs no square of its length.
const RUN_MOST: usize = 32;

/// What a word is to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Given,
    /// A given name that places and things bear too.
    Ambiguous,
    /// Made of a known given name.
    Family,
    /// By its ending only.
    Ending,
    Initial,
    Title,
    /// Begins with a capital and is nothing else.
    Capital,
    Thing,
    Plain,
}

/// How much a whole text looks like a person's name.
pub(super) fn judge(text: &str) -> Strength {
    if text.len() > LENGTH_MOST || text.contains('@') {
        return Strength::None;
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits > 1 {
        return Strength::None;
    }
    let words = words(text);
    if words.is_empty() || words.len() > WORDS_MOST || words.iter().any(|word| !joins(word)) {
        return Strength::None;
    }
    if digits > 0 {
        return if words.len() <= 4 {
            Strength::Trace
        } else {
            Strength::None
        };
    }
    let of_words: Vec<Part> = words.iter().map(part).collect();
    strength(&of_words, &words)
}

/// Whether only blanks, a dash, a point or a comma stand before a word.
fn joins(word: &Word<'_>) -> bool {
    word.gap.len() <= 3 && word.gap.chars().all(|c| " .,-'’\u{a0}\t\"".contains(c))
}

fn part(word: &Word<'_>) -> Part {
    let is_initial = word.length() == 1 && word.is_capital();
    if !is_initial && is_thing(&word.key) {
        return Part::Thing;
    }
    if TITLES.contains(&word.key.as_str()) && (word.length() > 1 || !word.is_capital()) {
        return Part::Title;
    }
    if word.length() == 1 {
        return if word.is_capital() {
            Part::Initial
        } else {
            Part::Plain
        };
    }
    let key = key(&word.key);
    match () {
        () if is_ambiguous(&key) => Part::Ambiguous,
        () if is_given(&key) => Part::Given,
        () if is_family(&key) => Part::Family,
        () if has_ending(&key) => Part::Ending,
        () if word.is_capital() => Part::Capital,
        () => Part::Plain,
    }
}

/// Endings of family names, after at least three letters.
fn has_ending(key: &str) -> bool {
    let ends = [
        "ov", "ova", "ev", "eva", "oglu", "enko", "ski", "ska", "ian", "ich",
    ];
    ends.iter()
        .any(|end| key.strip_suffix(end).is_some_and(|head| head.len() >= 3))
}

fn strength(parts: &[Part], words: &[Word<'_>]) -> Strength {
    let count = |wanted: &[Part]| parts.iter().filter(|part| wanted.contains(part)).count();
    let titles = count(&[Part::Title]);
    let all = parts.len() - titles;
    let given = count(&[Part::Given, Part::Ambiguous]);
    let family = count(&[Part::Family]);
    let ending = count(&[Part::Ending]);
    let other = count(&[Part::Capital]);
    let initials = count(&[Part::Initial]);
    if count(&[Part::Thing]) > 0 || all == 0 {
        return Strength::None;
    }
    let is_personal = words
        .iter()
        .any(|word| PERSONAL.contains(&word.key.as_str()));
    if count(&[Part::Plain]) > 0 || all > 4 {
        return if all <= 4 {
            Strength::Trace
        } else {
            Strength::None
        };
    }
    let named = given + family + ending;
    match all {
        1 if is_personal && named > 0 => Strength::Certain,
        1 if count(&[Part::Given]) + family > 0 => Strength::Likely,
        1 => Strength::Shape,
        _ if is_personal => Strength::Certain,
        _ if given > 0 && family + ending > 0 => Strength::Certain,
        _ if given > 1 || family > 1 || family + ending > 0 && initials > 0 => Strength::Likely,
        _ if family > 0 || count(&[Part::Given]) > 0 && other <= 1 => Strength::Likely,
        _ if ending > 0 && surname_is_sure(words) => Strength::Likely,
        _ => Strength::Shape,
    }
}

/// Whether the last word ends as only family names do, and all words start alike.
fn surname_is_sure(words: &[Word<'_>]) -> bool {
    let last = words.last().map_or(String::new(), |word| key(&word.key));
    let ends = ["ov", "ova", "ev", "eva", "oglu", "enko"]
        .iter()
        .any(|end| last.ends_with(end));
    ends && words.iter().all(Word::is_capital)
}

/// The names inside a text: two to four words with capitals in a row, of which one at
/// least is a known given name, or a title and a family name.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let words = words(text);
    // Names inside a text have capitals; of other words only what stands before counts.
    let quick = |word: &Word<'_>| {
        let is_word =
            !word.is_capital() && !is_thing(&word.key) && !TITLES.contains(&word.key.as_str());
        if is_word { Part::Plain } else { part(word) }
    };
    let parts: Vec<Part> = words.iter().map(quick).collect();
    let mut found = Vec::new();
    let mut place = 0;
    while place < words.len() {
        let end = run(&words, &parts, place);
        if let Some((first, last)) = name_in(&parts, &words, place, end) {
            found.push(words[first].start..words[last].end());
            place = last + 1;
        } else {
            place = end.max(place + 1);
        }
    }
    found
}

/// The place after the last word of the run of capitals that starts here.
fn run(words: &[Word<'_>], parts: &[Part], start: usize) -> usize {
    let most = words.len().min(start + RUN_MOST);
    let belongs = |place: usize| {
        let word = &words[place];
        let is_near =
            place == start || joins(word) && !word.gap.contains(',') && !ends(words, parts, place);
        let is_name = word.is_capital() && !word.is_number() && parts[place] != Part::Thing;
        is_near && (is_name || parts[place] == Part::Title)
    };
    (start..most).find(|place| !belongs(*place)).unwrap_or(most)
}

/// A point ends a sentence, unless it stands after an initial or a title.
fn ends(words: &[Word<'_>], parts: &[Part], place: usize) -> bool {
    let before = place.checked_sub(1).map(|before| parts[before]);
    let is_short = matches!(before, Some(Part::Initial | Part::Title));
    words[place].gap.contains('.') && !is_short
}

/// The longest stretch of a run, from its start, that is a name beyond doubt.
fn name_in(parts: &[Part], words: &[Word<'_>], start: usize, end: usize) -> Option<(usize, usize)> {
    if start > 0 && parts[start - 1] == Part::Thing && is_bearer(&words[start - 1]) {
        return None;
    }
    let named = |part: &Part| {
        matches!(
            part,
            Part::Given | Part::Ambiguous | Part::Family | Part::Ending | Part::Initial
        )
    };
    for first in start..end {
        if !named(&parts[first]) {
            continue;
        }
        let length = parts[first..end]
            .iter()
            .take(4)
            .take_while(|part| named(part))
            .count();
        let mut last = first + length;
        let is_unlisted = parts.get(last) == Some(&Part::Capital) && last < end;
        // A family name that no list holds follows a given name.
        last += usize::from(parts[first] == Part::Given && length == 1 && is_unlisted);
        let judged = strength(&parts[first..last], &words[first..last]);
        let is_titled = first > start && parts[first - 1] == Part::Title;
        let wanted = [Strength::Likely, Strength::Shape][usize::from(is_titled)];
        let is_long = last - first >= 2 || is_titled;
        let is_firm = words
            .get(last)
            .is_some_and(|word| FIRMS.contains(&word.key.as_str()));
        if judged >= wanted && is_long && !is_firm {
            return Some((first, last - 1));
        }
    }
    None
}

/// Whether a thing's name follows this word (`улица Иван Вазов`), unlike after `на`.
fn is_bearer(word: &Word<'_>) -> bool {
    word.length() > 3 || matches!(word.key.as_str(), "ул" | "бул" | "пл" | "жк" | "кв" | "гр")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_names_are_certain_in_either_script() {
        for text in [
            "Иван Петров",
            "ИВАН ПЕТРОВ ГЕОРГИЕВ",
            "иван петров",
            "Ivan Petrov",
            "Мария Иванова-Петрова",
            "Петров, Иван",
            "Мехмед Ахмедов",
            "г-жа Мария Иванова",
            "Ивaн Пeтpов",
        ] {
            assert_eq!(judge(text), Strength::Certain, "{text}");
        }
    }

    #[test]
    fn parts_of_names_are_likely() {
        for text in [
            "Иван",
            "Петрова",
            "И. Петров",
            "Иван П. Гърбатият",
            "Сюлейман Ахмедов",
        ] {
            assert!(judge(text) >= Strength::Likely, "{text}");
        }
    }

    #[test]
    fn places_firms_and_words_are_weaker() {
        for text in [
            "Петров и синове ООД",
            "ул. Иван Вазов",
            "Борисова градина",
            "Надежда",
            "Красно село",
            "София",
            "платена",
            "Стара Загора",
            "ДГ Здравец",
            "Иван Иванов 1234",
        ] {
            assert!(judge(text) < Strength::Likely, "{text}");
        }
    }

    #[test]
    fn names_are_found_in_a_text() {
        let text = "Подадено от Иван Петров Георгиев. Лицето г-жа Кънчева и Ana Ivanova чакат.";
        let found: Vec<&str> = find(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["Иван Петров Георгиев", "Кънчева", "Ana Ivanova"]);
    }

    #[test]
    fn firms_that_bear_names_are_no_people() {
        assert!(find("възложено на Георги Димитров ЕООД").is_empty());
    }

    #[test]
    fn streets_that_bear_names_are_no_people() {
        assert!(find("по улица Иван Вазов има ремонт").is_empty());
        assert!(find("Здравейте, няма вода в Люлин").is_empty());
    }
}
