//! Permits: residents who park, firms that put tables or scaffolds on the pavement.

use std::fmt::Write;

use super::super::calendar::AS_OF_DAYS;
use super::super::draw::{Draw, Purpose};
use super::super::identifier::{Account, write_branch_eik, write_eik};
use super::super::sink::{Column, Row, Values};
use super::super::truth::Label;
use super::people::{as_integer, write_person_egn};
use super::{Homes, NONE, Rows};

const COLUMNS: [Column; 15] = [
    ("permit_id", Values::Number, NONE),
    ("kind", Values::Text, NONE),
    ("reference", Values::Text, NONE),
    ("holder", Values::Text, Label::PersonName),
    ("holder_egn", Values::Text, Label::Egn),
    ("firm", Values::Text, NONE),
    ("eik", Values::Text, Label::Eik),
    ("iban", Values::Text, Label::Iban),
    ("plate", Values::Text, Label::Plate),
    ("district", Values::Text, NONE),
    ("address", Values::Text, Label::Address),
    ("issued_on", Values::Date, NONE),
    ("days", Values::Integer, NONE),
    ("fee_eur", Values::Real, NONE),
    ("status", Values::Text, NONE),
];

const FIRM_WORDS: [&str; 16] = [
    "Алфа",
    "Вега",
    "Гранит",
    "Делта",
    "Еделвайс",
    "Изгрев",
    "Калина",
    "Лотос",
    "Мистрал",
    "Оазис",
    "Пирин",
    "Родопа",
    "Сигма",
    "Тера",
    "Хоризонт",
    "Юнион",
];
const FIRM_TRADES: [&str; 8] = [
    "Строй",
    "Транс",
    "Фуд",
    "Инженеринг",
    "Консулт",
    "Дизайн",
    "Маркет",
    "Клима",
];
const FIRM_FORMS: [&str; 4] = ["ООД", "ЕООД", "ЕООД", "АД"];
const FIRM_KINDS: [&str; 3] = ["маси на открито", "скеле", "преместваем обект"];
const STATUSES: [&str; 4] = ["издадено", "изтекло", "отказано", "в проверка"];

/// The permits' table.
pub(crate) struct Permits {
    homes: Homes,
    permits: Vec<Permit>,
}

struct Permit {
    holder: Holder,
    issued_days: i32,
    days: i64,
    fee_cents: u32,
    status: usize,
    reference: u32,
}

enum Holder {
    /// The place of a person with a car.
    Resident(usize),
    /// A firm at the address of this household.
    Firm { household: usize, firm: Firm },
}

struct Firm {
    name: (usize, usize, usize),
    eight: u32,
    branch: Option<u32>,
    account: Account,
    kind: usize,
}

impl Permits {
    pub(crate) fn new(homes: Homes) -> Self {
        Self {
            homes,
            permits: Vec::new(),
        }
    }
}

impl Rows for Permits {
    fn columns(&self) -> &'static [Column] {
        &COLUMNS
    }

    fn load(&mut self, chunk: u64) -> usize {
        self.homes.load(chunk);
        let mut draw = Draw::new(self.homes.seed, Purpose::Permits, chunk);
        let population = &self.homes.population;
        self.permits.clear();
        for (place, person) in population.people.iter().enumerate() {
            if person.plate.is_some() && draw.chance(0.4) {
                self.permits
                    .push(Permit::draw(&mut draw, Holder::Resident(place)));
            }
        }
        for household in 0..population.households.len() {
            if draw.chance(0.06) {
                let firm = Firm::draw(&mut draw);
                let holder = Holder::Firm { household, firm };
                self.permits.push(Permit::draw(&mut draw, holder));
            }
        }
        self.permits.len()
    }

    fn write(&self, place: usize, row: &mut Row<'_>) {
        let permit = &self.permits[place];
        let population = &self.homes.population;
        row.integer(as_integer(population.person_number(place)));
        let household = match &permit.holder {
            Holder::Resident(person) => {
                self.write_resident(*person, permit.reference, row);
                population.home[*person]
            }
            Holder::Firm { household, firm } => {
                firm.write(permit.reference, row);
                *household
            }
        };
        let dwelling = &population.households[household].dwelling;
        row.word(dwelling.district());
        row.text(|out| dwelling.write_address(out));
        row.date(permit.issued_days);
        row.integer(permit.days);
        row.real(f64::from(permit.fee_cents) / 100.0, 2);
        row.word(STATUSES[permit.status]);
    }
}

impl Permits {
    /// From the kind to the plate.
    fn write_resident(&self, place: usize, reference: u32, row: &mut Row<'_>) {
        let person = &self.homes.population.people[place];
        row.word("паркиране на живущ");
        row.text(|out| write_reference(out, "ПЖ", reference));
        row.text(|out| person.name.write_whole(out));
        let citizen = person.foreign.is_none().then_some(person);
        row.maybe(citizen, write_person_egn);
        row.missing();
        row.missing();
        row.maybe(person.account, |out, account| account.write_spaced(out));
        row.maybe(person.plate, |out, plate| plate.write(out));
    }
}

impl Permit {
    fn draw(draw: &mut Draw, holder: Holder) -> Self {
        let ago_days = i32::try_from(draw.below(1_000)).unwrap_or(0);
        let days = if matches!(holder, Holder::Resident(_)) {
            365
        } else {
            *draw.of(&[30, 90, 180])
        };
        Self {
            holder,
            issued_days: AS_OF_DAYS - ago_days,
            days,
            fee_cents: draw.between(2_500, 60_000),
            status: if i64::from(ago_days) > days {
                1
            } else {
                draw.weighted(&[80, 0, 8, 12])
            },
            reference: draw.below(1_000_000),
        }
    }
}

impl Firm {
    fn draw(draw: &mut Draw) -> Self {
        let name = (draw.place(16), draw.place(8), draw.place(4));
        Self {
            name,
            eight: draw.between(10_000_000, 20_999_999),
            branch: draw.chance(0.05).then(|| draw.between(1, 40)),
            account: Account::draw(draw),
            kind: draw.weighted(&[50, 30, 20]),
        }
    }

    /// From the kind to the plate.
    fn write(&self, reference: u32, row: &mut Row<'_>) {
        let (word, trade, form) = self.name;
        row.word(FIRM_KINDS[self.kind]);
        row.text(|out| write_reference(out, "ТР", reference));
        row.missing();
        row.missing();
        row.text(|out| {
            let (word, trade) = (FIRM_WORDS[word], FIRM_TRADES[trade]);
            let _ = write!(out, "{word} {trade} {}", FIRM_FORMS[form]);
        });
        row.text(|out| match self.branch {
            Some(branch) => write_branch_eik(out, self.eight, branch),
            None => write_eik(out, self.eight),
        });
        row.text(|out| self.account.write(out));
        row.missing();
    }
}

fn write_reference(out: &mut String, kind: &str, number: u32) {
    let _ = write!(out, "СОА25-{kind}51-{number:06}");
}
