//! Sofia's 24 districts: their names in both languages, and where each stands on a map of
//! tiles, which we have drawn by hand after who lies beside whom.

use crate::{language::Language, texts::Text};

/// Columns and rows of the map.
pub const ACROSS: usize = 7;
pub const DOWN: usize = 6;

/// What the codes of Sofia's districts begin with in the register of settlements.
const REGISTER: &str = "68134-";

/// A district.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct District {
    /// Its official number, from 1.
    pub number: u8,
    /// Its name.
    pub name: Text,
    /// Its column on the map.
    pub x: u8,
    /// Its row.
    pub y: u8,
}

const fn district(number: u8, bg: &'static str, en: &'static str, x: u8, y: u8) -> District {
    District {
        number,
        name: Text { bg, en },
        x,
        y,
    }
}

/// All of them, by their numbers.
pub const DISTRICTS: [District; 24] = [
    district(1, "Средец", "Sredets", 3, 3),
    district(2, "Красно село", "Krasno selo", 2, 4),
    district(3, "Възраждане", "Vazrazhdane", 3, 2),
    district(4, "Оборище", "Oborishte", 4, 2),
    district(5, "Сердика", "Serdika", 3, 1),
    district(6, "Подуяне", "Poduyane", 4, 1),
    district(7, "Слатина", "Slatina", 5, 2),
    district(8, "Изгрев", "Izgrev", 4, 3),
    district(9, "Лозенец", "Lozenets", 4, 4),
    district(10, "Триадица", "Triaditsa", 3, 4),
    district(11, "Красна поляна", "Krasna polyana", 2, 3),
    district(12, "Илинден", "Ilinden", 2, 2),
    district(13, "Надежда", "Nadezhda", 2, 1),
    district(14, "Искър", "Iskar", 6, 2),
    district(15, "Младост", "Mladost", 5, 3),
    district(16, "Студентски", "Studentski", 5, 4),
    district(17, "Витоша", "Vitosha", 3, 5),
    district(18, "Овча купел", "Ovcha kupel", 1, 3),
    district(19, "Люлин", "Lyulin", 1, 2),
    district(20, "Връбница", "Vrabnitsa", 1, 1),
    district(21, "Нови Искър", "Novi Iskar", 3, 0),
    district(22, "Кремиковци", "Kremikovtsi", 5, 0),
    district(23, "Панчарево", "Pancharevo", 5, 5),
    district(24, "Банкя", "Bankya", 0, 2),
];

impl District {
    /// Its name in a language.
    pub fn named(&self, language: Language) -> &'static str {
        self.name.of(language)
    }
}

/// The place in [`DISTRICTS`] of what a label means: a name in either language, with
/// spaces or dashes, or the code `68134-01`.
pub fn find(label: &str) -> Option<usize> {
    let label = plain(label);
    if let Some(number) = label.strip_prefix(REGISTER) {
        let number: u8 = number.parse().ok()?;
        return DISTRICTS.iter().position(|one| one.number == number);
    }
    let is_named = |one: &District| [one.name.bg, one.name.en].map(plain).contains(&label);
    DISTRICTS.iter().position(is_named)
}

fn plain(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '_'], "-")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_district_has_a_tile_of_its_own() {
        let tiles: BTreeSet<_> = DISTRICTS.iter().map(|one| (one.x, one.y)).collect();
        assert_eq!(tiles.len(), DISTRICTS.len());
        let fits = |(x, y): &(u8, u8)| usize::from(*x) < ACROSS && usize::from(*y) < DOWN;
        assert!(tiles.iter().all(fits));
        let numbers = DISTRICTS.iter().map(|one| usize::from(one.number));
        assert!(numbers.eq(1..=DISTRICTS.len()));
    }

    #[test]
    fn a_district_is_found_by_name_and_by_code() {
        let found = ["Красно село", "krasno-selo", " Krasno Selo ", "68134-02"].map(find);
        assert_eq!(found, [Some(1); 4]);
        assert_eq!(["68134-25", "68134-x", "Пловдив", ""].map(find), [None; 4]);
    }
}
