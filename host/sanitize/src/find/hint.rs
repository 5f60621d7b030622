//! What a column's name says of its cells, in Bulgarian and English.

mod patterns;

use super::Kind;
use super::letters::one_script;
use patterns::{KINDS, MEASURES, THINGS};

/// What a column's name says of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opinion {
    /// That the cells are of it.
    For,
    /// Nothing.
    Silent,
    /// That they are something else.
    Against,
}

/// What a column's name says.
#[derive(Clone, Debug)]
pub(super) struct Hint {
    announced: Vec<Kind>,
    is_thing: bool,
    is_measure: bool,
}

impl Hint {
    /// Reads a name.
    pub(super) fn of(name: &str) -> Self {
        let words = name_words(name);
        let says = |patterns: &[&str]| patterns.iter().any(|pattern| matches(&words, pattern));
        let all = KINDS.iter().filter(|(_, patterns)| says(patterns));
        let mut announced: Vec<Kind> = all.map(|(kind, _)| *kind).collect();
        let is_thing = says(THINGS);
        let is_mail = announced.contains(&Kind::Email);
        announced.retain(|kind| match kind {
            Kind::PersonName => !is_thing && !is_mail && !says(MEASURES),
            Kind::Address => !is_mail && !says(&["ip", "mac", "url"]),
            _ => true,
        });
        let is_measure = announced.is_empty() && says(MEASURES);
        Self {
            announced,
            is_thing,
            is_measure,
        }
    }

    /// What the name says of a kind. One kind of number speaks against the others.
    pub(super) fn on(&self, kind: Kind) -> Opinion {
        let is_rival = |other: &Kind| other.is_number() && kind.is_number();
        match kind {
            _ if self.announced.contains(&kind) => Opinion::For,
            Kind::PersonName if self.is_thing => Opinion::Against,
            _ if self.announced.iter().any(is_rival) => Opinion::Against,
            _ if self.is_measure && kind.is_number() => Opinion::Against,
            _ => Opinion::Silent,
        }
    }
}

/// Whether a pattern is in a name: each of its words, whole or by its beginning.
pub(super) fn matches(words: &[String], pattern: &str) -> bool {
    let fits = |wanted: &str| match wanted.strip_suffix('*') {
        Some(begin) => words.iter().any(|word| word.starts_with(begin)),
        None => words.iter().any(|word| word == wanted),
    };
    pattern.split(' ').all(fits)
}

/// The words of a column's name in small letters: parted by signs, digits and by capitals
/// inside (`birthDate`).
pub(super) fn name_words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for character in name.chars() {
        let is_new = was_small && character.is_uppercase();
        if is_new || !character.is_alphabetic() {
            words.push(String::new());
        }
        was_small = character.is_lowercase();
        if let (true, Some(word)) = (character.is_alphabetic(), words.last_mut()) {
            word.push(character);
        }
        if character == '№' {
            words.push("no".to_owned());
        }
    }
    words.retain(|word| !word.is_empty());
    words
        .iter()
        .map(|word| one_script(word).to_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_both_languages_announce_their_kind() {
        for (name, kind) in [
            ("ЕГН", Kind::Egn),
            ("owner_egn", Kind::Egn),
            ("ЕИК/БУЛСТАТ", Kind::Eik),
            ("Телефон за връзка", Kind::Phone),
            ("phoneNumber", Kind::Phone),
            ("Рег. № на МПС", Kind::Plate),
            ("Електронна поща", Kind::Email),
            ("Име и фамилия", Kind::PersonName),
            ("ownerName", Kind::PersonName),
            ("постоянен адрес", Kind::Address),
            ("LAT", Kind::Coordinates),
            ("geohash7", Kind::Geohash),
        ] {
            assert_eq!(Hint::of(name).on(kind), Opinion::For, "{name}");
        }
    }

    #[test]
    fn names_of_things_are_no_names_of_people() {
        for name in ["Име на спирка", "station_name", "файл име", "company name"]
        {
            assert_eq!(
                Hint::of(name).on(Kind::PersonName),
                Opinion::Against,
                "{name}"
            );
        }
        assert_eq!(Hint::of("email address").on(Kind::Address), Opinion::Silent);
    }

    #[test]
    fn one_number_speaks_against_the_others() {
        assert_eq!(Hint::of("Телефон").on(Kind::Lnch), Opinion::Against);
        assert_eq!(Hint::of("номер на фактура").on(Kind::Eik), Opinion::Against);
        assert_eq!(Hint::of("код").on(Kind::Eik), Opinion::Silent);
        let both = Hint::of("ЕГН/ЛНЧ");
        assert_eq!(
            (both.on(Kind::Egn), both.on(Kind::Lnch)),
            (Opinion::For, Opinion::For)
        );
    }

    #[test]
    fn a_date_of_registration_is_no_plate() {
        assert_eq!(
            Hint::of("дата на регистрация").on(Kind::Plate),
            Opinion::Silent
        );
    }
}
