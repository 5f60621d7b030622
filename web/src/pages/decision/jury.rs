//! The jury of a decision: who sat on it, how far it agreed, how generous each evaluator
//! was, and where marks were talked about. Evaluators stand here by codes.

use leptos::prelude::*;
use pilotbox_model::api::decisions::{
    DecidedEvaluator, DecidedModeration, DecidedNumbers, DecidedPanel,
};

use super::{MARK, number, organisation_of, scores::mark_text};
use crate::{
    components::{
        list::Empty,
        table::{Column, Table},
    },
    language::Locale as _,
    pages::staff::evaluators::jury::alphas,
    texts::{challenge, decision as texts, jury},
    visit::Visit,
};

pub(super) fn section(visit: &Visit, numbers: &DecidedNumbers, members: &[String]) -> AnyView {
    view! {
        <section>
            <h2>{visit.say(texts::JURY)}</h2>
            <p>{visit.say(texts::JURY_LEAD)}</p>
            {self::members(visit, members)}
            {figures(visit, numbers)}
        </section>
    }
    .into_any()
}

/// Agreement, evaluators and moderations, as page and protocol have them.
pub(super) fn figures(visit: &Visit, numbers: &DecidedNumbers) -> AnyView {
    let panel = &numbers.panel;
    view! {
        <h3>{visit.say(jury::AGREEMENT)}</h3>
        {alphas(visit, panel.agreement, &panel.criteria)}
        {evaluators(visit, panel)}
        <h3>{visit.say(jury::MODERATIONS)}</h3>
        {moderations(visit, numbers)}
    }
    .into_any()
}

/// The names, where the city has declared that they stand here.
fn members(visit: &Visit, members: &[String]) -> Option<AnyView> {
    let items: Vec<_> = members
        .iter()
        .map(|name| {
            let name = name.clone();
            view! { <li><bdi>{name}</bdi></li> }
        })
        .collect();
    (!items.is_empty()).then(|| {
        let heading = visit.say(texts::MEMBERS);
        let help = visit.say(texts::MEMBERS_HELP);
        view! { <h3>{heading}</h3><ul>{items}</ul><p class="help">{help}</p> }.into_any()
    })
}

/// How many each judged, and how generous each was where that is corrected; nothing if nobody
/// has judged.
fn evaluators(visit: &Visit, panel: &DecidedPanel) -> Option<AnyView> {
    panel.evaluators.first()?;
    let has_effects = panel.evaluators.iter().any(|one| one.effect.is_some());
    let mut columns = vec![
        Column::text(visit.say(jury::WHO)),
        Column::number(visit.say(texts::JUDGED)),
    ];
    if has_effects {
        columns.push(Column::number(visit.say(texts::EFFECT)));
    }
    let row = |one: &DecidedEvaluator| {
        let code = one.evaluator.clone();
        let mut row = vec![code.into_any(), visit.language.whole(one.judged).into_any()];
        if has_effects {
            row.push(number(visit, one.effect, MARK).into_any());
        }
        row
    };
    let rows = panel.evaluators.iter().map(row).collect();
    let lead = if panel.all_judged_all {
        texts::ALL_JUDGED_ALL
    } else {
        texts::EFFECTS_LEAD
    };
    let caption = visit.say(texts::EVALUATORS).to_owned();
    let view = view! {
        <h3>{visit.say(texts::EVALUATORS)}</h3>
        <p>{visit.say(lead)}</p>
        <Table caption=caption hide_caption=true columns=columns rows=rows/>
    };
    Some(view.into_any())
}

fn moderations(visit: &Visit, numbers: &DecidedNumbers) -> AnyView {
    if numbers.moderations.is_empty() {
        return view! { <Empty text=visit.say(jury::NO_MODERATIONS)/> }.into_any();
    }
    let columns = vec![
        Column::text(visit.say(challenge::TEAM)),
        Column::text(visit.say(jury::CRITERION)),
        Column::text(visit.say(texts::FIRST_MARKS)),
        Column::text(visit.say(texts::STANDING_MARKS)),
        Column::text(visit.say(jury::MARKS)),
    ];
    let all = numbers.moderations.iter();
    let rows = all.map(|one| moderation(visit, numbers, one)).collect();
    let caption = visit.say(texts::MODERATIONS_CAPTION).to_owned();
    view! { <Table caption=caption columns=columns rows=rows/> }.into_any()
}

fn moderation(visit: &Visit, numbers: &DecidedNumbers, one: &DecidedModeration) -> Vec<AnyView> {
    let spread = |lowest: u8, highest: u8| {
        let (lowest, highest) = (lowest.to_string(), highest.to_string());
        let places = [("lowest", lowest.as_str()), ("highest", &highest)];
        jury::SPREAD.fill(visit.language, &places)
    };
    let organisation = organisation_of(numbers, &one.submission).to_owned();
    let title = visit.language.pick(&one.criterion_title).to_owned();
    vec![
        view! { <bdi>{organisation}</bdi> }.into_any(),
        title.into_any(),
        spread(one.lowest, one.highest).into_any(),
        spread(one.lowest_standing, one.highest_standing).into_any(),
        both_marks(numbers, one).join("; ").into_any(),
    ]
}

/// Each evaluator's marks, the first and the one that stands.
fn both_marks(numbers: &DecidedNumbers, one: &DecidedModeration) -> Vec<String> {
    let mut candidates = numbers.candidates.iter();
    let human = candidates
        .find(|candidate| candidate.submission == one.submission)
        .and_then(|candidate| candidate.human.as_ref());
    let criteria = human.into_iter().flat_map(|human| &human.criteria);
    let own = criteria.filter(|criterion| criterion.criterion == one.criterion);
    let marks = own.flat_map(|criterion| &criterion.marks);
    marks
        .map(|mark| format!("{}: {}", mark.evaluator, mark_text(mark)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{super::invented, *};

    #[test]
    fn a_moderation_shows_every_evaluators_marks() {
        let numbers = invented::numbers();
        let moderation = numbers.moderations.first().expect("there is one");
        let marks = both_marks(&numbers, moderation);
        assert_eq!(marks, ["E1: 1 → 4", "E2: 4", "E3: 4"]);
        let visit = Visit::for_tests("/challenges/parking/decision");
        let html = crate::page::write(|| section(&visit, &numbers, &["Мария".to_owned()]));
        assert!(html.contains("Мария") && html.contains("0,71"), "{html}");
    }
}
