//! Words around a person's name: titles that lead it, and things that bear it.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// Titles before a name.
pub(super) const TITLES: &[&str] = &[
    "г",
    "н",
    "жа",
    "ца",
    "д",
    "р",
    "инж",
    "проф",
    "доц",
    "арх",
    "адв",
    "акад",
    "господин",
    "госпожа",
    "госпожица",
    "mr",
    "mrs",
    "ms",
    "dr",
    "prof",
    "eng",
    "гл",
    "ас",
    "полк",
];

/// Titles that leave no doubt, where a name follows.
pub(super) const PERSONAL: &[&str] = &[
    "жа",
    "ца",
    "инж",
    "проф",
    "доц",
    "арх",
    "адв",
    "акад",
    "госпожа",
    "mr",
    "mrs",
    "ms",
    "prof",
    "госпожица",
];

/// Words (or their beginnings of five letters and more) of things that bear people's names.
const THINGS: &[&str] = &[
    "оод",
    "еоод",
    "ад",
    "еад",
    "сд",
    "дззд",
    "ltd",
    "llc",
    "улица",
    "ул",
    "бул",
    "булевард",
    "площад",
    "пл",
    "жк",
    "кв",
    "квартал",
    "район",
    "община",
    "област",
    "град",
    "гр",
    "село",
    "училище",
    "гимназия",
    "градина",
    "детска",
    "парк",
    "болница",
    "мбал",
    "дкц",
    "завод",
    "метростанция",
    "спирка",
    "хотел",
    "магазин",
    "институт",
    "университет",
    "театър",
    "музей",
    "стадион",
    "църква",
    "храм",
    "мост",
    "фондация",
    "сдружение",
    "читалище",
    "къща",
    "център",
    "паметник",
    "street",
    "park",
    "school",
    "hotel",
    "station",
    "hospital",
    "university",
    "museum",
    "и",
    "на",
    "за",
    "от",
    "in",
    "of",
];

/// What a firm's name ends in.
pub(super) const FIRMS: &[&str] = &["оод", "еоод", "ад", "еад", "сд", "ltd", "llc"];

/// The first five letters of each, to pass by other words quickly.
static BEGINNINGS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let begin = |thing: &&'static str| {
        let end = thing
            .char_indices()
            .nth(5)
            .map_or(thing.len(), |(end, _)| end);
        &thing[..end]
    };
    THINGS.iter().map(begin).collect()
});

/// Whether a word is a thing's, or begins as a long one of theirs.
pub(super) fn is_thing(word: &str) -> bool {
    let begin = word
        .char_indices()
        .nth(5)
        .map_or(word.len(), |(end, _)| end);
    let is_near = BEGINNINGS.contains(&word[..begin]);
    is_near
        && THINGS.iter().any(|thing| {
            word == *thing || begin < word.len() && thing.len() >= begin && word.starts_with(thing)
        })
        && !word.starts_with("градинар")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_known_whole_or_by_a_long_beginning() {
        for word in ["оод", "училище", "училището", "градина", "и"] {
            assert!(is_thing(word), "{word}");
        }
        for word in ["иван", "градинаров", "учи", "ада", "паркова"] {
            assert!(!is_thing(word), "{word}");
        }
    }
}
