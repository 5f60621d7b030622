//! How a score comes about: the formula with the challenge's own weights, what is
//! measured and in which strata, and an example that the platform has scored.

use leptos::prelude::*;
use pilotbox_model::api::challenges::{
    AnchorsView, ExampleStratum, ExampleView, MetricView, RulesView, ScoreRuleView, StratumRuleView,
};

use crate::{
    components::table::{Column, Table},
    language::{Language, Locale as _},
    texts::{Text, data as texts},
    visit::Visit,
};

/// The formula and all that it speaks of.
pub(super) fn section(visit: &Visit, rules: &RulesView) -> impl IntoView + use<> {
    let language = visit.language;
    let score = &rules.score;
    let cases = number(language, score.equity_shrinkage);
    let (low, high) = (
        language.whole(score.fuel_low),
        language.whole(score.fuel_high),
    );
    let step = number(language, score.board_step);
    view! {
        <section>
            <h2>{visit.say(texts::SCORE)}</h2>
            <p><strong>{formula(language, score)}</strong></p>
            <ul>
                <li>{visit.say(texts::Q)}</li>
                <li>{texts::E.fill(language, &[("n", &cases)])}</li>
                <li>{visit.say(texts::R)}</li>
                <li>{texts::C.fill(language, &[("low", &low), ("high", &high)])}</li>
            </ul>
            <p>{visit.say(texts::FAILED)} " " {texts::STEP.fill(language, &[("n", &step)])}</p>
            {metrics(visit, &rules.metrics)}
            {strata(visit, &rules.strata)}
            {gates(visit, rules)}
        </section>
    }
}

fn formula(language: Language, score: &ScoreRuleView) -> String {
    let [quality, equity, robustness, cost] = weights(language, score);
    let values = [
        ("quality", quality.as_str()),
        ("equity", equity.as_str()),
        ("robustness", robustness.as_str()),
        ("cost", cost.as_str()),
    ];
    texts::FORMULA.fill(language, &values)
}

fn weights(language: Language, score: &ScoreRuleView) -> [String; 4] {
    [score.quality, score.equity, score.robustness, score.cost]
        .map(|weight| number(language, weight))
}

fn metrics(visit: &Visit, metrics: &[MetricView]) -> impl IntoView + use<> {
    let heads = vec![
        Column::text(visit.say(texts::METRIC)),
        Column::number(visit.say(texts::BASELINE)),
        Column::number(visit.say(texts::TARGET)),
        Column::number(visit.say(texts::FLOOR)),
        Column::text(visit.say(texts::UNIT)),
        Column::text(visit.say(texts::BETTER)),
        Column::text(visit.say(texts::STATISTIC)),
        Column::number(visit.say(texts::WEIGHT)),
    ];
    let rows = metrics.iter().flat_map(|metric| {
        let own = metric.of_strata.iter();
        let all = own.chain(std::iter::once(&metric.anchors));
        all.map(|anchors| metric_row(visit, metric, anchors))
    });
    let rows: Vec<_> = rows.collect();
    let caption = visit.say(texts::METRICS).to_owned();
    view! {
        <h3>{visit.say(texts::METRICS)}</h3>
        <Table caption=caption hide_caption=true columns=heads rows=rows/>
    }
}

fn metric_row(visit: &Visit, metric: &MetricView, anchors: &AnchorsView) -> Vec<AnyView> {
    let language = visit.language;
    let title = language.pick(&metric.title).to_owned();
    let name = match &anchors.stratum {
        Some(stratum) => {
            let values = [("metric", title.as_str()), ("stratum", stratum.as_str())];
            texts::OF_STRATUM.fill(language, &values)
        }
        None if metric.of_strata.is_empty() => title,
        None => texts::OTHERS.fill(language, &[("metric", &title)]),
    };
    let better = match metric.better.as_str() {
        "lower" => texts::LOWER,
        _ => texts::HIGHER,
    };
    let unit = metric.unit.clone();
    vec![
        name.into_any(),
        number(language, anchors.baseline).into_any(),
        number(language, anchors.target).into_any(),
        number(language, metric.floor).into_any(),
        view! { <span lang="en">{unit}</span> }.into_any(),
        visit.say(better).into_any(),
        visit.say(statistic(&metric.statistic)).into_any(),
        number(language, metric.weight).into_any(),
    ]
}

fn statistic(name: &str) -> Text {
    match name {
        "median" => texts::MEDIAN,
        "p95" => texts::P95,
        "sum" => texts::SUM,
        _ => texts::MEAN,
    }
}

fn strata(visit: &Visit, strata: &[StratumRuleView]) -> impl IntoView + use<> {
    let language = visit.language;
    let row = |stratum: &StratumRuleView| -> Vec<AnyView> {
        vec![
            stratum.name.clone().into_any(),
            number(language, stratum.weight).into_any(),
            language.whole(stratum.sample_cases.into()).into_any(),
        ]
    };
    let heads = vec![
        Column::text(visit.say(texts::STRATUM)),
        Column::number(visit.say(texts::WEIGHT)),
        Column::number(visit.say(texts::SAMPLE_CASES)),
    ];
    let rows: Vec<_> = strata.iter().map(row).collect();
    let caption = visit.say(texts::STRATA).to_owned();
    view! {
        <h3>{visit.say(texts::STRATA)}</h3>
        <Table caption=caption hide_caption=true columns=heads rows=rows/>
    }
}

fn gates(visit: &Visit, rules: &RulesView) -> Option<impl IntoView + use<>> {
    let language = visit.language;
    let rows: Vec<Vec<AnyView>> = rules
        .gates
        .iter()
        .map(|gate| {
            let title = gate.title.as_ref();
            let title = title.map_or(gate.metric.as_str(), |title| language.pick(title));
            vec![
                title.to_owned().into_any(),
                number(language, gate.max).into_any(),
            ]
        })
        .collect();
    let heads = vec![
        Column::text(visit.say(texts::METRIC)),
        Column::number(visit.say(texts::AT_MOST)),
    ];
    let caption = visit.say(texts::GATES).to_owned();
    (!rows.is_empty()).then(|| {
        view! {
            <h3>{visit.say(texts::GATES)}</h3>
            <p>{visit.say(texts::GATES_LEAD)}</p>
            <Table caption=caption hide_caption=true columns=heads rows=rows/>
        }
    })
}

/// Made-up results, step by step to their score.
pub(super) fn example(visit: &Visit, rules: &RulesView) -> Option<impl IntoView + use<>> {
    let example = rules.example.as_ref()?;
    let language = visit.language;
    let row = |one: &ExampleStratum| -> Vec<AnyView> {
        vec![
            one.name.clone().into_any(),
            number(language, one.weight).into_any(),
            language.decimal(one.quality, 2).into_any(),
        ]
    };
    let heads = vec![
        Column::text(visit.say(texts::STRATUM)),
        Column::number(visit.say(texts::WEIGHT)),
        Column::number(visit.say(texts::QUALITY)),
    ];
    let rows: Vec<_> = example.strata.iter().map(row).collect();
    let caption = visit.say(texts::EXAMPLE_TABLE).to_owned();
    let fuel = language.whole(example.fuel);
    let twin = example.robustness.is_some();
    let twin = twin.then(|| view! { <p>{visit.say(texts::EXAMPLE_TWIN)}</p> });
    let total = language.decimal(example.total, 1);
    Some(view! {
        <section>
            <h2>{visit.say(texts::EXAMPLE)}</h2>
            <p>{visit.say(texts::EXAMPLE_LEAD)}</p>
            <Table caption=caption columns=heads rows=rows/>
            <p>{texts::EXAMPLE_FUEL.fill(language, &[("n", &fuel)])}</p>
            {twin}
            {steps(language, &rules.score, example)}
            <p><strong>{texts::EXAMPLE_TOTAL.fill(language, &[("total", &total)])}</strong></p>
        </section>
    })
}

fn steps(
    language: Language,
    score: &ScoreRuleView,
    example: &ExampleView,
) -> impl IntoView + use<> {
    let part = |value: f64| language.decimal(value, 3);
    let (q, e, c) = (
        part(example.quality),
        part(example.equity),
        part(example.cost),
    );
    let mut values = vec![("q", q), ("e", e), ("c", c)];
    let mut rule = score.clone();
    let (parts, r) = if let Some(kept) = example.robustness {
        (texts::EXAMPLE_PARTS, part(kept))
    } else {
        // Without perturbed cases their weight goes to quality.
        rule.quality += rule.robustness;
        rule.robustness = 0.0;
        (texts::EXAMPLE_PARTS_NO_TWINS, part(0.0))
    };
    values.push(("r", r));
    let [quality, equity, robustness, cost] = weights(language, &rule);
    values.push(("quality", quality));
    values.push(("equity", equity));
    values.push(("robustness", robustness));
    values.push(("cost", cost));
    values.push(("total", language.decimal(example.total, 1)));
    let values: Vec<(&str, &str)> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let (parts, sum) = (
        parts.fill(language, &values),
        texts::EXAMPLE_SUM.fill(language, &values),
    );
    view! { <p>{parts}</p><p>{sum}</p> }
}

/// A number with the decimals that it has, up to four.
fn number(language: Language, value: f64) -> String {
    let scaled = [1.0, 10.0, 100.0, 1_000.0].map(|factor| value * factor);
    let is_whole = |value: &f64| (value - value.round()).abs() < 1e-9 * value.abs().max(1.0);
    let decimals = scaled.iter().position(is_whole).unwrap_or(4);
    language.decimal(value, decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_the_decimals_that_it_has() {
        let number = |value| number(Language::En, value);
        assert_eq!(number(65.0), "65");
        assert_eq!(number(2.5), "2.5");
        assert_eq!(number(1.24), "1.24");
        assert_eq!(number(1.0 / 3.0), "0.3333");
    }

    #[test]
    fn the_formula_has_the_challenges_weights() {
        let score = ScoreRuleView {
            quality: 65.0,
            equity: 15.0,
            robustness: 12.5,
            cost: 7.5,
            equity_shrinkage: 10.0,
            fuel_low: 1,
            fuel_high: 2,
            board_step: 0.5,
        };
        assert_eq!(
            formula(Language::En, &score),
            "Score = 65 · q + q · (15 · e + 12.5 · r + 7.5 · c)"
        );
    }
}
