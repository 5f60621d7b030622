//! Forms for tests.

use std::collections::BTreeMap;

use super::{ColumnText, ParamValue, Shares, TemplateForm, TemplateKind};
use crate::manifest::{LimitsEntry, Openness, Phases, Texts};

/// A form that has no fault.
pub(crate) fn form(kind: TemplateKind) -> TemplateForm {
    let both = |en: &str, bg: &str| Texts {
        en: en.to_owned(),
        bg: bg.to_owned(),
    };
    TemplateForm {
        kind,
        id: "made".to_owned(),
        version: "0.1.0".to_owned(),
        title: both("A \"made\" one", "Направено"),
        statement: both("# A problem", "# Задача"),
        openness: Openness::Known,
        params: params(kind),
        unit: "l".to_owned(),
        limits: LimitsEntry::default(),
        phases: Phases {
            opens: "2026-12-01T00:00:00Z".to_owned(),
            closes: "2027-03-01T00:00:00Z".to_owned(),
        },
        licence: "CC0-1.0".to_owned(),
        source: "invented".to_owned(),
        table_title: both("Readings", "Показания"),
        columns: vec![ColumnText {
            name: "litres".to_owned(),
            title: both("Litres", "Литри"),
            description: "In the hour.".to_owned(),
            unit: "l".to_owned(),
        }],
        seed: 1,
        shares: Shares::default(),
    }
}

fn params(kind: TemplateKind) -> BTreeMap<String, ParamValue> {
    let texts: &[(&str, &str)] = match kind {
        TemplateKind::Forecast => &[
            ("table", "readings"),
            ("target", "litres"),
            ("time", "at"),
            ("series", "pump"),
            ("metric", "mae"),
            ("strata", "series"),
        ],
        TemplateKind::Classify => &[
            ("table", "trees"),
            ("target", "state"),
            ("id", "tree"),
            ("metric", "accuracy"),
            ("strata", "district"),
        ],
        TemplateKind::Assign => &[
            ("table", "wishes"),
            ("person", "child"),
            ("place", "camp"),
            ("rank", "rank"),
            ("capacity", "places"),
            ("group", "week"),
            ("metric", "mean-cost"),
        ],
    };
    let numbers: &[(&str, i64)] = match kind {
        TemplateKind::Forecast => &[("step", 3_600), ("horizon", 5), ("history", 10)],
        TemplateKind::Classify => &[("batch", 20)],
        TemplateKind::Assign => &[],
    };
    let texts = texts
        .iter()
        .map(|(name, text)| ((*name).to_owned(), ParamValue::Text((*text).to_owned())));
    let numbers = numbers
        .iter()
        .map(|(name, number)| ((*name).to_owned(), ParamValue::Integer(*number)));
    texts.chain(numbers).collect()
}
