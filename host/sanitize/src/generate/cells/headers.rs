//! Names of columns: such as fit, such as say nothing and such as mislead.

use super::super::draw::Draw;
use super::super::truth::Label;

/// Names that say nothing.
const EMPTY: [&str; 10] = [
    "f3",
    "col_12",
    "поле 8",
    "данни",
    "стойност",
    "x",
    "VAR004",
    "Unnamed: 5",
    "attr_b",
    "колона_2",
];

/// A name for a column whose cells hold this, or for what `fitting` names.
pub(super) fn header(draw: &mut Draw, label: Label, fitting: Option<&[&str]>) -> String {
    let fits = fitting.unwrap_or_else(|| of(label));
    match draw.weighted(&[68, 25, 7]) {
        0 => (*draw.of(fits)).to_owned(),
        1 => (*draw.of(&EMPTY)).to_owned(),
        _ => {
            let other = Label::ALL[draw.place(Label::ALL.len())];
            (*draw.of(of(other))).to_owned()
        }
    }
}

/// Names that fit a kind.
fn of(label: Label) -> &'static [&'static str] {
    match label {
        Label::Egn => &["egn", "ЕГН", "личен номер", "ЕГН на титуляра"],
        Label::Lnch => &["lnch", "ЛНЧ", "личен № чужденец", "ЕГН/ЛНЧ"],
        Label::Eik => &["eik", "ЕИК", "БУЛСТАТ", "bulstat", "ЕИК на фирмата"],
        Label::Iban => &["iban", "IBAN", "банкова сметка", "сметка"],
        Label::Phone => &["phone", "телефон", "GSM", "тел.", "мобилен"],
        Label::Plate => &["plate", "рег. №", "регистрационен номер", "ДКН"],
        Label::Email => &["email", "e-mail", "ел. поща", "имейл"],
        Label::PersonName => &["name", "име и фамилия", "имена", "заявител", "титуляр"],
        Label::Address => &["address", "адрес", "настоящ адрес", "адрес на имота"],
        Label::Coordinates => &["lat", "lon", "координати", "gps", "X", "Y"],
        Label::Geohash => &["geohash", "клетка", "gh", "hash"],
        Label::None => &["бр.", "статус", "код", "номер", "категория"],
    }
}
