//! How a score comes about, in plain words. What is said here is what
//! docs/METHODOLOGY.md of the repository says in formulas.

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;

use crate::{
    components::table::{Column, Table},
    islands::copy::CopyCommand,
    language::Locale as _,
    texts::{Text, challenge, methodology as texts, site},
    visit::Visit,
};

/// Points of quality, equity, robustness and cost with the usual weights.
const WEIGHTS: [f64; 4] = [65.0, 15.0, 10.0, 10.0];

/// The example's parts: those of the worked example in docs/METHODOLOGY.md.
const EXAMPLE: [f64; 4] = [0.6625, 0.53125, 0.833_333, 0.333_333];

/// Checks a receipt by replaying it.
const VERIFY: &str =
    "pilotbox verify RECEIPT --trusted-key KEYS --challenge CHALLENGE --plugin PLUGIN";

/// `GET /{language}/methodology`
pub(crate) async fn show(visit: Visit) -> Response {
    visit
        .page(visit.say(site::METHODOLOGY), || content(&visit))
        .into_response()
}

fn content(visit: &Visit) -> impl IntoView + use<> {
    view! {
        <h1>{visit.say(site::METHODOLOGY)}</h1>
        <p class="lead">{visit.say(texts::LEAD)}</p>
        <div class="narrow">
            {run(visit)}
            {steps(visit)}
            {formula(visit)}
            {plain(visit, texts::FAILURES, &[texts::FAILED_CASE, texts::FAILED_HOST])}
            {plain(visit, texts::INTERVALS, &[texts::INTERVAL_TEXT, texts::SHARED_TEXT, texts::STEPS_TEXT])}
            {repeat(visit)}
            {plain(visit, texts::PEOPLE, &[texts::PEOPLE_TEXT, texts::SOURCE])}
        </div>
    }
}

fn plain(visit: &Visit, title: Text, paragraphs: &[Text]) -> impl IntoView + use<> {
    let paragraphs: Vec<_> = paragraphs
        .iter()
        .map(|text| view! { <p>{visit.say(*text)}</p> })
        .collect();
    view! {
        <section>
            <h2>{visit.say(title)}</h2>
            {paragraphs}
        </section>
    }
}

fn items(visit: &Visit, items: &[Text]) -> Vec<impl IntoView + use<>> {
    let item = |text: &Text| view! { <li>{visit.say(*text)}</li> };
    items.iter().map(item).collect()
}

fn run(visit: &Visit) -> impl IntoView + use<> {
    let splits = [texts::SPLIT_SAMPLE, texts::SPLIT_PUBLIC, texts::SPLIT_FINAL];
    view! {
        <section>
            <h2>{visit.say(texts::RUN)}</h2>
            <p>{visit.say(texts::RUN_ALONE)}</p>
            <p>{visit.say(texts::RUN_CASES)}</p>
            <p>{visit.say(texts::RUN_SPLITS)}</p>
            <ul>{items(visit, &splits)}</ul>
        </section>
    }
}

fn steps(visit: &Visit) -> impl IntoView + use<> {
    let steps = [
        texts::STEP_MEASURE,
        texts::STEP_ANCHOR,
        texts::STEP_QUALITY,
        texts::STEP_EQUITY,
        texts::STEP_ROBUST,
        texts::STEP_COST,
    ];
    view! {
        <section>
            <h2>{visit.say(texts::STEPS)}</h2>
            <ol>{items(visit, &steps)}</ol>
        </section>
    }
}

fn formula(visit: &Visit) -> impl IntoView + use<> {
    let caption = visit.say(texts::EXAMPLE_TABLE).to_owned();
    let columns = vec![
        Column::text(visit.say(texts::PART)),
        Column::number(visit.say(texts::VALUE)),
        Column::number(visit.say(texts::POINTS)),
    ];
    view! {
        <section>
            <h2>{visit.say(texts::FORMULA)}</h2>
            <p>{visit.say(texts::FORMULA_LEAD)}</p>
            <p class="formula">{visit.say(texts::FORMULA_TEXT)}</p>
            <p>{visit.say(texts::FORMULA_WHY)}</p>
            <h3>{visit.say(texts::EXAMPLE)}</h3>
            <Table caption=caption columns=columns rows=example(visit)/>
        </section>
    }
}

fn example(visit: &Visit) -> Vec<Vec<AnyView>> {
    let names = [
        texts::QUALITY,
        texts::EQUITY,
        texts::ROBUSTNESS,
        texts::COST,
    ];
    let points = points(EXAMPLE);
    let parts = names.into_iter().zip(EXAMPLE).zip(points);
    let number = |value: f64, decimals| visit.language.decimal(value, decimals).into_any();
    let mut rows: Vec<Vec<AnyView>> = parts
        .map(|((name, value), points)| {
            let name = visit.say(name).into_any();
            vec![name, number(value, 2), number(points, 1)]
        })
        .collect();
    let total = visit.say(texts::TOTAL).into_any();
    rows.push(vec![total, ().into_any(), number(points.iter().sum(), 1)]);
    rows
}

/// What each part adds to a score. All but quality are multiplied by it.
fn points(parts: [f64; 4]) -> [f64; 4] {
    let [quality, equity, robustness, cost] = parts;
    let [a, b, c, d] = WEIGHTS;
    [
        a * quality,
        b * quality * equity,
        c * quality * robustness,
        d * quality * cost,
    ]
}

fn repeat(visit: &Visit) -> impl IntoView + use<> {
    let label = visit.say(challenge::COPY).to_owned();
    let done = visit.say(challenge::COPIED).to_owned();
    view! {
        <section>
            <h2>{visit.say(texts::REPEAT)}</h2>
            <p>{visit.say(texts::REPEAT_TEXT)}</p>
            <p>{visit.say(texts::REPEAT_HOW)}</p>
            <CopyCommand command=VERIFY.to_owned() label=label done=done/>
            <p><a href=visit.at("/status")>{visit.say(texts::REPEAT_KEYS)}</a></p>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_has_the_score_that_the_methodology_works_out() {
        let total: f64 = points(EXAMPLE).iter().sum();
        assert!((total - 56.071).abs() < 0.001, "{total}");
    }
}
