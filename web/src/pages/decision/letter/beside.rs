//! What a submission reached beside the best of all finalists.

use leptos::prelude::*;
use pilotbox_model::api::decisions::{
    DecidedMark, GapView, LetterCriterion, LetterStratum, LetterView,
};

use super::{
    super::scores::{mark_text, measured},
    way_to_ask,
};
use crate::{
    components::{
        list::Empty,
        table::{Column, Table},
    },
    language::Locale as _,
    pages::decision::{MARK, QUALITY, SCORE},
    texts::{Text, decision as texts, jury, submission},
    visit::Visit,
};

/// What would have helped most.
pub(super) fn helped(visit: &Visit, letter: &LetterView) -> Option<AnyView> {
    letter.total?;
    let is_best = letter.would_have_helped.is_empty();
    if is_best && !letter.broken_gates.is_empty() {
        // What would have helped stands above.
        return None;
    }
    let heading = visit.say(texts::HELPED);
    if is_best {
        let text = visit.say(texts::BEST_IN_ALL);
        return Some(view! { <h2>{heading}</h2><Empty text=text/> }.into_any());
    }
    let columns = vec![
        Column::text(visit.say(texts::WHERE)),
        Column::number(visit.say(texts::OWN)),
        Column::number(visit.say(texts::BEST)),
        Column::number(visit.say(texts::POINTS_LOST)),
    ];
    let all = letter.would_have_helped.iter();
    let rows = all.map(|gap| gap_row(visit, gap)).collect();
    let view = view! {
        <h2>{heading}</h2>
        <p>{visit.say(texts::HELPED_LEAD)}</p>
        <Table caption=heading.to_owned() hide_caption=true columns=columns rows=rows/>
    };
    Some(view.into_any())
}

fn gap_row(visit: &Visit, gap: &GapView) -> Vec<AnyView> {
    let decimals = if gap.metric.is_some() { QUALITY } else { MARK };
    let value = |value: f64| visit.language.decimal(value, decimals).into_any();
    vec![
        gap_name(visit, gap).into_any(),
        value(gap.own),
        value(gap.best),
        visit.language.decimal(gap.points, SCORE).into_any(),
    ]
}

/// What a gap is in.
pub(super) fn gap_name(visit: &Visit, gap: &GapView) -> String {
    let (metric, stratum) = (gap.metric.as_deref(), gap.stratum.as_deref());
    match (metric, stratum) {
        (Some(metric), Some(stratum)) => {
            let places = [("metric", metric), ("stratum", stratum)];
            texts::METRIC_IN.fill(visit.language, &places)
        }
        (Some(metric), None) => metric.to_owned(),
        (None, _) => {
            let title = gap.title.as_ref().map(|title| visit.language.pick(title));
            let title = title.or(gap.criterion.as_deref()).unwrap_or_default();
            texts::CRITERION_IS.fill(visit.language, &[("title", title)])
        }
    }
}

/// Metrics over all strata.
pub(super) fn metrics(visit: &Visit, letter: &LetterView) -> Option<AnyView> {
    if letter.metrics.is_empty() {
        return None;
    }
    let columns = vec![
        Column::text(visit.say(submission::METRIC)),
        Column::number(visit.say(submission::VALUE)),
        Column::number(visit.say(submission::NORMALISED)),
        Column::number(visit.say(texts::BEST)),
    ];
    let quality = |value: f64| visit.language.decimal(value, QUALITY).into_any();
    let rows = letter.metrics.iter().map(|one| {
        let name = one.own.name.clone();
        let ask = way_to_ask(visit, letter, &format!("metric:{name}"), &name);
        vec![
            view! { <code>{name}</code><br/>{ask} }.into_any(),
            measured(visit, &one.own).into_any(),
            quality(one.own.normalised),
            quality(one.best),
        ]
    });
    Some(section(visit, submission::METRICS, columns, rows.collect()))
}

/// Strata with their metrics.
pub(super) fn strata(visit: &Visit, letter: &LetterView) -> Option<AnyView> {
    let first = letter.strata.first()?;
    let mut columns = vec![
        Column::text(visit.say(submission::STRATUM)),
        Column::number(visit.say(submission::CASES_OF)),
        Column::number(visit.say(submission::FAILED_OF)),
        Column::number(visit.say(submission::QUALITY)),
        Column::number(visit.say(texts::BEST)),
    ];
    let names = first.metrics.iter().map(|metric| metric.name.clone());
    columns.extend(names.map(Column::number));
    let row = |one: &LetterStratum| {
        let mut row = vec![
            one.name.clone().into_any(),
            visit.language.whole(one.cases.into()).into_any(),
            visit.language.whole(one.failed.into()).into_any(),
            visit.language.decimal(one.quality, QUALITY).into_any(),
            visit.language.decimal(one.best, QUALITY).into_any(),
        ];
        let values = one.metrics.iter();
        row.extend(values.map(|metric| measured(visit, metric).into_any()));
        row
    };
    let rows = letter.strata.iter().map(row).collect();
    Some(section(visit, submission::STRATA, columns, rows))
}

/// Criteria, with every evaluator's mark and comments.
pub(super) fn criteria(visit: &Visit, letter: &LetterView) -> Option<AnyView> {
    if letter.criteria.is_empty() {
        return None;
    }
    let all = letter.criteria.iter();
    let all: Vec<_> = all.map(|one| criterion(visit, letter, one)).collect();
    let view = view! {
        <h2>{visit.say(texts::JURY_SAYS)}</h2>
        {all}
    };
    Some(view.into_any())
}

fn criterion(visit: &Visit, letter: &LetterView, one: &LetterCriterion) -> AnyView {
    let title = visit.language.pick(&one.title).to_owned();
    let ask = way_to_ask(
        visit,
        letter,
        &format!("criterion:{}", one.criterion),
        &title,
    );
    let [own, best] = [one.value, one.best].map(|value| visit.language.decimal(value, MARK));
    let beside = texts::BESIDE.fill(visit.language, &[("own", &own), ("best", &best)]);
    let columns = vec![
        Column::text(visit.say(jury::WHO)),
        Column::number(visit.say(jury::MARK)),
        Column::text(visit.say(jury::SAID_COMMENTS)),
    ];
    let rows = one.marks.iter().map(mark_row).collect();
    view! {
        <h3>{title.clone()}</h3>
        <p>{beside} " " {ask}</p>
        <Table caption=title hide_caption=true columns=columns rows=rows/>
    }
    .into_any()
}

fn mark_row(mark: &DecidedMark) -> Vec<AnyView> {
    let said = [&mark.comment, &mark.moderated_comment];
    let said: Vec<_> = said
        .into_iter()
        .filter(|text| !text.is_empty())
        .map(|text| {
            let text = text.clone();
            view! { <p class="typed"><bdi>{text}</bdi></p> }
        })
        .collect();
    vec![
        mark.evaluator.clone().into_any(),
        mark_text(mark).into_any(),
        said.into_any(),
    ]
}

fn section(visit: &Visit, heading: Text, columns: Vec<Column>, rows: Vec<Vec<AnyView>>) -> AnyView {
    let heading = visit.say(heading);
    view! {
        <h2>{heading}</h2>
        <Table caption=heading.to_owned() hide_caption=true columns=columns rows=rows/>
    }
    .into_any()
}
