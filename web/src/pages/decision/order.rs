//! The order: places with their totals and intervals, who has none and why, what was left
//! out.

use leptos::prelude::*;
use pilotbox_model::api::decisions::{
    DecidedCandidate, DecidedNumbers, DecisionExclusion, DecisionSeparation, LeftOutView,
};

use super::{SCORE, between, isolated, number, ranks, who, why};
use crate::{
    charts::{
        figure::Figure,
        intervals::{Intervals, Span},
    },
    components::{
        list::Empty,
        table::{Column, Table},
    },
    language::Locale as _,
    texts::{Text, challenge, decision as texts},
    visit::Visit,
};

type Rows = Vec<Vec<AnyView>>;

/// The order, why it is so, and who has no place.
pub(in crate::pages) fn numbers_section(visit: &Visit, numbers: &DecidedNumbers) -> AnyView {
    view! {
        <section>
            <h2>{visit.say(texts::ORDER)}</h2>
            {ordered(visit, numbers)}
            {chart(visit, numbers)}
            {why::section(visit, numbers)}
        </section>
        {without_place(visit, numbers)}
    }
    .into_any()
}

/// The table of those with a place.
pub(super) fn ordered(visit: &Visit, numbers: &DecidedNumbers) -> AnyView {
    let (columns, rows) = table(visit, numbers);
    if rows.is_empty() {
        return view! { <Empty text=visit.say(texts::NOBODY_PLACED)/> }.into_any();
    }
    let caption = texts::ORDER_CAPTION.of(visit.language, numbers.cases);
    view! {
        <Table caption=caption columns=columns rows=rows/>
        <p class="help">{visit.say(texts::ORDER_HELP)}</p>
    }
    .into_any()
}

fn table(visit: &Visit, numbers: &DecidedNumbers) -> (Vec<Column>, Rows) {
    let shared = shared(&numbers.candidates);
    let columns = vec![
        Column::text(visit.say(challenge::TEAM)),
        Column::number(visit.say(texts::POSITION)),
        Column::text(visit.say(challenge::PLACE)),
        Column::number(visit.say(texts::TOTAL)),
        Column::text(visit.say(texts::INTERVAL)),
        Column::number(visit.say(texts::AUTOMATIC)),
        Column::number(visit.say(texts::HUMAN)),
        Column::text(visit.say(challenge::PLAUSIBLE_PLACES)),
        Column::text(visit.say(texts::AFTER_BY)),
    ];
    let rows = placed(numbers)
        .map(|one| row(visit, one, &shared))
        .collect();
    (columns, rows)
}

fn row(visit: &Visit, one: &DecidedCandidate, shared: &[u32]) -> Vec<AnyView> {
    let language = visit.language;
    let position = one.position.map(|position| language.whole(position.into()));
    let place = one.place.map(|place| place_text(visit, place, shared));
    let separation = one.after_by.map(|by| visit.say(separation(by)));
    vec![
        who(one),
        position.into_any(),
        place.into_any(),
        number(visit, one.total, SCORE).into_any(),
        between(visit, one.low, one.high, SCORE).into_any(),
        automatic(visit, one).into_any(),
        human(visit, one).into_any(),
        ranks(visit, one.rank_low, one.rank_high).into_any(),
        separation.unwrap_or("–").into_any(),
    ]
}

fn place_text(visit: &Visit, place: u32, shared: &[u32]) -> String {
    let number = visit.language.whole(place.into());
    if shared.contains(&place) {
        challenge::SHARED_PLACE.fill(visit.language, &[("place", &number)])
    } else {
        number
    }
}

/// Totals with their intervals.
fn chart(visit: &Visit, numbers: &DecidedNumbers) -> Option<AnyView> {
    let span = |one: &DecidedCandidate| {
        let total = one.total?;
        let interval = between(visit, one.low, one.high, SCORE);
        Some(Span {
            name: one.organisation.clone(),
            value: total,
            ends: one.low.zip(one.high),
            text: format!("{} ({interval})", visit.language.decimal(total, SCORE)),
        })
    };
    let spans: Vec<Span> = placed(numbers).filter_map(span).collect();
    if spans.is_empty() {
        return None;
    }
    let columns = vec![
        Column::text(visit.say(challenge::TEAM)),
        Column::number(visit.say(texts::TOTAL)),
        Column::text(visit.say(texts::INTERVAL)),
    ];
    let rows = placed(numbers).map(|one| {
        vec![
            who(one),
            number(visit, one.total, SCORE).into_any(),
            between(visit, one.low, one.high, SCORE).into_any(),
        ]
    });
    let table = (columns, rows.collect());
    let caption = visit.say(texts::TOTALS_CAPTION).to_owned();
    let (inner, label) = (visit.clone(), caption.clone());
    let view = view! {
        <Figure visit=visit.clone() caption=caption table=table>
            <Intervals visit=inner label=label spans=spans/>
        </Figure>
    };
    Some(view.into_any())
}

/// Who has no place, with each reason; nothing if all have one.
pub(super) fn without_place(visit: &Visit, numbers: &DecidedNumbers) -> Option<AnyView> {
    let others = numbers.candidates.iter().filter(|one| one.place.is_none());
    let rows: Rows = others
        .map(|one| {
            let reasons = one.exclusions.iter();
            let reasons: Vec<_> = reasons.map(|why| visit.say(exclusion(*why))).collect();
            vec![
                who(one),
                reasons.join("; ").into_any(),
                automatic(visit, one).into_any(),
                human(visit, one).into_any(),
                number(visit, one.total, SCORE).into_any(),
            ]
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let columns = vec![
        Column::text(visit.say(challenge::TEAM)),
        Column::text(visit.say(texts::WHY_NO_PLACE)),
        Column::number(visit.say(texts::AUTOMATIC)),
        Column::number(visit.say(texts::HUMAN)),
        Column::number(visit.say(texts::TOTAL)),
    ];
    let heading = visit.say(texts::WITHOUT_PLACE);
    let view = view! {
        <section>
            <h2>{heading}</h2>
            <Table caption=heading.to_owned() hide_caption=true columns=columns rows=rows/>
        </section>
    };
    Some(view.into_any())
}

/// What was left out, with the reasons; nothing if nothing was.
pub(super) fn left_out(visit: &Visit, all: &[LeftOutView]) -> Option<AnyView> {
    if all.is_empty() {
        return None;
    }
    let columns = vec![
        Column::text(visit.say(challenge::TEAM)),
        Column::text(visit.say(texts::WHAT_LEFT_OUT)),
        Column::text(visit.say(texts::REASON)),
    ];
    let rows = all.iter().map(|one| left_out_row(visit, one)).collect();
    let heading = visit.say(texts::LEFT_OUT);
    let view = view! {
        <section>
            <h2>{heading}</h2>
            <Table caption=heading.to_owned() hide_caption=true columns=columns rows=rows/>
        </section>
    };
    Some(view.into_any())
}

/// Who, what of it, and why.
pub(in crate::pages) fn left_out_row(visit: &Visit, one: &LeftOutView) -> Vec<AnyView> {
    let (organisation, title) = (one.organisation.clone(), one.title.clone());
    let what = match (&one.evaluator_name, one.is_rubric) {
        (Some(name), true) => texts::RUBRIC_OF.fill(visit.language, &[("name", &isolated(name))]),
        (None, true) => visit.say(texts::ONE_RUBRIC).to_owned(),
        (_, false) => visit.say(texts::WHOLE_FINALIST).to_owned(),
    };
    let reason = visit.language.pick(&one.reason).to_owned();
    vec![
        view! { <bdi>{organisation}</bdi><br/><span class="help"><bdi>{title}</bdi></span> }
            .into_any(),
        what.into_any(),
        view! { <span class="typed">{reason}</span> }.into_any(),
    ]
}

/// Those with a place, first to last.
pub(super) fn placed(numbers: &DecidedNumbers) -> impl Iterator<Item = &DecidedCandidate> {
    let candidates = numbers.candidates.iter();
    candidates.filter(|one| one.place.is_some())
}

/// The numbers of places that several share.
fn shared(candidates: &[DecidedCandidate]) -> Vec<u32> {
    let places: Vec<u32> = candidates.iter().filter_map(|one| one.place).collect();
    let mut shared: Vec<u32> = places
        .windows(2)
        .filter_map(|pair| match pair {
            [one, next] if one == next => Some(*one),
            _ => None,
        })
        .collect();
    shared.dedup();
    shared
}

fn automatic(visit: &Visit, one: &DecidedCandidate) -> String {
    let total = one.automatic.as_ref().map(|score| score.total);
    number(visit, total, SCORE)
}

fn human(visit: &Visit, one: &DecidedCandidate) -> String {
    number(visit, one.human.as_ref().map(|human| human.score), SCORE)
}

pub(super) fn separation(by: DecisionSeparation) -> Text {
    match by {
        DecisionSeparation::Total => texts::BY_TOTAL,
        DecisionSeparation::References => texts::BY_REFERENCES,
        DecisionSeparation::Cost => texts::BY_COST,
        DecisionSeparation::Lottery => texts::BY_LOTTERY,
    }
}

pub(super) fn exclusion(why: DecisionExclusion) -> Text {
    match why {
        DecisionExclusion::Unscored => texts::UNSCORED,
        DecisionExclusion::BelowAutomatic => texts::BELOW_AUTOMATIC,
        DecisionExclusion::BelowHuman => texts::BELOW_HUMAN,
    }
}
