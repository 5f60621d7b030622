//! The 24 districts of Sofia: how many live there, about where they lie, how they are
//! built. Figures are rounded and ours; they make plausible sums, no statistics.

use super::draw::Draw;

/// A district.
pub(crate) struct District {
    pub(crate) name: &'static str,
    /// Inhabitants in thousands, rounded.
    pub(crate) thousands: u32,
    /// Middle of the box in degrees.
    pub(crate) latitude: f64,
    pub(crate) longitude: f64,
    /// Half the height of the box in degrees; half the width is 1.35 times as much,
    /// which is about as far on the ground.
    pub(crate) half_degrees: f64,
    /// Incomes against those of the whole city.
    pub(crate) income: f64,
    /// Share of the dwellings in blocks of an estate.
    pub(crate) blocks: f64,
    /// Estates, quarters or villages.
    pub(crate) quarters: &'static [&'static str],
}

/// How much wider than high, in degrees, a box at Sofia's latitude is.
const WIDTH: f64 = 1.35;

type Line = (
    &'static str,
    u32,
    f64,
    f64,
    f64,
    f64,
    f64,
    &'static [&'static str],
);

const fn district(line: Line) -> District {
    District {
        name: line.0,
        thousands: line.1,
        latitude: line.2,
        longitude: line.3,
        half_degrees: line.4,
        income: line.5,
        blocks: line.6,
        quarters: line.7,
    }
}

/// All districts, in the city's order.
pub(crate) const DISTRICTS: [District; 24] = [
    district(("Средец", 32, 42.690, 23.325, 0.008, 1.35, 0.05, &["Яворов"])),
    district((
        "Красно село",
        83,
        42.678,
        23.285,
        0.012,
        1.05,
        0.60,
        &["Борово", "Лагера", "Хиподрума"],
    )),
    district((
        "Възраждане",
        38,
        42.700,
        23.305,
        0.008,
        0.95,
        0.30,
        &["Зона Б-19", "Сердика"],
    )),
    district((
        "Оборище",
        31,
        42.699,
        23.345,
        0.007,
        1.30,
        0.10,
        &["Подуене център"],
    )),
    district((
        "Сердика",
        47,
        42.714,
        23.318,
        0.011,
        0.85,
        0.50,
        &["Фондови жилища", "Банишора"],
    )),
    district((
        "Подуяне",
        77,
        42.706,
        23.368,
        0.013,
        0.90,
        0.65,
        &["Сухата река", "Левски В", "Левски зона 2"],
    )),
    district((
        "Слатина",
        66,
        42.685,
        23.372,
        0.012,
        1.10,
        0.60,
        &["Редута", "Яворова гора", "Христо Смирненски"],
    )),
    district((
        "Изгрев",
        31,
        42.670,
        23.350,
        0.008,
        1.30,
        0.60,
        &["Изток", "Дианабад"],
    )),
    district((
        "Лозенец",
        55,
        42.672,
        23.322,
        0.010,
        1.45,
        0.40,
        &["Лозенец", "Кръстова вада"],
    )),
    district((
        "Триадица",
        65,
        42.667,
        23.303,
        0.011,
        1.20,
        0.45,
        &["Мотописта", "Емил Марков"],
    )),
    district((
        "Красна поляна",
        58,
        42.692,
        23.280,
        0.009,
        0.80,
        0.70,
        &["Разсадника", "Западен парк"],
    )),
    district((
        "Илинден",
        34,
        42.707,
        23.291,
        0.007,
        0.90,
        0.75,
        &["Света Троица 2", "Захарна фабрика"],
    )),
    district((
        "Надежда",
        68,
        42.735,
        23.300,
        0.014,
        0.85,
        0.80,
        &["Надежда 1", "Надежда 2", "Толстой", "Свобода"],
    )),
    district((
        "Искър",
        64,
        42.660,
        23.412,
        0.016,
        0.90,
        0.85,
        &["Дружба 3", "Дружба 4"],
    )),
    district((
        "Младост",
        104,
        42.645,
        23.380,
        0.014,
        1.15,
        0.92,
        &["Младост 2", "Младост 3", "Младост 4"],
    )),
    district((
        "Студентски",
        73,
        42.650,
        23.345,
        0.010,
        1.10,
        0.85,
        &["Студентски град", "Малинова долина", "Мусагеница"],
    )),
    district((
        "Витоша",
        62,
        42.638,
        23.280,
        0.020,
        1.35,
        0.35,
        &["Манастирски ливади", "Карпузица", "Симеоново"],
    )),
    district((
        "Овча купел",
        55,
        42.680,
        23.248,
        0.015,
        0.95,
        0.70,
        &["Овча купел 1", "Суходол"],
    )),
    district((
        "Люлин",
        113,
        42.715,
        23.246,
        0.014,
        0.85,
        0.95,
        &["Люлин 1", "Люлин 3", "Люлин 7", "Люлин 9"],
    )),
    district((
        "Връбница",
        49,
        42.737,
        23.264,
        0.013,
        0.80,
        0.85,
        &["Обеля 1", "Модерно предградие"],
    )),
    district((
        "Нови Искър",
        29,
        42.805,
        23.350,
        0.030,
        0.75,
        0.05,
        &["Курило", "Гниляне"],
    )),
    district((
        "Кремиковци",
        24,
        42.775,
        23.500,
        0.035,
        0.75,
        0.30,
        &["Ботунец 2", "Сеславци"],
    )),
    district((
        "Панчарево",
        30,
        42.600,
        23.450,
        0.035,
        1.10,
        0.05,
        &["Герман", "Лозен"],
    )),
    district((
        "Банкя",
        13,
        42.705,
        23.145,
        0.015,
        0.95,
        0.05,
        &["Вердикал", "Михайлово"],
    )),
];

impl District {
    /// A point in the district's box: latitude and longitude in degrees, to six places
    /// (a tenth of a metre). Points crowd towards the middle, as people do.
    pub(crate) fn point(&self, draw: &mut Draw) -> (f64, f64) {
        let mut offset = || draw.unit() + draw.unit() - 1.0;
        let latitude = self.latitude + offset() * self.half_degrees;
        let longitude = self.longitude + offset() * self.half_degrees * WIDTH;
        (six_places(latitude), six_places(longitude))
    }
}

/// A district as likely as people live there: its place in the list.
pub(crate) fn draw_district(draw: &mut Draw) -> u8 {
    const WEIGHTS: [u32; 24] = weights();
    u8::try_from(draw.weighted(&WEIGHTS)).unwrap_or(0)
}

/// The district at this place.
pub(crate) fn district_at(place: u8) -> &'static District {
    &DISTRICTS[usize::from(place) % DISTRICTS.len()]
}

const fn weights() -> [u32; 24] {
    let mut weights = [0; 24];
    let mut place = 0;
    while place < weights.len() {
        weights[place] = DISTRICTS[place].thousands;
        place += 1;
    }
    weights
}

fn six_places(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::super::draw::Purpose;
    use super::*;

    #[test]
    fn points_lie_in_the_box_of_their_district() {
        let mut draw = Draw::new(3, Purpose::Cells, 0);
        for district in &DISTRICTS {
            for _ in 0..100 {
                let (latitude, longitude) = district.point(&mut draw);
                assert!((latitude - district.latitude).abs() <= district.half_degrees);
                assert!((longitude - district.longitude).abs() <= district.half_degrees * WIDTH);
            }
        }
    }

    #[test]
    fn names_of_districts_stand_once() {
        for (place, district) in DISTRICTS.iter().enumerate() {
            let same = |other: &District| other.name == district.name;
            assert_eq!(DISTRICTS.iter().position(same), Some(place));
        }
    }
}
