//! Writes `challenge.toml` of a challenge from a template.

use std::fmt::Write as _;

use super::{TemplateForm, TemplateKind, rubric::texts};
use crate::manifest::{LimitsEntry, Openness};

/// Ranges that `check` demands: the anchors are those of baseline and reference
/// themselves, so that these lie at the ends.
const BASELINE_RANGE: &str = "[0.0, 15.0]";
const REFERENCE_RANGE: &str = "[80.0, 100.0]";

/// Fuel below which a plugin is as frugal as can be.
const LOW_FUEL: u64 = 100_000;

/// What a metric is to people.
struct Metric {
    name: &'static str,
    en: &'static str,
    bg: &'static str,
    /// Its unit; none where it is the unit of the column.
    unit: Option<&'static str>,
    is_lower_better: bool,
}

/// Every metric of every template.
const METRICS: [Metric; 7] = [
    Metric {
        name: "mae",
        en: "Mean absolute error",
        bg: "Средна абсолютна грешка",
        unit: None,
        is_lower_better: true,
    },
    Metric {
        name: "rmse",
        en: "Root of the mean squared error",
        bg: "Корен от средната квадратична грешка",
        unit: None,
        is_lower_better: true,
    },
    Metric {
        name: "wape",
        en: "Absolute errors over the sum of the values",
        bg: "Абсолютни грешки спрямо сбора на стойностите",
        unit: Some("share"),
        is_lower_better: true,
    },
    Metric {
        name: "accuracy",
        en: "Rows whose class was named",
        bg: "Редове с познат клас",
        unit: Some("share"),
        is_lower_better: false,
    },
    Metric {
        name: "macro-f1",
        en: "F1, the mean over the classes",
        bg: "F1, средно по класове",
        unit: Some("share"),
        is_lower_better: false,
    },
    Metric {
        name: "mean-cost",
        en: "Mean cost of a person",
        bg: "Средна цена за човек",
        unit: None,
        is_lower_better: true,
    },
    Metric {
        name: "placed",
        en: "Persons who got a place",
        bg: "Хора, получили място",
        unit: Some("share"),
        is_lower_better: false,
    },
];

/// The manifest with anchors that hold their place until baseline and reference
/// were run.
pub(super) fn text(form: &TemplateForm, strata: &[String]) -> String {
    let mut text = String::new();
    head(form, &mut text);
    limits(&form.limits, &mut text);
    harness(form, &mut text);
    metric(form, &mut text);
    let _ = writeln!(text, "[strata]");
    for name in strata {
        let _ = writeln!(text, "{} = 1.0", quoted(name));
    }
    text.push('\n');
    score(form, &mut text);
    let _ = writeln!(text, "[phases]");
    let _ = writeln!(text, "opens = {}", quoted(&form.phases.opens));
    let _ = writeln!(text, "closes = {}", quoted(&form.phases.closes));
    plugins(&mut text);
    text
}

/// A text as TOML writes it on one line.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            control if control.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

fn head(form: &TemplateForm, text: &mut String) {
    let openness = match form.openness {
        Openness::Known => "known",
        Openness::Withheld => "withheld",
    };
    for (key, value) in [
        ("id", form.id.as_str()),
        ("version", &form.version),
        ("interface", form.kind.interface()),
        ("function", form.kind.as_str()),
        ("openness", openness),
    ] {
        let _ = writeln!(text, "{key} = {}", quoted(value));
    }
    let _ = writeln!(text, "\n[title]");
    let _ = writeln!(text, "en = {}", quoted(&form.title.en));
    let _ = writeln!(text, "bg = {}\n", quoted(&form.title.bg));
}

fn limits(limits: &LimitsEntry, text: &mut String) {
    let _ = writeln!(text, "[limits]");
    for (key, value) in [
        ("fuel", limits.fuel),
        ("harness_fuel", limits.harness_fuel),
        ("wall_clock_ms", limits.wall_clock_ms),
        ("memory_bytes", limits.memory_bytes),
        ("harness_memory_bytes", limits.harness_memory_bytes),
        ("table_elements", limits.table_elements),
        ("log_bytes", limits.log_bytes),
        ("output_bytes", limits.output_bytes),
        ("component_bytes", limits.component_bytes),
    ] {
        let _ = writeln!(text, "{key} = {value}");
    }
    text.push('\n');
}

fn harness(form: &TemplateForm, text: &mut String) {
    use super::ParamValue::{Integer, Number, Text};

    let _ = writeln!(
        text,
        "[harness]\ntemplate = {}\n",
        quoted(form.kind.as_str())
    );
    let _ = writeln!(text, "[harness.params]");
    for (key, value) in &form.params {
        let _ = match value {
            Text(value) => writeln!(text, "{key} = {}", quoted(value)),
            Integer(value) => writeln!(text, "{key} = {value}"),
            Number(value) => writeln!(text, "{key} = {value:?}"),
        };
    }
    text.push('\n');
}

fn metric(form: &TemplateForm, text: &mut String) {
    let name = form.text("metric").unwrap_or_default();
    let metric = described(name);
    let (better, baseline, target, floor) = if metric.is_lower_better {
        ("lower", 1.0, 0.0, 2.0)
    } else {
        ("higher", 0.0, 1.0, 0.0)
    };
    let ranked = form.kind == TemplateKind::Assign && form.text("rank").is_some();
    let unit = match (metric.unit, form.unit.trim()) {
        (None, "") if ranked => "rank",
        (None, "") => "unit of the table",
        (Some(unit), _) | (None, unit) => unit,
    };
    let _ = writeln!(text, "[[metrics]]\nname = {}", quoted(name));
    let title = texts(metric.en, metric.bg);
    let _ = writeln!(text, "title = {title}\nunit = {}", quoted(unit));
    let _ = writeln!(text, "better = \"{better}\"\nstatistic = \"mean\"");
    let _ = writeln!(text, "baseline = {baseline:?}\ntarget = {target:?}");
    let _ = writeln!(text, "floor = {floor:?}\nweight = 1.0\n");
}

fn described(name: &str) -> &'static Metric {
    let known = METRICS.iter().find(|metric| metric.name == name);
    known.unwrap_or(&METRICS[0])
}

fn score(form: &TemplateForm, text: &mut String) {
    let high = form.limits.fuel.max(LOW_FUEL + 1);
    let _ = writeln!(
        text,
        "[score]\nquality = 75.0\nequity = 15.0\nrobustness = 0.0\ncost = 10.0\n\
         equity_shrinkage = 10.0\ncost_fuel = {{ low = {LOW_FUEL}, high = {high} }}\n\
         board_step = 0.5\n"
    );
}

fn plugins(text: &mut String) {
    for (name, verdict, score) in [
        ("baseline", "scored", BASELINE_RANGE),
        ("reference", "scored", REFERENCE_RANGE),
        ("wrong", "bad-answer", ""),
        ("slow", "out-of-fuel", ""),
        ("trap", "trapped", ""),
        ("peek", "scored", BASELINE_RANGE),
    ] {
        let _ = writeln!(text, "\n[[plugins]]\nname = \"{name}\"");
        let _ = writeln!(text, "verdict = \"{verdict}\"");
        if !score.is_empty() {
            let _ = writeln!(text, "score = {score}");
        }
    }
}
