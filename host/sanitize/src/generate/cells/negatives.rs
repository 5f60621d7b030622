//! Cells that hold nobody and are easily taken for somebody.

use std::fmt::Write;

use super::super::contact::Phone;
use super::super::district::DISTRICTS;
use super::super::draw::Draw;
use super::super::identifier::Account;
use super::super::truth::Label;
use super::{some_name, write_kind};

const SHOPS: [&str; 6] = [
    "Аптека",
    "Кафе",
    "Сладкарница",
    "Хотел",
    "Офис",
    "Железария",
];
const AFTER_STREETS: [&str; 6] = ["Дондуков", "Алабин", "Позитано", "Тракия", "Рила", "Европа"];
const PATRONS: [&str; 6] = [
    "Отец Паисий",
    "Васил Друмев",
    "Елин Пелин",
    "Константин Величков",
    "Цар Калоян",
    "Райна Княгиня",
];
const HOUSES: [&str; 5] = ["ОУ", "ПГ", "НЧ", "ДКЦ", "ДГ"];
const TRADES: [&str; 6] = ["Строй", "Трейд", "Груп", "Сервиз", "Комерс", "Лизинг"];
const MONTHS: [&str; 12] = [
    "януари",
    "февруари",
    "март",
    "април",
    "май",
    "юни",
    "юли",
    "август",
    "септември",
    "октомври",
    "ноември",
    "декември",
];
const WORDS: [&str; 12] = [
    "dense", "budget", "server", "project", "permeter", "bus7west", "network", "center", "report",
    "record", "renewed", "current",
];
const STRAYS: [&str; 10] = [
    "няма",
    "-",
    "n/a",
    "виж досието",
    "липсва",
    "?",
    "не е посочено",
    "0",
    "служебно",
    "х",
];
const NOTES: [&str; 10] = [
    "няма забележки",
    "чака становище",
    "срокът изтича на 31.03.2026",
    "фактура 0000114470 от 2025",
    "проверено на място в 10:45",
    "сумата е 1 250,00 лв.",
    "преписка № 7744-12/2024",
    "дървото пречи на осветлението",
    "подадено в район Илинден",
    "решение по т. 4 от дневния ред",
];

/// What is taken for a kind.
#[derive(Clone, Copy, Debug)]
pub(super) enum Negative {
    TenDigits,
    NineDigits,
    BrokenIban,
    Price,
    Measure,
    Time,
    Date,
    Month,
    Shop,
    School,
    Firm,
    Code,
    Article,
    Word,
    District,
    Line,
    Handle,
    Device,
}

const ALL: [Negative; 18] = [
    Negative::TenDigits,
    Negative::NineDigits,
    Negative::BrokenIban,
    Negative::Price,
    Negative::Measure,
    Negative::Time,
    Negative::Date,
    Negative::Month,
    Negative::Shop,
    Negative::School,
    Negative::Firm,
    Negative::Code,
    Negative::Article,
    Negative::Word,
    Negative::District,
    Negative::Line,
    Negative::Handle,
    Negative::Device,
];

impl Negative {
    /// One of them, each as likely.
    pub(super) fn draw(draw: &mut Draw) -> Self {
        *draw.of(&ALL)
    }

    /// Names of columns that fit.
    pub(super) fn headers(self) -> &'static [&'static str] {
        match self {
            Self::TenDigits => &["договор", "партида", "фабричен номер", "contract_no"],
            Self::NineDigits => &["поръчка", "абонат", "order_id"],
            Self::BrokenIban => &["основание", "референция", "ref"],
            Self::Price => &["цена", "сума", "fee"],
            Self::Measure => &["измерване", "ниво", "value"],
            Self::Time => &["час", "време"],
            Self::Date => &["дата", "от дата", "date"],
            Self::Month => &["месец", "период"],
            Self::Shop | Self::Firm => &["обект", "фирма", "наименование"],
            Self::School => &["училище", "institution"],
            Self::Code | Self::Article => &["код", "артикул", "инв. №"],
            Self::Word => &["tag", "тип"],
            Self::District => &["район", "district"],
            Self::Line => &["линия", "route"],
            Self::Handle => &["профил", "сайт", "url"],
            Self::Device => &["устройство", "mac", "device"],
        }
    }

    /// Writes a cell.
    pub(super) fn write(self, draw: &mut Draw, out: &mut String) {
        let _ = match self {
            Self::TenDigits => write!(out, "{:05}{:05}", draw.below(100_000), draw.below(100_000)),
            Self::NineDigits => write!(out, "{:09}", draw.below(1_000_000_000)),
            Self::BrokenIban => {
                Account::draw(draw).write_broken(out);
                Ok(())
            }
            Self::Price => write!(out, "{}.{:02}", draw.below(900), draw.below(100)),
            Self::Measure => write!(out, "{}.{}", draw.between(18, 46), draw.below(10)),
            Self::Time => write!(out, "{:02}:{:02}", draw.below(24), draw.below(60)),
            Self::Date => write_some_date(draw, out),
            Self::Month => write!(out, "{} {}", draw.of(&MONTHS), draw.between(2019, 2026)),
            Self::Line => write!(
                out,
                "{}{}",
                draw.of(&["A", "TM", "ТБ", "М"]),
                draw.between(1, 204)
            ),
            Self::District => write!(out, "{}", draw.of(&DISTRICTS).name),
            Self::Word => write!(out, "{}", draw.of(&WORDS)),
            Self::Shop => write!(out, "{} {}", draw.of(&SHOPS), draw.of(&AFTER_STREETS)),
            Self::School => {
                let (house, number) = (draw.of(&HOUSES), draw.between(1, 190));
                write!(out, "{house} {number} „{}“", draw.of(&PATRONS))
            }
            Self::Firm => write_firm(draw, out),
            Self::Code | Self::Article => self.write_code(draw, out),
            Self::Handle => write_handle(draw, out),
            Self::Device => write!(out, "{:04X}:{:04X}", draw.below(65_536), draw.below(65_536)),
        };
    }

    fn write_code(self, draw: &mut Draw, out: &mut String) -> std::fmt::Result {
        const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        const SMALL: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";
        if matches!(self, Self::Code) {
            for _ in 0..7 {
                out.push(char::from(*draw.of(SMALL)));
            }
            return Ok(());
        }
        let letter = |draw: &mut Draw| char::from(*draw.of(LETTERS));
        let (first, second) = (letter(draw), letter(draw));
        write!(out, "{first}{second}-{:05}", draw.below(100_000))
    }
}

/// Writes what stands in a register for a value that is not there.
pub(super) fn write_stray(draw: &mut Draw, out: &mut String) {
    let text: &&str = draw.of(&STRAYS);
    out.push_str(text);
}

/// Writes a sentence that names nobody.
pub(super) fn write_plain_note(draw: &mut Draw, out: &mut String) {
    let text: &&str = draw.of(&NOTES);
    out.push_str(text);
}

/// Writes a sentence around an identifier and says which.
pub(super) fn write_note(draw: &mut Draw, out: &mut String) -> Label {
    const HELD: [Label; 6] = [
        Label::Egn,
        Label::Phone,
        Label::Email,
        Label::Iban,
        Label::Plate,
        Label::PersonName,
    ];
    let label = *draw.of(&HELD);
    let (before, after) = match label {
        Label::Egn => ("лице с ЕГН ", " подаде жалба"),
        Label::Phone => ("обадете се на ", " до обяд"),
        Label::Email => ("отговорът да се прати на ", ""),
        Label::Iban => ("възстановете по сметка ", " до 10 дни"),
        Label::Plate => ("автомобил ", " е преместен"),
        _ => ("подписано от ", ", упълномощен"),
    };
    out.push_str(before);
    match label {
        Label::PersonName => some_name(draw).write_short(out),
        Label::Phone => Phone::draw(draw).write(out),
        _ => write_kind(draw, out, label, 0),
    }
    out.push_str(after);
    label
}

fn write_some_date(draw: &mut Draw, out: &mut String) -> std::fmt::Result {
    let (day, month, year) = (
        draw.between(1, 28),
        draw.between(1, 12),
        draw.between(2015, 2026),
    );
    match draw.below(3) {
        0 => write!(out, "{day:02}.{month:02}.{year}"),
        1 => write!(out, "{year}-{month:02}-{day:02}"),
        _ => write!(out, "{year}{month:02}{day:02}"),
    }
}

fn write_firm(draw: &mut Draw, out: &mut String) -> std::fmt::Result {
    let (trade, form) = (draw.of(&TRADES), draw.of(&["ООД", "ЕООД", "АД"]));
    write!(
        out,
        "„{} {trade} {}“ {form}",
        draw.of(&AFTER_STREETS),
        draw.between(1, 99)
    )
}

fn write_handle(draw: &mut Draw, out: &mut String) -> std::fmt::Result {
    let word = draw.of(&WORDS);
    match draw.below(3) {
        0 => write!(out, "@{word}{}", draw.below(100)),
        1 => write!(out, "https://{word}.example/{}", draw.below(1000)),
        _ => write!(out, "www.{word}{}.example", draw.below(100)),
    }
}
