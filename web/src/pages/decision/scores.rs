//! How each candidate's two scores came about: parts, metrics and strata of the automatic
//! one, every evaluator's marks of the human one.

use leptos::prelude::*;
use pilotbox_model::api::decisions::{
    DecidedAutomatic, DecidedCandidate, DecidedCriterion, DecidedHuman, DecidedMark, DecidedMetric,
    DecidedNumbers, DecidedStratum,
};

use super::{MARK, QUALITY, SCORE, between, isolated, number, weights::heading_text, why::cost};
use crate::{
    components::{
        facts::Facts,
        notice::{Notice, Tone},
        table::{Column, Table},
    },
    language::Locale as _,
    pages::runs::measured_number,
    texts::{Text, decision as texts, jury, site, submission},
    visit::Visit,
};

type Rows = Vec<Vec<AnyView>>;

/// A part for each candidate; nothing where nobody is left.
pub(super) fn section(visit: &Visit, numbers: &DecidedNumbers) -> Option<AnyView> {
    numbers.candidates.first()?;
    let all = numbers.candidates.iter();
    let all: Vec<_> = all.map(|one| candidate(visit, one)).collect();
    let view = view! {
        <section>
            <h2>{visit.say(texts::SCORES)}</h2>
            <p>{visit.say(texts::SCORES_LEAD)}</p>
            {all}
        </section>
    };
    Some(view.into_any())
}

fn candidate(visit: &Visit, one: &DecidedCandidate) -> AnyView {
    let (organisation, title) = (one.organisation.clone(), one.title.clone());
    let references = if one.has_references {
        site::YES
    } else {
        site::NO
    };
    let digest = one.plugin_digest.clone();
    let facts = vec![
        (visit.say(texts::COST), cost(visit, one).into_any()),
        (
            visit.say(texts::REFERENCES),
            visit.say(references).into_any(),
        ),
        (
            visit.say(submission::DIGEST),
            view! { <code class="breakable">{digest}</code> }.into_any(),
        ),
    ];
    let automatic = match &one.automatic {
        Some(score) => automatic(visit, &named(one), score),
        None => view! { <p>{visit.say(texts::UNSCORED)}</p> }.into_any(),
    };
    let human = match &one.human {
        Some(human) => marks(visit, &named(one), human),
        None => view! { <p>{visit.say(texts::UNJUDGED)}</p> }.into_any(),
    };
    view! {
        <details>
            <summary><bdi>{organisation}</bdi>": "<bdi>{title}</bdi></summary>
            <Facts facts=facts/>
            <h3>{visit.say(texts::AUTOMATIC)}</h3>
            {automatic}
            <h3>{visit.say(texts::HUMAN)}</h3>
            {human}
        </details>
    }
    .into_any()
}

fn automatic(visit: &Visit, name: &str, score: &DecidedAutomatic) -> AnyView {
    let quality = |value: f64| visit.language.decimal(value, QUALITY).into_any();
    let interval = between(visit, Some(score.low), Some(score.high), SCORE);
    let robustness = score
        .robustness
        .map_or_else(|| visit.say(submission::NOT_MEASURED).into_any(), quality);
    let facts = vec![
        (
            visit.say(texts::AUTOMATIC),
            visit.language.decimal(score.total, SCORE).into_any(),
        ),
        (visit.say(texts::INTERVAL), interval.into_any()),
        (visit.say(submission::QUALITY), quality(score.quality)),
        (visit.say(submission::EQUITY), quality(score.equity)),
        (visit.say(submission::ROBUSTNESS), robustness),
        (visit.say(submission::COST_PART), quality(score.cost)),
        (
            visit.say(submission::FUEL),
            visit.language.whole(score.fuel_p95).into_any(),
        ),
    ];
    view! {
        {gates(visit, &score.broken_gates)}
        <Facts facts=facts/>
        {metrics(visit, name, &score.metrics)}
        {strata(visit, name, &score.strata)}
    }
    .into_any()
}

/// Which gates were broken; nothing if none was.
pub(super) fn gates(visit: &Visit, broken: &[String]) -> Option<AnyView> {
    if broken.is_empty() {
        return None;
    }
    let names = broken.join(", ");
    let text = texts::GATES.fill(visit.language, &[("names", &names)]);
    Some(view! { <Notice tone=Tone::Bad><p>{text}</p></Notice> }.into_any())
}

fn metrics(visit: &Visit, name: &str, metrics: &[DecidedMetric]) -> AnyView {
    let columns = vec![
        Column::text(visit.say(submission::METRIC)),
        Column::number(visit.say(submission::VALUE)),
        Column::number(visit.say(submission::NORMALISED)),
    ];
    let row = |metric: &DecidedMetric| {
        let name = metric.name.clone();
        vec![
            view! { <code>{name}</code> }.into_any(),
            measured(visit, metric).into_any(),
            visit
                .language
                .decimal(metric.normalised, QUALITY)
                .into_any(),
        ]
    };
    let rows = metrics.iter().map(row).collect();
    table(visit, name, submission::METRICS, columns, rows)
}

/// A measured value with its unit.
pub(super) fn measured(visit: &Visit, metric: &DecidedMetric) -> String {
    let value = measured_number(visit.language, metric.value);
    format!("{value}\u{a0}{}", metric.unit)
}

fn strata(visit: &Visit, name: &str, strata: &[DecidedStratum]) -> AnyView {
    let mut columns = vec![
        Column::text(visit.say(submission::STRATUM)),
        Column::number(visit.say(submission::CASES_OF)),
        Column::number(visit.say(submission::FAILED_OF)),
        Column::number(visit.say(submission::QUALITY)),
    ];
    let first = strata.first().map_or(&[][..], |first| &first.metrics);
    columns.extend(
        first
            .iter()
            .map(|metric| Column::number(metric.name.clone())),
    );
    let row = |stratum: &DecidedStratum| {
        let mut row = vec![
            stratum.name.clone().into_any(),
            visit.language.whole(stratum.cases.into()).into_any(),
            visit.language.whole(stratum.failed.into()).into_any(),
            visit.language.decimal(stratum.quality, QUALITY).into_any(),
        ];
        let values = stratum.metrics.iter();
        row.extend(values.map(|metric| measured(visit, metric).into_any()));
        row
    };
    let rows = strata.iter().map(row).collect();
    table(visit, name, submission::STRATA, columns, rows)
}

/// The human score: every evaluator's marks and comments.
fn marks(visit: &Visit, name: &str, human: &DecidedHuman) -> AnyView {
    let score = number(visit, Some(human.score), SCORE);
    let places = [("score", score.as_str())];
    view! {
        <p>{texts::HUMAN_IS.fill(visit.language, &places)}</p>
        {marks_table(visit, name, human)}
        {comments(visit, human)}
    }
    .into_any()
}

/// Every evaluator's marks, a row for each criterion.
pub(super) fn marks_table(visit: &Visit, name: &str, human: &DecidedHuman) -> AnyView {
    let codes = codes(human);
    let mut columns = vec![Column::text(visit.say(jury::CRITERION))];
    columns.extend(codes.iter().map(|code| Column::number(code.clone())));
    columns.push(Column::number(visit.say(texts::VALUE)));
    let row = |one: &DecidedCriterion| {
        let title = visit.language.pick(&one.title).to_owned();
        let heading = visit.say(heading_text(one.heading));
        let mut row = vec![view! { {title}<br/><span class="help">{heading}</span> }.into_any()];
        row.extend(codes.iter().map(|code| {
            let mark = one.marks.iter().find(|mark| mark.evaluator == *code);
            mark.map_or_else(|| "–".to_owned(), mark_text).into_any()
        }));
        row.push(visit.language.decimal(one.value, MARK).into_any());
        row
    };
    let rows = human.criteria.iter().map(row).collect();
    table(visit, name, texts::MARKS_CAPTION, columns, rows)
}

/// Codes of all who judged, in the order in which they come.
fn codes(human: &DecidedHuman) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for mark in human.criteria.iter().flat_map(|one| &one.marks) {
        if !codes.contains(&mark.evaluator) {
            codes.push(mark.evaluator.clone());
        }
    }
    codes
}

/// The mark; with both, where a moderation changed it.
pub(super) fn mark_text(mark: &DecidedMark) -> String {
    match mark.moderated {
        Some(stands) if stands != mark.given => format!("{} → {stands}", mark.given),
        _ => mark.given.to_string(),
    }
}

/// What was said of the marks, if anything was.
fn comments(visit: &Visit, human: &DecidedHuman) -> Option<AnyView> {
    let mut items = Vec::new();
    for one in &human.criteria {
        for mark in &one.marks {
            for text in [&mark.comment, &mark.moderated_comment] {
                if !text.is_empty() {
                    let title = visit.language.pick(&one.title).to_owned();
                    items.push(comment(&mark.evaluator, title, text));
                }
            }
        }
    }
    (!items.is_empty()).then(|| {
        let heading = visit.say(jury::SAID_COMMENTS);
        view! { <h4>{heading}</h4><ul>{items}</ul> }.into_any()
    })
}

fn comment(code: &str, title: String, text: &str) -> AnyView {
    let (code, text) = (code.to_owned(), text.to_owned());
    view! { <li>{title}", "{code}": "<span class="typed"><bdi>{text}</bdi></span></li> }.into_any()
}

/// What tells a candidate from all others, some of which are of the same organisation.
pub(super) fn named(one: &DecidedCandidate) -> String {
    format!("{}: {}", isolated(&one.organisation), isolated(&one.title))
}

/// A table of one candidate, which its caption tells apart from those of others.
fn table(visit: &Visit, name: &str, caption: Text, columns: Vec<Column>, rows: Rows) -> AnyView {
    let caption = format!("{name}: {}", visit.say(caption));
    view! { <Table caption=caption columns=columns rows=rows/> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::{super::invented, *};

    #[test]
    fn both_marks_are_shown_where_one_changed() {
        let visit = Visit::for_tests("/challenges/parking/decision");
        let numbers = invented::numbers();
        let first = numbers.candidates.first();
        let human = first
            .and_then(|one| one.human.clone())
            .expect("it was judged");
        let texts: Vec<_> = human.criteria[0].marks.iter().map(mark_text).collect();
        assert_eq!(texts, ["1 → 4", "4", "4"]);
        assert_eq!(codes(&human), ["E1", "E2", "E3"]);
        let html = crate::page::write(|| marks(&visit, "Alpha", &human));
        assert!(html.contains("&lt;b&gt;ясно"), "{html}");
    }

    #[test]
    fn tables_of_one_organisation_are_told_apart() {
        let visit = Visit::for_tests("/challenges/parking/decision");
        let mut numbers = invented::numbers();
        for (place, one) in numbers.candidates.iter_mut().enumerate() {
            one.organisation = "Alpha".to_owned();
            one.title = format!("number {place}");
        }
        let html = crate::page::write(|| section(&visit, &numbers));
        let labels: Vec<_> = html.split("aria-label=\"").skip(1).collect();
        let labels: Vec<_> = labels.iter().map(|rest| rest.split('"').next()).collect();
        let each: std::collections::BTreeSet<_> = labels.iter().collect();
        assert!(labels.len() > numbers.candidates.len(), "{html}");
        assert_eq!(each.len(), labels.len(), "{labels:?}");
    }
}
