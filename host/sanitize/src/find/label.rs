//! The words before a number in a text: `ЕГН 80…` says what it is, `фактура № 80…` what
//! it is not.

use super::Kind;
use super::words::words;

/// Bytes before a number that are looked at.
const BYTES_BEFORE: usize = 60;

/// Words before a number that are looked at.
const WORDS_BEFORE: usize = 3;

/// What the words before a number say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// That it is of this kind.
    Of(Kind),
    /// That it is something else: an invoice, a contract.
    Other,
}

/// Beginnings of words that announce a kind.
const KINDS: [(Kind, &[&str]); 5] = [
    (Kind::Egn, &["егн", "egn", "единен", "ucn"]),
    (
        Kind::Lnch,
        &["лнч", "lnch", "lnc", "чуждене", "чужденк", "foreigner"],
    ),
    (
        Kind::Eik,
        &[
            "еик",
            "eik",
            "uic",
            "булстат",
            "bulstat",
            "ддс",
            "vat",
            "оод",
            "еоод",
            "ад",
            "еад",
            "ет",
        ],
    ),
    (
        Kind::Phone,
        &[
            "тел",
            "телефон",
            "telef",
            "tel",
            "gsm",
            "гсм",
            "моб",
            "mob",
            "phone",
            "обад",
            "позвън",
            "звън",
            "viber",
            "вайбър",
            "whatsapp",
            "факс",
            "fax",
            "call",
        ],
    ),
    (Kind::Iban, &["iban", "ибан"]),
];

/// Beginnings of words that announce anything else.
const OTHERS: &[&str] = &[
    "факту",
    "invoic",
    "поръч",
    "order",
    "догов",
    "contract",
    "проток",
    "препис",
    "дело",
    "вх",
    "изх",
    "парти",
    "batch",
    "серия",
    "сериен",
    "serial",
    "абонат",
    "клиент",
    "customer",
    "client",
    "електромер",
    "водомер",
    "топломер",
    "meter",
    "баркод",
    "barcode",
    "ean",
    "isbn",
    "заявк",
    "заявлен",
    "сигнал",
    "билет",
    "ticket",
    "уин",
    "удостов",
    "разреш",
    "акт",
    "запис",
];

/// Words that stand between a label and its number and say nothing.
const FILLERS: &[&str] = &[
    "номер",
    "number",
    "no",
    "n",
    "с",
    "на",
    "е",
    "is",
    "ми",
    "му",
    "за",
    "код",
    "г",
    "nr",
];

/// What is said of the number that starts at this byte.
pub(super) fn before(text: &str, start: usize) -> Option<Label> {
    let head = text.get(..start)?;
    let mut from = head.len().saturating_sub(BYTES_BEFORE);
    while !head.is_char_boundary(from) {
        from += 1;
    }
    let words = words(&head[from..]);
    let mut looked = 0;
    for word in words.iter().rev() {
        if let Some(label) = label(&word.key) {
            return Some(label);
        }
        looked += usize::from(!FILLERS.contains(&word.key.as_str()));
        if looked >= WORDS_BEFORE || word.gap.contains(['.', ';', '\n']) && looked > 0 {
            return None;
        }
    }
    None
}

fn label(word: &str) -> Option<Label> {
    let announces = |beginnings: &[&str]| {
        let whole = |begin: &&str| {
            if begin.chars().count() <= 3 {
                word == *begin
            } else {
                word.starts_with(*begin)
            }
        };
        beginnings.iter().any(whole)
    };
    let kind = KINDS.iter().find(|(_, beginnings)| announces(beginnings));
    match kind {
        Some((kind, _)) => Some(Label::Of(*kind)),
        None if announces(OTHERS) => Some(Label::Other),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Option<Label> {
        before(
            text,
            text.find(|c: char| c.is_ascii_digit()).expect("a digit"),
        )
    }

    #[test]
    fn the_nearest_word_counts() {
        assert_eq!(said("ЕГН: 80"), Some(Label::Of(Kind::Egn)));
        assert_eq!(said("фактура № 80"), Some(Label::Other));
        assert_eq!(said("по фактура, тел. 08"), Some(Label::Of(Kind::Phone)));
        assert_eq!(said("телефон за връзка 08"), Some(Label::Of(Kind::Phone)));
        assert_eq!(said("8001014509"), None);
        assert_eq!(said("тук има 5"), None);
    }

    #[test]
    fn a_label_of_another_sentence_is_none_of_its() {
        assert_eq!(said("моят телефон. Платих вчера 08"), None);
    }
}
