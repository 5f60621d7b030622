//! Where somebody lives: an address in the ways that clerks write it, a point in the
//! district's box and its geohash.

use std::fmt::Write;

use super::district::{District, district_at};
use super::draw::Draw;

const STREETS: [&str; 48] = [
    "Алабин",
    "Арда",
    "Беласица",
    "Бор",
    "Будапеща",
    "Вардар",
    "Веслец",
    "Въча",
    "Гургулят",
    "Дунав",
    "Екзарх Йосиф",
    "Елин връх",
    "Зайчар",
    "Златен рог",
    "Искър",
    "Калиманци",
    "Клокотница",
    "Козлодуй",
    "Кокиче",
    "Лавеле",
    "Люлякова градина",
    "Мадара",
    "Македония",
    "Марица",
    "Миджур",
    "Нишава",
    "Одрин",
    "Околовръстна",
    "Опълченска",
    "Охрид",
    "Партений",
    "Пирин",
    "Позитано",
    "Радост",
    "Рила",
    "Росарио",
    "Самодивско изворче",
    "Синчец",
    "Славянска",
    "Струма",
    "Тимок",
    "Тракия",
    "Хайдушка поляна",
    "Цар Самуил",
    "Черковна",
    "Шар планина",
    "Шейново",
    "Янтра",
];

const BOULEVARDS: [&str; 10] = [
    "Арсеналски",
    "Васил Априлов",
    "Дондуков",
    "Европа",
    "Ломско шосе",
    "Прага",
    "Пенчо Славейков",
    "Симеоновско шосе",
    "Тодор Александров",
    "Христофор Колумб",
];

const ENTRANCES: [char; 6] = ['А', 'Б', 'В', 'Г', 'Д', 'Е'];

/// The letters of a geohash, in order (base 32 without a, i, l, o).
const GEOHASH_LETTERS: &[u8; 32] = b"0123456789bcdefghjkmnpqrstuvwxyz";

/// A dwelling.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dwelling {
    pub(crate) district: u8,
    pub(crate) latitude: f64,
    pub(crate) longitude: f64,
    place: Place,
    number: u16,
    entrance: u8,
    floor: u8,
    flat: u16,
    style: Style,
}

#[derive(Clone, Copy, Debug)]
enum Place {
    Street(u8),
    Boulevard(u8),
    Quarter(u8),
}

/// How an address is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Whole,
    WithoutStops,
    Quoted,
    Capitals,
    Short,
}

impl Dwelling {
    /// A dwelling in this district.
    pub(crate) fn draw(draw: &mut Draw, place: u8) -> Self {
        let district = district_at(place);
        let (latitude, longitude) = district.point(draw);
        let in_block = draw.chance(district.blocks);
        let flats = if in_block { 110 } else { 18 };
        let flat = draw.between(1, flats);
        Self {
            district: place,
            latitude,
            longitude,
            place: Place::draw(draw, district, in_block),
            number: small(draw.between(1, if in_block { 480 } else { 160 })),
            entrance: low_byte(draw.below(6)),
            floor: low_byte(1 + flat / 12),
            flat: small(flat),
            style: *draw.of(&STYLES),
        }
    }

    /// The district's name.
    pub(crate) fn district(&self) -> &'static str {
        district_at(self.district).name
    }

    /// Writes the address.
    pub(crate) fn write_address(&self, out: &mut String) {
        let start = out.len();
        let stop = if self.style == Style::WithoutStops {
            ""
        } else {
            "."
        };
        let comma = if self.style == Style::WithoutStops {
            ""
        } else {
            ","
        };
        match self.place {
            Place::Street(place) => self.write_street(out, "ул", STREETS[usize::from(place)]),
            Place::Boulevard(place) => {
                self.write_street(out, "бул", BOULEVARDS[usize::from(place)]);
            }
            Place::Quarter(place) => {
                let quarters = district_at(self.district).quarters;
                let name = quarters[usize::from(place) % quarters.len()];
                let estate = if stop.is_empty() { "жк" } else { "ж.к." };
                let entrance = ENTRANCES[usize::from(self.entrance)];
                let block = self.number;
                let _ = write!(
                    out,
                    "{estate} {name}{comma} бл{stop} {block}{comma} вх{stop} {entrance}"
                );
            }
        }
        if self.style != Style::Short {
            let (floor, flat) = (self.floor, self.flat);
            let _ = write!(out, "{comma} ет{stop} {floor}{comma} ап{stop} {flat}");
        }
        if self.style == Style::Capitals {
            let capitals = out[start..].to_uppercase();
            out.truncate(start);
            out.push_str(&capitals);
        }
    }

    fn write_street(&self, out: &mut String, kind: &str, name: &str) {
        let number = self.number;
        let _ = match self.style {
            Style::Quoted => write!(out, "{kind}. „{name}“ № {number}"),
            Style::WithoutStops => write!(out, "{kind} {name} {number}"),
            _ => write!(out, "{kind}. {name} {number}"),
        };
    }
}

const STYLES: [Style; 8] = [
    Style::Whole,
    Style::Whole,
    Style::Whole,
    Style::WithoutStops,
    Style::Quoted,
    Style::Short,
    Style::Short,
    Style::Capitals,
];

impl Place {
    fn draw(draw: &mut Draw, district: &District, in_block: bool) -> Self {
        if in_block {
            Self::Quarter(low_byte(draw.below(8) % small_length(district.quarters)))
        } else if draw.chance(0.15) {
            Self::Boulevard(low_byte(draw.below(10)))
        } else {
            Self::Street(low_byte(draw.below(48)))
        }
    }
}

/// Writes the geohash of a point in degrees, `length` letters long.
pub(crate) fn write_geohash(out: &mut String, latitude: f64, longitude: f64, length: u32) {
    let (mut south, mut north, mut west, mut east) = (-90.0, 90.0, -180.0, 180.0);
    let mut letter = 0;
    for bit in 0..length * 5 {
        let upper = if bit % 2 == 0 {
            halve(&mut west, &mut east, longitude)
        } else {
            halve(&mut south, &mut north, latitude)
        };
        letter = letter * 2 + usize::from(upper);
        if bit % 5 == 4 {
            out.push(char::from(GEOHASH_LETTERS[letter]));
            letter = 0;
        }
    }
}

/// Keeps the half in which the value lies; true for the upper one.
fn halve(low: &mut f64, high: &mut f64, value: f64) -> bool {
    let middle = f64::midpoint(*low, *high);
    let upper = value >= middle;
    *(if upper { low } else { high }) = middle;
    upper
}

fn small_length(list: &[&str]) -> u32 {
    u32::try_from(list.len()).unwrap_or(1).max(1)
}

fn small(value: u32) -> u16 {
    u16::try_from(value).unwrap_or(1)
}

fn low_byte(value: u32) -> u8 {
    u8::try_from(value).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::draw::Purpose;
    use super::*;

    #[test]
    fn the_geohash_of_a_known_point_is_right() {
        let mut out = String::new();
        // The example of the Wikipedia's article on geohashes.
        write_geohash(&mut out, 57.64911, 10.40744, 11);
        assert_eq!(out, "u4pruydqqvj");
    }

    #[test]
    fn every_address_names_a_street_with_a_number_or_a_block() {
        let mut draw = Draw::new(4, Purpose::Cells, 0);
        for round in 0..2_000_u32 {
            let place = low_byte(round % 24);
            let mut out = String::new();
            Dwelling::draw(&mut draw, place).write_address(&mut out);
            let small = out.to_lowercase();
            let street = small.starts_with("ул") || small.starts_with("бул");
            assert!(street || small.contains(" бл"), "{out}");
            assert!(out.chars().any(|letter| letter.is_ascii_digit()), "{out}");
        }
    }
}
