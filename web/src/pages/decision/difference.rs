//! What a correction changes, in sentences, and what becomes of the numbers by it.

use leptos::prelude::*;
use pilotbox_model::api::decisions::{CorrectionChange, DecidedNumbers, DifferenceLine};
use serde_json::Value;

use super::{isolated, organisation_of, why::cost_text};
use crate::{
    components::{
        list::Empty,
        table::{Column, Table},
    },
    language::{Language, Locale as _},
    texts::{Text, challenge, decision as texts},
    visit::Visit,
};

/// Most lines of a table: a case that is voided moves nearly every number. The API has more.
const MOST_LINES: usize = 100;

/// Most characters of a value in the table; the file has all of it.
const MOST_CHARS: usize = 120;

/// Decimals of a number that differs.
const DECIMALS: usize = 4;

/// What is corrected, a line each; nothing if nothing is.
pub(in crate::pages) fn changes(
    visit: &Visit,
    all: &[CorrectionChange],
    numbers: &DecidedNumbers,
) -> Option<AnyView> {
    let items: Vec<_> = all
        .iter()
        .map(|one| sentence(visit, one, numbers))
        .map(|text| view! { <li>{text}</li> })
        .collect();
    (!items.is_empty()).then(|| view! { <ul>{items}</ul> }.into_any())
}

fn sentence(visit: &Visit, change: &CorrectionChange, numbers: &DecidedNumbers) -> String {
    let language = visit.language;
    let name = |submission: &str| ("name", isolated(organisation_of(numbers, submission)));
    let (text, places) = match change {
        CorrectionChange::VoidCase { case } => (texts::VOIDED, vec![("case", isolated(case))]),
        CorrectionChange::References {
            submission,
            has_references: true,
        } => (texts::HAS_REFERENCES, vec![name(submission)]),
        CorrectionChange::References { submission, .. } => {
            (texts::NO_REFERENCES, vec![name(submission)])
        }
        CorrectionChange::Cost {
            submission,
            cost_eur,
        } => {
            let cost = cost_text(visit, *cost_eur);
            (texts::COST_IS, vec![name(submission), ("cost", cost)])
        }
        CorrectionChange::Mark {
            submission,
            evaluator,
            criterion,
            mark,
        } => {
            let criterion = criterion_name(language, numbers, criterion);
            let evaluator = ("evaluator", isolated(evaluator));
            let (criterion, mark) = (("criterion", criterion), ("mark", mark.to_string()));
            (
                texts::MARK_IS,
                vec![name(submission), evaluator, criterion, mark],
            )
        }
        CorrectionChange::LeaveOut { submission } => (texts::IS_LEFT_OUT, vec![name(submission)]),
    };
    let places = places.iter().map(|(key, value)| (*key, value.as_str()));
    text.fill(language, &places.collect::<Vec<_>>())
}

fn criterion_name(language: Language, numbers: &DecidedNumbers, criterion: &str) -> String {
    let mut known = numbers.panel.criteria.iter();
    let known = known.find(|known| known.criterion == criterion);
    known
        .map_or(criterion, |known| language.pick(&known.title))
        .to_owned()
}

/// What differs, line by line.
pub(in crate::pages) fn table(
    visit: &Visit,
    caption: String,
    lines: &[DifferenceLine],
    count: u64,
) -> AnyView {
    if lines.is_empty() {
        return view! { <Empty text=visit.say(texts::NO_DIFFERENCE)/> }.into_any();
    }
    let columns = vec![
        Column::text(visit.say(challenge::TEAM)),
        Column::text(visit.say(texts::WHAT_DIFFERS)),
        Column::text(visit.say(texts::BEFORE)),
        Column::text(visit.say(texts::NOW)),
    ];
    let lines = lines.get(..MOST_LINES).unwrap_or(lines);
    let shown = u64::try_from(lines.len()).unwrap_or(u64::MAX);
    let more = (count > shown).then(|| {
        let [shown, all] = [shown, count].map(|n| visit.language.whole(n));
        let places = [("n", shown.as_str()), ("all", &all)];
        let text = texts::MORE_DIFFERENCES.fill(visit.language, &places);
        view! { <p class="help">{text}</p> }
    });
    let rows = lines.iter().map(|line| row(visit, line)).collect();
    view! {
        <Table caption=caption hide_caption=true columns=columns rows=rows/>
        {more}
    }
    .into_any()
}

fn row(visit: &Visit, line: &DifferenceLine) -> Vec<AnyView> {
    let organisation = line.organisation.clone();
    let organisation = organisation.unwrap_or_else(|| visit.say(texts::WHOLE_DECISION).to_owned());
    let pointer = line.pointer.clone();
    let words = what(&line.pointer).map(|text| {
        view! { {visit.say(text)}<br/> }
    });
    let value = |json: &Option<String>| said(visit.language, json.as_deref()).into_any();
    vec![
        view! { <bdi>{organisation}</bdi> }.into_any(),
        view! { {words}<code class="breakable">{pointer}</code> }.into_any(),
        value(&line.before),
        value(&line.after),
    ]
}

/// What people call a place in a decision, if they have a word for it.
fn what(pointer: &str) -> Option<Text> {
    // Within a score, words would say of a part what holds of the whole.
    let is_part = ["/automatic/", "/human/"]
        .iter()
        .any(|score| pointer.starts_with(score));
    if is_part && !matches!(pointer, "/automatic/total" | "/human/score") {
        return None;
    }
    let mut parts = pointer.rsplit('/');
    let (last, above) = (parts.next()?, parts.next().unwrap_or_default());
    Some(match (above, last) {
        ("", "") => texts::WHOLE_FINALIST,
        ("standing", "placed") => texts::HAS_PLACE,
        ("standing" | "excluded", _) => texts::WHY_NO_PLACE,
        ("ranks", _) => challenge::PLAUSIBLE_PLACES,
        ("ranks_under_weights", _) => texts::WEIGHT_RANKS,
        (_, "place") => challenge::PLACE,
        (_, "position") => texts::POSITION,
        (_, "after_by") => texts::AFTER_BY,
        ("automatic", "total") => texts::AUTOMATIC,
        ("human", "score") => texts::HUMAN,
        (_, "total") => texts::TOTAL,
        ("interval", "low") => texts::LOW,
        ("interval", "high") => texts::HIGH,
        (_, "leads_under_weights") => texts::LEADS,
        (_, "has_references") => texts::REFERENCES,
        (_, "cost_eur") => texts::COST,
        (_, "ticket") => texts::TICKET,
        _ => return None,
    })
}

/// A value in words and digits: what stands there is JSON.
fn said(language: Language, json: Option<&str>) -> String {
    let Some(json) = json else {
        return "–".to_owned();
    };
    // A whole that came or went may be cut, and is no number anyway.
    if json.starts_with(['{', '[']) {
        return texts::IS_THERE.of(language).to_owned();
    }
    let text = match serde_json::from_str(json) {
        Ok(Value::Number(number)) if number.is_u64() => {
            language.whole(number.as_u64().unwrap_or_default())
        }
        Ok(Value::Number(number)) => {
            language.decimal(number.as_f64().unwrap_or_default(), DECIMALS)
        }
        Ok(Value::String(text)) => text,
        Ok(Value::Null) => "–".to_owned(),
        _ => json.to_owned(),
    };
    if text.chars().count() <= MOST_CHARS {
        return text;
    }
    let kept: String = text.chars().take(MOST_CHARS).collect();
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::{super::invented, *};

    #[test]
    fn values_are_read_and_cut() {
        let bg = |json| said(Language::Bg, json);
        assert_eq!(bg(Some("83.1234567")), "83,1235");
        assert_eq!(bg(Some("2")), "2");
        assert_eq!(bg(Some("\"lottery\"")), "lottery");
        assert_eq!(bg(None), "–");
        assert_eq!(bg(Some("null")), "–");
        assert_eq!(bg(Some("no json")), "no json");
        assert_eq!(bg(Some("{\"id\":")), texts::IS_THERE.bg);
        let long = format!("\"{}\"", "ж".repeat(500));
        assert_eq!(bg(Some(&long)).chars().count(), MOST_CHARS + 1);
    }

    #[test]
    fn places_have_words_where_people_have_some() {
        assert_eq!(what("/standing/placed/place"), Some(challenge::PLACE));
        assert_eq!(what("/total"), Some(texts::TOTAL));
        assert_eq!(what("/automatic/total"), Some(texts::AUTOMATIC));
        assert_eq!(what("/interval/low"), Some(texts::LOW));
        assert_eq!(what("/automatic/interval/low"), None);
        assert_eq!(
            what("/standing/placed/ranks/low"),
            Some(challenge::PLAUSIBLE_PLACES)
        );
        assert_eq!(what(""), Some(texts::WHOLE_FINALIST));
    }

    #[test]
    fn each_kind_of_change_is_a_sentence_with_its_values() {
        let visit = Visit::for_tests("/challenges/parking/decision");
        let numbers = invented::numbers();
        let submission = || "01S2".to_owned();
        let changes = [
            CorrectionChange::VoidCase {
                case: "day-7".to_owned(),
            },
            CorrectionChange::References {
                submission: submission(),
                has_references: true,
            },
            CorrectionChange::Cost {
                submission: submission(),
                cost_eur: Some(12_500),
            },
            CorrectionChange::Mark {
                submission: submission(),
                evaluator: "E2".to_owned(),
                criterion: "use".to_owned(),
                mark: 3,
            },
            CorrectionChange::LeaveOut {
                submission: "01SX".to_owned(),
            },
        ];
        let told = changes.map(|change| sentence(&visit, &change, &numbers));
        let words = ["day-7", "Екип 2", "12\u{a0}500", "Полза", "01SX"];
        for (told, word) in told.iter().zip(words) {
            assert!(told.contains(word), "{told}");
        }
    }
}
