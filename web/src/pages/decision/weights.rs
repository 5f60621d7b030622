//! What the choice of weights and of cases decided: how often each leads when weights are
//! drawn anew, who is above whom when cases are, and what each heading adds.

use leptos::prelude::*;
use pilotbox_model::api::{
    decisions::{DecidedCandidate, DecidedNumbers},
    jury::RubricHeading,
};

use super::{SCORE, number, order::placed, ranks, share, who};
use crate::{
    charts::{
        bars::{Bar, Bars},
        figure::Figure,
    },
    components::table::{Column, Table},
    texts::{Text, challenge, decision as texts, jury},
    visit::Visit,
};

/// Most candidates that are compared one by one; the file has all.
const MOST_COMPARED: usize = 12;

/// The headings of the methodology, in its order.
const HEADINGS: [(RubricHeading, Text); 4] = [
    (RubricHeading::Potential, jury::POTENTIAL),
    (RubricHeading::Prioritisation, jury::PRIORITISATION),
    (RubricHeading::Readiness, jury::READINESS),
    (RubricHeading::Sustainability, jury::SUSTAINABILITY),
];

pub(super) fn section(visit: &Visit, numbers: &DecidedNumbers) -> Option<AnyView> {
    placed(numbers).next()?;
    let view = view! {
        <section>
            <h2>{visit.say(texts::WEIGHTS)}</h2>
            <p>{visit.say(texts::WEIGHTS_LEAD)}</p>
            {leads(visit, numbers)}
            {beats(visit, numbers)}
            {headings(visit, numbers)}
        </section>
    };
    Some(view.into_any())
}

fn leads(visit: &Visit, numbers: &DecidedNumbers) -> AnyView {
    let bars = placed(numbers).filter_map(|one| {
        let leads = one.leads_under_weights?;
        Some(Bar {
            name: one.organisation.clone(),
            value: leads,
            text: share(visit, leads),
        })
    });
    let bars: Vec<Bar> = bars.collect();
    let table = leads_table(visit, numbers);
    let caption = visit.say(texts::LEADS_CAPTION).to_owned();
    let (inner, label) = (visit.clone(), caption.clone());
    view! {
        <Figure visit=visit.clone() caption=caption table=table>
            <Bars visit=inner label=label bars=bars full=1.0/>
        </Figure>
    }
    .into_any()
}

/// How often each leads, and the ranks that it takes.
pub(super) fn leads_table(
    visit: &Visit,
    numbers: &DecidedNumbers,
) -> (Vec<Column>, Vec<Vec<AnyView>>) {
    let columns = vec![
        Column::text(visit.say(challenge::TEAM)),
        Column::number(visit.say(texts::LEADS)),
        Column::text(visit.say(texts::WEIGHT_RANKS)),
    ];
    let rows = placed(numbers).map(|one| {
        let leads = one.leads_under_weights.map(|leads| share(visit, leads));
        vec![
            who(one),
            leads.into_any(),
            ranks(visit, one.weights_rank_low, one.weights_rank_high).into_any(),
        ]
    });
    (columns, rows.collect())
}

/// How often the total of each is above another's.
fn beats(visit: &Visit, numbers: &DecidedNumbers) -> Option<AnyView> {
    let all: Vec<&DecidedCandidate> = placed(numbers).take(MOST_COMPARED).collect();
    if all.len() < 2 {
        return None;
    }
    let mut columns = vec![Column::text(visit.say(challenge::TEAM))];
    let names = all.iter().map(|one| one.organisation.clone());
    columns.extend(names.map(Column::number));
    let rows = all.iter().enumerate().map(|(at, one)| {
        let name = one.organisation.clone();
        let mut row = vec![view! { <bdi>{name}</bdi> }.into_any()];
        let beaten = numbers.beats.get(at).map_or(&[][..], Vec::as_slice);
        row.extend((0..all.len()).map(|other| {
            let value = beaten.get(other).filter(|_| other != at);
            let text = value.map_or_else(|| "–".to_owned(), |value| share(visit, *value));
            text.into_any()
        }));
        row
    });
    let rows = rows.collect();
    let caption = visit.say(texts::BEATS_CAPTION).to_owned();
    let view = view! {
        <details>
            <summary>{visit.say(texts::BEATS)}</summary>
            <Table caption=caption columns=columns rows=rows/>
        </details>
    };
    Some(view.into_any())
}

/// What each heading adds to the total.
fn headings(visit: &Visit, numbers: &DecidedNumbers) -> AnyView {
    let mut columns = vec![Column::text(visit.say(challenge::TEAM))];
    let names = HEADINGS.iter().map(|(_, text)| visit.say(*text));
    columns.extend(names.map(Column::number));
    columns.push(Column::number(visit.say(texts::TOTAL)));
    let rows = placed(numbers).map(|one| {
        let mut row = vec![who(one)];
        row.extend(HEADINGS.iter().map(|(heading, _)| {
            let points = points(one, *heading);
            number(visit, points, SCORE).into_any()
        }));
        row.push(number(visit, one.total, SCORE).into_any());
        row
    });
    let rows = rows.collect();
    let caption = visit.say(texts::HEADINGS_CAPTION).to_owned();
    view! {
        <details>
            <summary>{visit.say(texts::HEADINGS)}</summary>
            <Table caption=caption columns=columns rows=rows/>
        </details>
    }
    .into_any()
}

/// What a heading adds to a candidate's total.
fn points(one: &DecidedCandidate, heading: RubricHeading) -> Option<f64> {
    let found = one.headings.iter().find(|part| part.heading == heading);
    found.map(|part| part.share * part.score)
}

/// The name of a heading.
pub(super) fn heading_text(heading: RubricHeading) -> Text {
    let found = HEADINGS.iter().find(|(one, _)| *one == heading);
    found.map_or(jury::POTENTIAL, |(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::{super::invented, *};

    #[test]
    fn what_headings_add_makes_the_total() {
        let numbers = invented::numbers();
        let first = placed(&numbers).next().expect("somebody has a place");
        let sum: f64 = HEADINGS
            .iter()
            .filter_map(|(heading, _)| points(first, *heading))
            .sum();
        assert!(
            (sum - first.total.unwrap_or_default()).abs() < 1e-9,
            "{sum}"
        );
        let visit = Visit::for_tests("/challenges/parking/decision");
        let html = crate::page::write(|| section(&visit, &numbers));
        assert!(html.contains("62,5%"), "{html}");
    }
}
