//! Every text of the portal in both languages, from one place. A text without its
//! translation does not compile.

pub mod about;
pub mod account;
pub mod admin;
pub mod catalogue;
pub mod challenge;
pub mod compare;
pub mod data;
pub mod data_set;
pub mod decision;
pub mod design;
pub mod evaluator;
pub mod failure;
pub mod interface;
pub mod jury;
pub mod methodology;
pub mod pilot;
pub mod problem;
pub mod report;
pub mod site;
pub mod staff;
pub mod submission;
pub mod template;
pub mod trail;

use crate::language::{Language, Locale as _};

/// A text in both languages. `{name}` stands for what `fill` puts there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// Bulgarian.
    pub bg: &'static str,
    /// English.
    pub en: &'static str,
}

/// A text for one and a text for more; `{n}` stands for the number. Bulgarian and
/// English tell these two apart alike (Unicode CLDR, cardinal plural rules).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// For 1.
    pub one: Text,
    /// For 0 and from 2 on.
    pub other: Text,
}

impl Text {
    /// In one language.
    pub fn of(self, language: Language) -> &'static str {
        match language {
            Language::Bg => self.bg,
            Language::En => self.en,
        }
    }

    /// In one language, with values in its places.
    pub fn fill(self, language: Language, values: &[(&str, &str)]) -> String {
        let mut rest = self.of(language);
        let mut text = String::with_capacity(rest.len() + 32);
        // Values are not searched for places: one may hold braces.
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            let value = values.iter().find(|(key, _)| *key == name);
            text.push_str(value.map_or("", |(_, value)| value));
            rest = after;
        }
        text.push_str(rest);
        text
    }
}

impl Count {
    /// In one language, for a number.
    pub fn of(self, language: Language, n: u64) -> String {
        let text = if n == 1 { self.one } else { self.other };
        text.fill(language, &[("n", &language.whole(n))])
    }
}

/// Declares texts as constants: `NAME = "на български" | "in English";` and, for
/// numbers, `NAME = "един" / "{n} много" | "one" / "{n} many";`.
macro_rules! texts {
    (@one $(#[$doc:meta])* $name:ident = $bg:literal | $en:literal) => {
        $(#[$doc])*
        #[doc = $en]
        pub const $name: $crate::texts::Text = $crate::texts::Text { bg: $bg, en: $en };
    };
    (@one $(#[$doc:meta])* $name:ident = $bg:literal / $bgs:literal | $en:literal / $ens:literal) => {
        $(#[$doc])*
        #[doc = $ens]
        pub const $name: $crate::texts::Count = $crate::texts::Count {
            one: $crate::texts::Text { bg: $bg, en: $en },
            other: $crate::texts::Text { bg: $bgs, en: $ens },
        };
    };
    (@list $name:ident = $bg:literal | $en:literal) => { [($bg, $en)].as_slice() };
    (@list $name:ident = $bg:literal / $bgs:literal | $en:literal / $ens:literal) => {
        [($bg, $en), ($bgs, $ens)].as_slice()
    };
    ($($(#[$doc:meta])* $name:ident = $bg:literal $(/ $bgs:literal)? | $en:literal $(/ $ens:literal)?;)*) => {
        $($crate::texts::texts!(@one $(#[$doc])* $name = $bg $(/ $bgs)? | $en $(/ $ens)?);)*

        #[cfg(test)]
        pub(super) const ALL: &[&[(&str, &str)]] = &[
            $($crate::texts::texts!(@list $name = $bg $(/ $bgs)? | $en $(/ $ens)?)),*
        ];
    };
}

pub(crate) use texts;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const FILES: [&[&[(&str, &str)]]; 23] = [
        about::ALL,
        account::ALL,
        admin::ALL,
        catalogue::ALL,
        challenge::ALL,
        compare::ALL,
        data::ALL,
        data_set::ALL,
        decision::ALL,
        design::ALL,
        evaluator::ALL,
        failure::ALL,
        interface::ALL,
        jury::ALL,
        methodology::ALL,
        pilot::ALL,
        problem::ALL,
        report::ALL,
        site::ALL,
        staff::ALL,
        submission::ALL,
        template::ALL,
        trail::ALL,
    ];

    fn places(text: &str) -> BTreeSet<&str> {
        let parts = text.split('{').skip(1);
        parts.filter_map(|part| part.split('}').next()).collect()
    }

    #[test]
    fn both_languages_have_the_same_places_and_something_to_say() {
        for (bg, en) in FILES.iter().copied().flatten().copied().flatten() {
            assert!(!bg.trim().is_empty() && !en.trim().is_empty(), "{bg} {en}");
            assert_eq!(places(bg), places(en), "{en}");
        }
    }

    #[test]
    fn bulgarian_is_written_in_cyrillic() {
        let is_cyrillic = |c: char| ('\u{400}'..'\u{500}').contains(&c);
        for (bg, en) in FILES.iter().copied().flatten().copied().flatten() {
            // The way to the other language is written in that language.
            let is_name = bg == en || *en == "Български";
            assert!(is_name || bg.chars().any(is_cyrillic), "{bg}");
            assert!(is_name || !en.chars().any(is_cyrillic), "{en}");
        }
    }

    #[test]
    fn values_are_put_in_once_and_never_searched() {
        let text = Text {
            bg: "{a} и {b}",
            en: "{a} and {b}",
        };
        assert_eq!(
            text.fill(Language::En, &[("a", "{b}"), ("b", "x")]),
            "{b} and x"
        );
    }

    #[test]
    fn one_is_told_from_many() {
        let cases = Count {
            one: Text {
                bg: "{n} случай",
                en: "{n} case",
            },
            other: Text {
                bg: "{n} случая",
                en: "{n} cases",
            },
        };
        assert_eq!(cases.of(Language::Bg, 1), "1 случай");
        assert_eq!(cases.of(Language::Bg, 21), "21 случая");
        assert_eq!(cases.of(Language::En, 0), "0 cases");
    }
}
