//! One person: what hangs together in them (age, sex, district, schooling, work, income,
//! illness) is drawn here, in that order.

use super::calendar::{AS_OF_DAYS, YEAR_DAYS, age_years};
use super::contact::{Email, Phone, Plate};
use super::district::district_at;
use super::draw::Draw;
use super::identifier::Account;
use super::names::{Name, Sex};

/// Years from which most people draw a pension.
const PENSION_YEARS: u32 = 64;

/// Share of the people who are no citizens and bear an LNCH.
const FOREIGN_SHARE: f64 = 0.025;

/// Schooling, from none to the most.
pub(crate) const EDUCATIONS: [&str; 5] = ["няма", "основно", "средно", "бакалавър", "магистър"];

/// What people live on.
pub(crate) const OCCUPATIONS: [&str; 12] = [
    "дете",
    "ученик",
    "студент",
    "пенсионер",
    "без работа",
    "работник",
    "шофьор",
    "продавач",
    "служител",
    "учител",
    "програмист",
    "управител",
];

/// Illnesses, the first of which is none.
pub(crate) const ILLNESSES: [&str; 10] = [
    "няма",
    "хипертония",
    "диабет",
    "астма",
    "алергия",
    "депресия",
    "исхемична болест",
    "артроза",
    "онкологично",
    "епилепсия",
];

/// Monthly income in euro of an occupation, net, before district and chance.
const INCOMES_EUR: [f64; 12] = [
    0.0, 0.0, 260.0, 430.0, 190.0, 760.0, 870.0, 720.0, 1_080.0, 1_150.0, 2_350.0, 2_600.0,
];

/// What somebody is in their household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Member {
    Head,
    Partner,
    Child,
    Elder,
    Flatmate,
}

/// A person.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Person {
    pub(crate) member: Member,
    pub(crate) name: Name,
    /// Days since 1970.
    pub(crate) born_days: i32,
    pub(crate) age_years: u32,
    /// The three digits of an EGN, halved.
    pub(crate) serial: u16,
    /// Nine digits of an LNCH, for who is no citizen.
    pub(crate) foreign: Option<u32>,
    pub(crate) phone: Option<Phone>,
    pub(crate) email: Option<Email>,
    pub(crate) account: Option<Account>,
    pub(crate) plate: Option<Plate>,
    /// Places in the lists above.
    pub(crate) education: u8,
    pub(crate) occupation: u8,
    pub(crate) illness: u8,
    /// Monthly, in cents; nothing for children.
    pub(crate) income_cents: Option<u32>,
    /// Which note stands beside the person, if any; see the people's table.
    pub(crate) note: Option<u8>,
}

/// A day of birth for somebody of this age.
pub(crate) fn draw_birth(draw: &mut Draw, age_years: u32) -> i32 {
    let days = f64::from(age_years) * YEAR_DAYS + draw.real(0.0, 365.0);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "an age of a hundred and thirty years is below fifty thousand days"
    )]
    let days = days as i32;
    AS_OF_DAYS - days
}

impl Person {
    /// A person of this name and age who lives in this district.
    pub(crate) fn draw(draw: &mut Draw, member: Member, name: Name, age: u32, place: u8) -> Self {
        let born_days = draw_birth(draw, age);
        let age_years = age_years(born_days);
        let income = district_at(place).income;
        let education = draw_education(draw, age_years, income);
        let occupation = draw_occupation(draw, age_years, education);
        let adult = age_years >= 18;
        let young = age_years < 70;
        Self {
            member,
            name,
            born_days,
            age_years,
            serial: u16::try_from(draw.below(500)).unwrap_or(0),
            foreign: draw.chance(FOREIGN_SHARE).then(|| draw_foreign(draw)),
            phone: draw
                .chance(if adult { 0.94 } else { 0.15 })
                .then(|| Phone::draw(draw)),
            email: (adult && draw.chance(if young { 0.78 } else { 0.25 }))
                .then(|| Email::draw(draw)),
            account: (adult && draw.chance(0.7)).then(|| Account::draw(draw)),
            plate: (adult && draw.chance(0.35 * income)).then(|| Plate::draw(draw)),
            education,
            occupation,
            illness: draw_illness(draw, age_years, name.sex),
            income_cents: draw_income(draw, occupation, income),
            note: draw.chance(0.12).then(|| low_byte(draw.below(14))),
        }
    }
}

/// The nine digits: most numbers in use begin with 10, 70 or 80.
fn draw_foreign(draw: &mut Draw) -> u32 {
    let head = [10, 10, 70, 80][draw.place(4)];
    head * 10_000_000 + draw.below(10_000_000)
}

fn draw_education(draw: &mut Draw, age: u32, income: f64) -> u8 {
    match age {
        0..=13 => 0,
        14..=18 => 1,
        19..=23 => low_byte(draw.weighted(&[1, 6, 80, 13, 0]).try_into().unwrap_or(2)),
        _ => {
            let rich = draw.chance((income - 0.5) * 0.6);
            let weights = if rich {
                [0, 3, 27, 32, 38]
            } else {
                [1, 13, 52, 18, 16]
            };
            low_byte(draw.weighted(&weights).try_into().unwrap_or(2))
        }
    }
}

/// Below six children, then pupils; students; pensioners; and work by schooling.
fn draw_occupation(draw: &mut Draw, age: u32, education: u8) -> u8 {
    if age < 6 {
        return 0;
    }
    if age < 19 {
        return 1;
    }
    if age < 25 && draw.chance(0.6) {
        return 2;
    }
    if age >= PENSION_YEARS && draw.chance(0.88) {
        return 3;
    }
    let weights: [u32; 8] = match education {
        0 | 1 => [18, 50, 12, 18, 2, 0, 0, 0],
        2 => [6, 26, 16, 28, 18, 0, 3, 3],
        3 => [3, 4, 2, 8, 45, 9, 22, 7],
        _ => [2, 1, 1, 4, 44, 16, 20, 12],
    };
    low_byte(4 + u32::try_from(draw.weighted(&weights)).unwrap_or(0))
}

fn draw_income(draw: &mut Draw, occupation: u8, district: f64) -> Option<u32> {
    let base = INCOMES_EUR[usize::from(occupation)];
    if base <= 0.0 {
        return None;
    }
    // A pension hangs less on where one lives than a wage does.
    let place = if occupation == 3 {
        0.7 + 0.3 * district
    } else {
        district
    };
    let euro = base * place * libm::exp(0.32 * draw.normal());
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the normal draw is between -6 and 6, so the income is below 30,000 euro"
    )]
    let cents = (euro * 100.0) as u32;
    Some(cents)
}

/// The old have high blood pressure and worn joints, children asthma and allergies,
/// women more often a depression than men.
fn draw_illness(draw: &mut Draw, age: u32, sex: Sex) -> u8 {
    let woman = u32::from(sex == Sex::Female);
    let weights: [u32; 10] = match age {
        0..=17 => [870, 1, 6, 48, 62, 5, 0, 0, 3, 5],
        18..=39 => [838, 28, 12, 26, 50, 25 + 14 * woman, 2, 5, 6, 5],
        40..=64 => [560, 215, 75, 20, 25, 28 + 18 * woman, 36, 40, 24, 4],
        _ => [205, 420, 130, 18, 10, 24 + 14 * woman, 120, 105, 46, 3],
    };
    low_byte(draw.weighted(&weights).try_into().unwrap_or(0))
}

fn low_byte(value: u32) -> u8 {
    u8::try_from(value).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::draw::Purpose;
    use super::*;

    fn people(age: u32, place: u8) -> Vec<Person> {
        let mut draw = Draw::new(8, Purpose::Cells, u64::from(age));
        let mut person = || {
            let name = Name::draw(&mut draw, Sex::Female);
            Person::draw(&mut draw, Member::Head, name, age, place)
        };
        (0..2_000).map(|_| person()).collect()
    }

    fn ill(people: &[Person]) -> usize {
        people.iter().filter(|person| person.illness != 0).count()
    }

    fn mean_income(people: &[Person]) -> f64 {
        let incomes: Vec<f64> = people
            .iter()
            .filter_map(|p| p.income_cents)
            .map(f64::from)
            .collect();
        incomes.iter().sum::<f64>() / 100.0 / f64::from(u32::try_from(incomes.len()).expect("few"))
    }

    #[test]
    fn the_old_are_ill_more_often_than_the_young() {
        assert!(ill(&people(75, 0)) > 3 * ill(&people(25, 0)));
    }

    #[test]
    fn incomes_hang_on_the_district() {
        let (centre, edge) = (mean_income(&people(45, 8)), mean_income(&people(45, 20)));
        assert!(centre > 1.3 * edge, "{centre} {edge}");
    }

    #[test]
    fn children_have_no_income_and_drive_no_car() {
        for child in people(9, 3) {
            assert_eq!((child.income_cents, child.plate.is_some()), (None, false));
            assert_eq!((child.education, child.occupation), (0, 1));
        }
    }

    #[test]
    fn somebody_is_as_old_as_asked() {
        for person in people(40, 0) {
            assert!(
                (39..=41).contains(&person.age_years),
                "{}",
                person.age_years
            );
        }
    }
}
