//! What bounds a plugin and how it is scored, from the manifest. Pure.

use pilotbox_challenge::{
    Manifest, Source,
    manifest::{Better, GateEntry, MetricEntry, ScoreRule, Statistic, Texts},
};
use pilotbox_model::{
    Case, Limits,
    api::challenges::{
        AnchorsView, Bilingual, GateView, LimitsView, MetricView, RulesView, ScoreRuleView,
        StratumRuleView,
    },
};

use super::example;

/// The cases of the sample.
const SAMPLE_CASES: &str = "cases/sample.json";

/// The rules of a pack for startups.
pub(super) fn view(pack: &Source, manifest: &Manifest) -> RulesView {
    let cases = sample_cases(pack);
    RulesView {
        version: manifest.version.clone(),
        limits: limits(&Limits::from(&manifest.limits)),
        granted: manifest.grants.tables.clone(),
        score: rule(&manifest.score),
        metrics: manifest.metrics.iter().map(metric).collect(),
        gates: manifest.gates.iter().map(gate).collect(),
        strata: strata(manifest, &cases),
        example: example::view(manifest),
    }
}

fn sample_cases(pack: &Source) -> Vec<Case> {
    let bytes = pack.read(SAMPLE_CASES).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

fn strata(manifest: &Manifest, cases: &[Case]) -> Vec<StratumRuleView> {
    let count = |name: &str| {
        let own = cases.iter().filter(|case| case.twin_of.is_none());
        let own = own.filter(|case| case.stratum == name).count();
        u32::try_from(own).unwrap_or(u32::MAX)
    };
    let strata = manifest.strata.iter();
    strata
        .map(|(name, weight)| StratumRuleView {
            name: name.clone(),
            weight: *weight,
            sample_cases: count(name),
        })
        .collect()
}

fn limits(limits: &Limits) -> LimitsView {
    LimitsView {
        fuel: limits.fuel,
        wall_clock_ms: limits.wall_clock_ms,
        memory_bytes: limits.memory_bytes,
        table_elements: limits.table_elements,
        log_bytes: limits.log_bytes,
        output_bytes: limits.output_bytes,
        component_bytes: limits.component_bytes,
    }
}

fn rule(rule: &ScoreRule) -> ScoreRuleView {
    ScoreRuleView {
        quality: rule.quality,
        equity: rule.equity,
        robustness: rule.robustness,
        cost: rule.cost,
        equity_shrinkage: rule.equity_shrinkage,
        fuel_low: rule.cost_fuel.low,
        fuel_high: rule.cost_fuel.high,
        board_step: rule.board_step,
    }
}

fn metric(metric: &MetricEntry) -> MetricView {
    let better = match metric.better {
        Better::Lower => "lower",
        Better::Higher => "higher",
    };
    let statistic = match metric.statistic {
        Statistic::Mean => "mean",
        Statistic::Median => "median",
        Statistic::P95 => "p95",
        Statistic::Sum => "sum",
    };
    let of_strata = metric.anchors.iter().map(|(stratum, own)| AnchorsView {
        stratum: Some(stratum.clone()),
        baseline: own.baseline,
        target: own.target,
    });
    MetricView {
        name: metric.name.clone(),
        title: bilingual(&metric.title),
        unit: metric.unit.clone(),
        better: better.to_owned(),
        statistic: statistic.to_owned(),
        floor: metric.floor,
        weight: metric.weight,
        anchors: AnchorsView {
            stratum: None,
            baseline: metric.baseline,
            target: metric.target,
        },
        of_strata: of_strata.collect(),
    }
}

fn gate(gate: &GateEntry) -> GateView {
    GateView {
        metric: gate.metric.clone(),
        title: gate.title.as_ref().map(bilingual),
        max: gate.max,
    }
}

fn bilingual(texts: &Texts) -> Bilingual {
    Bilingual {
        bg: texts.bg.clone(),
        en: texts.en.clone(),
    }
}
