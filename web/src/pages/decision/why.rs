//! Why one candidate comes before another, in sentences.

use leptos::prelude::*;
use pilotbox_model::api::decisions::{DecidedCandidate, DecidedNumbers, DecisionSeparation};

use super::{SCORE, isolated, number, order::placed};
use crate::{language::Locale as _, texts::decision as texts, visit::Visit};

/// Digits of a ticket that tell it from another one in a sentence.
const DIGITS: usize = 8;

/// A sentence for each candidate but the first; nothing where there is none.
pub(super) fn section(visit: &Visit, numbers: &DecidedNumbers) -> Option<AnyView> {
    let all = sentences(visit, numbers);
    if all.is_empty() {
        return None;
    }
    let items: Vec<_> = all
        .into_iter()
        .map(|text| view! { <li>{text}</li> })
        .collect();
    let view = view! {
        <h3>{visit.say(texts::WHY)}</h3>
        <p>{visit.say(texts::WHY_LEAD)}</p>
        <ul>{items}</ul>
    };
    Some(view.into_any())
}

fn sentences(visit: &Visit, numbers: &DecidedNumbers) -> Vec<String> {
    let placed: Vec<&DecidedCandidate> = placed(numbers).collect();
    let pairs = placed.windows(2);
    pairs
        .filter_map(|pair| match pair {
            [before, own] => Some(sentence(visit, before, own, own.after_by?)),
            _ => None,
        })
        .collect()
}

fn sentence(
    visit: &Visit,
    before: &DecidedCandidate,
    own: &DecidedCandidate,
    by: DecisionSeparation,
) -> String {
    let (text, [values, others]) = match by {
        DecisionSeparation::Total => (
            texts::WHY_TOTAL,
            [own, before].map(|one| number(visit, one.total, SCORE)),
        ),
        DecisionSeparation::References => (texts::WHY_REFERENCES, Default::default()),
        DecisionSeparation::Cost => (texts::WHY_COST, [own, before].map(|one| cost(visit, one))),
        DecisionSeparation::Lottery => (
            texts::WHY_LOTTERY,
            [own, before].map(|one| one.ticket.chars().take(DIGITS).collect()),
        ),
    };
    let place = own.place.map(|place| visit.language.whole(place.into()));
    let places = [
        ("name", isolated(&own.organisation)),
        ("other", isolated(&before.organisation)),
        ("place", place.unwrap_or_default()),
        ("own", values),
        ("others", others),
    ];
    let places = places.each_ref().map(|(key, value)| (*key, value.as_str()));
    text.fill(visit.language, &places)
}

/// What a pilot would cost.
pub(super) fn cost(visit: &Visit, one: &DecidedCandidate) -> String {
    cost_text(visit, one.cost_eur)
}

/// A sum, or that none is stated.
pub(super) fn cost_text(visit: &Visit, cost_eur: Option<u64>) -> String {
    cost_eur.map_or_else(
        || visit.say(texts::COST_NOT_SAID).to_owned(),
        |cost| visit.language.euro(cost),
    )
}

#[cfg(test)]
mod tests {
    use super::{super::invented, *};

    #[test]
    fn each_but_the_first_is_told_what_put_it_there() {
        let visit = Visit::for_tests("/challenges/parking/decision");
        let numbers = invented::numbers();
        let all = sentences(&visit, &numbers);
        assert_eq!(all.len(), 4, "{all:?}");
        let expected = ["обществени поръчки", "струва", "жребият", "72,50"];
        for (sentence, word) in all.iter().zip(expected) {
            assert!(sentence.contains(word), "{sentence}");
        }
        assert!(all[1].contains("не е посочено"), "{}", all[1]);
        assert!(all[2].contains("ffffffff") && !all[2].contains("fffffffff"));
    }
}
