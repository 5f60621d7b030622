//! People: every identifier that the detectors know, beside what is sensitive.

use super::super::calendar::civil;
use super::super::dwelling::write_geohash;
use super::super::identifier::{write_egn, write_lnch};
use super::super::names::Sex;
use super::super::person::{EDUCATIONS, ILLNESSES, OCCUPATIONS, Person};
use super::super::sink::{Column, Row, Values};
use super::super::truth::Label;
use super::{Homes, NONE, Rows};

const COLUMNS: [Column; 24] = [
    ("person_id", Values::Number, NONE),
    ("household_id", Values::Number, NONE),
    ("egn", Values::Text, Label::Egn),
    ("lnch", Values::Text, Label::Lnch),
    ("first_name", Values::Text, Label::PersonName),
    ("middle_name", Values::Text, Label::PersonName),
    ("family_name", Values::Text, Label::PersonName),
    ("sex", Values::Text, NONE),
    ("birth_date", Values::Date, NONE),
    ("age", Values::Integer, NONE),
    ("district", Values::Text, NONE),
    ("address", Values::Text, Label::Address),
    ("latitude", Values::Real, Label::Coordinates),
    ("longitude", Values::Real, Label::Coordinates),
    ("geohash", Values::Text, Label::Geohash),
    ("phone", Values::Text, Label::Phone),
    ("email", Values::Text, Label::Email),
    ("iban", Values::Text, Label::Iban),
    ("plate", Values::Text, Label::Plate),
    ("education", Values::Text, NONE),
    ("occupation", Values::Text, NONE),
    ("income_eur", Values::Real, NONE),
    ("illness", Values::Text, NONE),
    ("note", Values::Text, NONE),
];

/// Letters of a home's geohash: eight are some 38 by 19 metres.
const GEOHASH_LETTERS: u32 = 8;

/// Notes that name nobody.
const NOTES: [&str; 9] = [
    "подал декларация",
    "чака решение на комисията",
    "документите са върнати за допълване",
    "платено на 2 вноски",
    "вж. преписка 4410-7/2025",
    "да се провери на място",
    "адресът е временен",
    "без забележки",
    "уведомен по пощата на 12.11.2025",
];

/// The people's table.
pub(crate) struct People(pub(crate) Homes);

impl Rows for People {
    fn columns(&self) -> &'static [Column] {
        &COLUMNS
    }

    fn load(&mut self, chunk: u64) -> usize {
        self.0.load(chunk);
        self.0.population.people.len()
    }

    fn write(&self, place: usize, row: &mut Row<'_>) {
        let population = &self.0.population;
        let person = &population.people[place];
        let home = population.home[place];
        row.integer(as_integer(population.person_number(place)));
        row.integer(as_integer(population.household_number(home)));
        write_numbers(person, row);
        row.word(person.name.given());
        row.text(|out| person.name.write_middle(out));
        row.text(|out| person.name.write_family(out));
        row.word(sex_word(person.name.sex));
        row.date(person.born_days);
        row.integer(i64::from(person.age_years));
        let dwelling = &population.households[home].dwelling;
        row.word(dwelling.district());
        row.text(|out| dwelling.write_address(out));
        row.real(dwelling.latitude, 6);
        row.real(dwelling.longitude, 6);
        row.text(|out| write_geohash(out, dwelling.latitude, dwelling.longitude, GEOHASH_LETTERS));
        write_contacts(person, row);
        row.word(EDUCATIONS[usize::from(person.education)]);
        row.word(OCCUPATIONS[usize::from(person.occupation)]);
        match person.income_cents {
            Some(cents) => row.real(f64::from(cents) / 100.0, 2),
            None => row.missing(),
        }
        row.word(ILLNESSES[usize::from(person.illness)]);
        write_note(person, row);
    }
}

/// Writes the EGN of somebody.
pub(crate) fn write_person_egn(out: &mut String, person: &Person) {
    write_egn(out, civil(person.born_days), person.serial, person.name.sex);
}

/// The register's word for a sex.
pub(crate) fn sex_word(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "мъж",
        Sex::Female => "жена",
    }
}

/// A row's number as a whole number of the table.
pub(crate) fn as_integer(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A citizen's EGN or a foreigner's LNCH.
fn write_numbers(person: &Person, row: &mut Row<'_>) {
    match person.foreign {
        None => row.text(|out| write_person_egn(out, person)),
        Some(_) => row.missing(),
    }
    row.maybe(person.foreign, write_lnch);
}

fn write_contacts(person: &Person, row: &mut Row<'_>) {
    row.maybe(person.phone, |out, phone| phone.write(out));
    row.maybe(person.email, |out, email| email.write(out, person.name));
    row.maybe(person.account, |out, account| account.write(out));
    row.maybe(person.plate, |out, plate| plate.write(out));
}

/// A note, some of which hold an identifier.
fn write_note(person: &Person, row: &mut Row<'_>) {
    let Some(note) = person.note else {
        return row.missing();
    };
    let mut raw = String::new();
    let (label, before, after) = match (note, person.phone, person.email, person.plate) {
        (9, Some(phone), ..) => {
            phone.write(&mut raw);
            (Label::Phone, "да се търси на ", " след 18 ч.")
        }
        (10, ..) if person.foreign.is_none() => {
            write_person_egn(&mut raw, person);
            (Label::Egn, "лицето с ЕГН ", " е вписано")
        }
        (11, _, Some(email), _) => {
            email.write(&mut raw, person.name);
            (Label::Email, "писано до ", " без отговор")
        }
        (12, .., Some(plate)) => {
            plate.write(&mut raw);
            (Label::Plate, "паркира автомобил ", " пред входа")
        }
        (13, ..) => {
            person.name.write_short(&mut raw);
            (Label::PersonName, "говорено с ", " по телефона")
        }
        _ => return row.word(NOTES[usize::from(note) % NOTES.len()]),
    };
    row.embedding(label, &raw, |out| out.extend([before, raw.as_str(), after]));
}
