//! What a score is made of: its parts, its metrics, its strata.

use leptos::prelude::*;
use pilotbox_model::{
    MetricScore, Score, StratumScore,
    api::runs::{ScoreView, StratumView},
};

use crate::{
    charts::{
        bars::{Bar, Bars},
        figure::Figure,
    },
    components::table::{Column, Table},
    language::{Language, Locale as _},
    texts::{Text, submission as texts},
    visit::Visit,
};

/// Rows of a table.
type Rows = Vec<Vec<AnyView>>;

/// A score as far as it is shown.
pub(super) fn sections(visit: &Visit, score: &ScoreView) -> impl IntoView + use<> {
    let parts = score.full.as_ref().map(|full| parts(visit, full));
    let metrics = score.full.as_ref().map(|full| metrics(visit, full));
    view! { {parts}{metrics}{strata(visit, score)} }
}

fn parts(visit: &Visit, full: &Score) -> impl IntoView + use<> {
    let shown = |part: f64| visit.language.decimal(part, 3);
    let robustness = full.parts.robustness.map(shown);
    let robustness = robustness.unwrap_or_else(|| visit.say(texts::NOT_MEASURED).to_owned());
    let rows = [
        (texts::QUALITY, shown(full.parts.quality)),
        (texts::EQUITY, shown(full.parts.equity)),
        (texts::ROBUSTNESS, robustness),
        (texts::COST_PART, shown(full.parts.cost)),
    ];
    let row = |(name, text): (Text, String)| vec![visit.say(name).into_any(), text.into_any()];
    let rows: Rows = rows.into_iter().map(row).collect();
    let columns = vec![
        Column::text(visit.say(texts::PART)),
        Column::number(visit.say(texts::VALUE)),
    ];
    let heading = visit.say(texts::PARTS);
    view! {
        <h2>{heading}</h2>
        <div class="narrow">
            <Table caption=heading.to_owned() hide_caption=true columns=columns rows=rows/>
        </div>
    }
}

fn metrics(visit: &Visit, full: &Score) -> impl IntoView + use<> {
    let rows: Rows = full
        .metrics
        .iter()
        .map(|metric| {
            let normalised = visit.language.decimal(metric.normalised, 3);
            vec![
                metric.name.clone().into_any(),
                measured(visit.language, metric).into_any(),
                normalised.into_any(),
            ]
        })
        .collect();
    let columns = vec![
        Column::text(visit.say(texts::METRIC)),
        Column::number(visit.say(texts::VALUE)),
        Column::number(visit.say(texts::NORMALISED)),
    ];
    let heading = visit.say(texts::METRICS);
    view! {
        <h2>{heading}</h2>
        <div class="narrow">
            <Table caption=heading.to_owned() hide_caption=true columns=columns rows=rows/>
        </div>
    }
}

fn strata(visit: &Visit, score: &ScoreView) -> Option<AnyView> {
    if score.strata.is_empty() {
        return None;
    }
    let decimals = if score.full.is_some() { 3 } else { 2 };
    let bar = |stratum: &StratumView| Bar {
        name: stratum.name.clone(),
        value: stratum.quality,
        text: visit.language.decimal(stratum.quality, decimals),
    };
    let bars: Vec<Bar> = score.strata.iter().map(bar).collect();
    let table = match &score.full {
        Some(full) => full_table(visit, &full.strata),
        None => short_table(visit, &bars),
    };
    let heading = visit.say(texts::STRATA);
    let caption = visit.say(texts::STRATA_CAPTION).to_owned();
    let inner = visit.clone();
    let view = view! {
        <h2>{heading}</h2>
        <Figure visit=visit.clone() caption=caption table=table>
            <Bars visit=inner label=heading.to_owned() bars=bars full=1.0/>
        </Figure>
    };
    Some(view.into_any())
}

fn short_table(visit: &Visit, bars: &[Bar]) -> (Vec<Column>, Rows) {
    let columns = vec![
        Column::text(visit.say(texts::STRATUM)),
        Column::number(visit.say(texts::QUALITY)),
    ];
    let row = |bar: &Bar| vec![bar.name.clone().into_any(), bar.text.clone().into_any()];
    (columns, bars.iter().map(row).collect())
}

fn full_table(visit: &Visit, strata: &[StratumScore]) -> (Vec<Column>, Rows) {
    let language = visit.language;
    let mut columns = vec![
        Column::text(visit.say(texts::STRATUM)),
        Column::number(visit.say(texts::CASES_OF)),
        Column::number(visit.say(texts::FAILED_OF)),
        Column::number(visit.say(texts::QUALITY)),
    ];
    let metrics = strata.first().map_or(&[][..], |first| &first.metrics);
    columns.extend(
        metrics
            .iter()
            .map(|metric| Column::number(metric.name.clone())),
    );
    let row = |stratum: &StratumScore| {
        let mut row = vec![
            stratum.name.clone().into_any(),
            language.whole(u64::from(stratum.cases)).into_any(),
            language.whole(u64::from(stratum.failed)).into_any(),
            language.decimal(stratum.quality, 3).into_any(),
        ];
        let values = stratum.metrics.iter();
        row.extend(values.map(|metric| measured(language, metric).into_any()));
        row
    };
    (columns, strata.iter().map(row).collect())
}

fn measured(language: Language, metric: &MetricScore) -> String {
    format!("{}\u{a0}{}", number(language, metric.value), metric.unit)
}

/// A measured number: the smaller it is, the more decimals.
pub(in crate::pages) fn number(language: Language, value: f64) -> String {
    let decimals = match value.abs() {
        size if size >= 1000.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 0.1 => 3,
        _ => 5,
    };
    language.decimal(value, decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_as_many_decimals_as_it_is_small() {
        let shown = [12_345.6, 12.34, 1.234_56, 0.012_345].map(|value| number(Language::En, value));
        assert_eq!(shown, ["12,346", "12.3", "1.235", "0.01235"]);
    }
}
