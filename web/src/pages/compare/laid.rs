//! A comparison laid out: what is to be known about it, then each part with its chart,
//! its table and its files.

use leptos::prelude::*;
use pilotbox_model::api::comparison::ComparisonView;

use super::{chart::Chart, figures::Figures};
use crate::{
    charts::figure::{Figure, Files, Wide, downloads},
    components::{
        list::Pager,
        notice::{Notice, Tone},
        table::Table,
    },
    texts::{Text, compare as texts, submission},
    visit::Visit,
};

/// The whole comparison. `base` is the address that its files lie below; without,
/// nothing can be taken away.
pub(super) fn out(visit: &Visit, comparison: ComparisonView, base: Option<&str>) -> AnyView {
    let first = visit.asked("cursor").and_then(|first| first.parse().ok());
    let figures = Figures::new(visit.language, comparison, first);
    if figures
        .view
        .entries
        .iter()
        .all(|entry| entry.state.is_none())
    {
        let text = visit.say(texts::NOTHING_RAN);
        return view! { <Notice><p>{text}</p></Notice> }.into_any();
    }
    let parts = [
        (texts::SCORES, vec![Chart::Scores]),
        (texts::TRADE, vec![Chart::Trade]),
        (texts::STRATA, vec![Chart::Parallel, Chart::Boxes]),
        (texts::TILES, vec![Chart::Tiles]),
        (texts::HEAT, vec![Chart::Heat]),
        (texts::DISAGREE, vec![Chart::Disagreements]),
    ];
    let parts: Vec<_> = parts
        .into_iter()
        .filter_map(|(heading, charts)| part(visit, &figures, heading, &charts, base))
        .collect();
    view! {
        {notices(visit, &figures)}
        {parts}
    }
    .into_any()
}

/// A heading with its charts; nothing where there is nothing to show.
fn part(
    visit: &Visit,
    figures: &Figures,
    heading: Text,
    charts: &[Chart],
    base: Option<&str>,
) -> Option<AnyView> {
    let shown: Vec<_> = charts
        .iter()
        .filter(|chart| figures.has(**chart))
        .map(|chart| one(visit, figures, *chart, base))
        .collect();
    let shown = match (shown.is_empty(), charts) {
        (false, _) => shown.into_any(),
        (true, [Chart::Disagreements]) => {
            view! { <p>{visit.say(texts::DISAGREE_NONE)}</p> }.into_any()
        }
        (true, _) => return None,
    };
    let view = view! {
        <h2>{visit.say(heading)}</h2>
        {shown}
    };
    Some(view.into_any())
}

fn one(visit: &Visit, figures: &Figures, chart: Chart, base: Option<&str>) -> AnyView {
    let caption = figures.caption(chart);
    let (columns, rows) = figures.table(chart).table(visit.language);
    let files = base.map(|base| files(visit, chart, base));
    let Some(drawing) = figures.drawing(chart) else {
        let downloads = files.map(|files| downloads(visit, &caption, &files));
        return view! {
            <Table caption=caption columns=columns rows=rows/>
            {downloads}
        }
        .into_any();
    };
    let label = submission::CHART_OF.fill(visit.language, &[("what", &caption)]);
    let pager = (chart == Chart::Heat && base.is_some()).then(|| {
        let next = figures.next().map(|next| next.to_string());
        view! { <Pager visit=visit.clone() next=next/> }
    });
    view! {
        <Figure visit=visit.clone() caption=caption table=(columns, rows) files=files>
            <Wide label=label>{drawing}</Wide>
        </Figure>
        {pager}
    }
    .into_any()
}

fn files(visit: &Visit, chart: Chart, base: &str) -> Files {
    Files {
        path: format!("{base}/{}", chart.name()),
        query: format!("?{}", visit.query),
        has_drawing: chart.is_drawn(),
    }
}

/// What has to be known before numbers are believed.
fn notices(visit: &Visit, figures: &Figures) -> Vec<AnyView> {
    let language = visit.language;
    let view = &figures.view;
    let numbered = || figures.entries.iter().zip(&view.entries);
    let mut told = Vec::new();
    let without: Vec<String> = numbered()
        .filter(|(_, entry)| entry.total.is_none())
        .map(|(named, _)| format!("{}. {}", named.letter, named.name))
        .collect();
    if !without.is_empty() {
        let names = without.join("; ");
        told.push((
            Tone::Warn,
            texts::NO_SCORE.fill(language, &[("names", &names)]),
        ));
    }
    for (named, entry) in numbered().filter(|(_, entry)| !entry.broken_gates.is_empty()) {
        let gates = entry.broken_gates.join(", ");
        let places = [("name", named.letter.as_str()), ("gates", &gates)];
        told.push((Tone::Warn, texts::GATES.fill(language, &places)));
    }
    let mut versions = view
        .entries
        .iter()
        .filter_map(|entry| entry.version.as_ref());
    if let Some(first) = versions.next()
        && versions.any(|other| other != first)
    {
        told.push((Tone::Warn, visit.say(texts::OTHER_VERSIONS).to_owned()));
    }
    let mut scored = view.entries.iter().filter(|entry| entry.total.is_some());
    if scored.any(|entry| !entry.is_reliable) {
        told.push((Tone::Plain, visit.say(texts::UNRELIABLE).to_owned()));
    }
    told.into_iter()
        .map(|(tone, text)| view! { <Notice tone=tone><p>{text}</p></Notice> }.into_any())
        .collect()
}
