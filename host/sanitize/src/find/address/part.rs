//! What words mean in an address, in Bulgarian and in Latin letters.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What a word means in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Street,
    Quarter,
    Block,
    /// An entrance, a floor or a flat.
    Inside,
    Number,
    Town,
}

const PARTS: &[(Part, &[&str])] = &[
    (
        Part::Street,
        &[
            "ул",
            "улица",
            "ulica",
            "ulitsa",
            "ul",
            "бул",
            "булевард",
            "bul",
            "bulevard",
            "blvd",
            "boulevard",
            "str",
            "street",
            "пл",
            "площад",
        ],
    ),
    (
        Part::Quarter,
        &[
            "жк",
            "кв",
            "квартал",
            "комплекс",
            "zhk",
            "jk",
            "kv",
            "quarter",
            "махала",
            "мах",
        ],
    ),
    (Part::Block, &["бл", "блок", "bl", "block"]),
    (
        Part::Inside,
        &[
            "вх",
            "вход",
            "vh",
            "entr",
            "entrance",
            "ет",
            "етаж",
            "et",
            "floor",
            "fl",
            "ап",
            "апартамент",
            "ap",
            "apt",
            "apartment",
            "офис",
            "office",
        ],
    ),
    (Part::Number, &["номер", "no", "nr"]),
    (
        Part::Town,
        &[
            "гр",
            "град",
            "с",
            "село",
            "gr",
            "общ",
            "община",
            "обл",
            "област",
            "пк",
        ],
    ),
];

/// Small words that follow a capital in streets' names.
pub(super) const SECOND: &[&str] = &[
    "шосе",
    "път",
    "планина",
    "поле",
    "връх",
    "река",
    "могила",
    "дол",
    "април",
    "май",
    "март",
    "юни",
    "юли",
    "август",
    "септември",
    "октомври",
    "ноември",
    "декември",
    "пехотен",
    "шипченски",
    "полк",
    "партизани",
];

static BY_WORD: LazyLock<FxHashMap<&str, Part>> = LazyLock::new(|| {
    let pairs = |(part, names): &(Part, &'static [&'static str])| {
        let part = *part;
        names
            .iter()
            .map(move |name| (*name, part))
            .collect::<Vec<_>>()
    };
    PARTS.iter().flat_map(pairs).collect()
});

impl Part {
    /// What a word in small letters means.
    pub(super) fn of(word: &str) -> Option<Self> {
        BY_WORD.get(word).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_either_script_are_known() {
        assert_eq!(Part::of("ул"), Some(Part::Street));
        assert_eq!(Part::of("blvd"), Some(Part::Street));
        assert_eq!(Part::of("вода"), None);
    }
}
