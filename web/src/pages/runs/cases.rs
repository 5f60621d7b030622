//! The cases of a run: a strip of marks, and a row of a table for each.

use leptos::prelude::*;
use pilotbox_model::{
    FaultCode,
    api::{
        Page as ListPage,
        runs::{CaseView, RunView},
    },
};

use super::score::number;
use crate::{
    charts::{
        figure::Figure,
        shape::Shape,
        strip::{Kind, Strip},
    },
    components::{
        list::{Empty, Pager},
        run::verdict_text,
        table::{Column, Table},
    },
    language::Locale as _,
    texts::{Text, submission as texts},
    visit::Visit,
};

/// One page of a run's cases.
pub(super) fn section(visit: &Visit, run: &RunView, page: &ListPage<CaseView>) -> AnyView {
    let heading = visit.say(texts::CASES);
    let log = visit.at(&format!("/runs/{}/log", run.id));
    let next = page.next.clone();
    let body = if page.items.is_empty() {
        view! { <Empty text=visit.say(texts::NO_CASES)/> }.into_any()
    } else {
        shown(visit, run, &page.items)
    };
    view! {
        <h2 id="cases">{heading}</h2>
        {body}
        <Pager visit=visit.clone() next=next/>
        <p><a href=log>{visit.say(texts::LOG_LINK)}</a></p>
    }
    .into_any()
}

fn shown(visit: &Visit, run: &RunView, cases: &[CaseView]) -> AnyView {
    let caption = caption(visit, run, cases.len());
    let marks = cases
        .iter()
        .map(|case| (case.id.clone(), kind(&case.verdict)));
    let marks: Vec<_> = marks.collect();
    let (inner, label) = (visit.clone(), caption.clone());
    view! {
        <Figure visit=visit.clone() caption=caption.clone()>
            <Strip visit=inner.clone() label=label kinds=kinds(&inner) marks=marks/>
        </Figure>
        {table(visit, caption, cases)}
    }
    .into_any()
}

fn caption(visit: &Visit, run: &RunView, shown: usize) -> String {
    let language = visit.language;
    let first = first(visit.asked("cursor").as_deref());
    let last = first.saturating_add(u64::try_from(shown).unwrap_or(u64::MAX)) - 1;
    let (from, to) = (language.whole(first), language.whole(last));
    let all = language.whole(run.cases.unwrap_or_default());
    let values = [("from", from.as_str()), ("to", &to), ("all", &all)];
    let text = match run.cases {
        Some(_) => texts::CASES_CAPTION_OF,
        None => texts::CASES_CAPTION,
    };
    text.fill(language, &values)
}

/// The number of a page's first case, counted from 1: a cursor is the place of the
/// case before it, counted from 0.
fn first(cursor: Option<&str>) -> u64 {
    let before = cursor.and_then(|cursor| cursor.parse::<u64>().ok());
    before.map_or(1, |place| place.saturating_add(2))
}

/// Codes in the order of their shapes: a shape means the same on every page.
fn codes() -> Vec<&'static str> {
    let faults = FaultCode::ALL.iter().map(|code| code.as_str());
    let mut codes = vec!["scored"];
    codes.extend(faults);
    codes.extend(["harness-fault", ""]);
    codes
}

fn kinds(visit: &Visit) -> Vec<Kind> {
    let pairs = codes().into_iter().zip(Shape::ALL);
    let kind = |(code, shape): (&str, Shape)| Kind {
        shape,
        name: visit.say(verdict_text(code)).to_owned(),
    };
    pairs.map(kind).collect()
}

/// The place of a verdict's kind; whatever is not known is of the last.
fn kind(verdict: &str) -> usize {
    let codes = codes();
    let found = codes.iter().position(|code| *code == verdict);
    found.unwrap_or(codes.len() - 1)
}

fn table(visit: &Visit, caption: String, cases: &[CaseView]) -> impl IntoView + use<> {
    let say = |text: Text| visit.say(text);
    let columns = vec![
        Column::text(say(texts::CASE)),
        Column::text(say(texts::STRATUM)),
        Column::text(say(texts::VERDICT)),
        Column::text(say(texts::MEASURED)),
        Column::number(say(texts::CASE_FUEL)),
        Column::number(say(texts::MEMORY)),
        Column::text(say(texts::NOTE)),
    ];
    let rows = cases.iter().map(|case| row(visit, case)).collect();
    view! { <Table caption=caption hide_caption=true columns=columns rows=rows/> }
}

fn row(visit: &Visit, case: &CaseView) -> Vec<AnyView> {
    let language = visit.language;
    let result = &case.result;
    let metrics = result.metrics.iter();
    let metrics: Vec<String> = metrics
        .map(|metric| format!("{}: {}", metric.name, number(language, metric.value)))
        .collect();
    let more = if result.fuel_is_lower_bound {
        "≥\u{a0}"
    } else {
        ""
    };
    let fuel = format!("{more}{}", language.whole(result.fuel));
    vec![
        view! { <code>{case.id.clone()}</code> }.into_any(),
        case.stratum.clone().into_any(),
        visit.say(verdict_text(&case.verdict)).into_any(),
        metrics.join("; ").into_any(),
        fuel.into_any(),
        language.bytes(result.memory_bytes).into_any(),
        note(visit, case).into_any(),
    ]
}

fn note(visit: &Visit, case: &CaseView) -> Option<AnyView> {
    let note = case.result.note.clone();
    if note.is_empty() {
        return None;
    }
    let label = format!("{}: {}", visit.say(texts::NOTE), case.id);
    let view = view! {
        <details>
            <summary>{visit.say(texts::SHOW_NOTE)}" "<span class="unseen">{label}</span></summary>
            <pre class="log" tabindex="0">{note}</pre>
        </details>
    };
    Some(view.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_verdict_has_a_shape_of_its_own() {
        assert_eq!(codes().len(), Shape::ALL.len());
        assert_eq!(kind("scored"), 0);
        assert_eq!(kind("something new"), codes().len() - 1);
    }

    #[test]
    fn cases_are_counted_from_one() {
        assert_eq!(first(None), 1);
        assert_eq!(first(Some("119")), 121);
        assert_eq!(first(Some("x")), 1);
    }
}
